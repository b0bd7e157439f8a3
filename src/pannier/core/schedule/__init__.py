"""From an ordered list of decisions to times, loads and charge, for the engine and for what-if questions.

The checker never calls this package: it recomputes everything in its own way.
"""

from pannier.core.schedule.durations import is_new_stop
from pannier.core.schedule.hours import hours_of
from pannier.core.schedule.power import Filling, taken_in
from pannier.core.schedule.steps import CLOSING, FILLING, OPENING, Fault, Step, split_trips
from pannier.core.schedule.timeline import Timeline, route_of, timeline

__all__ = [
    "CLOSING",
    "FILLING",
    "OPENING",
    "Fault",
    "Filling",
    "Step",
    "Timeline",
    "hours_of",
    "is_new_stop",
    "route_of",
    "split_trips",
    "taken_in",
    "timeline",
]
