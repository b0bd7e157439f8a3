"""Hubs, zones, addresses and maps through the API."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pannier.base.settings import settings
from pannier.core.address import Address
from pannier.core.geo import LonLat
from pannier.places import service
from pannier.places.maps import open_map
from pannier.places.problems import HubNotFound, MapNotBuilt, PointOutsideMap
from tests.conftest_map import DEMO_MAPS
from tests.support.organisations import Organisation, make_organisation

HUB = {
    "name": "Micro-hub Fontvieille",
    "code": "FON",
    "address": "Avenue Albert II 4",
    "lon": 7.4166,
    "lat": 43.7292,
    "timezone": "Europe/Monaco",
}


def square(west: float, south: float, side: float = 0.01) -> dict:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def zone(code: str, polygon: dict, kind: str = "price") -> dict:
    return {"name": code.title(), "code": code, "kind": kind, "polygon": polygon}


MORNINGS = {"kinds": ["e_van"], "weekdays": [6, 1], "hours": [{"from": "06:00", "until": "10:30"}]}


def test_a_restricted_zone_says_who_may_be_inside_and_when(client, operator):
    admin = operator.headers("operator_admin")
    town = zone("town", square(7.41, 43.73), "restricted") | {"rules": [MORNINGS]}
    made = client.post("/v1/zones", json=town, headers=admin)
    assert made.status_code == 201
    assert made.json()["rules"] == [MORNINGS | {"fuel_only": False, "weekdays": [1, 6]}]
    where = f"/v1/zones/{made.json()['id']}"
    changed = client.patch(where, json={"rules": [{"fuel_only": True}]}, headers=admin)
    assert changed.json()["rules"] == [{"kinds": [], "fuel_only": True, "weekdays": [], "hours": []}]
    assert changed.json()["polygon"] == made.json()["polygon"]
    assert client.delete(where, headers=admin).status_code == 204
    assert client.patch(where, json={"name": "Gone"}, headers=admin).json()["code"] == "zone_not_found"
    assert client.get("/v1/zones?kind=restricted", headers=admin).json() == []


@pytest.mark.parametrize(
    ("kind", "rules", "pointer"),
    [
        ("restricted", [], "/rules"),
        ("price", [MORNINGS], "/rules"),
        ("restricted", [MORNINGS | {"kinds": ["ufo"]}], "/rules/0/kinds/0"),
        ("restricted", [MORNINGS | {"hours": [{"from": "06:00", "until": "06:00"}]}], "/rules/0/hours/0"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_where_it_stands(client, operator, kind, rules, pointer):
    body = zone("town", square(7.41, 43.73), kind) | {"rules": rules}
    answer = client.post("/v1/zones", json=body, headers=operator.headers("operator_admin"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_zone_rule")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.fixture
def admin(operator: Organisation) -> dict[str, str]:
    return operator.headers("operator_admin")


def test_a_hub_is_set_up_listed_and_changed(client, operator, admin, monaco_installed):
    made = client.post("/v1/hubs", json=HUB, headers=admin)
    assert made.status_code == 201, made.text
    hub = made.json()
    assert (hub["map_name"], hub["opens"], hub["loading_s"]) == ("monaco", "07:00", 600)
    changed = client.patch(f"/v1/hubs/{hub['id']}", json={"closes": "22:30"}, headers=admin).json()
    assert changed == hub | {"closes": "22:30"}
    assert client.get("/v1/hubs", headers=admin).json() == [changed]
    assert [e["hub_id"] for e in operator.events("hub.created")] == [hub["id"]]


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"timezone": "Europe/Atlantis"}, "unknown_timezone", "/timezone"),
        ({"timezone": "../etc/passwd"}, "unknown_timezone", "/timezone"),
        ({"opens": "20:00", "closes": "08:00"}, "bad_opening_hours", "/closes"),
        ({"lon": 2.35, "lat": 48.85}, "point_outside_map", None),
    ],
)
def test_a_wrong_hub_is_refused_and_nothing_is_kept(client, admin, monaco_installed, wrong, code, pointer):
    answer = client.post("/v1/hubs", json=HUB | wrong, headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert client.get("/v1/hubs", headers=admin).json() == []


@pytest.mark.parametrize(
    "wrong", [{"lat": 91}, {"opens": "25:00"}, {"code": "a b"}, {"loading": 5}, {"name": ""}]
)
def test_values_that_cannot_be_are_refused_by_name(client, admin, wrong):
    answer = client.post("/v1/hubs", json=HUB | wrong, headers=admin)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


def test_two_hubs_never_share_a_code_but_organisations_may(client, admin, monaco_installed):
    client.post("/v1/hubs", json=HUB, headers=admin)
    again = client.post("/v1/hubs", json=HUB, headers=admin)
    assert (again.status_code, again.json()["code"]) == (409, "hub_code_taken")
    other = make_organisation("operator").headers("operator_admin")
    assert client.post("/v1/hubs", json=HUB, headers=other).status_code == 201


def test_a_failed_change_changes_nothing(client, admin, monaco_installed):
    hub = client.post("/v1/hubs", json=HUB, headers=admin).json()
    answer = client.patch(f"/v1/hubs/{hub['id']}", json={"name": "New", "lat": 10.0}, headers=admin)
    assert answer.json()["code"] == "point_outside_map"
    assert client.get("/v1/hubs", headers=admin).json() == [hub]


def test_another_organisations_hub_does_not_exist(client, admin, monaco_installed):
    hub = client.post("/v1/hubs", json=HUB, headers=admin).json()
    other = make_organisation("operator").headers("operator_admin")
    answer = client.patch(f"/v1/hubs/{hub['id']}", json={"name": "Mine"}, headers=other)
    assert (answer.status_code, answer.json()["code"]) == (404, "hub_not_found")


def test_a_dispatcher_may_not_set_up_hubs(client, operator):
    answer = client.post("/v1/hubs", json=HUB, headers=operator.headers("rider"))
    assert answer.status_code == 403


def test_price_zones_must_not_overlap_but_may_touch(client, admin):
    assert client.post("/v1/zones", json=zone("west", square(7.41, 43.73)), headers=admin).status_code == 201
    touching = client.post("/v1/zones", json=zone("east", square(7.42, 43.73)), headers=admin)
    assert touching.status_code == 201, touching.text
    over = client.post("/v1/zones", json=zone("over", square(7.415, 43.735)), headers=admin)
    assert (over.status_code, over.json()["code"]) == (409, "zones_overlap")
    assert "overlaps" in over.json()["detail"]
    # A low-emission zone lies over price zones by its nature.
    low = zone("lez", square(7.415, 43.735), kind="low_emission")
    assert client.post("/v1/zones", json=low, headers=admin).status_code == 201
    assert [z["code"] for z in client.get("/v1/zones?kind=price", headers=admin).json()] == ["east", "west"]


BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[7.4, 43.7], [7.5, 43.8], [7.5, 43.7], [7.4, 43.8], [7.4, 43.7]]],
}
FLAT = {"type": "Polygon", "coordinates": [[[7.4, 43.7], [7.5, 43.7], [7.4, 43.7], [7.4, 43.7]]]}


@pytest.mark.parametrize(
    "polygon",
    [
        BOWTIE,
        FLAT,
        {"type": "Point", "coordinates": [7.4, 43.7]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon"},
        square(179.99, 0, 1.0),
        {},
    ],
)
def test_a_polygon_that_is_none_is_refused_with_the_reason(client, admin, polygon):
    answer = client.post("/v1/zones", json=zone("z", polygon), headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_zone"), answer.text
    assert answer.json()["errors"][0]["pointer"] == "/polygon"


def test_a_point_is_in_all_zones_that_contain_it(operator):
    ring = square(7.41, 43.73, 0.03)
    ring["coordinates"].append(square(7.42, 43.74)["coordinates"][0][::-1])
    with operator.session() as db:
        values = [("holed", ring, "service"), ("hole", square(7.42, 43.74), "price")]
        for code, polygon, kind in values:
            service.create_zone(db, service.ZoneValues(name=code, code=code, kind=kind, polygon=polygon))
        assert [z.code for z in service.zones_at(db, LonLat(7.412, 43.732))] == ["holed"]
        assert [z.code for z in service.zones_at(db, LonLat(7.425, 43.745))] == ["hole"]
        assert service.zones_at(db, LonLat(7.0, 43.0)) == []


def test_addresses_are_suggested_from_the_hubs_map(client, operator, admin, monaco_installed):
    client.post("/v1/hubs", json=HUB, headers=admin)
    found = client.get(
        "/v1/addresses", params={"q": "rue gri", "limit": 3}, headers=operator.headers()
    ).json()
    assert found[0]["label"].startswith("Rue Grimaldi")
    assert len(found) == 3
    assert set(found[0]) == {
        "label", "street", "number", "postcode", "city", "lon", "lat", "precision", "score"
    }  # fmt: skip


def test_the_map_says_where_its_files_are(client, operator, monaco_installed):
    shown = client.get("/v1/map", headers=operator.headers()).json()
    assert shown["name"] == "monaco"
    west, south, east, north = shown["bounds"]
    assert west < shown["center"][0] < east
    assert south < shown["center"][1] < north
    assert "OpenStreetMap" in shown["attribution"]
    start = client.get(shown["pmtiles_url"], headers={"Range": "bytes=0-6"})
    assert (start.status_code, start.content) == (206, b"PMTiles")
    whole = client.get(shown["pmtiles_url"])
    assert whole.content == (DEMO_MAPS / "monaco" / "monaco.pmtiles").read_bytes()
    assert "max-age" in whole.headers["cache-control"]


@pytest.mark.parametrize("name", ["nowhere", "..%2f..%2fetc", "UPPER"])
def test_a_base_map_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/map/{name}.pmtiles").status_code in (404, 422)


def test_a_map_is_built_from_an_upload(client, operator, admin):
    pbf = DEMO_MAPS / "monaco" / "monaco.osm.pbf"
    answer = client.post("/v1/maps", data={"name": "fresh"}, files={"file": pbf.read_bytes()}, headers=admin)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/v1/jobs/{answer.json()['id']}"
    (job,) = operator.run_jobs()
    assert (job.state, job.result["name"]) == ("finished", "fresh")
    assert job.result["houses"] > 300
    assert (settings().maps_dir / "fresh" / "manifest.json").exists()
    assert list((settings().data_dir / "uploads").iterdir()) == []


def test_a_build_taken_again_after_a_crash_finds_itself_done(client, operator, admin, monaco_map):
    pbf = DEMO_MAPS / "monaco" / "monaco.osm.pbf"
    target = settings().maps_dir / "again"
    target.parent.mkdir(exist_ok=True)
    client.post("/v1/maps", data={"name": "again"}, files={"file": pbf.read_bytes()}, headers=admin)
    # The worker died after the map stood and the upload was gone, before it could say so.
    target.symlink_to(monaco_map, target_is_directory=True)
    for upload in (settings().data_dir / "uploads").iterdir():
        upload.unlink()
    (job,) = operator.run_jobs()
    assert (job.state, job.result["houses"]) == ("finished", open_map(monaco_map).counts["houses"])


def test_an_upload_that_is_no_extract_is_refused_at_once(client, operator, admin):
    wrong = {"file": ("x.osm.pbf", b"Name;Street\n")}
    answer = client.post("/v1/maps", data={"name": "fresh"}, files=wrong, headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_an_extract")
    assert operator.run_jobs() == []


def test_a_broken_extract_ends_the_job_with_its_reason(client, operator, admin):
    cut = (DEMO_MAPS / "monaco" / "monaco.osm.pbf").read_bytes()[:20_000]
    client.post("/v1/maps", data={"name": "broken"}, files={"file": ("x.osm.pbf", cut)}, headers=admin)
    (job,) = operator.run_jobs()
    assert (job.state, job.error["code"]) == ("error", "map_build_failed")
    assert not (settings().maps_dir / "broken").exists()


def test_a_hub_finds_its_network_and_addresses(operator, monaco_installed):
    with operator.session() as db:
        hub = service.create_hub(db, service.HubValues(**HUB))
        assert service.network_of(hub) is service.network_of(hub)
        match = service.geocode(hub, Address("7 Avenue Saint-Charles", city="Monaco"))
        assert match.located
        service.check_point(hub, match.best.point)
        with pytest.raises(PointOutsideMap, match=r"48\.850000, 2\.350000"):
            service.check_point(hub, LonLat(2.35, 48.85))


def test_a_hub_without_a_map_says_so_when_the_map_is_needed(operator):
    with operator.session() as db:
        hub = service.create_hub(db, service.HubValues(**HUB | {"map_name": "atlantis"}))
        with pytest.raises(MapNotBuilt, match="atlantis"):
            service.network_of(hub)
        with pytest.raises(HubNotFound):
            service.get_hub(db, operator.org_id)
        assert service.find_hub_by_code(db, "FON") is hub


MORNING = {"begins": "07:00", "ends": "09:00", "longer_percent": 40, "weekdays": [1, 2], "kinds": ["e_van"]}


def test_hours_of_traffic_are_set_as_a_whole(client, operator):
    admin, rider = operator.headers("operator_admin"), operator.headers("rider")
    assert client.get("/v1/traffic", headers=admin).json() == []
    town = client.post("/v1/zones", json=zone("town", square(7.41, 43.73), "service"), headers=admin).json()
    hours = [MORNING, MORNING | {"ends": "24:00", "zone_id": town["id"], "longer_percent": -20}]
    assert client.put("/v1/traffic", json={"hours": hours}, headers=admin).status_code == 200
    assert client.get("/v1/traffic", headers=admin).json() == [MORNING | {"zone_id": None}, hours[1]]
    assert client.put("/v1/traffic", json={"hours": []}, headers=rider).status_code == 403
    assert client.put("/v1/traffic", json={"hours": [MORNING]}, headers=admin).json()[0]["begins"] == "07:00"
    assert len(client.get("/v1/traffic", headers=admin).json()) == 1


def test_hours_of_a_zone_go_with_it(client, operator):
    admin = operator.headers("operator_admin")
    town = client.post("/v1/zones", json=zone("town", square(7.41, 43.73), "service"), headers=admin).json()
    hours = [MORNING, MORNING | {"zone_id": town["id"]}]
    assert client.put("/v1/traffic", json={"hours": hours}, headers=admin).status_code == 200
    assert client.delete(f"/v1/zones/{town['id']}", headers=admin).status_code == 204
    assert client.get("/v1/traffic", headers=admin).json() == [MORNING | {"zone_id": None}]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kinds": ["ufo"]}, "/hours/1/kinds/0"),
        ({"ends": "07:00"}, "/hours/1/ends"),
        ({"zone_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}, "/hours/1/zone_id"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused_where_they_stand(client, operator, change, pointer):
    admin = operator.headers("operator_admin")
    body = {"hours": [MORNING, MORNING | change]}
    refused = client.put("/v1/traffic", json=body, headers=admin)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_traffic")
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert client.get("/v1/traffic", headers=admin).json() == []


def test_changes_of_zones_and_hours_of_traffic_stand_in_the_log(client, operator):
    admin = operator.headers("operator_admin")
    body = zone("town", square(7.41, 43.73), "restricted") | {"rules": [MORNINGS]}
    made = client.post("/v1/zones", json=body, headers=admin).json()
    where = f"/v1/zones/{made['id']}"
    client.patch(where, json={"name": "Old town", "code": made["code"]}, headers=admin)
    client.patch(where, json={"name": "Old town"}, headers=admin)
    client.put("/v1/traffic", json={"hours": [MORNING]}, headers=admin)
    client.delete(where, headers=admin)
    told = [(event["change"], event["fields"]) for event in operator.events("zone.changed")]
    assert told == [("drawn", []), ("changed", ["name"]), ("removed", [])]
    assert [event["lines"] for event in operator.events("traffic.changed")] == [1]


def test_two_people_cannot_change_zones_at_the_same_time(operator):
    values = service.ZoneValues(name="a", code="a", kind="price", polygon=square(7.41, 43.73))
    with operator.session() as first:
        service.create_zone(first, values)
        with operator.session() as second:
            second.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                service.create_zone(second, values)
            second.rollback()
