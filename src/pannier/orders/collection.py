"""Where an order is collected instead of coming by the hub: its columns, and what cannot be meant."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pannier.core.order_limits import MAX_SERVICE_S, Fault
from pannier.orders.models import Order
from pannier.orders.submission import CollectionSent

PREFIX = "collect_"
ADDRESS = ("line", "house_number", "postcode", "city", "country")
COLUMNS = tuple(
    f"{PREFIX}{name}"
    for name in (*ADDRESS, "lon", "lat", "name", "phone", "notes", "start", "end", "service_s")
)
NOTHING: Mapping[str, Any] = dict.fromkeys(COLUMNS)
"""The columns of an order that comes by the hub."""


def collection_columns(sent: CollectionSent | None, day: date, zone: ZoneInfo) -> dict[str, Any]:
    """Return the columns that a collection asks for; a point that was not given stays out."""
    if sent is None:
        return dict(NOTHING)
    start, end = sent.window.resolve(day, zone) if sent.window else (None, None)
    columns = {f"{PREFIX}{name}": getattr(sent, name) for name in (*ADDRESS, "name", "phone", "notes")}
    columns |= {"collect_start": start, "collect_end": end, "collect_service_s": sent.service_s}
    if sent.point is not None:
        at = sent.point.rounded()
        columns |= {"collect_lon": at.lon, "collect_lat": at.lat}
    return columns


def merged(order: Order | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an order would hold with these values, as far as its two ends are concerned."""
    names = ("kind", "window_end", "bundle", *ADDRESS, "lon", "lat", *COLUMNS)
    return {name: values[name] if name in values else getattr(order, name, None) for name in names}


def check_collection(held: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what is wrong with a collection, of all the columns that the order would then hold."""
    if held["collect_line"] is None:
        if any(held[name] is not None for name in COLUMNS):
            text = "A collection needs an address; name it, or set the collection to null."
            return (Fault("/collection/address", "collection_without_address", text),)
        if held["bundle"] is None:
            return ()
        text = "A bundle is of orders that are collected at one address; name the collection, or leave bundle out."
        return (Fault("/bundle", "bundle_without_collection", text),)
    faults = []
    if held["kind"] == "return":
        text = "A return goes to the hub and has no collection; leave it out, or make the order a delivery."
        faults.append(Fault("/collection", "collection_of_return", text))
    if _is_same_place(held):
        text = "It is collected where it is delivered; correct one of the two addresses."
        faults.append(Fault("/collection/address", "collection_same_place", text))
    service_s = held["collect_service_s"]
    if service_s is not None and not 0 <= service_s <= MAX_SERVICE_S:
        text = f"A service takes 0 to {MAX_SERVICE_S // 60} minutes, not {service_s / 60:g}; correct it."
        faults.append(Fault("/collection/service_min", "service_out_of_range", text))
    return (*faults, *_check_order_of_windows(held["collect_start"], held["window_end"]))


def _is_same_place(held: Mapping[str, Any]) -> bool:
    """Tell whether both ends lie at one point or have one address, however its letters are written."""
    here, there = (tuple(held[f"{prefix}{name}"] for name in ("lon", "lat")) for prefix in ("", PREFIX))
    if None not in (*here, *there):
        return here == there
    ends = [[_plain(held[f"{prefix}{name}"]) for name in ADDRESS[:4]] for prefix in ("", PREFIX)]
    return ends[0] == ends[1]


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().replace(",", " ").split())


def _check_order_of_windows(start: datetime | None, end: datetime | None) -> tuple[Fault, ...]:
    if start is None or end is None or start < end:
        return ()
    text = (
        f"It can be collected from {start:%H:%M} on, but is to be delivered by {end.astimezone(start.tzinfo):%H:%M};"
        " make the collection's window earlier or the delivery's later."
    )
    return (Fault("/collection/window/start", "collection_too_late", text),)


def of_collection(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return faults that were found in the collection's window or address, under its name."""
    return tuple(replace(fault, pointer=f"/collection{fault.pointer}") for fault in faults)
