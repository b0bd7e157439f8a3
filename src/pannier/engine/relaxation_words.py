"""The sentences of relaxations: which rule would have to give way by how much, and what that costs."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pannier.core.plan import Amount, Relaxation, RelaxationKind
from pannier.core.problem import Problem, Task, Vehicle
from pannier.core.units import (
    amount_text,
    clock_text,
    count_text,
    distance_text,
    duration_text,
    energy_text,
    money_text,
)
from pannier.engine.jobs import Job

_SHOWN_NAMES = 3
_LEAST_KG_G = 100
"""Less than so many grams would be told as no kilogram at all."""


def words_of(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> Relaxation:
    """Return the relaxation with its sentence."""
    condition = _CONDITIONS[relaxation.kind](problem, job, vehicle, relaxation)
    return replace(relaxation, words=f"Fits with {vehicle.label}{condition}; {_costs(problem, relaxation)}.")


def _costs(problem: Problem, relaxation: Relaxation) -> str:
    """Return what the whole plan then costs more or less."""
    weights_cents = relaxation.extra_weights_millicents / 1000
    cents = relaxation.extra_millicents / 1000 - weights_cents
    verb = "saves" if cents < 0 else "costs"
    money = f"that {verb} {money_text(abs(cents), problem.currency)}{'' if cents < 0 else ' more'}"
    if abs(weights_cents) >= 0.5:
        more = "less" if weights_cents < 0 else "more"
        money += (
            f", counts {money_text(abs(weights_cents), problem.currency)} {more} besides that nobody pays"
        )
    seconds, grams = relaxation.extra_s, relaxation.extra_co2e_mg / 1000
    time = f"{duration_text(abs(seconds))} {'less' if seconds < 0 else 'more'} on the road"
    carbon = (
        f" and {abs(grams):.0f} g CO2e {'less' if grams < 0 else 'more'}" if relaxation.extra_co2e_mg else ""
    )
    return f"{money}, {time}{carbon}"


def _amount_s(relaxation: Relaxation) -> int:
    return sum(one.amount for one in relaxation.amounts if one.unit == "s")


def _whose(tasks: list[Task]) -> str:
    return "the windows of its stops" if len(tasks) > 1 else "its window"


def _window_later(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del vehicle
    tasks = [problem.tasks[index] for index in job if problem.tasks[index].windows]
    longer = duration_text(_amount_s(relaxation))
    until = clock_text(tasks[0].windows[-1].end_s + _amount_s(relaxation))
    exactly = f", until {until}" if len(tasks) == 1 and len(tasks[0].windows) == 1 else ""
    return f" if {_whose(tasks)} may end {longer} later{exactly}"


def _window_earlier(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del vehicle
    tasks = [problem.tasks[index] for index in job if problem.tasks[index].windows]
    sooner = duration_text(_amount_s(relaxation))
    since = clock_text(max(0, tasks[0].windows[0].start_s - _amount_s(relaxation)))
    exactly = f", at {since}" if len(tasks) == 1 and len(tasks[0].windows) == 1 else ""
    return f" if {_whose(tasks)} may begin {sooner} earlier{exactly}"


def _shift_later(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job
    more_s = _amount_s(relaxation)
    until = clock_text(vehicle.latest_end_s + more_s)
    return f" if the shift may last {duration_text(more_s)} longer, until {until}"


def _shift_earlier(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job
    more_s = _amount_s(relaxation)
    since = clock_text(max(0, vehicle.shift.start_s - more_s))
    return f" if the shift may begin {duration_text(more_s)} earlier, at {since}"


def _release(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del vehicle
    sooner = _amount_s(relaxation)
    there = clock_text(max(0, max(problem.tasks[index].release_s for index in job) - sooner))
    return f" if its goods are there {duration_text(sooner)} earlier, at {there}"


def _room(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job, vehicle
    return f" if it held {' and '.join(_more(one) for one in relaxation.amounts)} more"


def _more(one: Amount) -> str:
    name = "" if one.name == one.unit else f" {one.name}"
    text = (
        f"{one.amount} g"
        if one.unit == "g" and one.amount < _LEAST_KG_G
        else amount_text(one.amount, one.unit)
    )
    return f"{text}{name}"


def _limit(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job, vehicle
    texts: Mapping[str, Callable[[int], str]] = {
        "distance_m": lambda amount: f"drive {distance_text(amount)}",
        "duration_s": lambda amount: f"be on the road {duration_text(amount)}",
        "stops": lambda amount: f"make {count_text(amount, 'stop')}",
    }
    return f" if it may {' and '.join(texts[one.name](one.amount) for one in relaxation.amounts)} more"


def _swap(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del job, vehicle
    where = "" if relaxation.place is None else f" at {problem.places[relaxation.place].id}"
    when = "" if relaxation.at_s is None else f" at {clock_text(relaxation.at_s)}"
    return f" if one more battery is there to be swapped{where}{when}"


def _goods(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job, vehicle
    return f" if its goods may share a trip with those of {_shown(relaxation)}"


def _together(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job, vehicle
    return f" if it need not share a vehicle with {_shown(relaxation)}"


def _apart(problem: Problem, job: Job, vehicle: Vehicle, relaxation: Relaxation) -> str:
    del problem, job, vehicle
    return f" if it may share a vehicle with {_shown(relaxation)}"


def _shown(relaxation: Relaxation) -> str:
    """Return the first names, and how many there are besides."""
    shown = ", ".join(relaxation.names[:_SHOWN_NAMES])
    others = len(relaxation.names) - _SHOWN_NAMES
    more = f" and {count_text(others, 'other')}" if others > 0 else ""
    return f"{shown}{more}"


type _Condition = Callable[[Problem, Job, Vehicle, Relaxation], str]

_CONDITIONS: Mapping[RelaxationKind, _Condition] = {
    RelaxationKind.WINDOW_LATER: _window_later,
    RelaxationKind.WINDOW_EARLIER: _window_earlier,
    RelaxationKind.SHIFT_LATER: _shift_later,
    RelaxationKind.SHIFT_EARLIER: _shift_earlier,
    RelaxationKind.RELEASE: _release,
    RelaxationKind.ROOM: _room,
    RelaxationKind.LIMIT: _limit,
    RelaxationKind.SWAP: _swap,
    RelaxationKind.GOODS: _goods,
    RelaxationKind.TOGETHER: _together,
    RelaxationKind.APART: _apart,
    RelaxationKind.CHARGE: lambda problem, job, vehicle, one: (
        f" if its battery holds {energy_text(one.amounts[0].amount)} more at the start"
    ),
    RelaxationKind.TRIP: lambda problem, job, vehicle, one: " if it may make one trip more",
    RelaxationKind.BREAK: lambda problem, job, vehicle, one: (
        f" if its break may lie {duration_text(_amount_s(one))} outside its window"
    ),
    RelaxationKind.ABOARD: lambda problem, job, vehicle, one: (
        f" if its goods may be aboard {duration_text(_amount_s(one))} longer"
    ),
    RelaxationKind.STACK: lambda problem, job, vehicle, one: (
        " if its box also gives back what does not lie on top"
    ),
    RelaxationKind.SKILL: lambda problem, job, vehicle, one: f" if that offers {', '.join(one.names)}",
    RelaxationKind.ONLY: lambda problem, job, vehicle, one: " if it may go with that, too",
    RelaxationKind.INSTEAD: lambda problem, job, vehicle, one: (
        f" if {' and '.join(one.names[:_SHOWN_NAMES])} stays behind instead"
    ),
    RelaxationKind.PRIZE: lambda problem, job, vehicle, one: (
        " as things are, at more than leaving it out costs"
    ),
}
