"""The sentences of the reasons: what forbids a job, in words that are true of every vehicle on duty."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.plan import LeftOutCode
from pannier.core.problem import Problem, Rule, Task, TaskKind, Vehicle
from pannier.core.schedule import Fault
from pannier.core.timewindow import TimeWindow
from pannier.core.units import (
    amount_text,
    clock_text,
    count_text,
    distance_text,
    duration_text,
    energy_text,
)
from pannier.engine.access_words import access_words, spans
from pannier.engine.alone import can_charge_on_the_way

CODES = {
    Rule.SKILL: LeftOutCode.SKILL,
    Rule.HUB: LeftOutCode.HUB,
    Rule.CAPACITY: LeftOutCode.CAPACITY,
    Rule.REACHABLE: LeftOutCode.UNREACHABLE,
    Rule.WINDOW: LeftOutCode.WINDOW,
    Rule.RELEASE: LeftOutCode.RELEASE,
    Rule.SHIFT: LeftOutCode.SHIFT,
    Rule.BREAK: LeftOutCode.BREAK,
    Rule.BATTERY: LeftOutCode.BATTERY,
    Rule.TRIPS: LeftOutCode.TRIPS,
    Rule.DISTANCE: LeftOutCode.LIMIT,
    Rule.DURATION: LeftOutCode.LIMIT,
    Rule.STOPS: LeftOutCode.LIMIT,
    Rule.ONLY: LeftOutCode.ONLY,
    Rule.ABOARD: LeftOutCode.ABOARD,
    Rule.GOODS: LeftOutCode.GOODS,
    Rule.STACK: LeftOutCode.STACK,
    Rule.ACCESS: LeftOutCode.ACCESS,
    Rule.PLUG: LeftOutCode.PLUG,
}


@dataclass(frozen=True)
class Alone:
    """What forbids a job to the vehicle that came furthest with it.

    `task` is the one of the job's `tasks` that meets the obstacle; `came` are all vehicles that came as far.
    """

    problem: Problem
    vehicle: Vehicle
    fault: Fault
    task: Task
    tasks: tuple[Task, ...]
    came: tuple[Vehicle, ...]

    @property
    def nobody(self) -> str:
        """Return who it is that the obstacle stops: all, or all that nothing else stops before."""
        is_all = len(self.came) == len(self.problem.vehicles)
        return "No vehicle on duty" if is_all else "No vehicle on duty that could carry it otherwise"


def alone_words(alone: Alone) -> tuple[LeftOutCode, str]:
    """Return code and sentence of what forbids a job even with nothing else to do."""
    match alone.fault.rule:
        case Rule.ONLY:
            return LeftOutCode.ONLY, _only_words(alone)
        case Rule.SKILL:
            return LeftOutCode.SKILL, _skill_words(alone)
        case Rule.CAPACITY:
            return LeftOutCode.TOO_LARGE, _too_large_words(alone)
        case Rule.HUB | Rule.TRIPS | Rule.REACHABLE:
            return CODES[alone.fault.rule], _way_words(alone)
        case Rule.ACCESS:
            words = access_words(alone.problem, alone.vehicle, alone.fault, alone.task, alone.came)
            return LeftOutCode.ACCESS, words
        case Rule.WINDOW | Rule.SHIFT if closed := _closed_words(alone):
            return CODES[alone.fault.rule], closed
        case Rule.WINDOW:
            return _late_words(alone.task, alone.vehicle, alone.fault)
    others = "; no other vehicle does better" if len(alone.problem.vehicles) > 1 else ""
    return CODES[alone.fault.rule], f"{_obstacle_words(alone)}{others}."


def _way_words(alone: Alone) -> str:
    """Return why the vehicle comes to no hub of the job, or not to its place."""
    goods = "its goods are" if alone.task.kind is TaskKind.DROPOFF else "its goods belong"
    if alone.fault.rule is Rule.TRIPS:
        who = alone.vehicle.heading
        return f"{who} comes to the hub where {goods} only between two trips, and may make only one."
    if alone.fault.rule is Rule.HUB:
        return f"{alone.nobody} comes to the hub where {goods}."
    return f"{alone.nobody} can reach the address and come back on its network."


def _obstacle_words(alone: Alone) -> str:
    """Return what the vehicle would do with the job alone, without a full stop."""
    rule, who = alone.fault.rule, alone.vehicle.label
    if rule is Rule.SHIFT and alone.task.release_s > alone.vehicle.latest_end_s:
        there = clock_text(alone.task.release_s)
        return f"Its goods are there at {there}, after the end of the shift of {who}"
    if rule is Rule.BATTERY and can_charge_on_the_way(alone.problem, alone.vehicle):
        return f"Even alone it needs more energy than {who} can take along and charge on the way"
    return f"Even alone it {effect_words(alone.vehicle, alone.fault)}"


def _only_words(alone: Alone) -> str:
    """Return that those who may do it are not on duty, or who they are."""
    only = frozenset[str]().union(*(task.only for task in alone.tasks))
    named = [one.label for one in alone.problem.vehicles if one.id in only]
    return f"It is for {' or '.join(named)} only, and not all of its tasks are for the same vehicle."


def _skill_words(alone: Alone) -> str:
    """Return which skill nobody has, or that nobody has all of them together."""
    needs = frozenset[str]().union(*(task.needs for task in alone.tasks))
    missing = needs.difference(*(vehicle.skills for vehicle in alone.came))
    who = (
        "No vehicle on duty"
        if len(alone.came) == len(alone.problem.vehicles)
        else "No vehicle that may do it"
    )
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        return f"{who} offers what it needs ({', '.join(sorted(missing))} {verb} missing)."
    return f"{who} offers all that it needs together ({', '.join(sorted(needs))})."


def _closed_words(alone: Alone) -> str | None:
    """Return that a task's windows lie outside the shifts, None where that is not so."""
    for task in alone.tasks:
        if not task.windows or _meets(task.windows, alone.vehicle):
            continue
        several = len(task.windows) > 1
        its = f"Its {'windows' if several else 'window'} {spans(task.windows)} {'lie' if several else 'lies'} outside"
        if not any(_meets(task.windows, vehicle) for vehicle in alone.problem.vehicles):
            return f"{its} every shift."
        shift = spans((TimeWindow(alone.vehicle.shift.start_s, alone.vehicle.latest_end_s),))
        return f"{its} the shift of {alone.vehicle.label}, {shift}; no other vehicle could carry it."
    return None


def _meets(windows: Sequence[TimeWindow], vehicle: Vehicle) -> bool:
    """Tell whether some window is open at a moment of the shift, overtime included."""
    return any(one.start_s <= vehicle.latest_end_s and one.end_s >= vehicle.shift.start_s for one in windows)


def _late_words(task: Task, vehicle: Vehicle, fault: Fault) -> tuple[LeftOutCode, str]:
    """Return why even the first possible arrival is too late for the last window."""
    window = task.windows[-1]
    first, span = clock_text(window.end_s + fault.amount), spans((window,))
    if task.is_loaded_at_hub and task.release_s > vehicle.shift.start_s:
        there = clock_text(task.release_s)
        words = f"Its goods are at the hub at {there}, too late for {span}: {vehicle.label} comes at {first}."
        return LeftOutCode.RELEASE, words
    words = f"Its window {span} ends before {vehicle.label} can be there, at {first} at the earliest."
    return LeftOutCode.WINDOW, words


def _too_large_words(alone: Alone) -> str:
    """Return in what the job is too large for every vehicle that could carry it otherwise."""
    carriers = (
        "on shift" if len(alone.came) == len(alone.problem.vehicles) else "that could carry it otherwise"
    )
    for dimension, named in enumerate(alone.problem.dimensions):
        most = max(vehicle.capacity[dimension] for vehicle in alone.came)
        need = _most_aboard(alone.tasks, dimension)
        if need > most:
            name = "" if named.name == named.unit else f" {named.name}"
            need_text, have_text = (amount_text(amount, named.unit) for amount in (need, most))
            return f"Too large for every vehicle {carriers}: {need_text}{name}, the largest of them takes {have_text}."
    return f"Too large for every vehicle {carriers}: each is too small in some dimension."


def _most_aboard(tasks: Sequence[Task], dimension: int) -> int:
    """Return what of a job is aboard at once: all pickups of a pair, which come before its drop-offs."""
    return max(sum(task.demand[dimension] for task in tasks if task.kind is kind) for kind in TaskKind)


def effect_words(vehicle: Vehicle, fault: Fault, *, own: bool = True) -> str:
    """Return what adding the job would do, as the middle of a sentence."""
    who, amount = vehicle.label, fault.amount
    whose = "its own" if own else "another order's"
    sentences = {
        Rule.WINDOW: f"would make {who} miss {whose} window by {duration_text(amount)}",
        Rule.RELEASE: f"would have to leave with {who} before its goods are there",
        Rule.SHIFT: f"would end the shift of {who} {duration_text(amount)} late",
        Rule.BREAK: f"would leave {who} no room for the break",
        Rule.BATTERY: f"would bring {who} below its battery reserve by {energy_text(amount)}",
        Rule.CAPACITY: f"would overload {who}, the capacity of the day is used up",
        Rule.TRIPS: f"would need {count_text(amount, 'more trip', 'more trips')} than {who} may make",
        Rule.DISTANCE: f"would take {who} {distance_text(amount)} beyond its longest distance",
        Rule.DURATION: f"would take {who} {duration_text(amount)} beyond its longest duration",
        Rule.STOPS: f"would give {who} {count_text(amount, 'stop')} too many",
        Rule.REACHABLE: f"would lead {who} where no way goes",
        Rule.HUB: f"would send {who} to a hub where it does not call",
        Rule.ABOARD: f"would keep {whose} goods aboard {who} {duration_text(amount)} too long",
        Rule.GOODS: f"would bring goods together on {who} that must not share a trip",
        Rule.ACCESS: f"would bring {who} to {whose} address {duration_text(amount)} too late for its hours there",
        Rule.PLUG: f"would need a plug for {who} for {duration_text(amount)} when none is free",
        Rule.STACK: f"would lie under what {who} takes in later and still has aboard",
    }
    return sentences[fault.rule]
