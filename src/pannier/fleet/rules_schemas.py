"""What the rules of how riders are planned take in and give out over HTTP."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Annotated

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.core.problem import Break
from pannier.core.work_time.rule_set import RuleSet
from pannier.fleet.models import PROMISE_MOVED_CENTS, RIDER_CHANGED_CENTS
from pannier.fleet.rules import Rules
from pannier.fleet.walk_rules import (
    LEAST_M,
    MOST_CARRIED_G,
    MOST_CARRIED_PARCELS,
    MOST_M,
    walking_kinds,
)
from pannier.fleet.work_of_shift import WorkOfShift

_RULES = "A code of GET /v1/work-time-rules"
RulesCode = Annotated[str, Field(max_length=40, examples=["de"])]
Price = Annotated[int, Field(ge=0, le=1_000_000, examples=[0])]
_SPLIT = "Whether breaks are planned in the shortest pieces that the rules allow, such as 15 and 30 minutes."
_HOURS = (
    "What even hours are worth, in minor units: the hours of each route count by their square times this, so that an "
    "hour moved from who works long to who works short saves money in the plan. 0: nothing."
)
_STOPS = "The same for the tasks of each route."
_AREA = (
    "What a stop costs more in the plan with a rider who does not know its area, where somebody on duty does. 0: whom "
    "it suits plays no part. It is about people, so the log keeps who switched it on."
)


_RIDER = "What an order that goes to another rider counts when a running day is changed, in minor units."
_PROMISE = (
    "What it counts there that a recipient is served when they were not told, in minor units; as much again for each "
    "hour. With higher prices less changes."
)


_WALKS = (
    "Kinds of vehicles that park once for several doors: from there the rider walks. Kinds that are not named park at "
    "every door, which is as usual. Plans put doors into one such stop where that saves time, so vans gain most."
)
_PARKED = "A kind of vehicle of GET /v1/vehicle-kinds; not one that goes on foot."
_WITHIN = "To doors so many metres of real ways from where is parked."
_CARRY_G = (
    "What is handed over and taken in on one walk weighs at most so many grams; heavier goods are driven to."
)
_CARRY_PARCELS = "And is at most so many parcels."


class WalkIn(In):
    """How far riders of a kind walk from where they park."""

    kind: str = Field(max_length=40, description=_PARKED, examples=["e_van"])
    within_m: int = Field(ge=LEAST_M, le=MOST_M, description=_WITHIN, examples=[120])
    carry_g: int = Field(ge=1, le=MOST_CARRIED_G, description=_CARRY_G, examples=[15_000])
    carry_parcels: int = Field(ge=1, le=MOST_CARRIED_PARCELS, description=_CARRY_PARCELS, examples=[6])


class WalkOut(Out):
    """How far riders of a kind walk from where they park."""

    kind: str = Field(description=_PARKED, examples=["e_van"])
    within_m: int = Field(description=_WITHIN, examples=[120])
    carry_g: int = Field(description=_CARRY_G, examples=[15_000])
    carry_parcels: int = Field(description=_CARRY_PARCELS, examples=[6])


class FleetRulesChange(In):
    """What to change of how riders are planned; fields that are left out stay."""

    model_config = ConfigDict(json_schema_extra={"example": {"work_time_rules": "de", "split_breaks": True}})

    work_time_rules: RulesCode | None = Field(
        default=None,
        examples=["de"],
        description=f"{_RULES}, none for no law, or null for the law of the country.",
    )
    split_breaks: bool = Field(default=False, description=_SPLIT)
    fair_hours_cents: Price = Field(default=0, description=_HOURS, examples=[0])
    fair_stops_cents: Price = Field(default=0, description=_STOPS, examples=[0])
    familiar_area_cents: Price = Field(default=0, description=_AREA, examples=[0])
    rider_changed_cents: Price = Field(default=RIDER_CHANGED_CENTS, description=_RIDER, examples=[200])
    promise_moved_cents: Price = Field(default=PROMISE_MOVED_CENTS, description=_PROMISE, examples=[300])
    walks: list[WalkIn] = Field(
        default=[],
        max_length=20,
        description=_WALKS,
        examples=[[{"kind": "e_van", "within_m": 120, "carry_g": 15_000, "carry_parcels": 6}]],
    )


class FleetRulesOut(Out):
    """How riders are planned."""

    work_time_rules: str | None = Field(
        description="The set chosen, none for no law, or null for the law of the country.", examples=["de"]
    )
    country_rules: str = Field(
        description="The set of the country, none where there is none.", examples=["none"]
    )
    in_force: str = Field(
        description="The set that counts for riders without one of their own.", examples=["de"]
    )
    split_breaks: bool = Field(description=_SPLIT)
    fair_hours_cents: int = Field(description=_HOURS, examples=[0])
    fair_stops_cents: int = Field(description=_STOPS, examples=[0])
    familiar_area_cents: int = Field(description=_AREA, examples=[0])
    rider_changed_cents: int = Field(description=_RIDER, examples=[200])
    promise_moved_cents: int = Field(description=_PROMISE, examples=[300])
    walks: list[WalkOut] = Field(description=_WALKS)
    parked_kinds: list[str] = Field(
        description="The kinds that can have such a rule: all that do not go on foot.", examples=[["e_van"]]
    )

    @classmethod
    def of(cls, rules: Rules) -> "FleetRulesOut":
        """Show the rules."""
        in_force = rules.set_of()
        return cls(
            work_time_rules=rules.chosen,
            country_rules=rules.country_rules,
            in_force=in_force.code if in_force else "none",
            split_breaks=rules.split_breaks,
            fair_hours_cents=rules.fair_hours_cents,
            fair_stops_cents=rules.fair_stops_cents,
            familiar_area_cents=rules.familiar_area_cents,
            rider_changed_cents=rules.rider_changed_cents,
            promise_moved_cents=rules.promise_moved_cents,
            walks=[WalkOut(**asdict(one)) for one in rules.walks.values()],
            parked_kinds=list(walking_kinds()),
        )


class WorkTimeRulesOut(Out):
    """A set of rules of working time; null where the law says nothing."""

    code: str = Field(examples=["de"])
    label: str = Field(examples=["Germany: Arbeitszeitgesetz"])
    law: str = Field(description="The law it stands in.", examples=["ArbZG"])
    country: str | None = Field(
        description="Whose operators go by it unless they choose another.", examples=["DE"]
    )
    valid_from: date = Field(description="Since when it is the law.")
    seen: int = Field(description="The year in which its figures were looked at.", examples=[2026])
    note: str = Field(description="What to know about it.", examples=["Where it was agreed."])
    stretch_min: int | None = Field(description="Minutes at most until a break.", examples=[360])
    break_min: int | None = Field(description="Minutes of the break it asks for first.", examples=[30])
    may_split: bool = Field(description="Whether it allows breaks in pieces.")
    break_law: str = Field(description="Where the break stands.", examples=["§ 4"])
    day_min: int | None = Field(description="Minutes of work a day at most.", examples=[600])
    week_min: int | None = Field(description="Minutes of work in a calendar week at most.", examples=[3600])
    average_week_min: int | None = Field(description="Minutes a week on average.", examples=[2880])
    average_weeks: int = Field(description="Over so many weeks.", examples=[24])
    rest_min: int | None = Field(description="Minutes between two days of work.", examples=[660])
    works_from: time | None = Field(
        description="Before this local time no work is planned.", examples=["06:00:00"]
    )
    works_until: time | None = Field(
        description="After this local time no work is planned.", examples=["20:00:00"]
    )

    @classmethod
    def of(cls, rules: RuleSet) -> "WorkTimeRulesOut":
        """Show a set."""
        asked = [way[0] for way in rules.break_ways if len(way) == 1]
        first = [rules.totals_min[0][1]] if rules.totals_min else []
        return cls(
            break_min=max([min(asked), *first]) if asked else None,
            may_split=rules.may_split(),
            **{
                name: getattr(rules, name)
                for name in cls.model_fields
                if name not in {"break_min", "may_split", "works_from", "works_until"}
            },
            works_from=rules.hours[0] if rules.hours else None,
            works_until=rules.hours[1] if rules.hours else None,
        )


class LawfulBreakOut(Out):
    """A break that the law asks of a shift: it begins between these times, where there is so much work."""

    earliest: datetime = Field(description="When it may begin at the earliest.")
    latest: datetime = Field(description="When it must begin at the latest.")
    duration_s: int = Field(description="Seconds of rest.", examples=[1800])
    after_s: int = Field(
        description="It is taken where there is more work (or driving) than this.", examples=[21600]
    )
    counts: str = Field(description="What is counted: work or driving.", examples=["work"])

    @classmethod
    def of(cls, rest: Break, starts_at: datetime) -> "LawfulBreakOut":
        """Show a break of a shift that begins then."""
        first, last = (
            datetime.fromtimestamp(starts_at.timestamp() + at, starts_at.tzinfo)
            for at in (rest.window.start_s, rest.latest_start_s)
        )
        return cls(
            earliest=first,
            latest=last,
            duration_s=rest.duration_s,
            after_s=rest.after_s or 0,
            counts=rest.counts,
        )


class ShiftWorkOut(Out):
    """What working-time law makes of a shift.

    What it says of the hours that a person has worked is for who may read of people: the bounds, `left_s` and `notes`
    are empty for everybody else.
    """

    label: str | None = Field(
        description="The rules in force; null where none are.", examples=["Germany: Arbeitszeitgesetz"]
    )
    opens_at: datetime | None = Field(description="Before this nothing is planned; null for no bound.")
    closes_at: datetime | None = Field(description="After this nothing is planned; null for no bound.")
    left_s: int | None = Field(
        description="Seconds of work that are left for it; null for any.", examples=[28800]
    )
    breaks: list[LawfulBreakOut] = Field(description="The breaks that a plan takes.")
    notes: list[str] = Field(
        description="What cannot be planned as the shift asks for it.",
        examples=[["Work may begin at 09:00: 11 h 00 min of rest after the work before (ArbZG § 5)."]],
    )

    @classmethod
    def of(cls, work: WorkOfShift, starts_at: datetime, *, with_person: bool) -> "ShiftWorkOut":
        """Show it for a shift that begins then; `with_person` with what it tells of its rider's hours."""
        return cls(
            label=work.label,
            opens_at=work.opens if with_person else None,
            closes_at=work.closes if with_person else None,
            left_s=work.left_s if with_person else None,
            breaks=[LawfulBreakOut.of(rest, starts_at) for rest in work.breaks],
            notes=list(work.notes) if with_person else [],
        )
