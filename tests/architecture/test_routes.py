"""Every route there is: who may call it, and that it tells nobody of another organisation's rows.

The routes come from the wiring page, the requests from their own examples, so a new route is walked the moment
it exists; a new path parameter fails until the world of these tests has a row for it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pannier.accounts.roles import all_permissions
from tests.support.api_walk import IN_BODIES, OPERATIONS, Operation, body_schema, request_of
from tests.support.footprint import footprint
from tests.support.organisations import make_organisation
from tests.support.world import World, unguessed

PUBLIC = {
    "GET /healthz": "probes know no secrets",
    "GET /readyz": "probes know no secrets",
    "GET /v1/clock": "the log-in page shows the demo's time",
    "POST /v1/sessions": "signing in",
    "POST /v1/sessions/rider": "signing in",
    "DELETE /v1/sessions/current": "signing out works when the session is over, too",
    "POST /v1/setup": "the first run; guarded by the token that the server printed",
    "GET /map/{name}.pmtiles": "streets hold no personal data",
    "GET /t/{token}": "the link is the secret",
    "GET /t/{token}/state": "the link is the secret",
    "GET /t/{token}/stream": "the link is the secret",
    "GET /t/{token}/photo/{proof_id}": "the link is the secret",
    "GET /demo/mailbox": "a mailbox of invented people, only there in demo mode",
    "GET /demo/mailbox/{number}": "a mailbox of invented people, only there in demo mode",
    "GET /docs": "what the API is, holds nobody's data",
    "GET /docs/errors": "what the errors mean, holds nobody's data",
    "GET /t/assets/{name}": "script and map style of the recipient's page",
}
SHARED_BY_DESIGN = {
    "PUT /v1/vehicle-costs/{vehicle_kind}": "kinds of vehicles are the same for everybody, their costs each one's own",
    "POST /v1/partners": "a partner that is here already may work for several operators",
    "POST /v1/offers": "whom an order is offered to is checked after whose order it is",
}
STREAMS = {"GET /v1/live", "GET /t/{token}/stream"}
"""Open ended answers; their authorisation is tested apart."""
by_name = pytest.mark.parametrize("operation", OPERATIONS, ids=[each.name for each in OPERATIONS])


def _others(world: World) -> Iterator[tuple[str, dict[str, str]]]:
    stranger, idle_partner = make_organisation("operator"), make_organisation("partner")
    yield "another operator", stranger.headers("operator_admin")
    yield "a partner without an offer", idle_partner.headers("partner")
    yield "a rider of another operator", stranger.headers("rider")
    yield "another merchant of the operator", world.merchant_headers
    yield "a rider of the operator", world.operator.headers("rider")
    yield "nobody", {}


@pytest.fixture(scope="module")
def others(world: World) -> Iterator[dict[str, dict[str, str]]]:
    """Callers that have no business with the operator's rows; whatever they tried, nothing has changed at the end."""
    headers = dict(_others(world))
    before = footprint(world.operator.org_id)
    yield headers
    assert footprint(world.operator.org_id) == before


@pytest.fixture(scope="module")
def nothing(world: World) -> dict[str, str]:
    """For each id of the world one of the same form that names nothing."""
    return {name: unguessed(value) for name, value in world.ids.items()} | {
        "name": "nowhere",
        "number": "000001",
        "vehicle_kind": "rocket",
    }


@by_name
def test_a_route_names_a_permission_that_some_role_has(operation: Operation) -> None:
    if operation.permission == "public":
        assert operation.name in PUBLIC, "say in PUBLIC why everybody may call this"
    elif operation.permission != "signed_in":
        assert operation.permission in all_permissions(), operation.permission


def test_no_reason_to_be_public_is_left_over() -> None:
    assert set(PUBLIC) <= {each.name for each in OPERATIONS if each.permission == "public"}


@by_name
def test_without_sign_in_only_public_routes_answer(operation: Operation, world: World) -> None:
    if operation.name in PUBLIC:
        return
    answer = _call(world, operation, world.ids, {})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@by_name
def test_a_role_without_the_permission_is_refused(operation: Operation, world: World) -> None:
    if operation.permission in {"public", "signed_in"}:
        return
    role = "dispatcher" if operation.permission == "drive" else "rider"
    if operation.permission == "places:read":
        return
    answer = _call(world, operation, world.ids, world.operator.headers(role))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


@by_name
def test_the_rows_of_another_organisation_look_like_rows_that_are_not_there(
    operation: Operation, world: World, others: dict[str, dict[str, str]], nothing: dict[str, str]
) -> None:
    names = _named_rows(operation)
    assert set(operation.params) <= set(nothing), "give the world of these tests a row for this parameter"
    if not names or operation.permission in {"public", "signed_in"} or operation.name in SHARED_BY_DESIGN:
        return
    for who, headers in others.items():
        if _may_see(who, operation):
            continue
        for more in _optional_rows(operation):
            if _may_name(who, operation, more):
                continue
            theirs, missing = (_call(world, operation, ids, headers, more) for ids in (world.ids, nothing))
            assert _told(theirs, world.ids) == _told(missing, nothing), f"{who} with {more}"
            if operation.params:
                assert theirs.status_code in {401, 403, 404}, f"{who}: {theirs.status_code} {theirs.text}"


@by_name
def test_lists_hold_no_rows_of_others(
    operation: Operation, world: World, others: dict[str, dict[str, str]]
) -> None:
    if operation.method != "GET" or operation.params or operation.name in STREAMS:
        return
    for who, headers in others.items():
        answer = world.client.get(operation.path, headers=headers, params=_without_ids(operation))
        seen = {name for name, value in world.ids.items() if value in answer.text}
        assert not seen - _common(who), f"{who} sees {seen}"


def test_the_operator_itself_sees_its_rows(world: World) -> None:
    """The walk would prove nothing if the rows were not there."""
    for operation in OPERATIONS:
        if operation.method == "GET" and operation.params and operation.name not in STREAMS:
            if not set(operation.params) <= set(world.ids):
                continue
            answer = _call(world, operation, world.ids, world.operator.headers("operator_admin"))
            assert answer.status_code == 200, f"{operation.name}: {answer.text}"


def _call(
    world: World, operation: Operation, ids: Mapping[str, str], headers: dict[str, str], more: str = ""
) -> Any:
    sent = request_of(operation, ids)
    body = sent.get("json", sent.get("data"))
    if more and isinstance(body, dict):
        body[more] = ids[IN_BODIES.get(more, more)]
    known = {"name": "monaco", "number": "000001", "vehicle_kind": "e_van"} | dict(ids)
    return world.client.request(operation.method, operation.url(known), headers=headers, **sent)


def _named_rows(operation: Operation) -> set[str]:
    """Return the path parameters, queries and body fields of a route that name rows."""
    queries = {query["name"] for query in operation.queries}
    fields = set(body_schema(operation)[1].get("properties", ()))
    ids = {name for name in queries | fields if re.search(r"_ids?$|^barcodes?$", name)}
    return set(operation.params) | ids


def _optional_rows(operation: Operation) -> list[str]:
    """Return the fields that may name a row and that the example leaves out, and "" for the example itself."""
    sent = request_of(operation, {})
    example = sent.get("json", sent.get("data")) or {}
    fields = body_schema(operation)[1].get("properties", ())
    missing = [name for name in fields if name.endswith("_id") and example.get(name) is None]
    return ["", *missing] if _named_rows(operation) - set(missing) else missing


def _told(answer: Any, ids: Mapping[str, str]) -> tuple[int, str]:
    """Return status and text with the ids that were asked for blotted out."""
    text = answer.text
    for value in ids.values():
        text = text.replace(value, "…")
    return answer.status_code, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", text)


def _may_see(who: str, operation: Operation) -> bool:
    """The operator's merchants and riders see its hubs, and nothing else of it."""
    named = {IN_BODIES.get(name, name) for name in _named_rows(operation)}
    return bool(_common(who)) and named <= _common(who)


def _may_name(who: str, operation: Operation, field: str) -> bool:
    """Tell whether a field of the body is all that names a row, and names one that the caller may see."""
    return field != "" and not operation.params and IN_BODIES.get(field, field) in _common(who)


def _common(who: str) -> set[str]:
    """Return what a caller of the operator's own house may see: where its hubs and zones are, and itself."""
    inside = who in {"another merchant of the operator", "a rider of the operator"}
    return {"hub_id", "zone_id", "merchant_id"} if inside else set()


def _without_ids(operation: Operation) -> dict[str, str]:
    return {query["name"]: "2026-03-10" for query in operation.queries if query["name"] == "date"}
