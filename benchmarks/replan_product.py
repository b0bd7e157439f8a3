"""Measure proposals as the product makes them: rows read from the database, ways, search, diff, the answer stored.

usage: python -m benchmarks.replan_product [--stops 392] [--new 8] [--seconds 1] [--seeds 3] [--crews 14]
A made-up day on a grid of streets is planned, released, and then gets new orders; nobody has left yet, so every order
may still change its rider; few --iterations leave much to gain by changes. The first proposal, not told, finds the
ways; those of a street network come on top. It starts a PostgreSQL of its own in a temporary folder. Times are of this
process's processor; the search's own seconds are wall time, as in the product.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
COLD_S = 15.0


class _KnownWays:
    """The ways of a grid, each matrix made once: what a street network takes comes on top."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], Any] = {}

    def matrix(self, points: Any, profile: Any) -> Any:
        """Return the ways between points."""
        from pannier.places.grid import GridNetwork

        key = (tuple(points), str(profile))
        if key not in self.found:
            self.found[key] = GridNetwork().matrix(points, profile)
        return self.found[key]


_KNOWN: Any = _KnownWays()


def main() -> None:
    """Print one JSON line a seed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=392)
    parser.add_argument("--new", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--crews", type=int, default=14)
    parser.add_argument("--iterations", type=int, default=20_000)
    asked = parser.parse_args()
    os.environ["PANNIER_DATA_DIR"] = tempfile.mkdtemp(prefix="pannier-bench-")
    from pannier.base import schema, settings
    from pannier.base.postgres import EmbeddedPostgres

    data_dir = Path(os.environ["PANNIER_DATA_DIR"])
    with EmbeddedPostgres(data_dir) as server:
        urls = server.urls()
        schema.upgrade(urls.owner_url)
        with settings.override(database_url=urls.app_url, data_dir=data_dir):
            for line in measured(asked):
                print(json.dumps(line), flush=True)


def measured(asked: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Yield what each proposal takes and changes."""
    from pannier.base import clock
    from tests.support.fleets import local

    with clock.fixed(local(5)):
        day, fresh = _day_that_is_out(asked)
    with clock.fixed(local(7.5)):
        cold_cents: float | None = None
        for seed in range(asked.seeds + 1):
            line, found = _proposed(day, fresh, asked, seed)
            if cold_cents is None:
                cold_cents = _cold_cents(found.made.running.whole)
            own = found.made.plan.cost
            if seed == 0:
                continue
            cents = (own.total_millicents - own.preferences_millicents) / 1000
            yield line | {"over_nothing_percent": round(100 * (cents / cold_cents - 1), 2)}


def _day_that_is_out(asked: argparse.Namespace) -> tuple[Any, list[uuid.UUID]]:
    from pannier.planning.progress import release_route
    from tests.support.fleet_days import east
    from tests.support.fleets import local, make_crew, make_hub
    from tests.support.organisations import make_organisation
    from tests.support.planned_days import HubDay
    from tests.support.rounds import make_order

    operator, rng = make_organisation("operator"), random.Random(1)
    with operator.session() as db:
        hub = make_hub(db)
        crews = [make_crew(db, hub.id, name=f"Bike {n}") for n in range(asked.crews)]

        def order(number: int) -> uuid.UUID:
            at = east(rng.uniform(-2500, 2500), rng.uniform(-2500, 2500))
            hour = rng.choice((9, 10, 11, 12, 13))
            window = (
                {"window_start": local(hour), "window_end": local(hour + 2)} if rng.random() < 0.4 else {}
            )
            return make_order(db, hub.id, number, lon=at.lon, lat=at.lat, service_s=120, **window).id

        ids = [order(number) for number in range(asked.stops + asked.new)]
        for late in ids[asked.stops :]:
            _hold_back(db, late)
    day = HubDay(operator, hub.id, crews, ids[: asked.stops])
    plan_id = day.plan(iterations=asked.iterations)
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
        for late in ids[asked.stops :]:
            _hold_back(db, late, status="allocated")
    return day, ids[asked.stops :]


def _hold_back(db: Any, order_id: uuid.UUID, status: str = "confirmed") -> None:
    from pannier.orders.models import Order

    db.get_one(Order, order_id).status = status


def _proposed(
    day: Any, fresh: list[uuid.UUID], asked: argparse.Namespace, seed: int
) -> tuple[dict[str, object], Any]:
    from pannier.planning.running_day.change import Change
    from pannier.planning.running_day.propose import Asked, check_asked, find, keep, pose
    from pannier.planning.solver import Effort
    from tests.support.fleet_days import DAY

    change = Change(operation="orders_inserted", order_ids=tuple(fresh))
    wanted = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=change,
        effort=Effort(seed=seed, budget_s=asked.seconds),
    )
    moments = [time.process_time()]
    with day.operator.session() as db:
        check_asked(db, wanted)
        posed = pose(db, wanted, network_of=lambda _hub: _KNOWN)
        moments.append(time.process_time())
        found = find(posed)
        moments.append(time.process_time())
        row = keep(db, posed, found, took_s=0.0)
        moments.append(time.process_time())
        diff = row.diff
    read, search, told = (later - before for before, later in pairwise(moments))
    line = {
        "seed": seed,
        "of": diff["of"],
        "kept_percent": round(100 * diff["kept"] / max(1, diff["of"]), 1),
        "left_out": len(diff["left_out"]),
        "broken": len(diff["broken"]),
        "read_cpu_s": round(read, 2),
        "search_cpu_s": round(search, 2),
        "told_cpu_s": round(told, 2),
        "cpu_s": round(moments[-1] - moments[0], 2),
    }
    return line | _changes(diff), found


def _changes(diff: Any) -> dict[str, object]:
    """Return who would notice."""
    return {
        "promises_moved": diff["promises_moved"],
        "moments_moved": sum(abs(one["moved_s"] or 0) >= 600 for one in diff["orders"]),
        "routes_changed": len(diff["tell_shifts"]),
        "cost_cents": diff["cost_cents"],
    }


def _cold_cents(problem: Any) -> float:
    from pannier.engine import Budget, solve

    cost = solve(problem, budget=Budget(seconds=COLD_S, clock="cpu"), seed=1).cost
    return (cost.total_millicents - cost.preferences_millicents) / 1000


if __name__ == "__main__":
    main()
