"""What somebody has worked is read by those who plan people's days or answer for them, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.fleet.models import WorkRecord
from pannier.fleet.rules import change_fleet_rules
from pannier.planning.models import Plan
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day

READERS = [("operator_admin", True), ("dispatcher", True), ("hub_staff", False), ("auditor", False)]


@pytest.fixture
def tired(operator: Organisation) -> HubDay:
    """A rider who worked until eleven in the evening before, under a law that asks for eleven hours of rest."""
    day = make_hub_day(operator, orders=2, crews=1)
    before = DAY - timedelta(days=1)
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de"})
        db.add(
            WorkRecord(
                rider_id=day.crews[0].rider.id,
                started_at=local(14, before),
                ended_at=local(23, before),
            )
        )
    return day


def read(client: TestClient, day: HubDay, role: str, path: str) -> Any:
    params = {"hub_id": str(day.hub_id), "date": DAY.isoformat()}
    answer = client.get(f"/v1/{path}", params=params, headers=day.operator.headers(role))
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("role", "may_know"), READERS)
def test_hours_on_shifts(client: TestClient, tired: HubDay, role: str, may_know: bool) -> None:
    (shift,) = read(client, tired, role, "shifts")
    work = shift["work"]
    assert bool(work["notes"]) is may_know
    assert (work["opens_at"] is not None) is may_know
    assert (work["left_s"] is not None) is may_know
    assert work["breaks"]
    assert work["label"]


@pytest.mark.parametrize(("role", "may_know"), READERS)
def test_hours_on_plans(client: TestClient, tired: HubDay, role: str, may_know: bool) -> None:
    with clock.fixed(local(5)):
        plan_id = tired.plan()
    with tired.operator.session() as db:
        assert db.get_one(Plan, plan_id).totals["work_time"]
    (listed,) = read(client, tired, role, "plans")
    whole = read(client, tired, role, f"plans/{plan_id}")
    assert [bool(plan["totals"]["work_time"]) for plan in (listed, whole)] == [may_know, may_know]
