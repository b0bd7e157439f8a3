"""What rounds teach about durations: ratios by key, and how far they stray."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from pannier.core.eta import PRIOR, Durations, Pace, Spread
from pannier.core.eta.learn import Observed, learn, learn_durations
from pannier.core.eta.pace import is_usable


def rounds(
    ratio: float, common: float, own_s: float, *, routes: int = 400, legs: int = 20, seed: int = 1
) -> Iterator[Observed]:
    """Yield the legs of made-up rounds whose durations are this much longer and stray so far."""
    rng = random.Random(seed)
    for route in range(routes):
        shared = rng.gauss(0, common)
        for _ in range(legs):
            planned_s = rng.uniform(120, 600)
            expected_s = ratio * planned_s
            real_s = expected_s * (1 + shared) + rng.gauss(0, (own_s * expected_s) ** 0.5)
            yield Observed(
                route=str(route), key=("cargo_bike", "08"), planned_s=planned_s, real_s=max(0.0, real_s)
            )


@pytest.mark.parametrize(
    ("ratio", "common", "own_s"), [(1.2, 0.15, 10.0), (0.9, 0.05, 25.0), (1.0, 0.0, 16.0)]
)
def test_ratios_and_spreads_of_many_rounds_are_found_again(ratio: float, common: float, own_s: float) -> None:
    found = learn_durations(rounds(ratio, common, own_s), PRIOR.travel, trust_s=3_600)
    assert found.ratio(("cargo_bike", "08")) == pytest.approx(ratio, rel=0.02)
    assert found.spread.common == pytest.approx(common, abs=0.025)
    assert found.spread.own_s == pytest.approx(own_s, rel=0.1)


def test_little_says_little() -> None:
    few = [Observed(route="1", key=("e_van",), planned_s=300, real_s=900)]
    found = learn_durations(few, PRIOR.travel, trust_s=3_600)
    assert found.ratio(("e_van",)) < 1.35
    assert found.spread.own_s < 2 * PRIOR.travel.spread.own_s


def test_an_unknown_hour_is_taken_as_its_kind_and_an_unknown_kind_as_all() -> None:
    slow = [Observed(route=str(n), key=("e_van", "08"), planned_s=600, real_s=900) for n in range(200)]
    found = learn_durations(slow, PRIOR.travel, trust_s=3_600)
    assert found.ratio(("e_van", "17")) == found.ratio(("e_van",)) == pytest.approx(1.5, rel=0.05)
    assert found.ratio(("walker", "08")) == found.ratio(())


def test_without_rounds_nothing_is_learned() -> None:
    found = learn([], [])
    assert found.travel.spread == PRIOR.travel.spread
    assert found.service.ratio(("house",)) == 1.0


def test_a_forgotten_phone_is_no_service() -> None:
    assert not is_usable(120, 7_200)
    assert is_usable(120, 900)
    before = Pace(expected_s=600, real_s=660)
    assert before.after(480, timedelta(hours=1)) == before
    assert before.after(480, timedelta(minutes=10)) == Pace(1_080, 1_260)


def test_a_route_that_is_slow_so_far_is_expected_to_stay_so() -> None:
    spread = Spread(common=0.1, own_s=16.0)
    share, variance = Pace(expected_s=6_000, real_s=7_200).shared(spread)
    # 0.2 was seen over 100 minutes, of which chance alone makes 0.05: most of it is believed.
    assert share == pytest.approx(0.2 * (6_000 / 16) / (100 + 6_000 / 16))
    assert 0 < variance < spread.common**2
    unseen, before = Pace().shared(spread)
    assert unseen == 0.0
    assert before == pytest.approx(spread.common**2)


def test_durations_know_the_finest_part_of_a_key() -> None:
    known = Durations(spread=PRIOR.travel.spread, ratios={(): 1.1, ("walker",): 0.9})
    assert known.ratio(("walker", "08", "here")) == 0.9
    assert known.ratio(("e_van",)) == 1.1
