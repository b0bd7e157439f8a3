"""Compare what was sent with what is stored: new, changed, the same, or refused and why. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pannier.base.encryption import blind_index
from pannier.core.geo import LonLat
from pannier.core.order_limits import (
    DEFAULT_VOLUME_ML,
    DEFAULT_WEIGHT_G,
    MAX_SERVICE_S,
    Fault,
    check_day,
    check_load,
    check_other_loads,
    check_window,
)
from pannier.core.order_states import FieldGroup, OrderStatus, open_fields
from pannier.core.order_wishes import check_aboard
from pannier.orders.collection import check_collection, collection_columns, merged, of_collection
from pannier.orders.models import Order
from pannier.orders.service_days import ServiceDays
from pannier.orders.submission import KINDS, Submission, moment_on, phone_digits
from pannier.orders.wishes import check_wishes, wishes_of
from pannier.places import service as places
from pannier.places.models import Hub
from pannier.places.problems import MapNotBuilt, PointOutsideMap

Outcome = Literal["created", "updated", "unchanged", "rejected"]

FIELDS: Mapping[str, FieldGroup] = {
    "line": FieldGroup.PLACE, "house_number": FieldGroup.PLACE, "postcode": FieldGroup.PLACE,
    "city": FieldGroup.PLACE, "country": FieldGroup.PLACE, "lon": FieldGroup.PLACE, "lat": FieldGroup.PLACE,
    "hub_id": FieldGroup.TIME, "service_date": FieldGroup.TIME,
    "window_start": FieldGroup.TIME, "window_end": FieldGroup.TIME,
    "kind": FieldGroup.LOAD, "weight_g": FieldGroup.LOAD, "volume_ml": FieldGroup.LOAD,
    "parcel_count": FieldGroup.LOAD, "service_s": FieldGroup.LOAD, "needs": FieldGroup.LOAD,
    "max_aboard_s": FieldGroup.LOAD, "goods": FieldGroup.LOAD, "together": FieldGroup.TIME,
    "on_demand": FieldGroup.TIME, "leave_within_s": FieldGroup.TIME, "deliver_within_s": FieldGroup.TIME,
    "apart": FieldGroup.TIME, "due_at": FieldGroup.TIME, "more_windows": FieldGroup.TIME,
    "other_loads": FieldGroup.LOAD, "prize_cents": FieldGroup.TIME, "release_at": FieldGroup.TIME,
    "recipient_name": FieldGroup.CONTACT, "recipient_phone": FieldGroup.CONTACT,
    "recipient_email": FieldGroup.CONTACT, "notes": FieldGroup.CONTACT, "access_notes": FieldGroup.CONTACT,
    "proof": FieldGroup.CONTACT, "details": FieldGroup.CONTACT,
    "collect_line": FieldGroup.PLACE, "collect_house_number": FieldGroup.PLACE,
    "collect_postcode": FieldGroup.PLACE, "collect_city": FieldGroup.PLACE,
    "collect_country": FieldGroup.PLACE, "collect_lon": FieldGroup.PLACE, "collect_lat": FieldGroup.PLACE,
    "collect_start": FieldGroup.TIME, "collect_end": FieldGroup.TIME, "bundle": FieldGroup.TIME,
    "collect_service_s": FieldGroup.TIME, "collect_name": FieldGroup.CONTACT,
    "collect_phone": FieldGroup.CONTACT, "collect_notes": FieldGroup.CONTACT,
}  # fmt: skip
# Field of the table -> field of the API, for messages.
POINTERS = {
    "line": "/address/line", "house_number": "/address/house_number", "postcode": "/address/postcode",
    "city": "/address/city", "country": "/address/country", "lon": "/address/lon", "lat": "/address/lat",
    "service_date": "/date", "window_start": "/window/start", "window_end": "/window/end",
    "weight_g": "/weight_kg", "volume_ml": "/volume_l", "parcel_count": "/parcels",
    "service_s": "/service_min", "recipient_name": "/recipient/name", "recipient_phone": "/recipient/phone",
    "recipient_email": "/recipient/email", "details": "/metadata",
    "collect_line": "/collection/address/line", "collect_house_number": "/collection/address/house_number",
    "collect_postcode": "/collection/address/postcode", "collect_city": "/collection/address/city",
    "collect_country": "/collection/address/country", "collect_lon": "/collection/address/lon",
    "collect_lat": "/collection/address/lat", "collect_start": "/collection/window/start",
    "collect_end": "/collection/window/end", "collect_service_s": "/collection/service_min",
    "collect_name": "/collection/contact/name", "collect_phone": "/collection/contact/phone",
    "collect_notes": "/collection/notes", "max_aboard_s": "/max_aboard_min",
    "leave_within_s": "/leave_within_min", "deliver_within_s": "/deliver_within_min",
}  # fmt: skip
_ADVICE = {
    OrderStatus.PLANNED: "it is on a planned route; cancel that route, or cancel the order and send a new one",
    OrderStatus.IN_TRANSIT: "it is on its way; wait for the outcome",
    OrderStatus.HELD: "its parcels are with the operator already",
    OrderStatus.REATTEMPT_SCHEDULED: "its parcels are with the operator already",
}


_BOTH_ENDS = {FieldGroup.PLACE, FieldGroup.TIME}


@dataclass(slots=True)
class Decision:
    """What is to be done with one submission; `changed` holds only what differs from the stored order."""

    outcome: Outcome
    order: Order | None = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    digest: bytes = b""
    quoted: dict[str, Any] = field(default_factory=dict)
    """What the order keeps of the quote that it was placed by."""


def decide(sent: Submission, known: Order | None, days: ServiceDays, *, digest: bytes) -> Decision:
    """Decide on one submission; `known` is the stored order with its merchant and reference.

    `digest` is of the words as they were sent.
    """
    if known is not None and known.submitted == digest:
        return Decision("unchanged", known, digest=digest)
    faults = _check_fields(sent)
    hub = _hub(sent, known, days)
    if isinstance(hub, Fault):
        return Decision("rejected", known, faults=(*faults, hub))
    values, late = _values(sent, known, hub, days)
    changed = values if known is None else differing(known, values)
    faults += check_open(known, changed) if known else ()
    faults += late if known is None or touches(changed, FieldGroup.TIME) else ()
    if known is None or touches(changed, FieldGroup.PLACE):
        faults += check_point(hub, sent.point)
        faults += of_collection(check_point(hub, sent.collection.point if sent.collection else None))
    faults += check_other_loads(values["other_loads"])
    faults += check_aboard(sent.kind, values["max_aboard_s"])
    if known is None or touches_ends(changed):
        faults += check_collection(merged(known, values))
    if faults:
        return Decision("rejected", known, faults=faults)
    outcome: Outcome = "created" if known is None else ("updated" if changed else "unchanged")
    return Decision(outcome, known, changed, digest=digest)


def _check_fields(sent: Submission) -> tuple[Fault, ...]:
    weight_g, volume_ml = load_of(sent)
    faults = list(check_load(weight_g, volume_ml, sent.parcels))
    if sent.kind not in KINDS:
        faults.append(
            Fault("/kind", "kind_unknown", f"{sent.kind!r} is no kind of order; use delivery or return.")
        )
    if sent.service_s is not None and not 0 <= sent.service_s <= MAX_SERVICE_S:
        text = f"A service takes 0 to {MAX_SERVICE_S // 60} minutes, not {sent.service_s / 60:g}; correct it."
        faults.append(Fault("/service_min", "service_out_of_range", text))
    return tuple(faults)


def load_of(sent: Submission) -> tuple[int, int]:
    """Return weight and volume of all parcels together, the defaults per parcel where not told."""
    count = max(1, sent.parcels)
    weight_g = DEFAULT_WEIGHT_G * count if sent.weight_g is None else sent.weight_g
    return weight_g, DEFAULT_VOLUME_ML * count if sent.volume_ml is None else sent.volume_ml


def _hub(sent: Submission, known: Order | None, days: ServiceDays) -> Hub | Fault:
    given = sent.hub_id or (known.hub_id if known else None)
    return days.hub_for(given, sent.point)


def _values(
    sent: Submission, known: Order | None, hub: Hub, days: ServiceDays
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return the columns that the submission asks for, and what is wrong with its day and window."""
    zone = ZoneInfo(hub.timezone)
    day = sent.date or (sent.window.date_in(zone) if sent.window else None)
    day = day or (known.service_date if known else days.default_date(hub, on_demand=sent.on_demand))
    start, end = sent.window.resolve(day, zone) if sent.window else (None, None)
    weight_g, volume_ml = load_of(sent)
    values: dict[str, Any] = {
        "kind": sent.kind, "hub_id": hub.id, "service_date": day, "window_start": start, "window_end": end,
        "line": sent.line, "house_number": sent.house_number, "postcode": sent.postcode, "city": sent.city,
        "country": sent.country, "weight_g": weight_g, "volume_ml": volume_ml, "parcel_count": sent.parcels,
        "service_s": sent.service_s, "needs": sorted(set(sent.needs)), "proof": dict(sent.proof),
        "details": dict(sent.details), "recipient_name": sent.recipient_name,
        "recipient_phone": sent.recipient_phone, "recipient_email": sent.recipient_email,
        "notes": sent.notes, "access_notes": sent.access_notes, "bundle": sent.bundle,
        **collection_columns(sent.collection, day, zone), **_for_plans(sent, known, day, zone),
        **wishes_of(sent, known, day, zone),
    }  # fmt: skip
    if known is not None and sent.collection is not None and sent.collection.point is None:
        # Where it was found on the map stays, as long as the address does.
        values = {name: value for name, value in values.items() if name not in {"collect_lon", "collect_lat"}}
    if sent.point is not None:
        at = sent.point.rounded()
        values |= {"lon": at.lon, "lat": at.lat}
    faults = check_time(day, (start, end), hub, days)
    faults = faults or check_wishes(values, hub, days)
    if not faults:
        faults = of_collection(check_time(day, (values["collect_start"], values["collect_end"]), hub, days))
    return values, faults


def _for_plans(sent: Submission, known: Order | None, day: date, zone: ZoneInfo) -> dict[str, Any]:
    """Return the columns that only plans go by."""
    held = known.other_loads if known is not None and "other_loads" in sent.keeps else {}
    loads = {**held, **sent.other_loads}
    out: dict[str, Any] = {"other_loads": {name: amount for name, amount in sorted(loads.items()) if amount}}
    if known is None or "prize_cents" not in sent.keeps:
        out["prize_cents"] = sent.prize_cents
    if sent.release_at is not None or known is None:
        # A transfer may have set it meanwhile: what is not said again stays.
        out["release_at"] = sent.release_at and moment_on(sent.release_at, day, zone)
    return out


def check_time(
    day: date, window: tuple[datetime | None, datetime | None], hub: Hub, days: ServiceDays
) -> tuple[Fault, ...]:
    """Return what is wrong with a service day and its window, seen from now."""
    faults = check_day(day, days.today(hub))
    start, end = window
    if not faults and start is not None and end is not None:
        faults = check_window(start, end, day=days.day(hub, day), now=days.now)
    return faults


def check_point(hub: Hub, point: LonLat | None) -> tuple[Fault, ...]:
    """Return what is wrong with given coordinates: they lie outside the hub's map."""
    if point is None:
        return ()
    try:
        places.check_point(hub, point)
    except (PointOutsideMap, MapNotBuilt) as problem:
        return (Fault("/address/lon", problem.code, problem.detail),)
    return ()


def differing(order: Order, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that differ from the stored ones."""
    return {name: value for name, value in values.items() if getattr(order, name) != value}


def touches(changed: Mapping[str, Any], group: FieldGroup) -> bool:
    """Tell whether a field of the group is among the changed ones."""
    return any(FIELDS.get(name) is group for name in changed)


def touches_ends(changed: Mapping[str, Any]) -> bool:
    """Tell whether something changed that a collection and its delivery must agree on."""
    return any(
        name == "bundle" or name.startswith("collect_") or FIELDS.get(name) in _BOTH_ENDS for name in changed
    )


def check_open(order: Order, changed: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return one fault for each changed field that is closed in the order's present state."""
    status = OrderStatus(order.status)
    allowed = open_fields(status, with_partner=order.copied_to is not None)
    faults = []
    for name in changed:
        pointer = POINTERS.get(name, f"/{name}")
        if name.startswith("collect_") and order.collected_at is not None:
            text = f"{pointer} of order {order.reference} is closed: its parcels have been collected."
            faults.append(Fault(pointer, "order_closed_field", text))
        elif FIELDS[name] not in allowed:
            advice = _ADVICE.get(status, "it has come to its end; send a new order with another reference")
            if order.copied_to is not None and status in {OrderStatus.ALLOCATED, OrderStatus.CONFIRMED}:
                advice = "a partner has taken it; cancel that offer first"
            text = f"{pointer} of order {order.reference} is closed: {advice}."
            faults.append(Fault(pointer, "order_closed_field", text))
    return tuple(faults)


def sealed_extras(values: Mapping[str, Any], org_id: Any) -> dict[str, Any]:
    """Return the columns that follow from others: the blind index of the phone number."""
    if "recipient_phone" not in values:
        return {}
    phone = values["recipient_phone"]
    return {"phone_index": blind_index(org_id, phone_digits(phone)) if phone else None}
