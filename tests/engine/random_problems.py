"""Random small problems for the engine, each by its seed: everything a problem can say, in all combinations."""

from itertools import product
from random import Random

import numpy as np
from hypothesis import strategies as st

from pannier.core.problem import (
    UNREACHABLE,
    Dimension,
    InvalidProblem,
    Matrices,
    Place,
    Problem,
    Station,
    Task,
    TaskKind,
)
from pannier.core.problem.bounds import MOST_NUMBER, MOST_S
from pannier.core.timewindow import TimeWindow
from tests.engine.random_access import with_access
from tests.engine.random_fleets import HOUR, STATION_KINDS, random_vehicles, stretched
from tests.engine.random_power import with_power
from tests.engine.random_traffic import with_traffic
from tests.engine.random_walks import with_walks
from tests.engine.random_wishes import with_wishes

MOST_JOBS = 9
DIMENSIONS = (Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels"))


def random_problem(seed: int, *, most_jobs: int = MOST_JOBS) -> Problem:
    """Return the problem of a seed: one in eight holds numbers near the largest allowed, one in two has wishes.

    One in three has areas with hours, one in four hours at which ways take longer, one in three doors that are walked
    to from one parking place, one in three tariffs and few plugs.
    """
    problem, wishes = _plain_problem(seed, most_jobs), Random(f"wishes of {seed}")
    problem = with_wishes(wishes, problem) if wishes.random() < 0.5 else problem
    access, traffic = Random(f"access of {seed}"), Random(f"traffic of {seed}")
    problem = with_access(access, problem) if access.random() < 0.33 else problem
    problem = with_traffic(traffic, problem) if traffic.random() < 0.25 else problem
    walks = Random(f"walks of {seed}")
    problem = with_walks(walks, problem) if walks.random() < 0.33 else problem
    return _powered(Random(f"power of {seed}"), problem)


def _powered(power: Random, problem: Problem) -> Problem:
    if power.random() < 0.67:
        return problem
    try:
        return with_power(power, problem)
    except InvalidProblem:
        return problem


def _plain_problem(seed: int, most_jobs: int) -> Problem:
    rng = Random(seed)
    if rng.random() < 0.125:
        for _ in range(4):
            try:
                return _problem(rng, most_jobs, extreme=True)
            except InvalidProblem:
                continue
    return _problem(rng, most_jobs, extreme=False)


def ordinary_problem(seed: int, most_jobs: int) -> Problem:
    """Return the problem of a seed without numbers near the largest allowed, and without wishes."""
    return _problem(Random(seed), most_jobs, extreme=False)


def problems(*, most_jobs: int = MOST_JOBS) -> st.SearchStrategy[Problem]:
    """Return the problems as a strategy of hypothesis."""
    return st.integers(0, 2**40).map(lambda seed: random_problem(seed, most_jobs=most_jobs))


def _problem(rng: Random, most_jobs: int, *, extreme: bool) -> Problem:
    places = rng.randint(2, 12)
    hubs = tuple(rng.sample(range(places), min(places, rng.randint(1, 3))))
    dimensions = rng.randint(0, 3)
    profiles = ("bike", "van", "walk")[: rng.randint(1, 3)]
    vehicles = random_vehicles(rng, hubs=hubs, profiles=profiles, dimensions=dimensions)
    tasks: list[Task] = []
    for number in range(rng.randint(0, most_jobs)):
        tasks.extend(_job(rng, f"t{number}", places, hubs, dimensions, extreme=extreme))
    return Problem(
        places=tuple(Place(str(n)) for n in range(places)),
        dimensions=DIMENSIONS[:dimensions],
        payload_dimension=rng.choice((0, None)) if dimensions else None,
        matrices=tuple(_matrices(rng, profile, places, extreme=extreme) for profile in profiles),
        vehicles=tuple(stretched(rng, one) for one in vehicles) if extreme else vehicles,
        tasks=tuple(tasks),
        stations=_stations(rng, places),
    )


def _matrices(rng: Random, profile: str, places: int, *, extreme: bool) -> Matrices:
    """Return legs that depend on their direction and know no triangle; some do not exist."""
    at = [(rng.randint(0, 3000), rng.randint(0, 3000)) for _ in range(places)]
    noise, gap = rng.choice((0, 0.3, 3)), rng.choice((0, 0, 0, 0.05, 0.25))
    metres = np.zeros((places, places), dtype=np.int64)
    for a, b in product(range(places), repeat=2):
        if a != b:
            line = abs(at[a][0] - at[b][0]) + abs(at[a][1] - at[b][1])
            metres[a, b] = UNREACHABLE if rng.random() < gap else int(line * (1 + rng.random() * noise))
    seconds, energy, per_kg = metres // rng.choice((2, 5, 8)), metres * rng.choice((0, 8, 8, 30)), metres // 9
    if extreme and rng.random() < 0.5:
        metres = np.where(metres > 2500, rng.choice((1 << 28, MOST_NUMBER)) - metres, metres)
    if extreme and rng.random() < 0.5:
        seconds = np.where(seconds > 500, rng.choice((1 << 27, 1 << 28, MOST_NUMBER)) - seconds, seconds)
    parts = (metres, seconds, energy, per_kg if rng.random() < 0.5 else per_kg * 0)
    missing = metres == UNREACHABLE
    return Matrices(profile, *(np.where(missing, UNREACHABLE, part) for part in parts))


def _job(
    rng: Random, name: str, places: int, hubs: tuple[int, ...], dimensions: int, *, extreme: bool
) -> list[Task]:
    """Return one task, or the tasks of a pair or a bundle."""
    prize = rng.choice((None, None, 0, rng.randint(1, 3000), 100_000))
    if rng.random() < 0.75:
        kind = rng.choice((TaskKind.DROPOFF, TaskKind.DROPOFF, TaskKind.PICKUP))
        hub = rng.choice((None, None, hubs[0], rng.choice(hubs)))
        demand = _demand(rng, dimensions, extreme=extreme)
        return [_task(rng, name, kind, places, demand, extreme, hub=hub, prize_cents=prize)]
    ups, downs = rng.choice(((1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (2, 2)))
    whole = [_demand(rng, dimensions, extreme=False) for _ in range(max(ups, downs))]
    shared = {"pair": name, "prize_cents": prize}
    return [
        _task(rng, f"{name}-{kind}-{n}", kind, places, demand, extreme, **shared)
        for kind, count in ((TaskKind.PICKUP, ups), (TaskKind.DROPOFF, downs))
        for n, demand in enumerate(_in_parts(whole, count))
    ]


def _in_parts(whole: list[tuple[int, ...]], count: int) -> list[tuple[int, ...]]:
    """Return the amounts in so many parts of the same sum."""
    return whole if count == len(whole) else [tuple(map(sum, zip(*whole, strict=True)))]


def _demand(rng: Random, dimensions: int, *, extreme: bool) -> tuple[int, ...]:
    most = rng.choice((MOST_NUMBER, MOST_NUMBER // 2)) if extreme and rng.random() < 0.3 else 30_000
    return tuple(rng.choice((0, rng.randint(0, 6), rng.randint(0, most))) for _ in range(dimensions))


def _task(rng: Random, name: str, kind: TaskKind, places: int, demand, extreme: bool, **more) -> Task:
    may_wait = more.get("pair") is None or kind is TaskKind.PICKUP
    return Task(
        id=name,
        kind=kind,
        place=rng.randrange(places),
        demand=demand,
        service_s=rng.choice((0, rng.randint(0, 900), (1 << 28) - 1 if extreme else 60)),
        windows=_windows(rng, extreme=extreme),
        needs=frozenset(rng.sample(("cold", "heavy"), rng.choice((0, 0, 0, 0, 0, 0, 1)))),
        release_s=rng.choice((0, 0, 0, rng.randint(0, 12 * HOUR))) if may_wait else 0,
        **more,
    )


def _windows(rng: Random, *, extreme: bool) -> tuple[TimeWindow, ...]:
    """Return up to three windows between six in the morning and the evening, or at the end of time."""
    if extreme and rng.random() < 0.3:
        start = MOST_S - rng.choice((0, 9 * HOUR, 1 << 29, MOST_S - (1 << 28)))
        return (TimeWindow(start, min(MOST_S, start + rng.choice((0, HOUR)))),)
    found, start = [], rng.randint(6 * HOUR, 12 * HOUR)
    for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2, 3))):
        end = start + rng.choice((0, HOUR, 3 * HOUR, rng.randint(0, 2 * HOUR)))
        found.append(TimeWindow(start, end))
        start = end + rng.randint(1, HOUR)
    return tuple(found)


def _stations(rng: Random, places: int) -> tuple[Station, ...]:
    """Return up to four stations, hubs and customers included."""
    count = rng.choice((0, 0, 1, 2, 4))
    return tuple(Station(f"s{n}", rng.randrange(places), rng.choice(STATION_KINDS)) for n in range(count))
