"""A plan with slack: `protect(problem, ...) -> Protected`, and what it costs beside the plan without."""

from pannier.engine.slack.protecting import Protected, protect, verdict_seed

__all__ = ["Protected", "protect", "verdict_seed"]
