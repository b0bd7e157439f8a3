"""From an ordered list of decisions to times, loads and charge, for the engine and for what-if questions.

The checker never calls this package: it recomputes everything in its own way.
"""

from pannier.core.schedule.steps import CLOSING, OPENING, Fault, Step, split_trips
from pannier.core.schedule.timeline import Timeline, route_of, timeline

__all__ = ["CLOSING", "OPENING", "Fault", "Step", "Timeline", "route_of", "split_trips", "timeline"]
