"""The API description is complete: every route, field, parameter and error is explained, every body has an example."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from pannier.app.openapi import field_words, inline_schemas, words_used
from tests.support.api_walk import DESCRIBED, OPERATIONS, Operation, body_schema, example_of

UNLISTED = {
    "GET /metrics": "for Prometheus",
    "GET /demo/mailbox": "a page of the demo",
    "GET /demo/mailbox/{number}": "a page of the demo",
    "GET /docs": "a page for people",
    "GET /docs/errors": "a page for people",
    "GET /t/assets/{name}": "files of the recipient's page",
}
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
