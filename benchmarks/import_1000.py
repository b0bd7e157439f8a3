"""Import a file of 1,000 orders without geocoding, and say how long it took.

Run it by hand: `.venv/bin/python benchmarks/import_1000.py`. It starts a PostgreSQL of its own in a temporary
folder, posts the file through the HTTP application, runs the job, and prints a line for
docs/reference/performance.md.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

GOAL_S = 5.0
ORDERS = 1000
HEADER = (
    "reference,address,house_number,postcode,city,date,timeslot,weight_kg,volume_m3,parcels,"
    "customer_name,phone,email,notes"
)


def file_of_orders(run: int) -> bytes:
    """Return a file in which every column is used and every order is new."""
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 2 * 86_400))
    lines = [
        f"{run}-{n},Rue Grimaldi,{n % 60 + 1},98000,Monaco,{day},{8 + n % 10}:00-{9 + n % 10}:00,"
        f"{1 + n % 9}.5,0.0{1 + n % 9},"
        f"{1 + n % 2},Person {n},+3779911{n:04d},person{n}@example.com,Floor {n % 7}"
        for n in range(ORDERS)
    ]
    return "\n".join([HEADER, *lines, ""]).encode()


def main() -> None:
    """Measure a few imports after one to warm up."""
    os.environ["PANNIER_DATA_DIR"] = tempfile.mkdtemp(prefix="pannier-bench-")
    from starlette.testclient import TestClient

    from pannier.app.web import create_app
    from pannier.base import schema, settings
    from pannier.base.postgres import EmbeddedPostgres
    from tests.support.orders import make_hub
    from tests.support.organisations import make_organisation

    data_dir = Path(os.environ["PANNIER_DATA_DIR"])
    with EmbeddedPostgres(data_dir) as server:
        urls = server.urls()
        schema.upgrade(urls.owner_url)
        with settings.override(database_url=urls.app_url, data_dir=data_dir):
            operator = make_organisation("operator")
            make_hub(operator)
            client = TestClient(create_app())
            took = [measure(client, operator, run) for run in range(4)][1:]
    cores = len(os.sched_getaffinity(0))
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}")
    print(
        f"import of {ORDERS} orders: {', '.join(f'{s:.2f}' for s in took)} s; median {statistics.median(took):.2f} s"
    )
    print(f"goal {GOAL_S:.0f} s: {'reached' if statistics.median(took) <= GOAL_S else 'missed'}")


def measure(client: object, operator: object, run: int) -> float:
    """Return the seconds from the upload to the finished report."""
    content, headers = file_of_orders(run), operator.headers()
    start = time.perf_counter()
    answer = client.post("/v1/imports", files={"file": (f"{uuid.uuid4()}.csv", content)}, headers=headers)
    assert answer.status_code == 202, answer.text
    job = operator.run_jobs()[-1]
    assert job.state == "finished", job.error
    took = time.perf_counter() - start
    assert job.result["created"] == ORDERS, job.result
    return took


if __name__ == "__main__":
    main()
