"""Every refusal says in plain words what is wrong, where, and what to do; no library speaks."""

import re
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType
from starlette.testclient import TestClient

from pannier.base.field_faults import fault_sentence, field_faults
from tests.support.orders import order_body
from tests.support.organisations import Organisation

pytestmark = pytest.mark.usefixtures("hub")
LIBRARY = re.compile(
    r"Input should|String should|Value error|Field required|valid (dict|list|int)|instance of"
)
CHANGES: list[dict[str, Any]] = [
    {"cod_amount": {"amount": 5}}, {"cod": {"amount": 5}}, {"date": "31.3.2026"}, {"date": {}}, {"date": 7.5},
    {"address": "Rue Grimaldi 12"}, {"address": []}, {"address": {"line": ""}}, {"address": {"line": "x" * 201}},
    {"address": {"line": "x", "country": "Monaco"}}, {"address": {"line": "x", "lat": 99, "lon": 7}},
    {"address": {"line": "x", "lon": 7}}, {"recipient": {"email": "ana"}}, {"recipient": {"phone": "call me"}},
    {"window": "morning"}, {"window": {"start": "10:00", "end": "12:00"}},
    {"window": {"start": "2026-03-02T10:00:00", "end": "2026-03-02T12:00:00"}}, {"window": {"start": None}},
    {"weight_kg": "heavy"}, {"weight_kg": [3]}, {"weight_kg": None, "parcels": 1.5},
    {"parcels": "two"}, {"needs": "lift"}, {"needs": ["Lift!"]}, {"needs": ["lift"] * 21}, {"hub_id": "CON"},
    {"hub_id": 7}, {"kind": "gift"}, {"proof": {"photo": "maybe"}}, {"metadata": []}, {"metadata": {"a": 1}},
    {"notes": "x" * 1001}, {"notes": "a\0b"}, {"reference": 7}, {"reference": ""},
]  # fmt: skip


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_a_wrong_field_is_told_in_a_sentence_of_our_own(
    client: TestClient, operator: Organisation, changes: dict[str, Any]
) -> None:
    answer = client.post("/v1/orders", json=order_body() | changes, headers=operator.headers())
    assert answer.status_code == 422, answer.text
    for error in answer.json()["errors"]:
        sentence = error["detail"]
        assert not LIBRARY.search(sentence), sentence
        assert re.fullmatch(r"[A-Z].*[^.]\.", sentence), sentence
        assert sentence != field_faults()["faults"]["unknown"], error
        assert error["pointer"].split("/")[1] in changes


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_every_kind_of_fault_has_a_sentence(kind: str) -> None:
    numbers = dict.fromkeys(
        ("min_length", "max_length", "gt", "ge", "lt", "le", "multiple_of", "max_digits", "decimal_places"), 3
    )
    context = {**numbers, "whole_digits": 3, "expected": "'a' or 'b'", "expected_schemes": "'https'"}
    fault = {
        "type": kind,
        "msg": "Value error, give both",
        "input": "x",
        "ctx": context,
        "loc": ("body", "a"),
    }
    assert re.fullmatch(r"[A-Z][^{}]*\.", fault_sentence(fault))


def test_no_sentence_is_left_over() -> None:
    assert set(field_faults()["faults"]) - {"unknown"} <= set(get_args(ErrorType))


def test_every_form_of_a_text_is_explained(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    taken = [found for path in schema["paths"].values() for found in _patterns(path)]
    taken += [
        pattern
        for name, part in schema["components"]["schemas"].items()
        if name.endswith("In")
        for pattern in _patterns(part)
    ]
    assert taken
    assert set(taken) <= set(field_faults()["forms"])


def _patterns(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for each in part for found in _patterns(each)]
    if not isinstance(part, dict):
        return []
    here = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
    return here + [found for each in part.values() for found in _patterns(each)]


@pytest.mark.parametrize("text", ["A-1001", "7", "a b/c", "x" * 300])
def test_something_that_is_no_id_names_nothing_and_tells_how_to_search(
    client: TestClient, operator: Organisation, text: str
) -> None:
    given = text.replace("/", "%20")
    answer = client.get(f"/v1/orders/{given}", headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "/v1/orders?q=" in answer.json()["detail"]
    assert len(answer.json()["detail"]) < 400


def test_an_id_of_something_else_is_named_as_well(client: TestClient, operator: Organisation) -> None:
    answer = client.get("/v1/plans/today", headers=operator.headers())
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("'today' is no id of a plan; ids look like ")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_of_another_content_type_is_told_what_to_send(
    client: TestClient, operator: Organisation, kind: str | None
) -> None:
    headers = operator.headers() | ({"Content-Type": kind} if kind else {})
    answer = client.post("/v1/orders", content=b'{"reference": "A-1"}', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_content_type")
    assert "Content-Type: application/json" in answer.json()["detail"]


def test_a_file_sent_without_a_form_is_told_what_to_send(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers() | {"Content-Type": "text/csv"}
    answer = client.post("/v1/imports", content=b"reference\n", headers=headers)
    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "words"), [(b"[]", "a list"), (b"7", "a number"), (b"null", "null"), (b"", "missing")]
)
def test_a_body_that_is_no_object_is_told_so(
    client: TestClient, operator: Organisation, body: bytes, words: str
) -> None:
    headers = operator.headers() | {"Content-Type": "application/json"}
    answer = client.post("/v1/orders", content=body, headers=headers)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert "JSON object" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "pointer", "words"),
    [
        (b"{}", "/points", "missing; add it"),
        (b'{"points": 7}', "/points", "a list, not a whole number"),
        (b'{"points": [], "x": 1}', "/points", "length"),
        (b"{", "/", "not JSON"),
    ],
)
def test_the_fast_routes_speak_the_same_way(
    client: TestClient, operator: Organisation, content: bytes, pointer: str, words: str
) -> None:
    answer = client.post("/v1/positions", content=content, headers=operator.headers("rider"))
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert words in error["detail"]
