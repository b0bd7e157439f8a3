"""Use cases: how an operator wants its riders planned: working time, breaks, even work, areas they know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.events import FleetRulesChanged
from pannier.core.work_time.rule_set import RuleSet
from pannier.factors.work_time import rider_sets, set_of_country
from pannier.fleet.models import PROMISE_MOVED_CENTS, RIDER_CHANGED_CENTS, FleetRules
from pannier.fleet.problems import CannotSplitBreaks, CannotWalk, UnknownWorkTimeRules
from pannier.fleet.walk_rules import WalkRule, stored, walk_rules_of, walking_kinds

NONE = "none"
"""What an operator chooses that gives the breaks by hand."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force; `chosen` is null where the law of the country counts, `country_rules` what that is."""

    chosen: str | None = None
    country_rules: str = NONE
    split_breaks: bool = False
    fair_hours_cents: int = 0
    fair_stops_cents: int = 0
    familiar_area_cents: int = 0
    rider_changed_cents: int = RIDER_CHANGED_CENTS
    promise_moved_cents: int = PROMISE_MOVED_CENTS
    walks: Mapping[str, WalkRule] = field(default_factory=dict)

    def set_of(self, own: str | None = None) -> RuleSet | None:
        """Return the set that holds for a rider with this one of their own, None where no law is kept."""
        return rider_sets().get(own or self.chosen or self.country_rules)


def fleet_rules(db: Session) -> Rules:
    """Return the rules of the session's organisation."""
    law = set_of_country(my_organisation(db).country)
    country = law.code if law else NONE
    row = _row(db)
    if row is None:
        return Rules(country_rules=country)
    return Rules(
        chosen=row.work_time_rules,
        country_rules=country,
        split_breaks=row.split_breaks,
        fair_hours_cents=row.fair_hours_cents,
        fair_stops_cents=row.fair_stops_cents,
        familiar_area_cents=row.familiar_area_cents,
        rider_changed_cents=row.rider_changed_cents,
        promise_moved_cents=row.promise_moved_cents,
        walks=walk_rules_of(row.walks),
    )


def change_fleet_rules(db: Session, changes: Mapping[str, Any]) -> Rules:
    """Change the rules; plans made before keep theirs. The log keeps who chose what.

    Raises UnknownWorkTimeRules, CannotSplitBreaks where the set allows no pieces, or CannotWalk for a kind that
    nobody parks or that is named twice.
    """
    lock(db, "fleet rules", [org_of(db)])
    if "walks" in changes:
        changes = {**changes, "walks": _checked_walks([WalkRule(**one) for one in changes["walks"]])}
    row = _row(db) or FleetRules(work_time_rules=None)
    for name, value in changes.items():
        setattr(row, name, value)
    check_rules(row.work_time_rules, also=(NONE,))
    db.add(row)
    db.flush()
    rules = fleet_rules(db)
    in_force = rules.set_of()
    if row.split_breaks and (in_force is None or not in_force.may_split()):
        named = in_force.label if in_force else "No set of rules"
        raise CannotSplitBreaks(
            f"{named}: allows no break in pieces; switch that off.", pointer="/split_breaks"
        )
    record(
        db,
        FleetRulesChanged(
            work_time_rules=row.work_time_rules,
            split_breaks=rules.split_breaks,
            fair_hours_cents=rules.fair_hours_cents,
            fair_stops_cents=rules.fair_stops_cents,
            familiar_area_cents=rules.familiar_area_cents,
            rider_changed_cents=rules.rider_changed_cents,
            promise_moved_cents=rules.promise_moved_cents,
            walking_kinds=tuple(rules.walks),
        ),
    )
    return rules


def _checked_walks(walks: Sequence[WalkRule]) -> list[dict[str, Any]]:
    """Return rules of walking as they are stored; raise CannotWalk."""
    known, seen = walking_kinds(), set[str]()
    for number, rule in enumerate(walks):
        pointer = f"/walks/{number}/kind"
        if rule.kind not in known:
            text = f"{rule.kind!r} is no kind of vehicle that is parked; use one of {', '.join(known)}."
            raise CannotWalk(text, pointer=pointer)
        if rule.kind in seen:
            raise CannotWalk(f"{rule.kind} stands twice; give it one rule.", pointer=pointer)
        seen.add(rule.kind)
    return stored(walks)


def check_rules(code: str | None, *, also: tuple[str, ...] = ()) -> None:
    """Raise UnknownWorkTimeRules for a set that riders cannot have."""
    if code is not None and code not in rider_sets() and code not in also:
        known = ", ".join((*rider_sets(), *also))
        text = f"{code!r} is no set of rules of working time; use one of {known}."
        raise UnknownWorkTimeRules(text, pointer="/work_time_rules")


def _row(db: Session) -> FleetRules | None:
    return db.scalars(select(FleetRules)).first()
