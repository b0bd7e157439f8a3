"""Rounds that were driven tell how well arrivals are foretold, and how wide intervals have to be."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from pannier.core.eta import PRIOR, EtaModel, RemainingStop
from pannier.core.eta.learn import Observed, learn
from pannier.core.eta.replay import DrivenRound, DrivenStop, calibrated, measure, replay

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def city(
    days: int, seed: int, *, slow: float = 1.25, haste: float = 0.1, tail: float = 0.45
) -> list[DrivenRound]:
    """Return rounds of a made-up city: slower than planned, each in its own haste, services with a long tail."""
    rng, rounds = random.Random(seed), []
    for day in range(days):
        pace, at, stops = 1 + rng.gauss(0, haste), EIGHT + timedelta(days=day), []
        left = at
        for n in range(25):
            leg_s, service_s = rng.uniform(120, 480), rng.uniform(90, 240)
            came = left + timedelta(seconds=leg_s * slow * pace * rng.lognormvariate(-0.02, 0.2))
            gone = came + timedelta(seconds=service_s * rng.lognormvariate(-(tail**2) / 2, tail))
            planned = RemainingStop(
                stop_id=f"{day} {n}", leg_s=leg_s, service_s=service_s, travel_key=lambda _at: ("cargo_bike",)
            )
            stops.append(DrivenStop(planned=planned, came_at=came, left_at=gone))
            left = gone
        rounds.append(DrivenRound(left_at=at, stops=stops))
    return rounds


def taught(rounds: list[DrivenRound]) -> EtaModel:
    travel, service = [], []
    for one in rounds:
        left, name = one.left_at, one.stops[0].planned.stop_id
        for stop in one.stops:
            drove_s, stood_s = (
                (stop.came_at - left).total_seconds(),
                (stop.left_at - stop.came_at).total_seconds(),
            )
            key = stop.planned.travel_key(left)
            travel.append(Observed(route=name, key=key, planned_s=stop.planned.leg_s, real_s=drove_s))
            service.append(Observed(route=name, key=(), planned_s=stop.planned.service_s, real_s=stood_s))
            left = stop.left_at
    return learn(travel, service)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_learned_and_calibrated_intervals_hold_four_of_five_on_other_days(seed: int) -> None:
    learned = taught(city(30, seed))
    model = calibrated(learned, city(30, seed + 100))
    found = measure(replay(city(40, seed + 200), model))
    assert 0.75 <= found.held <= 0.85
    assert found.hour_ahead_width_s is not None
    assert found.hour_ahead_width_s <= 20 * 60


def test_what_is_not_learned_misses_a_slow_city() -> None:
    rounds = city(20, 7)
    before, since = measure(replay(rounds, PRIOR)), measure(replay(rounds, taught(city(30, 8))))
    assert before.held < since.held


def test_intervals_that_were_too_narrow_become_wider_and_the_other_way_round() -> None:
    learned = taught(city(30, 1))
    for haste in (0.0, 0.4):
        rounds = city(20, 2, haste=haste)
        model = calibrated(learned, rounds)
        assert (model.late_z > learned.late_z) == (haste > 0.1)
        held = measure(replay(rounds, model)).held
        assert abs(held - 0.8) < abs(measure(replay(rounds, learned)).held - 0.8) + 0.02


def test_nothing_driven_changes_nothing() -> None:
    assert calibrated(PRIOR, []) == PRIOR
    assert measure([]).arrivals == 0
