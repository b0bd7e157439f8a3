"""What working-time law leaves of a shift, and the breaks it asks for."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.core.problem import Break, InvalidProblem, WorkRule
from pannier.core.units import duration_text
from pannier.core.work_time.breaks import breaks_of
from pannier.core.work_time.carried import Allowance, allowance
from pannier.core.work_time.rule_set import RuleSet
from pannier.factors.work_time import DRIVING, rule_sets
from pannier.fleet.models import Rider, Shift, Vehicle
from pannier.fleet.rules import Rules, fleet_rules
from pannier.fleet.work_records import WorkOfRiders, work_of_riders
from pannier.places.service import get_hub


@dataclass(frozen=True, kw_only=True)
class WorkOfShift:
    """The rules of a shift; `opens` and `closes` are the first and last moment that they allow to work.

    `breaks` are those of the whole shift, in seconds after its beginning; `notes` say in sentences what is cut. `since`
    is from when on they count, where work of the same shift before is counted in them already.
    """

    label: str | None = None
    rules: tuple[WorkRule, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    left_s: int | None = None
    breaks: tuple[Break, ...] = ()
    notes: tuple[str, ...] = ()
    since: datetime | None = None


NO_LAW = WorkOfShift()


def work_of_shifts(
    db: Session,
    shift_ids: Collection[uuid.UUID],
    *,
    as_whole: bool = False,
    until: Mapping[uuid.UUID, datetime] = MappingProxyType({}),
) -> Mapping[uuid.UUID, WorkOfShift]:
    """Return what the law leaves of each of these shifts from now on.

    As a whole it is what the law left when they began: for routes that are driven, which count their own work. A route
    that is not the first of its shift counts from the moment in `until` on, and what was worked before counts here.
    """
    query = (
        select(Shift, Rider, Vehicle)
        .join(Rider, Rider.id == Shift.rider_id)
        .join(Vehicle, Vehicle.id == Shift.vehicle_id)
        .where(Shift.id.in_(shift_ids))
    )
    rows = [(row[0], row[1], row[2]) for row in db.execute(query)]
    if not rows:
        return {}
    rules, now = fleet_rules(db), clock.now()
    riders = {rider.id for _, rider, _ in rows}
    work = work_of_riders(db, riders, until=max(shift.service_date for shift, _, _ in rows), now=now)
    work = work.without(shift_ids, until) if as_whole else work
    zones = {
        hub_id: ZoneInfo(get_hub(db, hub_id).timezone) for hub_id in {shift.hub_id for shift, _, _ in rows}
    }
    return {
        shift.id: replace(
            _of_shift(shift, sets_of(rules, rider, vehicle), rules, work, zones[shift.hub_id]),
            since=until.get(shift.id) if work.of_shift(shift) else None,
        )
        for shift, rider, vehicle in rows
    }


def sets_of(rules: Rules, rider: Rider, vehicle: Vehicle) -> list[RuleSet]:
    """Return the sets of rules that hold for a rider with a vehicle."""
    own = rules.set_of(rider.work_time_rules)
    heavy = [rule_sets()[DRIVING]] if vehicle.eu_driving_times else []
    return [own, *heavy] if own else heavy


def _of_shift(
    shift: Shift, sets: list[RuleSet], rules: Rules, work: WorkOfRiders, zone: ZoneInfo
) -> WorkOfShift:
    if not sets:
        return NO_LAW
    days = {row.id: row.start.astimezone(zone).date() for row in work.records.get(shift.rider_id, [])}
    found = [_of_set(shift, one, rules, work, days) for one in sets]
    before_s = _since_break_s(shift, work)
    route_rules = tuple(
        rule
        for one, left in zip(sets, found, strict=True)
        for rule in one.work_rules(
            left_s=left.left_s, split=rules.split_breaks and one.may_split(), before_s=before_s
        )
    )
    opens, closes = _hours(sets[0], shift.service_date, zone)
    rested = [left.earliest for left in found if left.earliest is not None]
    span = (0, int((shift.ends_at - shift.starts_at).total_seconds()) + shift.overtime_s)
    return WorkOfShift(
        label=" · ".join(one.label for one in sets),
        rules=route_rules,
        opens=max((at for at in (*rested, opens) if at is not None), default=None),
        closes=closes,
        left_s=min((left.left_s for left in found if left.left_s is not None), default=None),
        breaks=_breaks(route_rules, span),
        notes=tuple(_notes(shift, sets, found, (opens, closes), zone)),
    )


def _of_set(
    shift: Shift, rules: RuleSet, chosen: Rules, work: WorkOfRiders, days: Mapping[uuid.UUID, date]
) -> Allowance:
    """Return what is left by one set; the one for vehicles counts driving, of which nothing is carried over."""
    rest_s = min((way[0] for way in rules.break_ways), default=0) * 60
    rest_s = max(rest_s, rules.totals_min[0][1] * 60 if rules.totals_min else 0)
    earlier = work.before(shift, rest_s, days)
    if rules.for_vehicles:
        earlier = [one for one in earlier if one.service_date < shift.service_date]
    return allowance(rules, shift.service_date, earlier)


def _breaks(rules: Sequence[WorkRule], span: tuple[int, int]) -> tuple[Break, ...]:
    """Return the breaks of the shift; none for one that is too long for any."""
    try:
        return tuple(rest for rule in rules for rest in breaks_of(rule, span, split=rule.split))
    except InvalidProblem:
        return ()


def _since_break_s(shift: Shift, work: WorkOfRiders) -> int:
    """Return how long the rider has worked in this shift since the last break, as far as that was told."""
    told = work.of_shift(shift)
    if not told:
        return 0
    last = told[-1]
    until = last.end or work.now
    return max(0, int((until - (last.rested_until or last.start)).total_seconds()))


def _hours(rules: RuleSet, on: date, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    if rules.hours is None:
        return None, None
    first, last = (datetime.combine(on, at, zone) for at in rules.hours)
    return first, last


def _notes(
    shift: Shift,
    sets: list[RuleSet],
    found: list[Allowance],
    hours: tuple[datetime | None, datetime | None],
    zone: ZoneInfo,
) -> list[str]:
    """Return in sentences what cannot be planned as the shift asks for it."""
    notes = []
    for rules, left in zip(sets, found, strict=True):
        if left.earliest is not None and left.earliest > shift.starts_at:
            notes.append(_rest_words(rules, left.earliest.astimezone(zone), shift))
        span_s = int((shift.ends_at - shift.starts_at).total_seconds())
        if left.left_s is not None and left.left_s < span_s:
            if left.reasons:
                notes.extend(left.reasons)
            elif rules.day_min is not None and rules.day_min * 60 + 3600 < span_s:
                most = duration_text(rules.day_min * 60)
                notes.append(
                    f"At most {most} of {rules.counts} are planned a day ({rules.quote(rules.day_law)})."
                )
    opens, closes = hours
    if opens is not None and closes is not None and (opens > shift.starts_at or closes < shift.ends_at):
        span = f"{_clock(sets[0].works_from)} to {_clock(sets[0].works_until)}"
        notes.append(f"Work is planned from {span} only ({sets[0].quote(sets[0].night_law)}).")
    return notes


def _rest_words(rules: RuleSet, earliest: datetime, shift: Shift) -> str:
    rest = duration_text((rules.rest_min or 0) * 60)
    at = f"{earliest:%H:%M}" if earliest.date() == shift.service_date else f"{earliest:%d %b %H:%M}"
    return f"Work may begin at {at}: {rest} of rest after the work before ({rules.quote(rules.rest_law)})."


def _clock(text: str | None) -> str:
    return f"{time.fromisoformat(text or '00:00'):%H:%M}"
