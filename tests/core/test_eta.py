from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pannier.core.eta import Progress, RemainingStop, expected_arrivals

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def _stop(
    name: str, leg_min: float, service_min: float = 2, *, opens: datetime | None = None
) -> RemainingStop:
    return RemainingStop(stop_id=name, leg_s=60 * leg_min, service_s=60 * service_min, window_start=opens)


def test_legs_and_services_are_laid_end_to_end() -> None:
    found = expected_arrivals(
        [_stop("a", 10), _stop("b", 5)], Progress(free_at=NINE, moving=True), now=_at(1)
    )
    assert [eta.eta for eta in found] == [_at(10), _at(17)]
    assert [eta.stop_id for eta in found] == ["a", "b"]


def test_a_late_rider_arrives_now_at_the_earliest() -> None:
    found = expected_arrivals(
        [_stop("a", 10), _stop("b", 5)], Progress(free_at=NINE, moving=True), now=_at(14)
    )
    assert [eta.eta for eta in found] == [_at(14), _at(21)]
    assert found[0].early == _at(14)


def test_a_service_that_takes_too_long_pushes_all_that_follows() -> None:
    found = expected_arrivals([_stop("a", 10)], Progress(free_at=_at(2), moving=False), now=_at(6))
    assert found[0].eta == _at(16)


def test_a_rider_who_waits_is_not_expected_before_the_window_opens() -> None:
    found = expected_arrivals(
        [_stop("a", 10, opens=_at(60)), _stop("b", 5)], Progress(free_at=NINE, moving=True), now=NINE
    )
    assert found[0].eta == found[0].early == found[0].late == _at(60)
    assert found[1].eta == _at(67)


def test_a_rider_who_does_not_wait_may_come_before_the_window() -> None:
    stop = RemainingStop(stop_id="a", leg_s=600, service_s=60, window_start=_at(60), waits=False)
    assert expected_arrivals([stop], Progress(free_at=NINE, moving=True), now=NINE)[0].eta == _at(10)


def test_waiting_takes_the_uncertainty_away() -> None:
    waits = [_stop("a", 30, opens=_at(120)), _stop("b", 5)]
    hurries = [_stop("a", 30), _stop("b", 5)]
    start = Progress(free_at=NINE, moving=True)
    widths = [
        found[1].late - found[1].early
        for found in (expected_arrivals(stops, start, now=NINE) for stops in (waits, hurries))
    ]
    assert widths[0] < widths[1]


def test_the_interval_of_one_leg_is_known_by_hand() -> None:
    found = expected_arrivals([_stop("a", 40)], Progress(free_at=NINE, moving=True), now=NINE)[0]
    # What is shared strays by a tenth of 40 minutes, what is its own by the root of 16 s times that long.
    half_s = 1.28155 * (240**2 + 16 * 2400) ** 0.5
    assert abs((found.late - found.eta).total_seconds() - half_s) < 0.1
    assert found.eta - found.early == found.late - found.eta


STOPS = st.lists(st.builds(_stop, st.just("s"), st.floats(0, 60), st.floats(0, 30)), max_size=30)


@given(STOPS, st.floats(0, 200), st.booleans())
def test_arrivals_come_in_order_never_in_the_past_and_get_less_sure(
    stops: list[RemainingStop], minutes: float, moving: bool
) -> None:
    now = _at(minutes)
    found = expected_arrivals(stops, Progress(free_at=NINE, moving=moving), now=now)
    for eta in found:
        assert now <= eta.early <= eta.eta <= eta.late
    for before, after in pairwise(found):
        assert before.eta <= after.eta
        assert after.late - after.eta >= before.late - before.eta
