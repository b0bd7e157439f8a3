"""When a round is over, and what its battery gave."""

from datetime import UTC, datetime, timedelta

import pytest

from pannier.core.charge import ChargeFact, used_share
from pannier.core.round_close import RoundFact, RoundFactKind, round_end

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def at(minutes):
    return EIGHT + timedelta(minutes=minutes)


def told(kind, minutes, counter, device=""):
    return RoundFact(RoundFactKind(kind), at(minutes), counter, device)


DAY = [
    told("duty.start", 0, 1),
    told("other", 10, 2),
    told("hub.return", 60, 3),
    told("duty.end", 70, 4),
]


def test_a_round_ends_at_the_hub_when_nothing_is_open():
    assert round_end(DAY, closed_at=[at(20), at(30)], started_at=at(5)) == at(60)


def test_a_return_to_reload_ends_nothing():
    assert round_end(DAY[:3], closed_at=[at(20), None], started_at=at(5)) is None


def test_the_end_of_duty_ends_a_round_with_open_orders():
    assert round_end(DAY, closed_at=[at(20), None], started_at=at(5)) == at(70)


@pytest.mark.parametrize("missing", range(3))
def test_the_end_waits_for_what_the_phone_counted_before(missing):
    known = DAY[:missing] + DAY[missing + 1 :]
    assert round_end(known, closed_at=[None], started_at=at(5)) is None


def test_a_phone_that_never_began_duty_ends_nothing():
    assert round_end([told("duty.end", 70, 9, "second")], closed_at=[], started_at=at(5)) is None


def test_two_figures_tell_the_use():
    assert used_share([ChargeFact(90), ChargeFact(70), ChargeFact(40)]) == pytest.approx(0.5)


def test_a_swap_adds_both_batteries():
    facts = [ChargeFact(90), ChargeFact(20, refilled_pct=100.0), ChargeFact(60)]
    assert used_share(facts) == pytest.approx(1.1)


def test_what_a_charge_on_the_way_gave_is_not_counted_as_used():
    facts = [ChargeFact(60), ChargeFact(20, refilled_pct=70.0), ChargeFact(50)]
    assert used_share(facts) == pytest.approx(0.6)


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [ChargeFact(90)],
        [ChargeFact(40), ChargeFact(60)],
        [ChargeFact(90), ChargeFact(None, refilled_pct=100.0), ChargeFact(60)],
        [ChargeFact(90), ChargeFact(20, refilled_pct=100.0)],
        [ChargeFact(20, refilled_pct=100.0), ChargeFact(60)],
        [ChargeFact(90), ChargeFact(90)],
    ],
)
def test_figures_that_do_not_tell_are_not_believed(facts):
    assert used_share(facts) is None
