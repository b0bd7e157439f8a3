"""The route optimiser behind one function, solve(problem, ...) -> plan."""

from pannier.engine.budget import Budget, OnProgress, Progress, Stop
from pannier.engine.solving import EngineFault, solve

__all__ = ["Budget", "EngineFault", "OnProgress", "Progress", "Stop", "solve"]
