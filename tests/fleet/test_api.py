"""The fleet over HTTP."""

import uuid
from typing import Any

from starlette.testclient import TestClient

from pannier.core.geo import LonLat
from pannier.core.problem import Limits
from pannier.fleet.roster import roster
from pannier.fleet.specification import specification
from pannier.fleet.vehicles import get_vehicle
from tests.support.fleet_days import DAY
from tests.support.fleets import local, make_hub
from tests.support.organisations import Organisation


def hub_of(operator: Organisation) -> str:
    with operator.session() as db:
        return str(make_hub(db).id)


def post(client: TestClient, operator: Organisation, path: str, body: dict[str, Any]) -> Any:
    answer = client.post(f"/v1/{path}", json=body, headers=operator.headers())
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_fleet_is_set_up(client: TestClient, operator: Organisation) -> None:
    hub_id = hub_of(operator)
    vehicle = post(
        client,
        operator,
        "vehicles",
        {"hub_id": hub_id, "name": "Bike 1", "kind": "cargo_bike", "spare_batteries": 1},
    )
    rider = post(client, operator, "riders", {"hub_id": hub_id, "name": "Ana Rossi", "skills": ["age_check"]})
    times = {"date": "2026-03-10", "starts_at": local(8).isoformat(), "ends_at": local(16).isoformat()}
    shift = post(client, operator, "shifts", {"rider_id": rider["id"], "vehicle_id": vehicle["id"], **times})
    assert (shift["rider_name"], shift["vehicle_kind"], shift["hub_id"]) == (
        "Ana Rossi",
        "cargo_bike",
        hub_id,
    )
    listed = client.get(f"/v1/shifts?hub_id={hub_id}&date=2026-03-10", headers=operator.headers()).json()
    assert [row["id"] for row in listed] == [shift["id"]]
    made = operator.events("vehicle.created", "rider.created", "shift.created")
    assert [event["type"] for event in made] == ["vehicle.created", "rider.created", "shift.created"]


def test_a_riders_phone_signs_in_by_its_code(client: TestClient, operator: Organisation) -> None:
    rider = post(client, operator, "riders", {"hub_id": hub_of(operator), "name": "Ana Rossi"})
    code = post(client, operator, f"riders/{rider['id']}/sign-in-codes", {})
    assert code["url"].endswith(f"/driver/#code={code['code']}")
    assert code["qr_svg"].startswith("<svg")
    session = client.post("/v1/sessions/rider", json={"code": code["code"]})
    assert session.status_code == 201
    assert "drive" in session.json()["me"]["permissions"]
    assert client.post("/v1/sessions/rider", json={"code": code["code"]}).status_code == 401


def test_overrides_are_shown_beside_what_counts(client: TestClient, operator: Organisation) -> None:
    hub_id = hub_of(operator)
    made = post(
        client,
        operator,
        "vehicles",
        {"hub_id": hub_id, "name": "B", "kind": "cargo_bike", "payload_g": 80_000},
    )
    assert (made["payload_g"], made["volume_ml"]) == (80_000, 500_000)
    assert made["overrides"] == {
        "payload_g": 80_000,
        "volume_ml": None,
        "parcels_max": None,
        "battery_wh": None,
        "service_percent": None,
    }
    answer = client.patch(
        f"/v1/vehicles/{made['id']}", json={"payload_g": None, "active": False}, headers=operator.headers()
    )
    assert answer.status_code == 200
    assert (answer.json()["payload_g"], answer.json()["active"]) == (100_000, False)


def test_wrong_values_name_their_field_and_change_nothing(client: TestClient, operator: Organisation) -> None:
    hub_id = hub_of(operator)
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"kind": "rocket"}, "unknown_vehicle_kind", "/kind"),
        ({"kind": "walker", "battery_wh": 5}, "battery_mismatch", "/battery_wh"),
        ({"kind": "e_van", "spare_batteries": 2}, "battery_mismatch", "/spare_batteries"),
        ({"kind": "e_van", "payload_g": -1}, "invalid", "/payload_g"),
        ({"kind": "e_van", "colour": "red"}, "invalid", "/colour"),
    ]
    for body, code, pointer in cases:
        answer = client.post(
            "/v1/vehicles", json={"hub_id": hub_id, "name": "X", **body}, headers=operator.headers()
        )
        assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (
            422,
            code,
            pointer,
        )
    assert client.get("/v1/vehicles", headers=operator.headers()).json() == []


def test_kinds_of_the_baseline_are_not_offered(client: TestClient, operator: Organisation) -> None:
    kinds = {row["code"]: row for row in client.get("/v1/vehicle-kinds", headers=operator.headers()).json()}
    assert "diesel_van" not in kinds
    assert (kinds["cargo_bike"]["recharge"], kinds["e_van"]["recharge"], kinds["walker"]["recharge"]) == (
        "swap",
        "charge",
        None,
    )
    # Monaco takes its electricity from France: some 50 g a kWh and what is lost on the way.
    assert 20 < kinds["e_van"]["co2e_g_per_kwh"] < 100
    assert kinds["walker"]["co2e_g_per_kwh"] is None


def test_another_organisations_fleet_is_as_if_it_were_not_there(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    hub_id = hub_of(operator)
    vehicle = post(client, operator, "vehicles", {"hub_id": hub_id, "name": "B", "kind": "e_van"})
    rider = post(client, operator, "riders", {"hub_id": hub_id, "name": "Ana"})
    theirs = stranger.headers()
    missing = client.patch(f"/v1/vehicles/{uuid.uuid4()}", json={"name": "Mine"}, headers=theirs).json()
    found = client.patch(f"/v1/vehicles/{vehicle['id']}", json={"name": "Mine"}, headers=theirs).json()
    assert (found["code"], found["title"], found["status"]) == (missing["code"], missing["title"], 404)
    assert client.post(f"/v1/riders/{rider['id']}/sign-in-codes", json={}, headers=theirs).status_code == 404
    for path in ("vehicles", "riders", "shifts", "vehicle-states"):
        assert client.get(f"/v1/{path}", headers=theirs).json() == []
    other = {"hub_id": hub_id, "name": "B", "kind": "e_van"}
    assert client.post("/v1/vehicles", json=other, headers=theirs).json()["code"] == "hub_not_found"


def test_who_may_not_write_the_fleet_is_refused(client: TestClient, operator: Organisation) -> None:
    body = {"hub_id": hub_of(operator), "name": "B", "kind": "e_van"}
    answer = client.post("/v1/vehicles", json=body, headers=operator.headers("hub_staff"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


FIGURES = {
    "service_percent": 120,
    "capacities": {"cold_l": 40},
    "equipment": ["lift"],
    "shift_distance_m": 60_000,
    "shift_duration_s": 25_200,
    "shift_stops": 60,
    "trip_distance_m": 20_000,
    "trip_duration_s": 10_800,
    "trip_stops": 25,
}


def test_limits_and_other_capacities_are_kept_and_shown(client: TestClient, operator: Organisation) -> None:
    body = {"hub_id": hub_of(operator), "name": "B", "kind": "cargo_bike"}
    made = post(client, operator, "vehicles", body | FIGURES)
    assert {name: made[name] for name in FIGURES} == FIGURES
    with operator.session() as db:
        spec = specification(get_vehicle(db, uuid.UUID(made["id"])))
    assert (spec.capacities, spec.equipment) == ({"cold_l": 40}, ("lift",))
    assert spec.shift_limits == Limits(60_000, 25_200, 60)
    assert spec.trip_limits == Limits(20_000, 10_800, 25)
    usual = post(client, operator, "vehicles", body | {"name": "C"})
    assert (usual["service_percent"], usual["capacities"], usual["shift_stops"]) == (100, {}, None)


def test_a_limit_is_taken_away_with_null(client: TestClient, operator: Organisation) -> None:
    body = {"hub_id": hub_of(operator), "name": "B", "kind": "cargo_bike", "trip_stops": 25}
    made = post(client, operator, "vehicles", body)
    path = f"/v1/vehicles/{made['id']}"
    changed = client.patch(path, json={"trip_stops": None}, headers=operator.headers()).json()
    assert changed["trip_stops"] is None


def test_a_shift_keeps_its_overtime_and_its_own_ends(client: TestClient, operator: Organisation) -> None:
    hub_id = hub_of(operator)
    vehicle = post(client, operator, "vehicles", {"hub_id": hub_id, "name": "B", "kind": "e_van"})
    rider = post(client, operator, "riders", {"hub_id": hub_id, "name": "Ana Rossi"})
    body = {
        "rider_id": rider["id"], "vehicle_id": vehicle["id"], "date": "2026-03-10",
        "starts_at": local(8).isoformat(), "ends_at": local(16).isoformat(),
        "overtime_s": 3600, "overtime_per_hour_cents": 1200, "start_at": {"lon": 7.4203, "lat": 43.7374},
    }  # fmt: skip
    made = post(client, operator, "shifts", body)
    assert (made["overtime_s"], made["overtime_per_hour_cents"]) == (3600, 1200)
    assert (made["start_at"], made["end_at"]) == ({"lon": 7.4203, "lat": 43.7374}, None)
    with operator.session() as db:
        (entry,) = roster(db, hub_id=uuid.UUID(hub_id), service_date=DAY)
    assert (entry.start_at, entry.end_at) == (LonLat(7.4203, 43.7374), None)


def test_a_price_of_overtime_without_any_is_refused(client: TestClient, operator: Organisation) -> None:
    hub_id = hub_of(operator)
    vehicle = post(client, operator, "vehicles", {"hub_id": hub_id, "name": "B", "kind": "e_van"})
    rider = post(client, operator, "riders", {"hub_id": hub_id, "name": "Ana Rossi"})
    body = {
        "rider_id": rider["id"], "vehicle_id": vehicle["id"], "date": "2026-03-10",
        "starts_at": local(8).isoformat(), "ends_at": local(16).isoformat(), "overtime_per_hour_cents": 1200,
    }  # fmt: skip
    answer = client.post("/v1/shifts", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/overtime_per_hour_cents")
