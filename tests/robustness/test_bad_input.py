"""Bad input: each case answers with a code and the place of the fault, and changes nothing."""

import gzip
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.accounts.models import SignIn
from pannier.accounts.sign_in import make_api_key
from pannier.base import clock
from pannier.base import settings as settings_module
from pannier.base.scope import SYSTEM, acting_as
from pannier.base.transactions import transaction
from tests.support.footprint import footprint
from tests.support.orders import make_hub, order_body, post_order
from tests.support.organisations import Organisation, make_organisation

pytestmark = pytest.mark.usefixtures("hub")
NOBODY = str(uuid.UUID(int=7))


@pytest.fixture(autouse=True)
def _nothing_changes(operator: Organisation, hub: uuid.UUID) -> Iterator[None]:
    """See that no refused request has written a row or an event."""
    for role in ("dispatcher", "rider"):
        operator.headers(role)
    before = footprint(operator.org_id)
    yield
    after = footprint(operator.org_id)
    assert {name: after[name] for name in after if after[name] != before[name]} == {}


def _send(client: TestClient, operator: Organisation, body: Any, path: str = "/v1/orders") -> Any:
    return client.post(path, json=body, headers=operator.headers("dispatcher"))


def _raw(client: TestClient, operator: Organisation, content: bytes, path: str = "/v1/orders") -> Any:
    headers = operator.headers("dispatcher") | {"Content-Type": "application/json"}
    return client.post(path, content=content, headers=headers)


def _problem(answer: Any) -> tuple[int, str, str | None]:
    """Return status, code and pointer of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["detail"].endswith("."), "the detail is a sentence"
    first = body["errors"][0] if body["errors"] else {"pointer": None}
    return answer.status_code, body["code"], first["pointer"]


@pytest.mark.parametrize(
    "content",
    [b"{", b'{"reference": "A-1",}', b"", b"\xff\xfe\x00", b"[" * 100_000, b'{"a":' * 50_000, b"{'a': 1}"],
    ids=["cut off", "comma", "empty", "not text", "deep list", "deep object", "single quotes"],
)
def test_malformed_json_is_refused(client: TestClient, operator: Organisation, content: bytes) -> None:
    answer = _raw(client, operator, content)
    assert answer.status_code in {400, 422}, answer.text
    assert _problem(answer)[1] in {"malformed_body", "invalid"}


def test_the_place_of_a_json_fault_is_told(client: TestClient, operator: Organisation) -> None:
    answer = _raw(client, operator, b'{"reference": "A-1",}')
    assert _problem(answer)[:2] == (400, "malformed_body")
    assert "character" in answer.json()["detail"]


FIELDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("no reference", {"reference": None}, "invalid", "/reference"),
    ("a number for a name", {"reference": 7}, "invalid", "/reference"),
    ("an unknown field", {"wieght_kg": 3}, "invalid", "/wieght_kg"),
    ("a word for a weight", {"weight_kg": "heavy"}, "invalid", "/weight_kg"),
    ("a negative weight", {"weight_kg": -1}, "weight_not_positive", "/weight_kg"),
    ("an absurd weight", {"weight_kg": 1e9}, "weight_too_large", "/weight_kg"),
    ("an endless weight", {"weight_kg": 1e306}, "weight_too_large", "/weight_kg"),
    ("a negative volume", {"volume_l": -1}, "volume_not_positive", "/volume_l"),
    ("an absurd volume", {"volume_l": 1e9}, "volume_too_large", "/volume_l"),
    ("no parcels", {"parcels": 0}, "parcels_out_of_range", "/parcels"),
    ("a million parcels", {"parcels": 1_000_000}, "parcels_out_of_range", "/parcels"),
    ("a parcel and a half", {"parcels": 1.5}, "invalid", "/parcels"),
    ("absurd minutes", {"service_min": 1e12}, "service_out_of_range", "/service_min"),
    ("cash on delivery", {"cod_amount": 20}, "cod_not_offered", "/cod_amount"),
    ("an unknown hub", {"hub_id": NOBODY}, "hub_not_found", "/hub_id"),
    ("an unknown merchant", {"merchant_id": NOBODY}, "merchant_not_found", "/merchant_id"),
    ("a day that is over", {"date": "2026-02-01", "window": None}, "date_past", "/date"),
    ("a day in a hundred years", {"date": "2126-03-02", "window": None}, "date_too_far", "/date"),
    ("a day that is none", {"date": "2026-02-30"}, "invalid", "/date"),
    ("one coordinate", {"address": {"line": "Rue Grimaldi", "lon": 7.42}}, "invalid", "/address"),
    (
        "a place outside the map",
        {"address": {"line": "Rue Grimaldi", "lon": 2.35, "lat": 48.85}},
        "point_outside_map",
        "/address",
    ),
    (
        "a window backwards",
        {"window": {"start": "2026-03-02T12:00:00+01:00", "end": "2026-03-02T10:00:00+01:00"}},
        "window_reversed",
        "/window",
    ),
    (
        "a window of another day",
        {"window": {"start": "2026-03-04T10:00:00+01:00", "end": "2026-03-04T12:00:00+01:00"}},
        "window_other_day",
        "/window",
    ),
    (
        "a window at night",
        {"window": {"start": "2026-03-02T01:00:00+01:00", "end": "2026-03-02T03:00:00+01:00"}},
        "window_outside_hours",
        "/window",
    ),
    (
        "a window without an offset",
        {"window": {"start": "2026-03-02T10:00:00", "end": "2026-03-02T12:00:00"}},
        "invalid",
        "/window/start",
    ),
    ("an e-mail that is none", {"recipient": {"email": "ana"}}, "invalid", "/recipient/email"),
    ("a NUL in a name", {"reference": "A\0B"}, "invalid", "/reference"),
    ("a NUL in a note", {"metadata": {"a": "x\0y"}}, "invalid", "/metadata"),
    ("half a letter", {"reference": "A\ud800"}, "invalid", "/reference"),
]


@pytest.mark.parametrize(
    ("changes", "code", "pointer"), [each[1:] for each in FIELDS], ids=[each[0] for each in FIELDS]
)
def test_a_bad_field_is_named(
    client: TestClient, operator: Organisation, changes: dict[str, Any], code: str, pointer: str
) -> None:
    content = json.dumps(order_body() | changes).encode()
    if changes.get("reference", "") is None or changes.get("window", "") is None:
        content = json.dumps(order_body(**changes)).encode()
    status, told, place = _problem(_raw(client, operator, content))
    assert (status in {404, 409, 422}, told) == (True, code)
    assert place is not None
    assert place.startswith(pointer)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_refused(client: TestClient, operator: Organisation, number: str) -> None:
    content = json.dumps(order_body(weight_kg=123456)).replace("123456", number).encode()
    assert _problem(_raw(client, operator, content)) == (422, "invalid", "/weight_kg")


@pytest.mark.parametrize("body", [[], "text", 7, None], ids=["a list", "a text", "a number", "nothing"])
def test_a_body_of_another_kind_is_refused(client: TestClient, operator: Organisation, body: Any) -> None:
    assert _problem(_send(client, operator, body))[:2] == (422, "invalid")


def test_bulk_orders_are_refused_one_by_one_with_their_place(
    client: TestClient, operator: Organisation
) -> None:
    orders = [order_body("A-1", weight_kg=-1), order_body("A-2", cod_amount=5), {"reference": "A-3"}]
    answer = _send(client, operator, {"orders": orders}, "/v1/orders/bulk").json()
    assert (answer["created"], answer["rejected"]) == (0, 3)
    told = [(row["index"], row["errors"][0]["code"], row["errors"][0]["pointer"]) for row in answer["rows"]]
    assert told == [
        (0, "weight_not_positive", "/orders/0/weight_kg"),
        (1, "cod_not_offered", "/orders/1/cod_amount"),
        (2, "missing", "/orders/2/address"),
    ]


def test_too_many_orders_at_once_are_refused(client: TestClient, operator: Organisation) -> None:
    body = {"orders": [order_body(str(n)) for n in range(1001)]}
    assert _problem(_send(client, operator, body, "/v1/orders/bulk")) == (422, "invalid", "/orders")


FILES: list[tuple[str, bytes, str, str]] = [
    ("no file at all", b"", "file_empty", "/file"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "encoding_unknown", "/file"),
    ("packed", gzip.compress(b"reference,address_line\nA-1,Rue Grimaldi 12\n"), "file_not_text", "/file"),
    ("no address column", b"reference,weight_kg\nA-1,3\n", "file_refused", "dropoff_address"),
    ("only a header", b"reference,address_line,city\n", "file_refused", "/file"),
    (
        "the same column twice",
        b"reference,reference,address_line\nA-1,A-1,Rue Grimaldi 12\n",
        "file_refused",
        "reference",
    ),
]


@pytest.mark.parametrize(
    ("content", "code", "place"), [each[1:] for each in FILES], ids=[each[0] for each in FILES]
)
def test_an_unreadable_file_is_refused_as_a_whole(
    client: TestClient, operator: Organisation, content: bytes, code: str, place: str
) -> None:
    files = {"file": ("orders.csv", content, "text/csv")}
    answer = client.post("/v1/imports", files=files, headers=operator.headers("dispatcher"))
    assert _problem(answer) == (422, code, place)
    assert {error["code"] for error in answer.json()["errors"]} == {code}


def test_every_missing_column_of_a_file_has_its_place(client: TestClient, operator: Organisation) -> None:
    files = {"file": ("orders.csv", b"weight_kg\n3\n", "text/csv")}
    answer = client.post("/v1/imports", files=files, headers=operator.headers("dispatcher")).json()
    assert [error["pointer"] for error in answer["errors"]] == ["dropoff_address", "reference"]
    assert answer["detail"].startswith("The file lacks the columns dropoff_address and reference; it has: ")


def test_an_oversized_upload_is_refused(client: TestClient, operator: Organisation) -> None:
    with settings_module.override(upload_max_bytes=10_000):
        files = {"file": ("orders.csv", b"x" * 20_000, "text/csv")}
        answer = client.post("/v1/imports", files=files, headers=operator.headers("dispatcher"))
    assert _problem(answer) == (413, "too_large", None)


def test_an_upload_that_lies_about_its_size_is_cut_off(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("dispatcher") | {"Content-Type": "application/json", "Content-Length": "10"}
    parts = (b"x" * 1_000 for _ in range(50))
    with settings_module.override(upload_max_bytes=10_000):
        answer = client.post("/v1/orders", content=parts, headers=headers)
    assert _problem(answer) == (413, "too_large", None)


def test_an_expired_session_is_told_so(client: TestClient, operator: Organisation) -> None:
    headers = {"Authorization": f"Bearer {make_organisation('operator').sign_in_new('dispatcher')}"}
    with transaction(SYSTEM) as db:
        session = db.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
        session.expires_at = clock.wall_now() - timedelta(seconds=1)
    answer = client.post("/v1/orders", json=order_body(), headers=headers)
    assert _problem(answer) == (401, "token_expired", None)
    assert "sign in again" in answer.json()["detail"].casefold()


def test_an_expired_key_is_told_so(client: TestClient, operator: Organisation) -> None:
    with transaction(SYSTEM) as db, acting_as(db, make_organisation("operator").org_id):
        scopes = ["orders:write"]
        secret, key = make_api_key(db, name="shop", scopes=scopes, allowed=frozenset(scopes), days=1)
        key.expires_at = clock.wall_now() - timedelta(seconds=1)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/v1/orders", json=order_body(), headers=headers)
    assert _problem(answer) == (401, "token_expired", None)


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic YTpi", "Bearer " + "x" * 10_000])
def test_a_wrong_token_is_refused(client: TestClient, header: str) -> None:
    answer = client.post("/v1/orders", json=order_body(), headers={"Authorization": header})
    assert _problem(answer)[:2] == (401, "not_signed_in")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=1e9", "limit=x", "cursor=rubbish", "cursor=%00", "date=yesterday", "hub_id=7",
        "status=flying", "q=%00", "limit=99999999999999999999",
    ],
)  # fmt: skip
def test_a_bad_query_is_named(client: TestClient, operator: Organisation, query: str) -> None:
    answer = client.get(f"/v1/orders?{query}", headers=operator.headers("dispatcher"))
    status, code, place = _problem(answer)
    assert status == 422, (status, code)
    assert place is not None
    assert query.partition("=")[0] in place


@pytest.mark.parametrize("order_id", ["7", "null", "00000000-0000-0000-0000-00000000000g", "%00", "a" * 3000])
def test_an_id_that_is_none_is_refused(client: TestClient, operator: Organisation, order_id: str) -> None:
    answer = client.get(f"/v1/orders/{order_id}", headers=operator.headers("dispatcher"))
    assert _problem(answer)[:2] in {(422, "invalid"), (404, "not_found")}


@pytest.mark.parametrize("path", ["/v1/rider/events", "/v1/positions"])
@pytest.mark.parametrize(
    "content",
    [b"{", b"[" * 100_000, b'{"points": 7, "events": 7}', b"\xff", b'{"points": [{}], "events": 7}'],
    ids=["cut off", "deep", "a number", "not text", "a field missing"],
)
def test_the_fast_routes_refuse_bad_bodies_as_well(
    client: TestClient, operator: Organisation, path: str, content: bytes
) -> None:
    answer = client.post(path, content=content, headers=operator.headers("rider"))
    assert _problem(answer)[:2] == (422, "invalid")


def test_a_refused_change_leaves_the_order_as_it_was(client: TestClient, stranger: Organisation) -> None:
    make_hub(stranger)
    order = post_order(client, stranger, "K-1")
    headers, before = stranger.headers("dispatcher"), footprint(stranger.org_id)
    for change in ({"weight_kg": -1}, {"parcels": 0}, {"hub_id": NOBODY}, {"notes": "x\0"}, {"window": 3}):
        answer = client.patch(f"/v1/orders/{order['id']}", json=change, headers=headers)
        assert answer.status_code in {404, 422}, f"{change}: {answer.text}"
    assert footprint(stranger.org_id) == before
