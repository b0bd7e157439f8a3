"""Every writing route answers a repeat of the same Idempotency-Key with its first answer, and does nothing again."""

import inspect
import uuid

import pytest
from sqlalchemy import select

from pannier.base.idempotency import KeptAnswer
from tests.support.api_walk import OPERATIONS, Operation, request_of
from tests.support.footprint import footprint
from tests.support.organisations import make_organisation
from tests.support.sending import accepted
from tests.support.world import World, make_world, picture

NO_KEY = {
    "POST /v1/sessions": "a sign-in makes a secret, which is not kept",
    "POST /v1/sessions/rider": "the code is used up by its first use",
    "DELETE /v1/sessions/current": "signing out twice is signing out",
    "POST /v1/setup": "works once by nature",
    "POST /v1/rider/events": "each event has an id of its own",
    "POST /v1/positions": "each position is known by rider and time",
}
WRITING = tuple(each for each in OPERATIONS if each.method != "GET" and each.name not in NO_KEY)
by_name = pytest.mark.parametrize("operation", WRITING, ids=[each.name for each in WRITING])
CSV = b"reference,address_line,postcode,city,date\nR-1,Rue Grimaldi 12,98000,Monaco,2026-03-12\n"


@pytest.fixture(scope="module")
def own_world(world: World) -> World:
    """A world that may change."""
    return make_world(world.client, make_organisation("operator"))


@by_name
def test_a_writing_route_keeps_its_answers(operation: Operation) -> None:
    assert operation.route is not None
    endpoint = operation.route.endpoint
    assert hasattr(endpoint, "__wrapped__"), "make it with base.edge.Router"
    assert not inspect.iscoroutinefunction(endpoint)


@by_name
def test_a_repeat_is_answered_from_what_was_kept(operation: Operation, own_world: World) -> None:
    headers = own_world.operator.headers("operator_admin")
    if operation.permission == "drive":
        headers = own_world.day.headers
    headers = headers | {"Idempotency-Key": str(uuid.uuid4())}
    sent = request_of(operation, own_world.ids)
    if "files" in sent:
        # A client that repeats an upload makes a new boundary; the content is what counts.
        content = picture() if "proofs" in operation.path else CSV
        sent["files"] = {"file": ("example.csv", content, "text/csv")}
    url = operation.url({"vehicle_kind": "e_van"} | own_world.ids)
    first = own_world.client.request(operation.method, url, headers=headers, **sent)
    assert first.status_code < 500, first.text
    assert first.status_code != 401, first.text
    before = footprint(own_world.operator.org_id)
    again = own_world.client.request(operation.method, url, headers=headers, **sent)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("location") == first.headers.get("location")
    assert ("idempotent-replayed" in again.headers) == (first.status_code < 300)
    assert footprint(own_world.operator.org_id) == before


def test_a_kept_answer_cannot_be_read_in_the_database(own_world: World) -> None:
    headers = own_world.operator.headers("operator_admin") | {"Idempotency-Key": str(uuid.uuid4())}
    body = {"name": "shop", "scopes": ["orders:read"]}
    secret = accepted(own_world.client.post("/v1/api-keys", json=body, headers=headers))["secret"]
    with own_world.operator.session() as db:
        kept = [str(answer.body) for answer in db.scalars(select(KeptAnswer))]
    assert kept
    assert not [body for body in kept if secret in body]
