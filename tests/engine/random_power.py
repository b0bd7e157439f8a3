"""What power costs by time of day, and few plugs, drawn onto a random problem."""

from dataclasses import replace
from random import Random

from pannier.core.problem import HubCharger, Plugs, Problem, Tariff, TariffSlice, Vehicle
from pannier.core.timewindow import TimeWindow
from tests.engine.random_fleets import HOUR


def with_power(rng: Random, problem: Problem, *, plugs: bool = True) -> Problem:
    """Return the problem with tariffs and few plugs at some of its hubs and stations, or at none."""
    hubs = sorted({place for vehicle in problem.vehicles for place in vehicle.hub_places})
    chargers = [HubCharger(hub, random_tariff(rng), _plugs(rng, plugs)) for hub in hubs if rng.random() < 0.7]
    return replace(
        problem,
        hub_chargers=tuple(chargers),
        stations=tuple(
            replace(one, tariff=random_tariff(rng), plugs=_plugs(rng, plugs)) for one in problem.stations
        ),
        vehicles=tuple(_vehicle(rng, one) for one in problem.vehicles),
    )


def random_tariff(rng: Random) -> Tariff:
    """Return up to four slices of the day, cheaper and dearer than what vehicles pay by themselves."""
    if rng.random() < 0.3:
        return ()
    starts = [0, *sorted(rng.sample(range(6 * HOUR, 18 * HOUR), rng.randint(0, 3)))]
    return tuple(
        TariffSlice(at, rng.choice((0, rng.randint(1, 90_000))), rng.choice((0, 250_000, 700_000)))
        for at in starts
    )


def _plugs(rng: Random, drawn: bool) -> Plugs | None:
    if not drawn or rng.random() < 0.4:
        return None
    opens = rng.randint(5, 12) * HOUR
    hours = rng.choice(((), (), (TimeWindow(opens, opens + rng.randint(1, 8) * HOUR),)))
    taken = []
    for _ in range(rng.choice((0, 1, 3))):
        begin = rng.randint(6 * HOUR, 14 * HOUR)
        taken.append(TimeWindow(begin, begin + rng.randint(1, 2 * HOUR)))
    return Plugs(rng.choice((1, 1, 1, 2, 0)), hours, tuple(taken))


def _vehicle(rng: Random, vehicle: Vehicle) -> Vehicle:
    if vehicle.battery is None:
        return vehicle
    battery = replace(vehicle.battery, stored_permille=rng.choice((1000, 900, 777)))
    return replace(vehicle, battery=battery)
