"""Messages to recipients: true, once, and sent again when a mail server fails."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock, settings
from pannier.base.eventlog import record
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction
from pannier.core.events import AttemptSucceeded, DelayPredicted
from pannier.notify import sender
from pannier.notify.models import Message
from pannier.notify.texts import kinds, words
from pannier.orders.models import Order
from tests.support.driven_days import DrivenDay, make_day
from tests.support.fleet_days import east
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation
from tests.support.receivers import Mailbox, mailbox

NOBODY = {"recipient_email": None, "recipient_phone": None}


@pytest.fixture(autouse=True)
def morning(engine: object) -> Iterator[clock.Fixed]:
    """Seven o'clock; no message of another test is due."""
    with transaction(SYSTEM) as db:
        for row in db.scalars(select(Message).where(Message.state == "queued")):
            row.state = "failed"
    with clock.fixed(local(7)) as fixed:
        yield fixed


@pytest.fixture
def post() -> Iterator[Mailbox]:
    """A mail server that this installation sends by."""
    with mailbox() as running, settings.override(smtp_url=SecretStr(running.url)):
        yield running


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """One order of a merchant for ana@example.com."""
    merchant = make_organisation("merchant", name="Librairie Rossi")
    made = make_day(operator)
    made.add("A-1", east(500), merchant_org_id=merchant.org_id, recipient_email="ana@example.com")
    return made


def _send(day: DrivenDay) -> int:
    day.operator.read_events("notify")
    return sender.send_due()


def _messages(day: DrivenDay) -> list[Message]:
    with day.operator.session() as db:
        return list(db.scalars(select(Message).order_by(Message.id)))


def _make_due(day: DrivenDay) -> timedelta:
    with day.operator.session() as db:
        row = db.scalars(select(Message)).one()
        waited = row.next_at - clock.wall_now()
        row.next_at = clock.wall_now()
        return waited


def _text(post: Mailbox, n: int = -1) -> str:
    body = post.mails[n].get_body()
    assert body is not None
    return str(body.get_content())


def test_a_release_tells_each_recipient_the_promised_window(day: DrivenDay, post: Mailbox) -> None:
    day.release()
    assert _send(day) == 1
    mail = post.mails[0]
    assert mail["Subject"] == "Your parcel from Librairie Rossi comes today between 09:00 and 12:00"
    assert post.recipients == [["ana@example.com"]]
    assert "/t/" in _text(post)
    assert mail["Message-ID"] == f"<{_messages(day)[0].id}@pannier>"


def test_a_route_released_the_evening_before_says_tomorrow(
    day: DrivenDay, post: Mailbox, morning: clock.Fixed
) -> None:
    morning.move_to(local(7) - timedelta(hours=12))
    day.release()
    _send(day)
    assert "tomorrow between 09:00 and 12:00" in post.mails[0]["Subject"]


def test_the_same_promise_is_told_once_however_often_the_route_is_released(
    day: DrivenDay, post: Mailbox
) -> None:
    day.release()
    day.release()
    _send(day)
    _send(day)
    assert len(post.mails) == 1


def test_a_delivery_is_told_with_its_time_and_only_once(day: DrivenDay, post: Mailbox) -> None:
    attempt_id = day.attempt("A-1", at=local(10.5))
    with day.operator.session() as db:
        again = AttemptSucceeded(
            attempt_id=attempt_id,
            order_id=day.orders["A-1"],
            device_time=local(10.5),
            received_at=local(10.5),
        )
        record(db, again)
    _send(day)
    assert len(post.mails) == 1
    assert "was delivered at 10:30" in _text(post)


def test_a_failure_says_why_and_what_comes_next(day: DrivenDay, post: Mailbox) -> None:
    day.attempt("A-1", "failed", at=local(10))
    _send(day)
    text = _text(post)
    assert "could not deliver your parcel A-1 from Librairie Rossi at 10:00: Nobody at home." in text
    assert "We will try again on the next day of delivery." in text


@pytest.mark.parametrize(("late_s", "mails"), [(600, 0), (1800, 1)])
def test_a_delay_is_told_when_it_is_more_than_a_quarter_of_an_hour(
    day: DrivenDay, post: Mailbox, late_s: int, mails: int
) -> None:
    with day.operator.session() as db:
        delay = DelayPredicted(stop_id=uuid.uuid4(), order_id=day.orders["A-1"], late_s=late_s)
        record(db, delay)
        record(db, delay)
    _send(day)
    assert len(post.mails) == mails
    if mails:
        assert "around 12:30" in _text(post)


def test_somebody_without_an_address_is_told_nothing(day: DrivenDay, post: Mailbox) -> None:
    day.add("A-2", east(300), **NOBODY)
    day.attempt("A-2")
    assert _send(day) == 0


def test_what_a_partner_delivered_is_told_by_its_operator_only(day: DrivenDay, post: Mailbox) -> None:
    with day.operator.session() as db:
        order = db.get_one(Order, day.orders["A-1"])
        order.copied_from, order.copied_from_org_id = uuid.uuid4(), uuid.uuid4()
    day.attempt("A-1")
    assert _send(day) == 0


def test_a_refused_message_is_tried_again_later_and_later_and_then_given_up(
    client: TestClient, day: DrivenDay, post: Mailbox
) -> None:
    post.refuse = "451 Try later"
    day.attempt("A-1")
    day.operator.read_events("notify")
    pauses = []
    for _ in range(len(sender.PAUSES_S)):
        assert sender.send_due() == 1
        pauses.append(round(_make_due(day).total_seconds()))
    assert pauses == pytest.approx(list(sender.PAUSES_S), abs=2)
    sender.send_due()
    answer = client.get(
        "/v1/messages",
        params={"order_id": str(day.orders["A-1"])},
        headers=day.operator.headers("dispatcher"),
    )
    message = answer.json()[0]
    assert (message["state"], message["attempts"], "451" in message["error"]) == ("failed", 7, True)
    assert [event["code"] for event in day.operator.events("message.failed")] == ["undeliverable"]


def test_a_mail_server_that_is_away_loses_nothing(day: DrivenDay, post: Mailbox) -> None:
    day.attempt("A-1")
    with settings.override(smtp_url=SecretStr("smtp://127.0.0.1:1")):
        assert _send(day) == 1
    assert _messages(day)[0].state == "queued"
    _make_due(day)
    assert sender.send_due() == 1
    assert len(post.mails) == 1
    assert [event["type"] for event in day.operator.events("message.sent")] == ["message.sent"]


def test_a_crash_between_sending_and_noting_sends_again_with_the_same_id(
    day: DrivenDay, post: Mailbox
) -> None:
    import asyncio

    day.attempt("A-1")
    day.operator.read_events("notify")
    asyncio.run(sender.deliver(sender.claim()))
    # The process dies here: nothing was settled, and the lease keeps others off for a while.
    assert sender.send_due() == 0
    assert _make_due(day) > timedelta(seconds=60)
    assert sender.send_due() == 1
    assert post.mails[0]["Message-ID"] == post.mails[1]["Message-ID"]
    assert _messages(day)[0].state == "sent"


def test_an_address_that_no_mail_can_carry_does_not_hold_up_the_others(day: DrivenDay, post: Mailbox) -> None:
    day.add("A-2", east(300), recipient_email="bad\r\nBcc: all@example.com")
    day.attempt("A-2")
    day.attempt("A-1")
    assert _send(day) == 2
    assert post.recipients == [["ana@example.com"]]
    assert sorted(message.state for message in _messages(day)) == ["queued", "sent"]


def test_without_a_mail_server_messages_wait(day: DrivenDay) -> None:
    day.attempt("A-1")
    with settings.override(smtp_url=None):
        assert _send(day) == 0
    assert _messages(day)[0].state == "queued"


def test_names_cannot_break_out_of_a_subject() -> None:
    fields = dict.fromkeys(("merchant", "reference", "window", "eta", "reason", "next", "link"), "x")
    text = words("on_route", fields | {"merchant": "Shop\r\nBcc: all@example.com"})
    assert "\n" not in text.subject
    assert "\r" not in text.subject


@pytest.mark.parametrize("kind", kinds())
def test_every_message_can_be_written_and_claims_nothing_about_the_climate(kind: str) -> None:
    from pannier.core.emissions import blocked_words

    fields = dict.fromkeys(("merchant", "reference", "window", "eta", "reason", "next", "link"), "x")
    text = words(kind, fields)
    assert text.subject
    assert text.text
    assert len(text.sms) <= 160
    assert blocked_words(f"{text.subject} {text.text} {text.sms}") == ()


def test_messages_are_sealed_in_the_table(day: DrivenDay, post: Mailbox) -> None:
    day.attempt("A-1")
    day.operator.read_events("notify")
    row = _messages(day)[0]
    assert b"ana@example.com" not in row.address_sealed
    assert b"Rossi" not in row.body_sealed
    assert (row.address, "Librairie Rossi" in (row.subject or "")) == ("ana@example.com", True)


def test_another_operator_sees_no_messages(
    client: TestClient, day: DrivenDay, stranger: Organisation, post: Mailbox
) -> None:
    day.attempt("A-1")
    _send(day)
    assert client.get("/v1/messages", headers=stranger.headers("dispatcher")).json() == []
    params: dict[str, Any] = {"order_id": str(day.orders["A-1"])}
    refused = client.get("/v1/messages", params=params, headers=stranger.headers("dispatcher"))
    assert refused.status_code == 404


def test_the_sender_works_in_its_thread_until_stopped(day: DrivenDay, post: Mailbox) -> None:
    day.attempt("A-1")
    day.operator.read_events("notify")
    loop = sender.MessageSender()
    loop.start()
    for _ in range(500):
        if post.mails:
            break
        loop._stop.wait(0.02)
    loop.stop()
    assert len(post.mails) == 1
    assert _messages(day)[0].state == "sent"
