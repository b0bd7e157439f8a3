"""Guessing is slowed down: ten failures a minute for each name, a hundred for each caller, and then it ends."""

import pytest
from starlette.testclient import TestClient

from pannier.accounts.limits import MOST_KEYS, Attempts
from tests.support.accounts import PASSWORD, make_account, problem, signed_in, try_sign_in
from tests.support.organisations import Organisation

WRONG = "wrong horse battery"


def tried(times: int, key: str = "ana", at_s: float = 0.0) -> Attempts:
    attempts = Attempts()
    for _ in range(times):
        attempts.add(key, at_s)
    return attempts


def test_the_eleventh_attempt_waits_until_the_first_is_a_minute_old() -> None:
    assert tried(9).wait_s("ana", 10, 5.0) == 0
    attempts = tried(10)
    assert attempts.wait_s("ana", 10, 0.0) == 61
    assert attempts.wait_s("ana", 10, 59.9) == 1
    assert attempts.wait_s("ana", 10, 60.0) == 0


def test_a_minute_slides_along() -> None:
    attempts = tried(9)
    attempts.add("ana", 50.0)
    assert attempts.wait_s("ana", 10, 55.0) > 0
    assert attempts.wait_s("ana", 2, 60.0) == 0
    assert attempts.wait_s("ana", 1, 60.0) == 51


def test_one_name_does_not_slow_another_down() -> None:
    assert tried(10).wait_s("ben", 10, 0.0) == 0


def test_a_success_takes_its_own_attempt_back_and_no_other() -> None:
    attempts = tried(9)
    attempts.add("ana", 1.0)
    attempts.take_back("ana", 1.0)
    attempts.take_back("ana", 1.0)
    assert attempts.wait_s("ana", 9, 2.0) > 0
    assert attempts.wait_s("ana", 10, 2.0) == 0


def test_many_names_do_not_wash_a_slowed_one_out() -> None:
    attempts = tried(10, "ana", at_s=50.0)
    for number in range(MOST_KEYS - 1):
        attempts.add(f"{number}", 0.0)
    attempts.add("one too many", 70.0)
    assert len(attempts) == 2
    assert attempts.wait_s("ana", 10, 70.0) > 0


def test_the_memory_of_attempts_is_bounded() -> None:
    attempts = Attempts()
    for number in range(MOST_KEYS * 2):
        attempts.add(f"{number}", 0.0)
    assert len(attempts) <= MOST_KEYS


def test_even_the_right_password_waits_once_guessing_was_slowed_down(
    client: TestClient, operator: Organisation
) -> None:
    account = make_account(operator, "dispatcher")
    for _ in range(10):
        assert try_sign_in(client, account.email, WRONG).status_code == 401
    answer = try_sign_in(client, account.email)
    assert problem(answer) == (429, "too_many_requests", None)
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    assert try_sign_in(client, make_account(operator, "dispatcher").email).status_code == 201


@pytest.mark.parametrize("spelling", ["{0} ", "\uff41na{0}", "ANA{0}"])
def test_another_spelling_of_an_email_is_the_same_name(
    client: TestClient, operator: Organisation, spelling: str
) -> None:
    email = f"{operator.org_id.hex}@example.org"
    plain = email if spelling == "{0} " else f"ana{email}"
    for _ in range(10):
        try_sign_in(client, plain, WRONG)
    assert try_sign_in(client, spelling.format(email), WRONG).status_code == 429


def test_a_whole_shift_may_sign_in_from_one_place(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher")
    for _ in range(15):
        assert try_sign_in(client, account.email).status_code == 201


def test_one_caller_cannot_try_one_password_on_everybody(client: TestClient, operator: Organisation) -> None:
    codes = [client.post("/v1/sessions/rider", json={"code": "x"}).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    codes = [try_sign_in(client, f"{n}@example.org", "").status_code for n in range(91)]
    assert codes == [401] * 90 + [429]


def test_guessing_the_present_password_is_slowed_down_too(client: TestClient, operator: Organisation) -> None:
    headers = signed_in(client, make_account(operator, "dispatcher"))
    body = {"current": WRONG, "new": "another long password"}
    codes = [client.put("/v1/me/password", json=body, headers=headers).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    right = client.put("/v1/me/password", json=body | {"current": PASSWORD}, headers=headers)
    assert right.status_code == 429
