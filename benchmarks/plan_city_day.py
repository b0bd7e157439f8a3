"""Measure a day's plan on real streets: 300 orders, 7 vehicles of 4 kinds, nothing cached, and two 500 x 500 matrices.

usage: python benchmarks/plan_city_day.py [--orders 300] [--budget 20] [--map MAP_FOLDER]
       [--promises 0.97 --reserve 0.001]
The goal is a plan, matrices included, in at most 60 seconds on two cores. `plan_300.py` measures the engine alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import uuid
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pannier.core.endurance import Targets
from pannier.core.geo import LonLat
from pannier.factors.kinds import vehicle_kind
from pannier.fleet.specification import VehicleSpec
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.trial import known_addresses
from pannier.places.geocoding.words import address_words
from pannier.places.maps import build_map, open_map
from pannier.places.network import ValhallaNetwork
from pannier.places.profiles import profile_of
from pannier.planning.day import Day, HubOfDay, OrderOfDay, ShiftOfDay
from pannier.planning.endurance_facts import endurance_facts
from pannier.planning.make_plan import PlannedDay, Stopwatch, plan_options, plan_the_day
from pannier.planning.pool import SolverPool
from pannier.planning.solver import Effort, Endurance
from pannier.planning.totals import totals_of
from pannier.planning.weighing import judged

DEMO = Path(__file__).resolve().parents[1] / "demo" / "maps" / "monaco" / "monaco.osm.pbf"
MIDNIGHT = datetime(2026, 3, 9, 23, tzinfo=UTC)
HUB = LonLat(7.4226, 43.7335)
FLEET = (
    ("e_van", "Van 1", 0),
    ("e_van", "Van 2", 0),
    ("cargo_trike", "Trike 1", 1),
    ("cargo_trike", "Trike 2", 1),
    ("cargo_bike", "Bike 1", 1),
    ("cargo_bike", "Bike 2", 1),
    ("walker", "Walker 1", 0),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--budget", type=float, default=20.0)
    parser.add_argument("--map", type=Path, default=None)
    parser.add_argument("--promises", type=float, default=None)
    parser.add_argument("--reserve", type=float, default=None)
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.map or build_map(DEMO, Path(scratch), name="monaco", built_at=datetime.now(UTC)).folder
        points = addresses(folder, 600)
        network = ValhallaNetwork(folder, cache_dir=Path(scratch) / "cache", threads=2)
        matrices_s = two_matrices(network, points[:500])
        effort = Effort(seed=1, budget_s=asked.budget, targets=Targets(asked.promises, asked.reserve))
        measure(network, points, asked.orders, effort, matrices_s)


def two_matrices(network: ValhallaNetwork, points: list[LonLat]) -> float:
    """Compute 500 x 500 for two profiles, none of it cached."""
    took = [network.matrix(points, profile_of(kind)).took_s for kind in ("cargo_bike", "e_van")]
    print(f"matrices {len(points)} x {len(points)}: cargo_bike {took[0]:.2f} s, e_van {took[1]:.2f} s")
    return sum(took)


def measure(
    network: ValhallaNetwork, points: list[LonLat], orders: int, effort: Effort, matrices_s: float
) -> None:
    pool, watch, day = SolverPool(1), Stopwatch(), a_day(points, orders)
    try:
        if effort.is_weighed:
            (planned,) = plan_options(day, network, pool.weigh, effort, watch=watch)
        else:
            planned = plan_the_day(day, network, pool, effort, watch=watch)
    finally:
        pool.close()
    show(planned, watch.total(), matrices_s)
    held = (
        planned.option.endurance
        if planned.option
        else Endurance(judged=judged(planned.problem, planned.plan, effort))
    )
    print(json.dumps(endurance_facts(planned.plan, held)))


def show(planned: PlannedDay, timings: dict[str, object], matrices_s: float) -> None:
    totals = totals_of(planned, currency="EUR")
    print(json.dumps(timings))
    for kind, figures in totals.pop("by_kind").items():
        print(kind, figures)
    print(totals)
    print("left out:", dict(Counter(str(left.code) for left in planned.left_out)))
    for left in planned.left_out[:3]:
        print("  ", left.reason)
    total_s = float(str(timings["total_s"]))
    print(
        f"plan in all {total_s:.1f} s; with two matrices 500 x 500 {total_s + matrices_s:.1f} s (goal 60 s)"
    )


def addresses(folder: Path, count: int) -> list[LonLat]:
    """Return the map's addresses in a fixed order, then points a few metres beside them."""
    chance = random.Random(7)
    index = IndexReader(open_map(folder).addresses_path, address_words())
    known = sorted({address.point.rounded() for address in known_addresses(index)})
    chance.shuffle(known)
    while len(known) < count:
        near = chance.choice(known)
        shifted = LonLat(near.lon + chance.uniform(-2e-4, 2e-4), near.lat + chance.uniform(-2e-4, 2e-4))
        known.append(shifted.rounded())
    return known[:count]


def a_day(points: list[LonLat], count: int) -> Day:
    chance = random.Random(11)
    hub = HubOfDay(
        id=uuid.UUID(int=1),
        name="Port",
        point=HUB,
        timezone="Europe/Monaco",
        opens=time(7),
        closes=time(21),
        loading_s=600,
    )
    return Day(
        hub=hub,
        service_date=date(2026, 3, 10),
        orders=tuple(an_order(n, points[n % len(points)], chance) for n in range(count)),
        shifts=tuple(a_shift(n, *row) for n, row in enumerate(FLEET)),
        now=MIDNIGHT,
    )


def an_order(n: int, point: LonLat, chance: random.Random) -> OrderOfDay:
    weight_g = int(min(30_000, chance.lognormvariate(7.9, 0.8)))
    start = chance.choice((None, 8, 10, 12, 14))
    return OrderOfDay(
        id=uuid.UUID(int=1000 + n),
        reference=f"B-{n:03}",
        kind="return" if n % 25 == 24 else "delivery",
        point=point,
        window_start=None if start is None else MIDNIGHT + timedelta(hours=start),
        window_end=None if start is None else MIDNIGHT + timedelta(hours=start + 4),
        weight_g=weight_g,
        volume_ml=int(weight_g * chance.uniform(3, 9)),
        parcels=1 + (n % 9 == 8),
    )


def a_shift(n: int, kind: str, name: str, spares: int) -> ShiftOfDay:
    row = vehicle_kind(kind)
    vehicle = VehicleSpec(
        id=uuid.UUID(int=100 + n),
        name=name,
        kind=row,
        payload_g=row.payload_g,
        volume_ml=row.volume_ml,
        parcels_max=row.parcels_max,
        battery_wh=row.battery.capacity_wh if row.battery else None,
        spare_batteries=spares,
    )
    return ShiftOfDay(
        id=uuid.UUID(int=200 + n),
        rider_id=uuid.UUID(int=300 + n),
        vehicle=vehicle,
        skills=(),
        starts_at=MIDNIGHT + timedelta(hours=8),
        ends_at=MIDNIGHT + timedelta(hours=18),
        break_start=MIDNIGHT + timedelta(hours=12),
        break_end=MIDNIGHT + timedelta(hours=14, minutes=30),
        break_s=1800,
    )


if __name__ == "__main__":
    main()
