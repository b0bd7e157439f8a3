"""Random vehicles for the engine: every limit, break, battery and rate that a vehicle can have."""

from dataclasses import replace
from random import Random

from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CostRates,
    Counted,
    CurvePoint,
    Limits,
    StationCurve,
    Swap,
    Trips,
    Vehicle,
)
from pannier.core.problem.bounds import MOST_J, MOST_NUMBER, MOST_RATE, MOST_S, MOST_SUM
from pannier.core.timewindow import TimeWindow

HOUR = 3600
STATION_KINDS = ("fast", "slow", "odd")


def random_vehicles(rng: Random, *, hubs: tuple[int, ...], profiles: tuple[str, ...], dimensions: int):
    """Return up to three vehicles of up to two kinds."""
    kinds = [random_vehicle(rng, hubs, profiles, dimensions) for _ in range(rng.randint(1, 2))]
    count = rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3))
    return tuple(replace(rng.choice(kinds), id=f"v{n}", name=str(n)) for n in range(count))


def random_vehicle(rng: Random, hubs: tuple[int, ...], profiles: tuple[str, ...], dimensions: int) -> Vehicle:
    """Return a vehicle that begins and ends at any of the hubs."""
    begins = rng.randint(6, 9) * HOUR
    shift = TimeWindow(begins, begins + rng.choice((1, 4, 8, 10)) * HOUR)
    start = rng.choice(hubs)
    return Vehicle(
        id="v",
        kind="e-cargo_bike",
        name="v",
        profile=rng.choice(profiles),
        capacity=tuple(
            rng.choice((rng.randint(0, 20), 40_000, 150_000, 150_000, 150_000)) for _ in range(dimensions)
        ),
        shift=shift,
        start_place=start,
        end_place=rng.choice((start, rng.choice(hubs))),
        trips=_trips(rng, hubs),
        breaks=_breaks(rng, shift),
        battery=_battery(rng),
        parking_s=rng.choice((0, rng.randint(0, 200))),
        door_s=rng.choice((0, rng.randint(0, 60))),
        service_percent=rng.choice((100, 0, 73, 130)),
        skills=frozenset(rng.sample(("cold", "heavy"), rng.choice((0, 1, 2, 2)))),
        rates=_rates(rng),
        co2e_mg_per_kwh=rng.choice((0, 250_000)),
        max_overtime_s=rng.choice((0, 0, HOUR, MOST_S)),
        limits=_limits(rng, 30_000, 6 * HOUR, 7),
    )


def _trips(rng: Random, hubs: tuple[int, ...]) -> Trips:
    most = rng.choice((1, 1, 2, 3, 5))
    places = tuple(rng.sample(hubs, rng.randint(1, len(hubs)))) if most > 1 or rng.random() < 0.5 else ()
    return Trips(places, rng.choice((0, rng.randint(1, 900))), most, _limits(rng, 15_000, 2 * HOUR, 4))


def _limits(rng: Random, distance_m: int, duration_s: int, stops: int) -> Limits:
    if rng.random() < 0.75:
        return Limits()
    drawn = (rng.randint(most // 6, most) for most in (distance_m, duration_s, stops))
    return Limits(*(rng.choice((None, None, most, MOST_SUM)) for most in drawn))


def _breaks(rng: Random, shift: TimeWindow) -> tuple[Break, ...]:
    found = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        start = max(0, shift.start_s + rng.randint(-HOUR, shift.length_s))
        length = rng.randint(1, 2 * HOUR)
        duration = length if rng.random() < 0.2 else rng.randint(1, max(1, length // 3))
        found.append(Break(TimeWindow(start, start + length), duration, *_excuse(rng)))
    return tuple(found)


def _excuse(rng: Random) -> tuple[int | None, Counted]:
    """Return from how much work or driving on a break is due; from the beginning most of the time."""
    after = Random(rng.random())
    return after.choice((None, None, after.randint(0, 3 * HOUR))), after.choice(
        (Counted.WORK, Counted.DRIVING)
    )


def _rates(rng: Random) -> CostRates:
    chosen = [rng.choice((0, rng.randint(1, most))) for most in (2_000_000, 2_500_000, 90_000, 50_000, 9_000)]
    return CostRates(*chosen, rng.choice((0, 900_000)))


def _battery(rng: Random) -> Battery | None:
    if rng.random() < 0.4:
        return None
    capacity_j = rng.choice(
        (rng.randint(30_000, 500_000), rng.randint(200_000, 500_000), rng.randint(100, 3_000))
    )
    at_hub = rng.choice((None, Swap(rng.randint(0, 600), rng.randint(0, 3)), _charge(rng, capacity_j)))
    kinds = rng.sample(STATION_KINDS, rng.choice((0, 0, 1, 2, 3)))
    stations = tuple(StationCurve(kind, _charge(rng, capacity_j)) for kind in kinds)
    start_j = rng.choice((capacity_j, capacity_j, rng.randint(0, capacity_j)))
    reserve_j = rng.choice((0, rng.randint(0, capacity_j // 3)))
    return Battery(capacity_j, start_j, reserve_j, at_hub, stations)


def _charge(rng: Random, capacity_j: int) -> Charge:
    """Return a curve of one to four pieces, concave or not."""
    pieces = rng.randint(1, 4)
    times = sorted(rng.sample(range(1, rng.choice((60, 5000)) + pieces), pieces))
    charges = [*sorted(rng.sample(range(1, capacity_j), pieces - 1)), capacity_j]
    points = (CurvePoint(time, charge) for time, charge in zip(times, charges, strict=True))
    return Charge((CurvePoint(0, 0), *points), only_full=rng.random() < 0.25)


def stretched(rng: Random, vehicle: Vehicle) -> Vehicle:
    """Return a vehicle with some of its numbers at the end of what a problem may hold."""
    drawn = {
        "capacity": (MOST_NUMBER,) * len(vehicle.capacity),
        "shift": rng.choice((TimeWindow(0, MOST_S), TimeWindow(MOST_S - 9 * HOUR, MOST_S))),
        "max_overtime_s": MOST_S,
        "parking_s": rng.choice((MOST_S, MOST_S // 4, 1 << 27)),
        "door_s": rng.choice((MOST_S, MOST_S // 4, 1 << 27)),
        "trips": replace(vehicle.trips, loading_s=rng.choice((MOST_S, 1 << 27))),
        "battery": Battery(MOST_J, MOST_J // 2, 7, _huge(rng), (StationCurve("fast", _huge(rng)),)),
        "rates": CostRates(fixed_millicents=rng.choice((MOST_RATE, 0)), hour_millicents=MOST_RATE // 1000),
        "breaks": (Break(TimeWindow(0, MOST_S), rng.choice((1, MOST_S, MOST_S // 2))),),
        "limits": Limits(distance_m=(1 << 28) - rng.randint(-3, 3)),
    }
    return replace(vehicle, **{name: drawn[name] for name in rng.sample(sorted(drawn), rng.randint(1, 4))})


def _huge(rng: Random) -> Charge:
    """Return a curve that fills the largest battery at once or in 34 years."""
    last_s = rng.choice((1, 3, MOST_S))
    return Charge((CurvePoint(0, 0), CurvePoint(last_s, MOST_J)), only_full=rng.random() < 0.3)
