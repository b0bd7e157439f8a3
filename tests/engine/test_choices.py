"""Several plans of one run: none beats another, each passes the checker, and each says what it is best at."""

import random

import pytest

from pannier.core.check import check
from pannier.core.endurance import Spread, Spreads, Targets
from pannier.core.problem import CostRates, Limits, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget
from pannier.engine.choices import Aim, Figures, choices
from pannier.engine.choices.figures import figures_of
from pannier.engine.choices.front import MOST, beats, best_at, thinned
from pannier.engine.choices.weights import Scale, Weights, weighed
from pannier.engine.endurance import judge
from tests.core.line_city import HOUR, bike, dropoff, plan_of, problem
from tests.core.line_city import morning as line_morning
from tests.engine.days import random_day

SPREADS = Spreads(Spread(day_travel=0.1, leg_travel=0.3, service=0.5))
FEW = Budget(iterations=900)
BASE = Figures(1_000_000, 0.03, 500.0, 3600.0)


def of(cost=1_000_000, broken=0.03, grams=500.0, uneven=3600.0):
    return Figures(cost, broken, grams, uneven)


def test_a_plan_beats_another_only_when_nowhere_worse() -> None:
    assert beats(of(cost=990_000), BASE)
    assert not beats(of(cost=990_000, grams=520.0), BASE)
    assert not beats(BASE, BASE)
    # What nobody would call a difference is none: a twentieth of a percent, a tenth of a point, a minute.
    assert beats(of(cost=1_000_400, broken=0.01), BASE)
    assert not beats(of(cost=1_000_600, broken=0.01), BASE)


def test_the_best_at_each_aim_are_kept_and_what_is_beaten_or_alike_is_not() -> None:
    found = [
        BASE,
        of(cost=1_020_000, broken=0.005),
        of(cost=1_030_000, grams=400.0),
        of(cost=1_050_000, uneven=600.0),
        of(cost=1_060_000, grams=600.0),
        of(cost=1_000_900, broken=0.0285),
    ]
    assert thinned(found) == [0, 1, 2, 3]


def test_what_only_weighs_keeps_its_plan_and_makes_none_cheaper() -> None:
    # What the operator asked for (riders' areas, even work) costs money; the plan without it is cheaper, not better.
    asked_for = Figures(1_010_000, 0.03, 500.0, 3600.0, weights_millicents=5_000)
    cheap = Figures(1_000_000, 0.03, 500.0, 3600.0, weights_millicents=90_000)
    assert not beats(cheap, asked_for)
    assert thinned([cheap, asked_for]) == [1, 0]
    assert Aim.COST in best_at([asked_for, cheap], 1)
    assert Aim.COST not in best_at([asked_for, cheap], 0)


def test_three_are_shown_where_there_are_three_that_can_be_told_apart() -> None:
    near = [BASE, of(cost=1_001_000, broken=0.0285), of(cost=1_002_000, broken=0.027)]
    assert thinned(near) == [0, 1, 2]
    assert thinned([BASE, BASE, BASE]) == [0]


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_shown_is_beaten_by_any_that_was_found(seed: int) -> None:
    rng = random.Random(seed)
    found = [
        of(rng.randint(900_000, 1_200_000), rng.random() / 10, rng.uniform(300, 600), rng.uniform(0, 7200))
        for _ in range(rng.randint(1, 12))
    ]
    kept = thinned(found)
    assert 1 <= len(kept) <= MOST
    assert [found[i].cost_millicents for i in kept] == sorted(found[i].cost_millicents for i in kept)
    assert not any(beats(other, found[i]) for other in found for i in kept)
    assert min(one.cost_millicents for one in found) == found[kept[0]].cost_millicents


def test_a_plan_says_what_no_other_is_better_at() -> None:
    shown = [
        BASE,
        of(cost=1_050_000, broken=0.01, grams=450.0),
        of(cost=1_010_000, broken=0.02, uneven=3000.0),
    ]
    assert best_at(shown, 0) == (Aim.COST,)
    assert best_at(shown, 1) == (Aim.PROMISES, Aim.GRAMS)
    assert best_at(shown, 2) == (Aim.FAIRNESS,)
    assert best_at([BASE], 0) == ()


def test_figures_can_be_computed_by_hand() -> None:
    day = line_morning()
    plan = plan_of(day)
    (route,) = plan.routes
    found = figures_of(day, plan, judge(day, plan, spreads=Spreads(), seed=1, days=2))
    assert found.grams == pytest.approx(route.energy_j / 3_600_000 * 250)
    assert (found.broken, found.uneven_s) == (0.0, 0.0)
    both = problem(vehicles=(bike(), bike(id="idle")))
    assert (
        figures_of(both, plan, judge(day, plan, spreads=Spreads(), seed=1, days=2)).uneven_s
        == route.duration_s / 2
    )


def test_weights_are_multiples_of_what_the_cheapest_plan_costs() -> None:
    day = problem(vehicles=(bike(rates=CostRates(co2e_kg_millicents=7)),))
    scale = Scale(cost_millicents=600_000, grams=3000, squared_hours=60)
    (vehicle,) = weighed(day, Weights(grams=0.5, fairness=2), scale).vehicles
    assert (vehicle.rates.co2e_kg_millicents, vehicle.rates.squared_hour_millicents) == (100_007, 20_000)
    assert weighed(day, Weights(grams=1), Scale(600_000, 0, 0)).vehicles == day.vehicles


def shared_out():
    """Return a day that one rider can do, and two more fairly; its windows are tight for one."""
    riders = tuple(
        bike(id=name, breaks=(), limits=Limits(), trips=Trips(), battery=None, shift=TimeWindow(8 * HOUR, 16 * HOUR),
             rates=CostRates.of_cents(fixed=100, per_hour=2000, per_km=4))
        for name in ("ana", "bo")
    )  # fmt: skip
    soon = TimeWindow(8 * HOUR, 8 * HOUR + 2100)
    doors = [dropoff(f"d{n}", 1 + n % 4, service_s=300, windows=(soon,) if n < 3 else ()) for n in range(8)]
    return problem(
        *(dropoff(d.id, d.place, service_s=300, windows=d.windows, demand=(1000, 1)) for d in doors),
        vehicles=riders,
    )


def test_one_run_finds_the_cheapest_the_fairest_and_the_most_reliable() -> None:
    day = shared_out()
    found = choices(day, budget=FEW, seed=1, spreads=SPREADS)
    assert 2 <= len(found) <= MOST
    assert all(check(day, one.plan) == () for one in found)
    assert Aim.COST in found[0].best_at
    fairest = next(one for one in found if Aim.FAIRNESS in one.best_at)
    assert len(fairest.plan.routes) == 2
    assert fairest.figures.uneven_s < found[0].figures.uneven_s
    assert choices(day, budget=FEW, seed=1, spreads=SPREADS) == found


@pytest.mark.parametrize("seed", range(20))
def test_choices_of_random_days_pass_the_checker_and_leave_out_alike(seed: int) -> None:
    day = random_day(seed)
    found = choices(day, budget=Budget(iterations=300), seed=seed, spreads=SPREADS, targets=Targets(0.97))
    assert found
    required = {task.id for task in day.tasks if task.prize_cents is None}
    assert len({sum(left.task_id in required for left in one.plan.left_out) for one in found}) == 1
    for one in found:
        assert check(day, one.plan) == ()
        assert one.figures == figures_of(day, one.plan, one.judged)


def test_a_stopped_run_shows_the_plan_it_has() -> None:
    found = choices(shared_out(), budget=Budget(seconds=60), seed=1, spreads=SPREADS, stop=lambda: True)
    assert len(found) == 1
