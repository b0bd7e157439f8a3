"""The job that plans a day again for diesel vans."""

import functools
from pathlib import Path

import pytest
from sqlalchemy import select

from pannier.base.settings import override
from pannier.core.geo import LonLat
from pannier.emissions.jobs import van_day
from pannier.emissions.models import EmissionBaseline
from pannier.places.grid import GridNetwork
from pannier.planning.pool import solve_here
from pannier.planning.what_if import drive_with
from tests.support.driven_days import DrivenDay, make_day
from tests.support.fleet_days import DAY, east
from tests.support.organisations import Organisation


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """Two orders, one to the east and one to the west."""
    made = make_day(operator)
    made.add("A-1", east(1_000))
    made.add("A-2", east(-500))
    made.release()
    operator.read_events("emissions")
    return made


def test_the_same_orders_are_driven_by_van_from_the_same_hub(day: DrivenDay) -> None:
    """Out 1,000 m and back, then 500 m and back: 3,000 m on a grid, however it is ordered."""
    network = GridNetwork(speed_mps=8.0)
    plan = functools.partial(drive_with, solve=solve_here, network_of=lambda hub: network)
    with day.operator.session() as db:
        vans = van_day(db, hub_id=day.hub.id, service_date=DAY, plan_with=plan)
    assert vans.distance_m == pytest.approx(3_000, abs=20)
    assert (vans.vans, set(vans.order_ids), vans.left_out) == (1, set(day.orders.values()), 0)


def test_without_a_map_the_job_freezes_a_ratio_and_says_why(day: DrivenDay, tmp_path: Path) -> None:
    with override(data_dir=tmp_path):
        job = day.operator.run_jobs()[0]
    assert (job.state, job.result and job.result["kind"]) == ("finished", "B3")
    with day.operator.session() as db:
        row = db.scalars(select(EmissionBaseline)).one()
    assert (row.state, row.kind) == ("frozen", "B3")
    assert row.reason
    assert "map" in row.reason


def test_on_real_streets_the_job_freezes_the_vans_day(operator: Organisation, monaco_installed: Path) -> None:
    day = make_day(operator, lon=7.4226, lat=43.7335)
    for n, (lon, lat) in enumerate([(7.4246, 43.7384), (7.4280, 43.7396), (7.4175, 43.7310)]):
        day.add(f"A-{n}", LonLat(lon, lat))
    day.release()
    operator.read_events("emissions")
    job = operator.run_jobs()[0]
    assert job.result == {"kind": "B2", "reason": None}
    with operator.session() as db:
        row = db.scalars(select(EmissionBaseline)).one()
    assert row.distance_m is not None
    assert 1_500 < row.distance_m < 12_000
    assert row.co2e_mg == sum(share["co2e_mg"] for share in row.payload["result"]["shares"])  # type: ignore[index]
