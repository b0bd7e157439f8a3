"""The API description is complete: every route, field, parameter and error is explained, every body has an example."""

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from pydantic import TypeAdapter

from pannier.accounts.roles import all_permissions, all_roles
from pannier.app.openapi import (
    KINDS,
    examples_used,
    field_examples,
    field_words,
    inline_schemas,
    objects_of,
    plain_kinds,
    rows_of,
    words_used,
)
from pannier.core.custody import Custody
from pannier.core.order_states import OrderStatus
from pannier.core.sscc import is_sscc
from pannier.factors.editions import edition_of
from pannier.factors.kinds import fleet_kinds
from pannier.factors.reasons import failure_reasons, success_codes
from pannier.webhooks.catalogue import published_events
from tests.support.api_walk import DESCRIBED, OPERATIONS, Operation, body_schema, example_of

UNLISTED = {
    "GET /metrics": "for Prometheus",
    "GET /demo/mailbox": "a page of the demo",
    "GET /demo/mailbox/{number}": "a page of the demo",
    "GET /docs": "a page for people",
    "GET /docs/errors": "a page for people",
    "GET /t/assets/{name}": "files of the recipient's page",
}
FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": lambda text: bool(date.fromisoformat(text)),
    "date-time": lambda text: datetime.fromisoformat(text).tzinfo is not None,
    "email": lambda text: "@" in text,
    "time": lambda text: time.fromisoformat(text) is not None,
    "uuid": lambda text: str(uuid.UUID(text)) == text,
}
LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "format": lambda value, name: FORMATS[name](value),
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "minLength": lambda value, least: len(value) >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "minimum": lambda value, least: value >= least,
    "maximum": lambda value, most: value <= most,
    "exclusiveMinimum": lambda value, least: value > least,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
}
REAL: Mapping[str, Collection[str]] = {
    "custody": set(Custody),
    "events": published_events(),
    "permissions": all_permissions(),
    "roles": all_roles(),
    "scopes": all_permissions(),
    "vehicle_kind": fleet_kinds(),
    "AttemptOut.reason": success_codes(),
    "DeliveryOut.event_type": published_events(),
    "EventOut.type": published_events(),
    "Failure.code": failure_reasons(),
    "FailureReasonOut.code": failure_reasons(),
    "NotDoneOut.reason": failure_reasons(),
    "OrderOut.status": set(OrderStatus),
    "ParcelPlaceOut.state": set(Custody),
    "SuccessCodeOut.code": success_codes(),
    "VehicleKindOut.code": fleet_kinds(),
    "VehicleOut.kind": fleet_kinds(),
}
"""Rows of the examples that name something of ours, and what there is."""
LISTED = tuple(each for each in OPERATIONS if each.name not in UNLISTED)
by_name = pytest.mark.parametrize("operation", LISTED, ids=[each.name for each in LISTED])
SCHEMAS: dict[str, Any] = DESCRIBED["components"]["schemas"]


@by_name
def test_a_route_says_what_it_does(operation: Operation) -> None:
    described = operation.described
    assert described, "routes outside the description are listed in UNLISTED"
    assert len(described["summary"]) > 3
    assert described["description"].endswith("."), "the description is a sentence"


@by_name
def test_a_route_says_what_it_answers(operation: Operation) -> None:
    responses = operation.described["responses"]
    assert "application/problem+json" in responses["default"]["content"]
    good = {code: each for code, each in responses.items() if code.startswith("2")}
    assert good
    for code, response in good.items():
        assert code == "204" or response.get("content"), f"{code} says nothing of its content"
        for media, content in response.get("content", {}).items():
            assert media != "application/json" or content["schema"], "the answer has no type"


@by_name
def test_every_parameter_is_explained(operation: Operation) -> None:
    missing = [
        each["name"] for each in operation.described.get("parameters", ()) if not each.get("description")
    ]
    assert missing == []
    for schema in inline_schemas(operation.described):
        assert [name for name, each in schema["properties"].items() if not each.get("description")] == []


@by_name
def test_the_example_of_a_body_is_accepted(operation: Operation) -> None:
    media, schema = body_schema(operation)
    if not media:
        return
    example = example_of(schema)
    missing = [name for name in schema.get("required", ()) if example.get(name) is None and name != "file"]
    assert missing == [], "these have no example"
    if media == "application/json" and operation.route is not None:
        (body,) = operation.route.dependant.body_params
        TypeAdapter(body.field_info.annotation).validate_python(example)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_field_is_explained(name: str) -> None:
    fields = SCHEMAS[name].get("properties", {})
    assert [field for field, each in fields.items() if not each.get("description")] == []


def test_no_word_is_left_over() -> None:
    used = set(words_used(DESCRIBED))
    words = field_words()
    assert {*words["fields"], *words["schemas"]} - used == set()


@pytest.mark.parametrize("name", [*sorted(SCHEMAS), ""])
def test_every_plain_field_has_an_example_that_obeys_it(name: str) -> None:
    fields = [each for schema, found in objects_of(DESCRIBED) if schema == name for each in found.items()]
    lacking = [field for field, each in fields if _plain(each) and not _examples(each)]
    assert lacking == [], "add them to field_examples.toml"
    wrong = [
        (field, value) for field, each in fields for value in _examples(each) if not _may_be(each, value)
    ]
    assert wrong == []


def test_no_example_is_left_over() -> None:
    examples = field_examples()
    rows = {*examples["fields"], *examples["schemas"], *examples["formats"]}
    assert rows - set(examples_used(DESCRIBED)) == set()
    nulls = {
        row
        for schema, fields in objects_of(DESCRIBED)
        for name, each in fields.items()
        for row in rows_of(schema, name)
        if None in each.get("examples", ())
    }
    assert set(examples["null_first"]) - nulls == set()


@pytest.mark.parametrize("row", REAL)
def test_examples_name_what_there_is(row: str) -> None:
    value = field_examples()["schemas" if "." in row else "fields"][row]
    assert set([value] if isinstance(value, str) else value) <= set(REAL[row])


def test_figures_of_the_examples_are_true() -> None:
    words = field_examples()["schemas"]
    assert is_sscc(field_examples()["fields"]["barcode"])
    edition = edition_of(words["EditionOut.code"])
    assert words["EditionOut.sha256"] == edition.sha256
    assert words["EmissionFactorOut.provision_kg"] == str(edition.electricity.provision_kg)
    for schema in ("Orders", "Attempts"):
        parts = ("delivered", "partially_delivered", "open") if schema == "Orders" else ("succeeded",)
        known = sum(words[f"{schema}.{part}"] for part in parts) + field_examples()["fields"]["failed"]
        assert known == words[f"{schema}.total"]
    assert words["Cost.total_cents"] == words["Cost.own_cents"] + words["Cost.partner_cents"]
    assert words["RoundOut.saved_mg"] == words["RoundOut.baseline_mg"] - words["RoundOut.co2e_mg"]


def _plain(field: Mapping[str, Any]) -> bool:
    return any(each["type"] not in {"array", "boolean"} for each in plain_kinds(field))


def _examples(field: Mapping[str, Any]) -> list[Any]:
    return [field["example"]] if "example" in field else list(field.get("examples", ()))


def _may_be(schema: Mapping[str, Any], value: Any) -> bool:
    """Tell whether a value obeys a schema of plain values; what only a reference describes is not looked into."""
    if "anyOf" in schema:
        return any(_may_be(each, value) for each in schema["anyOf"])
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ["object"])
    if value is None or isinstance(value, dict):
        return ("null" if value is None else "object") in types
    if not any(isinstance(value, KINDS[each]) for each in types if each in KINDS):
        return False
    items = value if isinstance(value, list) else ()
    return all(check(value, schema[name]) for name, check in LIMITS.items() if name in schema) and all(
        _may_be(schema.get("items", {}), each) for each in items
    )
