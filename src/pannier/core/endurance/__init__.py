"""How a plan holds when the day is not as planned: what spreads, what is aimed at, and what came out.

The drawing of days is the engine's (`engine/endurance`), for nothing here knows chance.
"""

from pannier.core.endurance.judgement import Judgement, StopRisk
from pannier.core.endurance.promise import Promise, promise_of
from pannier.core.endurance.spread import Spread, Spreads
from pannier.core.endurance.targets import NO_TARGETS, BadTarget, Targets

__all__ = [
    "NO_TARGETS",
    "BadTarget",
    "Judgement",
    "Promise",
    "Spread",
    "Spreads",
    "StopRisk",
    "Targets",
    "promise_of",
]
