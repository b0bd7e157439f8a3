"""Log lines carry fields, and neither personal data nor secrets."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

import pytest
import structlog

from pannier.base import clock
from pannier.base.logging import HIDDEN, configure_logging, hide_private, redact
from pannier.base.settings import override

Captured = pytest.CaptureFixture[str]


@contextmanager
def configured(form: Literal["json", "console"]) -> Iterator[None]:
    """Log in a form inside, then as before."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    with override(log_format=form, log_level="info"):
        configure_logging()
        yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def logged(capsys: Captured) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def shown(**fields: object) -> dict[str, object]:
    return dict(hide_private(None, "info", fields))


def test_line_is_json_with_its_fields(capsys: Captured) -> None:
    with configured("json"):
        structlog.get_logger("pannier.orders").info("order.accepted", order_id="7", count=3)
    (line,) = logged(capsys)
    assert line["event"] == "order.accepted"
    assert (line["order_id"], line["count"], line["level"]) == ("7", 3, "info")
    assert line["logger"] == "pannier.orders"
    assert datetime.fromisoformat(str(line["at"])).tzinfo is not None


def test_lines_of_libraries_look_the_same(capsys: Captured) -> None:
    with configured("json"):
        logging.getLogger("some.library").warning("sent to %s", "anna@example.org")
    (line,) = logged(capsys)
    assert (line["event"], line["level"]) == (f"sent to {HIDDEN}", "warning")


def test_less_severe_lines_are_left_out(capsys: Captured) -> None:
    with configured("json"):
        structlog.get_logger().debug("detail")
        logging.getLogger("httpx2").info("request")
    assert logged(capsys) == []


def test_demo_time_is_shown_beside_real_time(capsys: Captured) -> None:
    with configured("json"), clock.fixed(datetime(2026, 3, 2, 8, tzinfo=UTC)):
        structlog.get_logger().info("tick")
    assert logged(capsys)[0]["clock"] == "2026-03-02T08:00:00+00:00"


def test_exception_is_logged_without_what_it_quotes(capsys: Captured) -> None:
    with configured("json"):
        try:
            raise ValueError("no such person: anna@example.org")
        except ValueError:
            structlog.get_logger().exception("failed")
    (line,) = logged(capsys)
    assert "ValueError" in str(line["exception"])
    assert "anna@" not in json.dumps(line)


def test_console_lines_are_for_reading(capsys: Captured) -> None:
    with configured("console"):
        structlog.get_logger().info("order.accepted", order_id=7)
    assert "order_id=7" in capsys.readouterr().err


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "recipient_name",
        "phone",
        "email",
        "address",
        "address_line",
        "notes",
        "password",
        "token_hash",
        "lat",
    ],
)
def test_private_fields_are_hidden(field: str) -> None:
    assert shown(**{field: "something"}) == {field: HIDDEN}


@pytest.mark.parametrize(
    "field", ["order_id", "latency_ms", "map_name", "status", "reason", "platform", "code"]
)
def test_other_fields_are_shown(field: str) -> None:
    assert shown(**{field: "something"}) == {field: "something"}


def test_nested_private_fields_are_hidden() -> None:
    event = shown(order={"id": 7, "recipient": {"name": "Anna"}, "phones": ["+377 99 00 11 22"]})
    assert event == {"order": {"id": 7, "recipient": HIDDEN, "phones": [HIDDEN]}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call +377 99 00 11 22 now", f"call {HIDDEN} now"),
        ("call 06 12 34 56 78", f"call {HIDDEN}"),
        ("call 0612345678", f"call {HIDDEN}"),
        ("GET /t/q1w2e3r4t5y6u7i8o9 200", f"GET /t/{HIDDEN} 200"),
        ("postgresql://app:hush@db/pannier", f"postgresql://{HIDDEN}@db/pannier"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
    ],
)
def test_private_text_is_hidden(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "01900000-0000-7000-8000-000000000001",
        "2026-03-02T08:00:00+01:00",
        "1000 orders in 4.5 s",
        "GET /v1/orders/7?limit=50 200",
        "000000000000000018",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert redact(text) == text
