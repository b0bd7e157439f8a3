"""An order as somebody sends it, before it is checked."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pannier.core.geo import LonLat

KINDS = ("delivery", "return")
Moment = datetime | time
# The field is called like its type, which a class body cannot say.
ServiceDate = date


def tellable(at: datetime) -> datetime:
    """Return a moment that every zone can tell; raise ValueError at the ends of the calendar."""
    if not 1 < at.year < 9999:
        raise ValueError(f"give a moment near today, not {at.isoformat()}")
    return at


@dataclass(frozen=True, slots=True)
class Window:
    """When to come: moments, or times of the service day; without zone they are the hub's local ones."""

    start: Moment
    end: Moment

    def resolve(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the two moments on a service day."""
        return moment_on(self.start, day, zone), moment_on(self.end, day, zone)

    def date_in(self, zone: ZoneInfo) -> date | None:
        """Return the local date of the start when the window says one."""
        return moment_on(self.start, date.min, zone).date() if isinstance(self.start, datetime) else None


def moment_on(value: Moment, day: date, zone: ZoneInfo) -> datetime:
    """Return a time of a service day, or a moment; without zone they are the hub's local ones."""
    if isinstance(value, time):
        return datetime.combine(day, value, zone)
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSent:
    """Where an order's parcels are collected, as sent."""

    line: str
    house_number: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    point: LonLat | None = None
    name: str | None = None
    phone: str | None = None
    notes: str | None = None
    window: Window | None = None
    service_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One order as sent; what is None was not said. `loads` are (g, ml) of single parcels where told apart.

    `keeps` names fields of which a known order keeps what is not said here: a file speaks of its columns only.
    `raw` is what was sent, word for word: the same again is no change, whatever defaults mean by then.
    """

    reference: str
    line: str
    kind: str = "delivery"
    merchant_org_id: uuid.UUID | None = None
    hub_id: uuid.UUID | None = None
    date: ServiceDate | None = None
    house_number: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    point: LonLat | None = None
    recipient_name: str | None = None
    recipient_phone: str | None = None
    recipient_email: str | None = None
    window: Window | None = None
    weight_g: int | None = None
    volume_ml: int | None = None
    parcels: int = 1
    loads: tuple[tuple[int, int], ...] = ()
    service_s: int | None = None
    needs: tuple[str, ...] = ()
    other_loads: Mapping[str, int] = field(default_factory=dict)
    prize_cents: int | None = None
    release_at: Moment | None = None
    proof: Mapping[str, str] = field(default_factory=dict)
    notes: str | None = None
    access_notes: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    collection: CollectionSent | None = None
    max_aboard_s: int | None = None
    on_demand: bool = False
    leave_within_s: int | None = None
    deliver_within_s: int | None = None
    goods: str | None = None
    together: str | None = None
    apart: str | None = None
    due_at: Moment | None = None
    more_windows: tuple[Window, ...] = ()
    bundle: str | None = None
    quote_id: uuid.UUID | None = None
    keeps: frozenset[str] = frozenset()
    raw: str = ""

    @property
    def wording(self) -> str:
        """Return the text whose digest tells whether the same was sent before."""
        return self.raw or json.dumps(_plain(asdict(self)), sort_keys=True, default=str)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, dict) else str(value) for name, value in values.items()}


def phone_digits(phone: str) -> str:
    """Return a phone number in the one form that is searched: digits, with + for an international one."""
    bare = re.sub(r"[^\d+]", "", phone)
    return "+" + bare[2:] if bare.startswith("00") else bare
