"""Who may be in a zone at which hours: read strictly from what was sent, kept as JSON, asked for a day.

A rule holds on its weekdays (none: every day) for its kinds of vehicle (none: every kind), or only for those that
burn fuel: then they may be inside in `hours`, none: not at all. Kinds and days without a rule are free. Where several
rules of a zone speak, their hours add up; one that leaves none forbids, whatever the others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pannier.factors.kinds import KindError, VehicleKind, vehicle_kind
from pannier.places.local_time import minutes_of
from pannier.places.problems import InvalidZoneRule

RESTRICTED: Final = "restricted"
LOW_EMISSION: Final = "low_emission"
WITH_RULES: Final = frozenset({RESTRICTED, LOW_EMISSION})
"""Kinds of zones that say who may be inside."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@dataclass(frozen=True)
class ZoneRule:
    """One rule; `hours` are local minutes since midnight, a span that ends before it begins goes into the next day."""

    kinds: tuple[str, ...] = ()
    fuel_only: bool = False
    weekdays: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()

    def binds(self, kind: VehicleKind) -> bool:
        """Tell whether the rule is for vehicles of a kind."""
        return (not self.kinds or kind.code in self.kinds) and (bool(kind.factor) or not self.fuel_only)

    def holds_on(self, weekday: int) -> bool:
        """Tell whether the rule holds on a day of the week, Monday 1."""
        return not self.weekdays or weekday in self.weekdays


FUEL_STAYS_OUT: Final = (ZoneRule(fuel_only=True),)
"""What a low-emission zone means that has no rules of its own."""


def checked_rules(kind: str, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rules as they are kept; raise InvalidZoneRule that names what cannot be meant."""
    if rules and kind not in WITH_RULES:
        raise _invalid("/rules", f"A {kind} zone has no rules; use the kind restricted or low_emission.")
    if kind == RESTRICTED and not rules:
        raise _invalid("/rules", "A restricted zone needs a rule that says who may be inside, and when.")
    return [_checked(rule, f"/rules/{number}") for number, rule in enumerate(rules)]


def _checked(rule: Mapping[str, Any], at: str) -> dict[str, Any]:
    for number, code in enumerate(rule.get("kinds", ())):
        try:
            vehicle_kind(code)
        except KindError as error:
            raise _invalid(f"{at}/kinds/{number}", str(error)) from None
    for number, span in enumerate(rule.get("hours", ())):
        for end in ("from", "until"):
            if not _CLOCK.fullmatch(span[end]):
                raise _invalid(f"{at}/hours/{number}/{end}", f"{span[end]!r} is no time of day like 06:00.")
        if span["from"] == span["until"]:
            text = "The span begins when it ends; give 00:00 to 24:00 for a whole day."
            raise _invalid(f"{at}/hours/{number}", text)
    return {
        "kinds": sorted(set(rule.get("kinds", ()))),
        "fuel_only": bool(rule.get("fuel_only", False)),
        "weekdays": sorted(set(rule.get("weekdays", ()))),
        "hours": [dict(span) for span in rule.get("hours", ())],
    }


def rules_of(kind: str, rules: Iterable[Mapping[str, Any]]) -> tuple[ZoneRule, ...]:
    """Return the rules of a zone from what is kept."""
    found = tuple(
        ZoneRule(
            tuple(rule["kinds"]),
            rule["fuel_only"],
            tuple(rule["weekdays"]),
            tuple((minutes_of(span["from"]), minutes_of(span["until"])) for span in rule["hours"]),
        )
        for rule in rules
    )
    return found or (FUEL_STAYS_OUT if kind == LOW_EMISSION else ())


def _invalid(pointer: str, text: str) -> InvalidZoneRule:
    return InvalidZoneRule(text, pointer=pointer)
