from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.events import (
    EVENTS,
    AttemptFailed,
    DutyStarted,
    EventError,
    ImportFinished,
    OrderAccepted,
    OrderChanged,
    PlanReady,
    event,
    event_type,
    from_data,
    to_data,
)

ID = UUID("01890000-0000-7000-8000-000000000001")
PERSONAL = {"name", "phone", "email", "address", "lon", "lat", "street", "recipient", "notes", "plate"}


def _value(hint: Any) -> st.SearchStrategy[Any]:
    if hint in (datetime, datetime | None):
        return st.datetimes(timezones=st.just(UTC))
    return st.from_type(hint)


def _any_event(name: str) -> st.SearchStrategy[Any]:
    hints = get_type_hints(EVENTS[name])
    return st.builds(EVENTS[name], **{key: _value(hint) for key, hint in hints.items()})


@given(st.sampled_from(sorted(EVENTS)).flatmap(_any_event))
def test_every_event_survives_the_way_through_json(happened: Any) -> None:
    assert from_data(event_type(happened), to_data(happened)) == happened


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_is_frozen_documented_and_free_of_personal_data(name: str) -> None:
    cls = EVENTS[name]
    assert is_dataclass(cls)
    assert cls.__doc__
    assert cls.__doc__.endswith(".")
    assert not cls.__doc__.startswith(f"{cls.__name__}(")
    assert not hasattr(cls, "__dict__") or "__slots__" in vars(cls)
    words = {word for field in fields(cls) for word in field.name.split("_")}
    assert not words & PERSONAL


def test_ids_times_and_tuples_become_plain_json() -> None:
    two_o_clock = datetime(2026, 3, 2, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    failed = AttemptFailed(
        attempt_id=ID, order_id=ID, reason="closed", device_time=two_o_clock, received_at=two_o_clock
    )
    assert to_data(failed) == {
        "attempt_id": str(ID),
        "order_id": str(ID),
        "stop_id": None,
        "route_id": None,
        "reason": "closed",
        "device_time": "2026-03-02T12:00:00Z",
        "received_at": "2026-03-02T12:00:00Z",
    }
    assert to_data(OrderChanged(order_id=ID, fields=("window", "notes")))["fields"] == ["window", "notes"]


def test_an_optional_field_may_be_missing_in_old_data() -> None:
    assert from_data("order.accepted", {"order_id": str(ID), "source": "api"}) == OrderAccepted(
        order_id=ID, source="api"
    )


def test_a_service_day_is_a_date() -> None:
    ready = PlanReady(plan_id=ID, hub_id=ID, service_date=date(2026, 3, 2), revision=1)
    assert to_data(ready)["service_date"] == "2026-03-02"


def test_an_event_cannot_be_changed() -> None:
    happened = ImportFinished(import_id=ID, created=1, updated=0, unchanged=0, rejected=0)
    with pytest.raises(FrozenInstanceError):
        happened.created = 2  # type: ignore[misc]  # the refusal is what is tested


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"order_id": str(ID), "source": "api", "colour": "red"}, "no field colour"),
        ({"source": "api"}, "lacks order_id"),
        ({"order_id": "seven", "source": "api"}, "order.accepted.order_id cannot be read"),
        ({"order_id": str(ID), "source": 7}, "a str is needed"),
    ],
)
def test_wrong_data_is_refused_by_name(data: dict[str, Any], complaint: str) -> None:
    with pytest.raises(EventError, match=complaint):
        from_data("order.accepted", data)


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(EventError, match=r"order.eaten.* is unknown"):
        from_data("order.eaten", {})
    with pytest.raises(EventError, match="int is no event"):
        event_type(7)


def test_values_that_are_no_ids_or_codes_are_refused() -> None:
    with pytest.raises(EventError, match=r"order.accepted.source holds a float"):
        to_data(OrderAccepted(order_id=ID, source=0.5))  # type: ignore[arg-type]  # refusal is tested


def test_a_time_without_zone_is_refused() -> None:
    local = datetime(2026, 3, 2, 14, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(EventError, match=r"duty.started.device_time is a time without zone"):
        to_data(DutyStarted(rider_id=ID, device_time=local))


def test_an_event_name_is_used_once_and_well_formed() -> None:
    for wrong in ("order.accepted", "Order accepted"):
        with pytest.raises(EventError, match="malformed or already taken"):
            event(wrong)(type("Again", (), {}))


def test_every_end_of_an_order_is_in_the_catalogue() -> None:
    orders = {name.removeprefix("order.") for name in EVENTS if name.startswith("order.")}
    assert orders >= {"delivered", "partially_delivered", "failed", "cancelled", "returned", "lost", "held"}
    assert orders >= {"accepted", "located", "in_review", "allocated", "planned", "left_out", "reopened"}


def test_an_event_may_hold_counts_by_code() -> None:
    fields = {"__annotations__": {"counts": dict[str, int]}, "__doc__": "Only here."}
    plain: type[Any] = type("Counted", (), fields)
    counted = event("parcel.counted_by_test")(plain)
    happened = counted(counts={"sorted": 3})
    assert to_data(happened) == {"counts": {"sorted": 3}}
    assert from_data("parcel.counted_by_test", {"counts": {"sorted": 3}}) == happened
    del EVENTS["parcel.counted_by_test"]
