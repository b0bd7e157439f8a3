"""Every whole number of a problem has a largest value; one more is refused with the field's name."""

from dataclasses import fields, replace

import numpy as np
import pytest

from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CostRates,
    CurvePoint,
    InvalidProblem,
    Limits,
    Matrices,
    Station,
    Swap,
    Trips,
    bounds,
)
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import bike, dropoff, problem

LIGHT = {"demand": (0, 1)}


def curve(time_s, charge_j):
    return Charge((CurvePoint(0, 0), CurvePoint(time_s, charge_j)))


FIELDS = {
    "tasks[a].service_s": (bounds.MOST_S, lambda v: dropoff("a", 1, service_s=v)),
    "tasks[a].release_s": (bounds.MOST_S, lambda v: dropoff("a", 1, release_s=v)),
    "tasks[a].prize_cents": (bounds.MOST_RATE, lambda v: dropoff("a", 1, prize_cents=v)),
    "tasks[a].demand[1]": (bounds.MOST_NUMBER, lambda v: dropoff("a", 1, demand=(0, v))),
    "tasks[a].windows[0].start_s": (
        bounds.MOST_S,
        lambda v: dropoff("a", 1, windows=(TimeWindow(v, max(v, bounds.MOST_S)),)),
    ),
    "tasks[a].windows[1].end_s": (
        bounds.MOST_S,
        lambda v: dropoff("a", 1, windows=(TimeWindow(0, 1), TimeWindow(2, v))),
    ),
    "breaks.duration_s": (bounds.MOST_S, lambda v: Break(TimeWindow(0, bounds.MOST_S), v)),
    "breaks.window.end_s": (bounds.MOST_S, lambda v: Break(TimeWindow(0, v), 1)),
    "limits.distance_m": (bounds.MOST_SUM, lambda v: Limits(distance_m=v)),
    "limits.duration_s": (bounds.MOST_SUM, lambda v: Limits(duration_s=v)),
    "limits.stops": (bounds.MOST_SUM, lambda v: Limits(stops=v)),
    "trips.loading_s": (bounds.MOST_S, lambda v: Trips(loading_s=v)),
    "trips.max_trips": (bounds.MOST_NUMBER, lambda v: Trips((0,), max_trips=v)),
    "trips.reload_places[0]": (bounds.MOST_NUMBER, lambda v: Trips((v,))),
    "vehicles[bike].capacity[0]": (bounds.MOST_NUMBER, lambda v: bike(capacity=(v, 1))),
    "vehicles[bike].shift.end_s": (bounds.MOST_S, lambda v: bike(shift=TimeWindow(0, v))),
    "vehicles[bike].start_place": (bounds.MOST_NUMBER, lambda v: bike(start_place=v)),
    "vehicles[bike].end_place": (bounds.MOST_NUMBER, lambda v: bike(end_place=v)),
    "vehicles[bike].parking_s": (bounds.MOST_S, lambda v: bike(parking_s=v)),
    "vehicles[bike].door_s": (bounds.MOST_S, lambda v: bike(door_s=v)),
    "vehicles[bike].max_overtime_s": (bounds.MOST_S, lambda v: bike(max_overtime_s=v)),
    "vehicles[bike].service_percent": (bounds.MOST_PERCENT, lambda v: bike(service_percent=v)),
    "vehicles[bike].co2e_mg_per_kwh": (bounds.MOST_NUMBER, lambda v: bike(co2e_mg_per_kwh=v)),
    "battery.capacity_j": (bounds.MOST_J, lambda v: Battery(v, 1)),
    "curve[1].time_s": (bounds.MOST_S, lambda v: curve(v, 1)),
    "curve[1].charge_j": (bounds.MOST_J, lambda v: curve(1, v)),
    "battery.at_hub.duration_s": (bounds.MOST_S, lambda v: Swap(v, 1)),
    "battery.at_hub.spares": (bounds.MOST_NUMBER, lambda v: Swap(1, v)),
    "stations[s].place": (bounds.MOST_NUMBER, lambda v: Station("s", v, "fast")),
} | {
    f"rates.{rate.name}": (bounds.MOST_RATE, lambda v, name=rate.name: CostRates(**{name: v}))
    for rate in fields(CostRates)
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_number_is_taken_up_to_its_bound_and_not_beyond(field):
    most, build = FIELDS[field]
    build(most)
    for value in (most + 1, 2**63, 10**5000):
        with pytest.raises(InvalidProblem, match="above") as refusal:
            build(value)
        assert refusal.value.field == field
        assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [1.5, float("nan"), float("inf"), True, "7"])
def test_what_is_no_whole_number_is_refused(field, value):
    _, build = FIELDS[field]
    with pytest.raises((ValueError, TypeError)) as refusal:
        build(value)
    if isinstance(refusal.value, InvalidProblem):
        assert refusal.value.field == field


def test_a_shift_with_its_overtime_ends_within_32_bits():
    vehicle = bike(shift=TimeWindow(0, bounds.MOST_S), max_overtime_s=bounds.MOST_S)
    assert vehicle.latest_end_s < 2**31 - 1


def far(part, number):
    """Return the line city's matrices with one entry of one part that large."""
    parts = [np.array([[0, number], [1, 0]]) if at == part else [[0, 1], [1, 0]] for at in range(4)]
    return Matrices("bike", *parts)


def tiny(**changes):
    """Return a problem of two places."""
    task = changes.pop("task", dropoff("a", 1))
    of_vehicle = changes.pop("vehicle", {})
    matrices = changes.pop("matrices", far(0, 1))
    made = problem(task, vehicles=(bike(**of_vehicle),))
    return replace(made, places=made.places[:2], matrices=(matrices,), **changes)


HUGE = bounds.MOST_RATE
SUMS = {
    "prizes": (
        lambda: tiny(tasks=tuple(dropoff(str(n), 1, prize_cents=HUGE) for n in range(1100))),
        r"tasks\.prize_cents",
    ),
    "metres": (
        lambda: tiny(matrices=far(0, 2**31 - 1), vehicle={"rates": CostRates(km_millicents=HUGE)}),
        r"vehicles\[bike\]\.rates\.km_millicents",
    ),
    "hours": (
        lambda: tiny(matrices=far(1, 2**31 - 1), vehicle={"rates": CostRates(hour_millicents=HUGE)}),
        r"rates\.hour_millicents",
    ),
    "overtime": (
        lambda: tiny(matrices=far(1, 2**31 - 1), vehicle={"rates": CostRates(overtime_hour_millicents=HUGE)}),
        r"rates\.overtime_hour_millicents",
    ),
    "emissions": (
        lambda: tiny(
            matrices=far(3, 2**31 - 1),
            task=dropoff("a", 1, demand=(2**28, 1)),
            vehicle={"rates": CostRates(co2e_kg_millicents=HUGE), "co2e_mg_per_kwh": 2**31 - 1},
        ),
        r"rates\.co2e_kg_millicents",
    ),
    "payload": (
        lambda: tiny(matrices=far(3, 2**31 - 1), task=dropoff("a", 1, demand=(2**31 - 1, 1))),
        r"matrices\[bike\]\.energy_j_per_kg",
    ),
    "service": (
        lambda: tiny(task=dropoff("a", 1, service_s=2**29), vehicle={"service_percent": 201}),
        r"service_percent",
    ),
}


@pytest.mark.parametrize("case", SUMS)
def test_numbers_that_are_too_large_together_are_refused(case):
    build, words = SUMS[case]
    with pytest.raises(InvalidProblem, match=words):
        build()


@pytest.mark.parametrize("rate", [float("nan"), float("inf")])
def test_a_rate_in_cents_is_a_number(rate):
    with pytest.raises(InvalidProblem, match=r"rates\.km_millicents"):
        CostRates.of_cents(per_km=rate)


@pytest.mark.parametrize("name", ["places", "vehicles", "tasks", "stations"])
def test_lists_have_a_longest(name):
    made = replace(problem(dropoff("a", 1)), stations=(Station("s", 1, "fast"),))
    with pytest.raises(InvalidProblem, match="more than 131072"):
        replace(made, **{name: getattr(made, name) * (bounds.MOST_ITEMS + 1)})


def test_a_shift_has_at_most_six_breaks():
    rest = Break(TimeWindow(0, 9), 1)
    bike(breaks=(rest,) * bounds.MOST_BREAKS)
    with pytest.raises(InvalidProblem, match="breaks: are more than 6"):
        bike(breaks=(rest,) * 7)
