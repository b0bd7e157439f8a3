"""A plan that runs: what of it is over, what is fixed, and the routing problem of what can still be changed.

Pure, and known to nobody above but as values: `open_problem` makes the problem, the engine solves it, `merged` joins
what it found to what was fixed, and the result is a plan of `Running.whole` that `core.check` judges as any other.
"""

from pannier.core.running.cut import Running, open_problem
from pannier.core.running.joining import as_steps, merged
from pannier.core.running.underway import AS_IT_IS, NO_LOCKS, Lateness, Locks, SoFar, Underway

__all__ = [
    "AS_IT_IS",
    "NO_LOCKS",
    "Lateness",
    "Locks",
    "Running",
    "SoFar",
    "Underway",
    "as_steps",
    "merged",
    "open_problem",
]
