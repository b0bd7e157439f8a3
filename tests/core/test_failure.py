import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.failure import (
    FailureReason,
    NextStep,
    PhotoPolicy,
    Responsible,
    status_after_failure,
)
from pannier.core.order_states import OrderStatus


def _reason(step: NextStep, max_attempts: int = 3) -> FailureReason:
    return FailureReason(
        code="x",
        label="X",
        responsible=Responsible.RECIPIENT,
        next=step,
        max_attempts=max_attempts,
        photo=PhotoPolicy.OFF,
    )


def test_order_is_tried_again_after_its_first_two_failures() -> None:
    absent = _reason(NextStep.REATTEMPT)
    assert [status_after_failure(absent, n) for n in (1, 2)] == [OrderStatus.REATTEMPT_SCHEDULED] * 2


def test_order_returns_to_its_merchant_after_the_third_failure() -> None:
    assert status_after_failure(_reason(NextStep.REATTEMPT), 3) == "returning"
    assert status_after_failure(_reason(NextStep.HOLD), 3) == "returning"


def test_a_wrong_address_holds_the_order_until_somebody_answers() -> None:
    assert status_after_failure(_reason(NextStep.HOLD), 1) == "held"


def test_a_refused_order_returns_at_once() -> None:
    assert status_after_failure(_reason(NextStep.RETURN), 1) == "returning"


def test_a_return_that_is_never_picked_up_ends() -> None:
    assert status_after_failure(_reason(NextStep.REATTEMPT), 3, on_board=False) == "cancelled"
    assert status_after_failure(_reason(NextStep.REATTEMPT), 2, on_board=False) == "reattempt_scheduled"


@given(st.sampled_from(NextStep), st.integers(1, 9), st.integers(1, 20))
def test_no_order_is_tried_for_ever(step: NextStep, limit: int, attempts: int) -> None:
    status = status_after_failure(_reason(step, limit), attempts)
    assert (attempts < limit) or status is OrderStatus.RETURNING


def test_a_reason_allows_at_least_one_attempt() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        _reason(NextStep.REATTEMPT, 0)
