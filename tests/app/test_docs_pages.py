"""The server explains its own API: every route, and every error that a problem's `type` leads to."""

import re

import pytest
from starlette.testclient import TestClient

from pannier.base.problems import Problem


def all_kinds(kind: type[Problem] = Problem) -> set[type[Problem]]:
    return {kind}.union(*(all_kinds(each) for each in kind.__subclasses__()))


def test_every_route_is_listed_with_its_example(client: TestClient) -> None:
    page = client.get("/docs").text
    listed = set(re.findall(r'<code class="verb">(\w+)</code> <code>([^<]+)</code>', page))
    paths = client.get("/openapi.json").json()["paths"]
    assert listed == {(method, path) for path, operations in paths.items() for method in operations}
    assert "&#34;reference&#34;" in page


def test_the_page_runs_nothing_and_asks_nobody_else(client: TestClient) -> None:
    answer = client.get("/docs")
    assert "<script" not in answer.text
    assert "https://" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1/orders", "/v1/orders/x"])
def test_the_type_of_a_problem_leads_to_its_words(client: TestClient, path: str) -> None:
    where, _, code = client.get(path).json()["type"].partition("#")
    assert f'<tr id="{code}">' in client.get(where).text


def test_every_code_has_its_place(client: TestClient) -> None:
    page = client.get("/docs/errors").text
    # Those of tests themselves are no codes of the product.
    codes = {kind.code for kind in all_kinds() if kind.__module__.startswith("pannier.")}
    assert {code for code in codes if f'<tr id="{code}">' not in page} == set()
