"""Whether a rider who was given an order has taken it up."""

from dataclasses import dataclass

from pannier.core.on_demand.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is known of a rider since an order was given: whether the route was begun, and when to leave."""

    given_s: int
    leave_s: int
    has_begun: bool


def is_unanswered(answer: Answer, now_s: int, policy: Policy) -> bool:
    """Tell whether a rider should have left by now and has not: the order then goes to somebody else.

    The wait counts from when the rider was told, or should leave, whichever is later.
    """
    return not answer.has_begun and now_s >= max(answer.given_s, answer.leave_s) + policy.answer_s
