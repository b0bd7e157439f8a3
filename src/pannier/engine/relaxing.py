"""The cheapest relaxations of a job left out: each rule gives way alone, as little as it must, and the job goes in.

Found by search in the plan as it stands, then timed by core.schedule: a relaxation told is one that works.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pannier.core.plan import ActivityKind, Amount, Relaxation, RelaxationKind
from pannier.core.problem import InvalidProblem, Problem, Rule, Task, Vehicle
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.units import J_PER_KWH, S_PER_HOUR, divide_half_up, divide_up
from pannier.engine.company_words import mates_elsewhere, unwanted_on
from pannier.engine.decode import START_SLACK_S
from pannier.engine.fleet import Fleet
from pannier.engine.jobs import Job
from pannier.engine.lawful_ways import timed_by_law
from pannier.engine.levers import ease, lacks
from pannier.engine.relaxation_words import words_of
from pannier.engine.scout import Lever, Question, Way

MINUTE_S = 60
MOST_TOLD = 5
"""So many relaxations are told of a job, the cheapest."""
_MORE_TRIES = 3
_LAW_STEP = 15
_MOST_S: Mapping[RelaxationKind, int] = {
    RelaxationKind.WINDOW_LATER: 12 * S_PER_HOUR,
    RelaxationKind.WINDOW_EARLIER: 12 * S_PER_HOUR,
    RelaxationKind.SHIFT_LATER: 4 * S_PER_HOUR,
    RelaxationKind.SHIFT_EARLIER: 4 * S_PER_HOUR,
    RelaxationKind.RELEASE: 12 * S_PER_HOUR,
    RelaxationKind.BREAK: 2 * S_PER_HOUR,
    RelaxationKind.ABOARD: 2 * S_PER_HOUR,
}
"""By how much moments give way at most: what needs more helps nobody today."""
_LEVERS: Mapping[RelaxationKind, Lever] = {
    RelaxationKind.WINDOW_LATER: Lever.LATER,
    RelaxationKind.WINDOW_EARLIER: Lever.EARLIER,
    RelaxationKind.SHIFT_LATER: Lever.SHIFT_END,
    RelaxationKind.SHIFT_EARLIER: Lever.SHIFT_START,
    RelaxationKind.RELEASE: Lever.RELEASE,
    RelaxationKind.ROOM: Lever.LOAD,
    RelaxationKind.CHARGE: Lever.BATTERY,
    RelaxationKind.SWAP: Lever.SPARES,
    RelaxationKind.TRIP: Lever.TRIPS,
    RelaxationKind.LIMIT: Lever.LIMITS,
    RelaxationKind.BREAK: Lever.BREAK,
    RelaxationKind.ABOARD: Lever.FRESH,
    RelaxationKind.GOODS: Lever.GOODS,
    RelaxationKind.STACK: Lever.STACK,
    RelaxationKind.TOGETHER: Lever.TOGETHER,
    RelaxationKind.APART: Lever.APART,
    RelaxationKind.SKILL: Lever.NONE,
    RelaxationKind.ONLY: Lever.NONE,
}
COMPANY = {RelaxationKind.TOGETHER: mates_elsewhere, RelaxationKind.APART: unwanted_on}
"""Which tasks are in the way of a job where it is others that decide by which vehicle it goes."""
_HALVED = (RelaxationKind.BREAK, RelaxationKind.ABOARD)
"""Where the search does not measure by how much a rule gives way: the least is found by halving."""
_LIMITS = {
    Rule.DISTANCE: ("distance_m", "m"),
    Rule.DURATION: ("duration_s", "s"),
    Rule.STOPS: ("stops", "stops"),
}

MANDATORY_MILLICENTS = 2_000_000
"""What it counts, where relaxations are ranked, that an order which must be served stays behind instead."""
_CHANGE_MILLICENTS: Mapping[RelaxationKind, int] = {
    RelaxationKind.SWAP: 200_000,
    RelaxationKind.TRIP: 200_000,
    RelaxationKind.CHARGE: 200_000,
    RelaxationKind.ROOM: 500_000,
    RelaxationKind.LIMIT: 500_000,
    RelaxationKind.GOODS: 1_000_000,
    RelaxationKind.STACK: 500_000,
    RelaxationKind.TOGETHER: 500_000,
    RelaxationKind.APART: 500_000,
    RelaxationKind.SKILL: 1_000_000,
    RelaxationKind.ONLY: 1_000_000,
}
_MINUTE_MILLICENTS = 10_000
"""Relaxations are ranked by what they cost more, and by these for giving way: so much for each minute of a moment."""


@dataclass(frozen=True)
class Candidate:
    """A way to do a job where one rule gives way: its steps, timed by the rules as they are."""

    kind: RelaxationKind
    way: Way
    steps: Sequence[Step]
    timed: Timeline


def candidates(fleet: Fleet, job: Job) -> list[Candidate]:
    """Return for each rule the way on which it gives way least, as far as the search tells."""
    found = []
    for kind, question in _questions(fleet, job):
        way = fleet.scout.best(job, question)
        if way is not None:
            found.append(_candidate(fleet, job, kind, way))
    return [one for one in found if not fleet.lacks_plug(one.way.vehicle, one.timed)]


def closest(fleet: Fleet, job: Job) -> tuple[int, Timeline] | None:
    """Return who does it least badly where all rules but breaks and skills give way, and the route by the real ones."""
    way = fleet.scout.best(job, Question(Lever.ALL, most=4 * S_PER_HOUR, step=MINUTE_S))
    if way is None:
        return None
    vehicle = fleet.problem.vehicles[way.vehicle]
    steps = way.steps(fleet.problem, vehicle)
    return way.vehicle, timeline(fleet.problem, vehicle, steps, keep_slack_s=START_SLACK_S)


def _candidate(fleet: Fleet, job: Job, kind: RelaxationKind, way: Way) -> Candidate:
    vehicle = fleet.problem.vehicles[way.vehicle]
    eased = ease(fleet.problem, vehicle, job, kind, {"s": 0, "J": 0})
    steps = way.steps(fleet.problem, eased.vehicle)
    return Candidate(kind, way, steps, timeline(fleet.problem, vehicle, steps, keep_slack_s=START_SLACK_S))


def _questions(fleet: Fleet, job: Job) -> Iterator[tuple[RelaxationKind, Question]]:
    """Yield what to ask for each rule that this job or some vehicle has."""
    problem = fleet.problem
    missing = [lacks(problem, vehicle, job) for vehicle in problem.vehicles]
    unwanted = len(fleet.jobs.company.kept_from(job))
    for kind in (*_rules_there(problem, job), *_rules_of_company(fleet, job)):
        most = _MOST_S.get(kind, 1)
        if kind is RelaxationKind.CHARGE:
            most = max(_joules_missing(vehicle) for vehicle in problem.vehicles)
        most = unwanted if kind is RelaxationKind.APART else most
        step = {RelaxationKind.ROOM: 10}.get(kind, MINUTE_S if kind in _MOST_S else 1)
        also = tuple(number for number, gaps in enumerate(missing) if gaps == {kind})
        if kind in (RelaxationKind.SKILL, RelaxationKind.ONLY) and not also:
            continue
        yield kind, Question(_LEVERS[kind], most=most, step=step, also=also)


def _joules_missing(vehicle: Vehicle) -> int:
    """Return what a battery lacks to be full at the start."""
    return 0 if vehicle.battery is None else vehicle.battery.capacity_j - vehicle.battery.start_j


def _rules_there(problem: Problem, job: Job) -> Iterator[RelaxationKind]:
    """Yield the rules that could be in this job's way, as the problem has them."""
    tasks = [problem.tasks[index] for index in job]
    vehicles = problem.vehicles
    yield from _rules_of_tasks(problem, tasks)
    yield from (RelaxationKind.SHIFT_LATER, RelaxationKind.SHIFT_EARLIER, RelaxationKind.ROOM)
    if any(_joules_missing(one) for one in vehicles):
        yield RelaxationKind.CHARGE
    if any(one.battery and one.trips.reload_places for one in vehicles):
        yield RelaxationKind.SWAP
    if any(one.trips.reload_places for one in vehicles):
        yield RelaxationKind.TRIP
    if any(any(vars(limits).values()) for one in vehicles for limits in (one.limits, one.trips.limits)):
        yield RelaxationKind.LIMIT
    if any(one.breaks for one in vehicles):
        yield RelaxationKind.BREAK
    if any(one.last_in_first_out for one in vehicles):
        yield RelaxationKind.STACK


def _rules_of_tasks(problem: Problem, tasks: Sequence[Task]) -> Iterator[RelaxationKind]:
    if any(task.windows for task in tasks):
        yield from (RelaxationKind.WINDOW_LATER, RelaxationKind.WINDOW_EARLIER)
    if any(task.release_s for task in tasks):
        yield RelaxationKind.RELEASE
    if any(task.max_aboard_s is not None for task in tasks):
        yield RelaxationKind.ABOARD
    if any(task.goods in problem.conflicts for task in tasks):
        yield RelaxationKind.GOODS
    yield from (RelaxationKind.SKILL, RelaxationKind.ONLY)


def _rules_of_company(fleet: Fleet, job: Job) -> Iterator[RelaxationKind]:
    """Yield what the vehicles of other jobs on the road say about the one of this job."""
    if fleet.home_of(job) is not None:
        yield RelaxationKind.TOGETHER
    if fleet.jobs.company.kept_from(job):
        yield RelaxationKind.APART


def relaxations(fleet: Fleet, job: Job, found: Sequence[Candidate]) -> tuple[Relaxation, ...]:
    """Return what lets a job in, each verified, the cheapest first; a minute less of any moment would not do."""
    if (as_it_is := _as_it_is(fleet, job)) is not None:
        return (as_it_is,)
    told = [one for candidate in found if (one := _least(fleet, job, candidate)) is not None]
    if (instead := _instead(fleet, job)) is not None:
        told.append(instead)
    return tuple(sorted(told, key=lambda one: _rank(fleet, one))[:MOST_TOLD])


def _rank(fleet: Fleet, relaxation: Relaxation) -> tuple[int, str]:
    """Return what relaxations are ranked by: what they cost more, and a price for giving way."""
    moments_s = sum(one.amount for one in relaxation.amounts) if relaxation.kind in _MOST_S else 0
    price = _CHANGE_MILLICENTS.get(relaxation.kind, 0) + moments_s * _MINUTE_MILLICENTS // MINUTE_S
    if relaxation.kind is RelaxationKind.INSTEAD:
        job = fleet.jobs.by_task[fleet.problem.task_index[relaxation.names[0]]]
        price += _worth_millicents(fleet, job)
    return relaxation.extra_millicents + price, relaxation.kind


def _worth_millicents(fleet: Fleet, job: Job) -> int:
    """Return what it counts that a planned job stays behind."""
    prize_cents = fleet.problem.tasks[job[0]].prize_cents
    return MANDATORY_MILLICENTS if prize_cents is None else 1000 * prize_cents


def _least(fleet: Fleet, job: Job, candidate: Candidate) -> Relaxation | None:
    """Return a candidate as a relaxation with the least amount that works, None where core.schedule says otherwise."""
    kind = candidate.kind
    if kind in _MOST_S:
        return _least_minutes(fleet, job, candidate)
    return _told(fleet, job, candidate, _amounts(fleet.problem, candidate))


def _least_minutes(fleet: Fleet, job: Job, candidate: Candidate) -> Relaxation | None:
    """Return the relaxation with the fewest minutes: one less leaves no way in the whole plan."""
    is_halved = candidate.kind in _HALVED
    minutes = divide_up(_MOST_S[candidate.kind] if is_halved else candidate.way.amount, MINUTE_S)
    least = 0 if is_halved else minutes - 1
    while least < minutes:
        tried = (least + minutes) // 2
        if not tried or fleet.scout.best(job, _minutes_of(candidate.kind, tried)) is None:
            least = tried + 1
            continue
        # Moments read off a route's labels may be worse than they are: then the least is found by halving, too.
        least = least if is_halved else 0
        is_halved, minutes = True, tried
    for tried in range(minutes, minutes + _MORE_TRIES):
        if (told := _with_minutes(fleet, job, candidate.kind, tried)) is not None:
            return told
    is_of_law = candidate.kind is RelaxationKind.BREAK and any(
        one.work_rules for one in fleet.problem.vehicles
    )
    return _lawful_minutes(fleet, job, candidate.kind, minutes + _MORE_TRIES) if is_of_law else None


def _with_minutes(fleet: Fleet, job: Job, kind: RelaxationKind, minutes: int) -> Relaxation | None:
    """Return the relaxation by so many minutes; None where that leaves no way. Asked anew: breaks may lie otherwise."""
    way = fleet.scout.best(job, _minutes_of(kind, minutes))
    if way is None:
        return None
    return _told(fleet, job, _candidate(fleet, job, kind, way), (Amount("time", MINUTE_S * minutes, "s"),))


def _lawful_minutes(fleet: Fleet, job: Job, kind: RelaxationKind, least: int) -> Relaxation | None:
    """Return the fewest minutes that the law allows where it forbids those that would do.

    With more of them the break may lie elsewhere: sought in steps of some minutes, then by halving.
    """
    for most in range(least, _MOST_S[kind] // MINUTE_S + 1, _LAW_STEP):
        if (found := _with_minutes(fleet, job, kind, most)) is not None:
            break
    else:
        return None
    fewest = max(least, most - _LAW_STEP + 1)
    while fewest < most:
        tried = (fewest + most) // 2
        told = _with_minutes(fleet, job, kind, tried)
        found, most, fewest = (told, tried, fewest) if told is not None else (found, most, tried + 1)
    return found


def _minutes_of(kind: RelaxationKind, minutes: int) -> Question:
    return Question(_LEVERS[kind], most=MINUTE_S * minutes, step=MINUTE_S)


def _amounts(problem: Problem, candidate: Candidate) -> tuple[Amount, ...]:
    """Return by how much a rule that knows no moment gives way: what the route lacks by the rules as they are."""
    faults = candidate.timed.faults
    vehicle = problem.vehicles[candidate.way.vehicle]
    if candidate.kind is RelaxationKind.ROOM:
        peaks = [max(loads) for loads in zip(*candidate.timed.loads, strict=True)]
        over = zip(problem.dimensions, peaks, vehicle.capacity, strict=True)
        return tuple(Amount(one.name, peak - most, one.unit) for one, peak, most in over if peak > most)
    if candidate.kind is RelaxationKind.CHARGE:
        missing = max((fault.amount for fault in faults if fault.rule is Rule.BATTERY), default=0)
        return (Amount("charge", missing, "J"),)
    if candidate.kind is RelaxationKind.LIMIT:
        most = {rule: max((one.amount for one in faults if one.rule is rule), default=0) for rule in _LIMITS}
        return tuple(
            Amount(_LIMITS[rule][0], amount, _LIMITS[rule][1]) for rule, amount in most.items() if amount
        )
    return ()


def _told(fleet: Fleet, job: Job, candidate: Candidate, amounts: tuple[Amount, ...]) -> Relaxation | None:
    """Return the relaxation in words with what it costs; None unless the route then breaks nothing."""
    problem, number = fleet.problem, candidate.way.vehicle
    own = problem.vehicles[number]
    by_name = {one.name: one.amount for one in amounts} | {one.unit: one.amount for one in amounts}
    try:
        eased = ease(problem, own, job, candidate.kind, by_name)
    except InvalidProblem:  # No figure of a problem is as large.
        return None
    timed = timed_by_law(eased.problem, eased.vehicle, candidate.steps, len(own.breaks))
    if timed is None:
        return None
    names = _names(fleet, own, job, candidate)
    if candidate.kind in COMPANY and not names:  # Then it is another rule that is in the way.
        return None
    place, at_s = _swap(timed) if candidate.kind is RelaxationKind.SWAP else (None, None)
    return _priced(
        fleet, job, own, timed,
        kind=candidate.kind, amounts=amounts, names=names, place=place, at_s=at_s,
    )  # fmt: skip


def _priced(fleet: Fleet, job: Job, vehicle: Vehicle, timed: Timeline, **what: object) -> Relaxation:
    """Return a relaxation with the differences to the vehicle's route as it is, and its words."""
    now = fleet.timed.get(fleet.problem.vehicle_index[vehicle.id])
    energy_j = _energy_j(timed) - (_energy_j(now) if now else 0)
    bare = Relaxation(
        vehicle_id=vehicle.id,
        words="",
        extra_millicents=timed.cost.total_millicents - (now.cost.total_millicents if now else 0),
        extra_weights_millicents=timed.cost.weights_millicents - (now.cost.weights_millicents if now else 0),
        extra_s=_duration_s(timed) - (_duration_s(now) if now else 0),
        extra_co2e_mg=divide_half_up(energy_j * vehicle.co2e_mg_per_kwh, J_PER_KWH),
        **what,  # type: ignore[arg-type]
    )
    return words_of(fleet.problem, job, vehicle, bare)


def _energy_j(timed: Timeline) -> int:
    return sum(leg.energy_j for leg in timed.legs)


def _duration_s(timed: Timeline) -> int:
    return timed.clock.departures[-1] - timed.clock.starts[0]


def _swap(timed: Timeline) -> tuple[int | None, int | None]:
    """Return where and when the last battery is swapped."""
    swaps = [i for i, step in enumerate(timed.steps) if step.kind is ActivityKind.SWAP]
    return (timed.steps[swaps[-1]].place, timed.clock.starts[swaps[-1]]) if swaps else (None, None)


def _names(fleet: Fleet, vehicle: Vehicle, job: Job, candidate: Candidate) -> tuple[str, ...]:
    """Return the skills that the vehicle lacks, or the tasks that the job would go with, or without."""
    problem = fleet.problem
    if candidate.kind in COMPANY:
        return COMPANY[candidate.kind](fleet, job, candidate.way.vehicle)
    tasks = [problem.tasks[index] for index in job]
    if candidate.kind is RelaxationKind.SKILL:
        needs = frozenset[str]().union(*(task.needs for task in tasks))
        return tuple(sorted(needs - vehicle.skills))
    if candidate.kind is RelaxationKind.GOODS:
        refused = frozenset[str]().union(
            *(problem.conflicts.get(task.goods or "", frozenset()) for task in tasks)
        )
        trip = _trip_with(candidate.steps, job)
        return tuple(problem.tasks[one].id for one in trip if problem.tasks[one].goods in refused)
    return ()


def _trip_with(steps: Sequence[Step], job: Job) -> list[int]:
    """Return the other tasks of the trip that a job is on."""
    trip: list[int] = []
    for step in steps:
        if step.kind is ActivityKind.RELOAD:
            if job[0] in trip:
                break
            trip = []
        elif step.task is not None:
            trip.append(step.task)
    return [task for task in trip if task not in job]


def _as_it_is(fleet: Fleet, job: Job) -> Relaxation | None:
    """Return the way that needs no rule to give way: the job may be left out, and that is cheaper."""
    way = fleet.scout.best(job, Question())
    return None if way is None else _told(fleet, job, _candidate(fleet, job, RelaxationKind.PRIZE, way), ())


def _instead(fleet: Fleet, job: Job) -> Relaxation | None:
    """Return the way that needs another job's place."""
    worth = fleet.jobs.worth_millicents(job)
    kept = [
        other for other in fleet.jobs.all if other in fleet.left or fleet.jobs.worth_millicents(other) > worth
    ]
    way = fleet.scout.instead(job, mandatory_millicents=MANDATORY_MILLICENTS, kept=kept)
    if way is None or way.instead_of is None:
        return None
    vehicle = fleet.problem.vehicles[way.vehicle]
    steps = way.steps(fleet.problem, vehicle)
    timed = timeline(fleet.problem, vehicle, steps, keep_slack_s=START_SLACK_S)
    if timed.faults:
        return None
    names = tuple(fleet.problem.tasks[index].id for index in way.instead_of)
    return _priced(fleet, job, vehicle, timed, kind=RelaxationKind.INSTEAD, names=names)
