"""The demo's mailbox: what is sent to it can be read, and it is not there outside demo mode."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pannier.accounts.tokens import DEMO_PASSWORD
from pannier.app.mail_sink import find_mail, list_mails, mail_folder, mail_sink
from pannier.base.settings import override
from tests.support.organisations import Organisation


def letter(to: str, subject: str, text: str = "Your parcel comes: http://127.0.0.1/t/abc") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "pannier@localhost", to, subject
    message.set_content(text)
    return message


def send(folder: Path, *messages: EmailMessage) -> None:
    with mail_sink(folder) as url:
        host, _, port = url.removeprefix("smtp://").partition(":")
        with smtplib.SMTP(host, int(port), timeout=20) as server:
            for message in messages:
                server.send_message(message)


def test_mails_are_kept_newest_first(tmp_path: Path) -> None:
    send(tmp_path, letter("ana@example.org", "One"), letter("bo@example.org", "Two – été"))
    assert [(mail.subject, mail.to) for mail in list_mails(tmp_path)] == [
        ("Two – été", "bo@example.org"),
        ("One", "ana@example.org"),
    ]
    assert [mail.subject for mail in list_mails(tmp_path, to="ANA@")] == ["One"]


def test_a_later_run_goes_on_counting(tmp_path: Path) -> None:
    send(tmp_path, letter("ana@example.org", "One"))
    send(tmp_path, letter("ana@example.org", "Two"))
    assert [mail.number for mail in list_mails(tmp_path)] == ["000002", "000001"]


def test_no_other_file_can_be_read_through_it(tmp_path: Path) -> None:
    assert find_mail(tmp_path, "../master") is None


def test_the_page_shows_mails_with_links_and_nothing_that_runs(
    client: TestClient, operator: Organisation
) -> None:
    with override(demo=True):
        send(mail_folder(), letter("ana@example.org", "<b>Hello</b>", "See http://127.0.0.1/t/abc <script>"))
        newest = list_mails(mail_folder())[0]
        assert "&lt;b&gt;Hello" in client.get("/demo/mailbox").text
        page = client.get(f"/demo/mailbox/{newest.number}").text
    assert '<a href="http://127.0.0.1/t/abc">' in page
    assert "<script>" not in page


@pytest.mark.parametrize("path", ["/demo/mailbox", "/demo/mailbox/000001"])
def test_outside_demo_mode_there_is_no_mailbox(client: TestClient, operator: Organisation, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_in_demo"


def test_the_demos_password_is_refused_outside_demo_mode(client: TestClient, operator: Organisation) -> None:
    person = {
        "name": "Ana",
        "email": f"ana-{operator.org_id}@example.org",
        "password": DEMO_PASSWORD,
        "roles": ["auditor"],
    }
    headers = operator.headers("operator_admin")
    refused = client.post("/v1/people", json=person, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/password")
    with override(demo=True):
        assert client.post("/v1/people", json=person, headers=headers).status_code == 201
        sign_in = {"email": person["email"], "password": DEMO_PASSWORD}
        assert client.post("/v1/sessions", json=sign_in).status_code == 201
    assert client.post("/v1/sessions", json=sign_in).status_code == 401
