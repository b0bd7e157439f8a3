"""Why attempts fail, how they succeed, and where an order goes after a failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pannier.core.order_states import OrderStatus


class Responsible(StrEnum):
    """Who could have prevented a failure."""

    RECIPIENT = "recipient"
    MERCHANT = "merchant"
    OPERATOR = "operator"
    EXTERNAL = "external"


class NextStep(StrEnum):
    """What happens by itself after a failure."""

    REATTEMPT = "reattempt"
    HOLD = "hold"
    RETURN = "return"


class PhotoPolicy(StrEnum):
    """Whether an outcome needs a photo."""

    REQUIRED = "required"
    WARN = "warn"
    OPTIONAL = "optional"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureReason:
    """One row of failure_reasons.toml; `maps` holds the codes of other systems for the same thing.

    `at` names the ends where it can happen: delivery (a return's pickup too) and collection.
    """

    code: str
    label: str
    responsible: Responsible
    next: NextStep
    max_attempts: int
    photo: PhotoPolicy
    text_required: bool = False
    at: tuple[str, ...] = ("delivery",)
    maps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.max_attempts < 1:
            raise ValueError("max_attempts must be at least 1.")

    @property
    def retry(self) -> bool:
        """Tell whether another attempt is made without asking anybody."""
        return self.next is NextStep.REATTEMPT


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessCode:
    """One way of handing over; `kind` is delivery or return, as of the order, or collection."""

    code: str
    label: str
    kind: str
    photo: PhotoPolicy


def status_after_failure(reason: FailureReason, attempts: int, *, on_board: bool = True) -> OrderStatus:
    """Return where an order goes after its latest failed attempt, the `attempts`-th one.

    `on_board` is false for what was not picked up or collected: there is nothing to bring back, so it ends.
    """
    if reason.next is NextStep.RETURN or attempts >= reason.max_attempts:
        return OrderStatus.RETURNING if on_board else OrderStatus.CANCELLED
    return OrderStatus.REATTEMPT_SCHEDULED if reason.retry else OrderStatus.HELD
