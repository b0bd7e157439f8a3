"""Measure quotes as a shop's checkout gets them: `POST /v1/quotes` over HTTP, on the streets of Helsinki's centre.

usage: python -m benchmarks.quotes_http [--stops 1000] [--quotes 30] [--windows 8] [--kinds cargo_bike,e_van] [--seed 1]
A made-up day at real addresses of the demo map is planned and released; then quotes are asked for other addresses of
the map: one before anything is ready, the first ones after the plan was made ready, then the rest. At last the rest is
asked once more with all ways measured, and how many windows are answered otherwise is told. The map is built, and a
PostgreSQL of its own is started, in a temporary folder. Times are of this process's processor, in which the server and
a small client run; those of the database's own processes stand beside them.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PBF = ROOT / "demo" / "maps" / "helsinki" / "helsinki.osm.pbf"
READY = ROOT / "demo" / "maps" / "helsinki" / "helsinki.pmtiles"
FIRST = 5
"""So often the first question after the plan was made ready is asked."""


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=1000)
    parser.add_argument("--quotes", type=int, default=30)
    parser.add_argument("--windows", type=int, default=8)
    parser.add_argument("--kinds", default="cargo_bike,e_van")
    parser.add_argument("--crews", type=int, default=36)
    parser.add_argument("--iterations", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pannier-bench-") as folder:
        os.environ["PANNIER_DATA_DIR"] = folder
        from pannier.base import schema, settings
        from pannier.base.postgres import EmbeddedPostgres
        from pannier.places.maps import build_map

        data_dir = Path(folder)
        with EmbeddedPostgres(data_dir) as server:
            urls = server.urls()
            schema.upgrade(urls.owner_url)
            with settings.override(database_url=urls.app_url, data_dir=data_dir):
                maps = settings.settings().maps_dir
                maps.mkdir(parents=True, exist_ok=True)
                build_map(PBF, maps, name="helsinki", built_at=datetime.now(UTC), basemap=READY)
                print(json.dumps(measured(asked)))


def measured(asked: argparse.Namespace) -> dict[str, object]:
    """Return what quotes take."""
    from benchmarks.matrices import some_points
    from pannier.base import clock, settings
    from pannier.planning.quotes.warm import prepare
    from pannier.planning.standing import forget
    from tests.support.fleet_days import DAY
    from tests.support.fleets import local

    points = some_points(settings.settings().maps_dir / "helsinki", asked.stops + asked.quotes + FIRST + 1, 7)
    with clock.fixed(local(5)):
        operator, hub_id = planned(asked, points[: asked.stops])
    fresh = iter(points[asked.stops :])
    with clock.fixed(local(7)), serving() as port:
        client = Client(port, operator.headers(), hub_id, asked.windows)
        unready = client.asked(next(fresh))
        prepare_s, first = [], []
        for _ in range(FIRST):
            forget()
            since_s = time.process_time()
            assert prepare((operator.org_id, hub_id, DAY))
            prepare_s.append(time.process_time() - since_s)
            first.append(client.asked(next(fresh)))
        others = list(fresh)
        rest = [client.asked(point) for point in others]
        with all_ways_measured():
            whole = [client.asked(point) for point in others]
    return {
        "stops": asked.stops, "kinds": asked.kinds, "windows": asked.windows, "seed": asked.seed,
        "load": round(os.getloadavg()[0], 1),
        "unready_cpu_ms": round(unready.cpu_ms),
        "prepare_cpu_ms": round(1000 * statistics.median(prepare_s)),
        "first": told(first), "rest": told(rest), "all_ways": told(whole),
        "windows_that_differ": sum(
            one != other
            for few, all_ in zip(rest, whole, strict=True)
            for one, other in zip(few.windows, all_.windows, strict=True)
        ),
    }  # fmt: skip


class Took:
    """What one answer took."""

    def __init__(self, cpu_ms: float, database_ms: float, wall_ms: float, windows: list[Any]) -> None:
        self.cpu_ms, self.database_ms, self.wall_ms, self.windows = cpu_ms, database_ms, wall_ms, windows


def told(answers: list[Took]) -> dict[str, object]:
    """Return what answers took, from the least to the most."""
    cpu = sorted(one.cpu_ms for one in answers)
    return {
        "cpu_ms_median": round(statistics.median(cpu), 1),
        "cpu_ms": [round(cpu[0], 1), round(cpu[-1], 1)],
        "database_cpu_ms_median": round(statistics.median(one.database_ms for one in answers), 1),
        "wall_ms_median": round(statistics.median(one.wall_ms for one in answers), 1),
        "windows_that_fit": round(
            statistics.mean(sum(w["offered"] for w in one.windows) for one in answers), 1
        ),
    }


class Client:
    """A shop's checkout: asks over one kept connection."""

    def __init__(self, port: int, headers: dict[str, str], hub_id: uuid.UUID, windows: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = headers | {"Content-Type": "application/json"}
        self._hub_id, self._windows = hub_id, windows

    def asked(self, point: Any) -> Took:
        """Return what the answer for a point took."""
        body = json.dumps(self._body(point))
        database_s, since_s, since_wall_s = database_cpu_s(), time.process_time(), time.perf_counter()
        self._connection.request("POST", "/v1/quotes", body, self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        wall_ms = 1000 * (time.perf_counter() - since_wall_s)
        cpu_ms = 1000 * (time.process_time() - since_s)
        assert answer.status == 200, text
        windows = json.loads(text)["windows"]
        return Took(cpu_ms, 1000 * (database_cpu_s() - database_s), wall_ms, windows)

    def _body(self, point: Any) -> dict[str, object]:
        from tests.support.fleet_days import DAY
        from tests.support.fleets import local

        spans = [(local(8 + n), local(9 + n)) for n in range(self._windows)]
        return {
            "address": {"line": "Aleksanterinkatu", "lon": point.lon, "lat": point.lat},
            "hub_id": str(self._hub_id),
            "date": DAY.isoformat(),
            "windows": [{"start": start.isoformat(), "end": end.isoformat()} for start, end in spans],
        }


@contextmanager
def all_ways_measured() -> Iterator[None]:
    """Let quotes measure the ways to all known places, for plans that are made ready anew."""
    from functools import partial

    from pannier.planning import standing
    from pannier.planning.quote_desk import Desk

    standing.forget()
    vars(standing)["Desk"] = partial(Desk, first=sys.maxsize)
    yield
    vars(standing)["Desk"] = Desk
    standing.forget()


def database_cpu_s() -> float:
    """Return what the processes of the benchmark's database have taken of the processor; 0 where nobody tells."""
    taken_ns = 0
    try:
        folder = Path(os.environ["PANNIER_DATA_DIR"]) / "postgres" / "data"
        server = (folder / "postmaster.pid").read_text().split()[0]
    except OSError:
        return 0.0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = status.read_text().rpartition(")")[2].split()[1]
            if parent == server:
                taken_ns += int((status.parent / "schedstat").read_text().split()[0])
        except OSError:
            continue  # It has ended meanwhile.
    return taken_ns / 1e9


@contextmanager
def serving() -> Iterator[int]:
    """Serve the application in a thread of this process; yield its port."""
    import uvicorn

    from benchmarks.positions_and_sse import free_port
    from pannier.app.web import create_app

    port = free_port()
    settings = uvicorn.Config(
        create_app(), port=port, log_level="warning", access_log=False, timeout_keep_alive=600
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    thread.join(10)


def planned(asked: argparse.Namespace, points: list[Any]) -> tuple[Any, uuid.UUID]:
    """Plan and release a day of orders at these points; return its operator and hub."""
    from functools import partial

    from pannier.app import wiring
    from pannier.base import jobs
    from pannier.planning.jobs import plan_day
    from pannier.planning.pool import solve_here
    from pannier.planning.progress import release_route
    from pannier.planning.weighing import weigh_here
    from tests.support.fleets import local, make_crew, make_hub
    from tests.support.organisations import make_organisation
    from tests.support.planned_days import HubDay
    from tests.support.rounds import make_order

    wiring.wire()
    operator, rng, kinds = make_organisation("operator"), random.Random(asked.seed), asked.kinds.split(",")
    with operator.session() as db:
        hub = make_hub(db, lon=24.9414, lat=60.1710, map_name="helsinki")
        crews = [
            make_crew(db, hub.id, kind=kinds[n % len(kinds)], name=f"Crew {n}") for n in range(asked.crews)
        ]
        ids = []
        for number, at in enumerate(points):
            hour = rng.choice((8, 9, 10, 11, 12, 13))
            window = {"window_start": local(hour), "window_end": local(hour + 3)}
            ids.append(make_order(db, hub.id, number, lon=at.lon, lat=at.lat, service_s=120, **window).id)
    day = HubDay(operator, hub.id, crews, ids)
    job_id = day.request(seed=asked.seed, iterations=asked.iterations)
    handler = partial(plan_day, solve=solve_here, weigh=weigh_here)
    jobs.run(job_id, operator.org_id, {"plan_day": handler})
    with operator.session() as db:
        job = jobs.get_job(db, job_id)
        assert job.error is None, job.error
        plan_id = uuid.UUID(job.result["plan_id"])
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    return operator, hub.id


if __name__ == "__main__":
    main()
