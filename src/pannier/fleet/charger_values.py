"""What is said of a charger beside its power: how many plugs, at which hours, who reserved them, at which price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pannier.fleet.problems import InvalidCharger
from pannier.places.local_time import DAY_MIN, minutes_of


@dataclass(frozen=True, kw_only=True)
class Reserved:
    """One plug that somebody else has on a date between two local minutes; the end may lie on the day after."""

    on: date
    begin_min: int
    end_min: int


@dataclass(frozen=True, kw_only=True)
class PriceFrom:
    """From a local minute of every day on a kilowatt hour at the plug costs so many thousandths of a cent."""

    begin_min: int
    kwh_millicents: int


@dataclass(frozen=True, kw_only=True)
class Charger:
    """How many can charge at once (None: plenty), when it is open (nothing: always), what is reserved, its prices.

    Without prices a kilowatt hour costs what the kinds of vehicles say. Each of `hours` begins and ends at a local
    minute of every day; the end may lie on the day after.
    """

    plugs: int | None = None
    hours: tuple[tuple[int, int], ...] = ()
    reserved: tuple[Reserved, ...] = ()
    prices: tuple[PriceFrom, ...] = ()


NOTHING_SAID = Charger()


def charger_of(said: Mapping[str, Any]) -> Charger:
    """Return what is said of a charger as values; nothing said means plenty of plugs, always, at the usual price."""
    return Charger(
        plugs=said.get("plugs"),
        hours=tuple(_span(one) for one in said.get("hours", ())),
        reserved=tuple(
            Reserved(on=date.fromisoformat(one["date"]), begin_min=_span(one)[0], end_min=_span(one)[1])
            for one in said.get("reservations", ())
        ),
        prices=tuple(
            PriceFrom(begin_min=minutes_of(one["from"]), kwh_millicents=round(one["cents_per_kwh"] * 1000))
            for one in sorted(said.get("tariff", ()), key=lambda one: str(one["from"]))
        ),
    )


def check_charger(said: Mapping[str, Any], at: str) -> None:
    """Raise InvalidCharger that names what cannot be meant, below the pointer `at`."""
    for name in ("hours", "reservations"):
        for number, one in enumerate(said.get(name, ())):
            if one["from"] == one["until"]:
                text = "It ends when it begins; from 00:00 until 24:00 is the whole day."
                raise InvalidCharger(text, pointer=f"{at}/{name}/{number}/until")
    if said.get("reservations") and said.get("plugs") is None:
        text = "A plug can be reserved only where they are counted; say how many plugs there are."
        raise InvalidCharger(text, pointer=f"{at}/plugs")
    _check_prices(said.get("tariff", ()), f"{at}/tariff")


def _check_prices(tariff: Sequence[Mapping[str, Any]], at: str) -> None:
    begins: set[str] = set()
    for number, one in enumerate(tariff):
        if one["from"] in begins:
            text = f"Two prices begin at {one['from']}; leave one out."
            raise InvalidCharger(text, pointer=f"{at}/{number}/from")
        begins.add(one["from"])


def _span(one: Mapping[str, Any]) -> tuple[int, int]:
    """Return the minutes between which a span lies; one that ends before it begins goes into the next day."""
    begin_min, end_min = minutes_of(one["from"]), minutes_of(one["until"])
    return begin_min, end_min if begin_min < end_min else end_min + DAY_MIN
