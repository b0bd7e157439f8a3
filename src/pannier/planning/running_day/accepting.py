"""Use case: give riders a proposed change; the day may have gone on since, as long as nothing contradicts it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.core.check import Violation, check, objective
from pannier.core.plan import LeftOut, LeftOutCode, Plan
from pannier.core.problem import Problem, Rule
from pannier.core.running import Running
from pannier.core.running.cut import resting_in_place, timed_route
from pannier.core.timewindow import TimeWindow
from pannier.places.service import get_hub, network_of
from pannier.planning.models import Proposal
from pannier.planning.problems import ProposalClosed, ProposalOutdated
from pannier.planning.running_day.apply import apply_plan
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.kept_steps import steps_again
from pannier.planning.running_day.load import RunningDay, load_running_day
from pannier.planning.running_day.loaded import NOBODY_SCANS, ParcelsOf
from pannier.planning.running_day.locks_told import locked_tasks, next_stops_freed
from pannier.planning.running_day.outdated import why_row_outdated
from pannier.planning.running_day.promises import all_promises, moments_told, note_accepted
from pannier.planning.running_day.propose import NetworkOf, get_proposal
from pannier.planning.running_day.replan import cut_of
from pannier.planning.running_day.rider_names import named_words, rider_names
from pannier.planning.running_day.underway import passed_of
from pannier.planning.store import lock_hub_day

PATIENCE_S = 180
"""By how much the time it took to decide may make a proposed stop miss its window."""


def accept(
    db: Session,
    proposal_id: uuid.UUID,
    *,
    by: str,
    parcels_of: ParcelsOf = NOBODY_SCANS,
    network_of: NetworkOf = network_of,
) -> Proposal:
    """Give riders the changed plan; accepting again changes nothing.

    Facts win: what was done since stays done, and routes that the proposal leaves as they are stay as they are by now.
    Raises ProposalClosed for one that cannot be accepted, ProposalOutdated where what happened since contradicts it.
    """
    row = get_proposal(db, proposal_id)
    lock_hub_day(db, row.hub_id, row.service_date)
    db.refresh(row)
    if row.state == "accepted":
        return row
    _check_open(db, row)
    network, change = network_of(get_hub(db, row.hub_id)), Change.of_json(row.change)
    # Of what was to stay first, only the stop that a rider is on the way to still is.
    now = replace(change, keep_next=min(1, change.keep_next))
    day = load_running_day(
        db,
        hub_id=row.hub_id,
        service_date=row.service_date,
        change=now,
        network=network,
        parcels_of=parcels_of,
    )
    _check_base(db, day, row, change)
    running, plan = _as_it_stands(day, cut_of(day, now, day.underway), row)
    told = moments_told(day)  # Before the stops have other moments.
    row.revision = apply_plan(db, day, running, plan, network=network)
    note_accepted(db, day, told, row.diff["orders"])
    row.state, row.decided_at, row.by = "accepted", clock.now(), by
    return row


def _check_open(db: Session, row: Proposal) -> None:
    if row.state != "open":
        raise ProposalClosed(f"This proposal is {row.state}; ask for a new one.")
    if row.diff["broken"]:
        names = rider_names(db, hub_id=row.hub_id, service_date=row.service_date)
        raise ProposalClosed(f"It cannot be driven: {named_words(row.diff['broken'][0], names)}")


def _check_base(db: Session, day: RunningDay, row: Proposal, change: Change) -> None:
    """Raise ProposalOutdated where a route that the proposal changes is another one by now."""
    words = why_row_outdated(day.sheets, row)
    if words is not None:
        names = rider_names(db, hub_id=row.hub_id, service_date=row.service_date)
        raise ProposalOutdated(f"{named_words(words, names)} Ask for a new proposal.")
    gone = day.sheets.keys() - day.problem.vehicle_index.keys() - {str(one) for one in change.without}
    if any(str(day.sheets[shift].route.id) not in row.base for shift in gone):
        raise ProposalOutdated("A rider with a route has no shift any more; ask for a new proposal.")


def _as_it_stands(day: RunningDay, running: Running, row: Proposal) -> tuple[Running, Plan]:
    """Return the day with the proposed plan from where the vehicles are by now; raise ProposalOutdated."""
    steps, is_adapted = _next_stops_first(day, row)
    plan = _again(running, steps, {shift: passed_of(sheet) for shift, sheet in day.sheets.items()})
    running = replace(running, whole=_patient(running.whole, check(running.whole, plan)))
    plan = replace(plan, cost=objective(running.whole, plan))
    # What others drive is not released anew, whatever it breaks by now.
    own = (None, *row.steps)
    if found := [one for one in check(running.whole, plan) if one.vehicle_id in own]:
        words = f"It no longer fits what happened since: {found[0].words} Ask for a new proposal."
        raise ProposalOutdated(words)
    if new := [words for words in next_stops_freed(day, plan) if words not in row.diff["unlocked"]]:
        raise ProposalOutdated(f"Riders went on since: {new[0]} Ask for a new proposal.")
    if is_adapted:
        _check_promises(day, running, plan, row)
    return running, plan


def _next_stops_first(day: RunningDay, row: Proposal) -> tuple[dict[str, list[Mapping[str, Any]]], bool]:
    """Return the proposed steps with the stop first that a rider is on the way to by now, and whether one was not."""
    found, is_adapted = {shift: list(rows) for shift, rows in row.steps.items()}, False
    for at in day.underway:
        locked, rows = locked_tasks(day, at), found.get(at.vehicle)
        if rows is None or row.diff["unlocked"]:
            continue
        ahead = [one for one in rows if one["task"] is None or one["task"] in day.problem.task_index]
        first = [one for name in locked for one in ahead if one["task"] == name]
        if [one["task"] for one in ahead if one["task"] is not None][: len(locked)] == list(locked):
            continue
        if len(first) == len(locked):
            found[at.vehicle], is_adapted = [*first, *(one for one in ahead if one not in first)], True
    return found, is_adapted


def _check_promises(day: RunningDay, running: Running, plan: Plan, row: Proposal) -> None:
    """Raise ProposalOutdated where somebody would have to hear whom the proposal did not name."""
    promises, before = all_promises(day), _begins(running.as_is)
    known = {line["order_id"] for line in row.diff["orders"] if line.get("promise_moved")}
    for task_id, start_s in _begins(plan).items():
        was_s = before.get(task_id)
        if was_s is not None and task_id not in known and promises.is_moved(task_id, was_s, start_s):
            raise ProposalOutdated(
                "Riders went on since, and more recipients would have to hear of it. Ask for a new proposal."
            )


def _begins(plan: Plan) -> dict[str, int]:
    return {one.task_id: one.start_s for _, one in plan.activities() if one.task_id is not None}


def _patient(whole: Problem, found: Iterable[Violation]) -> Problem:
    """Return the problem that forgives what the minutes since the proposal made late."""
    late = {one.task_id: one.amount for one in found if one.rule is Rule.WINDOW and one.amount <= PATIENCE_S}
    if not late:
        return whole
    tasks = list(whole.tasks)
    for task_id, late_s in late.items():
        task = tasks[whole.task_index[task_id or ""]]
        last = task.windows[-1]
        longer = TimeWindow(last.start_s, last.end_s + late_s)
        tasks[whole.task_index[task.id]] = replace(task, windows=(*task.windows[:-1], longer))
    return replace(whole, tasks=tuple(tasks))


def _again(
    running: Running,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    passed: Mapping[str, Mapping[str, int]],
) -> Plan:
    """Return the proposed routes beside all others as they are; raise ProposalOutdated where a rider is gone."""
    whole = running.whole
    routes = [route for route in running.as_is.routes if route.vehicle_id not in rows]
    for vehicle_id, steps in rows.items():
        if vehicle_id not in whole.vehicle_index:
            raise ProposalOutdated("A rider of this proposal has no shift any more; ask for a new one.")
        vehicle = whole.vehicles[whole.vehicle_index[vehicle_id]]
        again = resting_in_place(steps_again(whole, vehicle, steps, passed.get(vehicle_id)))
        if any(step.task is not None for step in again):
            routes.append(timed_route(whole, vehicle_id, again))
    planned = {task for route in routes for task in route.task_ids}
    left = tuple(
        LeftOut(task.id, LeftOutCode.NO_VEHICLE, "The proposal leaves it out.")
        for task in whole.tasks
        if task.id not in planned
    )
    return Plan(
        routes=tuple(routes), left_out=left, cost=running.as_is.cost, seed=0, engine="proposal", iterations=0
    )
