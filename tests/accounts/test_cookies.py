"""The session cookie of browsers: out of reach of scripts, and no use to another site."""

from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.accounts import PASSWORD, make_account, problem
from tests.support.organisations import Organisation

PLAIN, SECURE = "pannier_session", "__Host-pannier_session"
KEY = {"name": "shop", "scopes": ["orders:read"]}


def cookies(answer: Any) -> dict[str, Morsel[str]]:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    return dict(jar)


def sign_in(client: TestClient, operator: Organisation, site: str = "http://testserver") -> Any:
    body = {"email": make_account(operator, "operator_admin").email, "password": PASSWORD}
    answer = client.post(f"{site}/v1/sessions", json=body)
    client.cookies.clear()
    return answer


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: TestClient, operator: Organisation
) -> None:
    answer = sign_in(client, operator)
    (cookie,) = cookies(answer).values()
    assert (cookie.key, cookie.value) == (PLAIN, answer.json()["token"])
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert (cookie["domain"], cookie["secure"]) == ("", "")
    assert int(cookie["max-age"]) == 14 * 24 * 3600


def test_over_https_the_cookie_is_bound_to_this_host(client: TestClient, operator: Organisation) -> None:
    (cookie,) = cookies(sign_in(client, operator, "https://testserver")).values()
    assert (cookie.key, cookie["secure"], cookie["path"], cookie["domain"]) == (SECURE, True, "/", "")


def test_signing_out_takes_both_cookies_back_in_a_form_that_browsers_accept(client: TestClient) -> None:
    answer = client.delete("/v1/sessions/current")
    taken = cookies(answer)
    assert set(taken) == {PLAIN, SECURE}
    assert {cookie["max-age"] for cookie in taken.values()} == {"0"}
    # Browsers ignore a cookie of this prefix that is not Secure, also one that takes it back.
    assert taken[SECURE]["secure"] is True


def test_signing_out_by_cookie_ends_the_session(client: TestClient, operator: Organisation) -> None:
    token = sign_in(client, operator).json()["token"]
    client.delete("/v1/sessions/current", headers={"Cookie": f"{PLAIN}={token}"})
    answer = client.get("/v1/me", headers={"Cookie": f"{PLAIN}={token}"})
    assert problem(answer) == (401, "token_expired", None)


@pytest.mark.parametrize("name", [PLAIN, SECURE])
def test_a_cookie_reads_without_more(client: TestClient, operator: Organisation, name: str) -> None:
    headers = {"Cookie": f"{name}={operator.sign_in_new('operator_admin')}"}
    assert client.get("/v1/me", headers=headers).status_code == 200


@pytest.mark.parametrize("other", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_cookie_changes_nothing_without_our_own_header(
    client: TestClient, operator: Organisation, method: str, other: dict[str, str]
) -> None:
    path = "/v1/api-keys" if method == "POST" else f"/v1/api-keys/{operator.org_id}"
    body = KEY if method == "POST" else None
    headers = {"Cookie": f"{PLAIN}={operator.sign_in_new('operator_admin')}"} | other
    assert problem(client.request(method, path, json=body, headers=headers)) == (403, "not_allowed", None)
    told = client.request(method, path, json=body, headers=headers | {"X-Pannier": "1"})
    assert told.status_code in {201, 404}


def test_a_bearer_token_needs_no_header_and_wins_over_the_cookie(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    headers = operator.headers("operator_admin") | {"Cookie": f"{PLAIN}={stranger.sign_in_new('auditor')}"}
    assert client.post("/v1/api-keys", json=KEY, headers=headers).status_code == 201
    assert client.get("/v1/me", headers=headers).json()["organisation"]["id"] == str(operator.org_id)
