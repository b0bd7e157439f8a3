"""From the order of tasks to a full route: hubs, battery actions and breaks are put where they fit."""

from collections.abc import Sequence
from dataclasses import replace

from pannier.core.plan import ActivityKind
from pannier.core.problem import Charge, Problem, Rule, Swap, TaskKind, Vehicle
from pannier.core.schedule import Fault, Step, Timeline, split_trips, timeline
from pannier.engine.resting import with_breaks

type Trips = tuple[tuple[int, ...], ...]
"""The tasks of each trip of one vehicle, in order."""

START_SLACK_S = 600
"""A route is not started so late that a stop comes closer than this to the end of its window."""

KIND_OF_TASK = {TaskKind.DROPOFF: ActivityKind.DELIVERY, TaskKind.PICKUP: ActivityKind.PICKUP}


def decode(problem: Problem, vehicle: Vehicle, trips: Trips, *, keep_slack_s: int = 0) -> Timeline:
    """Return the timed route of these trips; its faults say what cannot be kept.

    Batteries are swapped or charged between trips as late as possible, which needs the fewest swaps; a
    charge takes what the next trip needs. Breaks use waiting time first.
    """
    steps, faults = _ordered_steps(problem, vehicle, trips)
    timed = timeline(problem, vehicle, steps, keep_slack_s=keep_slack_s)
    if len(trips) > 1 and any(fault.rule is Rule.BATTERY for fault in timed.faults):
        steps = _with_battery_actions(vehicle, timed)
        timed = timeline(problem, vehicle, steps, keep_slack_s=keep_slack_s)
    if any(fault.rule is Rule.BREAK for fault in timed.faults):
        timed = with_breaks(problem, vehicle, timed, keep_slack_s=keep_slack_s)
    return replace(timed, faults=[*faults, *timed.faults]) if faults else timed


def _ordered_steps(problem: Problem, vehicle: Vehicle, trips: Trips) -> tuple[list[Step], list[Fault]]:
    """Return start, tasks, reloads and end, and a fault for each trip that cannot touch its goods' hub."""
    steps: list[Step] = []
    faults: list[Fault] = []
    returned: set[int] = set()
    for number, trip in enumerate(trips):
        loaded = {problem.tasks[task].hub for task in trip if problem.tasks[task].is_loaded_at_hub}
        wanted = {hub for hub in loaded if hub is not None} | returned
        place, fits = _opening_place(vehicle, number, wanted)
        if not fits:
            faults.append(Fault(Rule.HUB, len(steps), 1))
        steps.append(Step(ActivityKind.RELOAD if number else ActivityKind.START, place))
        steps.extend(
            Step(KIND_OF_TASK[problem.tasks[task].kind], problem.tasks[task].place, task) for task in trip
        )
        returned = _returned_to(problem, trip)
    if returned - {vehicle.end_place}:
        faults.append(Fault(Rule.HUB, len(steps), 1))
    steps.append(Step(ActivityKind.END, vehicle.end_place))
    return steps, faults


def _returned_to(problem: Problem, trip: Sequence[int]) -> set[int]:
    """Return the hubs that a trip's pickups must be brought to."""
    tasks = (problem.tasks[index] for index in trip)
    return {task.hub for task in tasks if task.kind is TaskKind.PICKUP and task.hub is not None}


def _opening_place(vehicle: Vehicle, number: int, wanted: set[int]) -> tuple[int, bool]:
    """Return where a trip is opened, and whether that serves all hubs wanted."""
    if number == 0:
        return vehicle.start_place, wanted <= {vehicle.start_place}
    places = vehicle.trips.reload_places
    fitting = [place for place in places if wanted <= {place}]
    if fitting:
        return (vehicle.start_place if vehicle.start_place in fitting else fitting[0]), True
    return (places[0] if places else vehicle.start_place), False


def _with_battery_actions(vehicle: Vehicle, timed: Timeline) -> list[Step]:
    """Return the steps with a swap or charge before each trip that the charge left would not carry."""
    battery = vehicle.battery
    steps = list(timed.steps)
    if battery is None or battery.at_hub is None:
        return steps
    charge_j = battery.start_j
    added = 0
    for opening, closing in list(split_trips(timed.steps)):
        trip_j = sum(leg.energy_j for leg in timed.legs[opening + 1 : closing + 1])
        place = timed.steps[opening].place
        if opening and charge_j - trip_j < battery.reserve_j:
            action, charge_j = _battery_action(battery.at_hub, charge_j, trip_j + battery.reserve_j, place)
            if isinstance(battery.at_hub, Swap):
                charge_j = battery.capacity_j
            added += 1
            steps.insert(opening + added, action)
        charge_j -= trip_j
    return steps


def _battery_action(at_hub: Swap | Charge, charge_j: int, needed_j: int, place: int) -> tuple[Step, int]:
    """Return what the hub does to reach the charge needed, and the charge then."""
    if isinstance(at_hub, Swap):
        return Step(ActivityKind.SWAP, place), needed_j
    target_j = at_hub.full_j if at_hub.only_full else needed_j
    duration_s = at_hub.duration_to_s(max(charge_j, 0), target_j=target_j)
    reached_j = at_hub.charge_after_j(max(charge_j, 0), duration_s=duration_s)
    return Step(ActivityKind.CHARGE, place, charge_s=duration_s), reached_j
