"""Parts of a city, and what was found of them, as JSON: positions in the city, which every worker makes alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from pannier.core.plan import ActivityKind
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget
from pannier.engine.city import Part, PartFound, Standing, Stretch

type Json = dict[str, Any]
type Routes = Mapping[int, tuple[Step, ...]]


def part_as_json(part: Part) -> Json:
    """Return a part as it waits for a worker."""
    return {
        "vehicles": list(part.vehicles),
        "tasks": list(part.tasks),
        "begun": _routes(part.begun),
        "seconds": part.budget.seconds,
        "iterations": part.budget.iterations,
        "seed": part.seed,
        "stretch": [part.stretch.begins, part.stretch.ends, part.stretch.average_millicents],
    }


def part_of_json(kept: Json) -> Part:
    """Return a part as it was asked for."""
    begins, ends, average = kept["stretch"]
    return Part(
        vehicles=tuple(kept["vehicles"]),
        tasks=tuple(kept["tasks"]),
        begun=_steps_of(kept["begun"]),
        budget=Budget(seconds=kept["seconds"], iterations=kept["iterations"]),
        seed=kept["seed"],
        stretch=Stretch(begins, ends, average),
    )


def is_same_part(kept: Json, asked: Json) -> bool:
    """Tell whether a part was asked for before: the clock may have given it another budget."""
    clocked = {"seconds", "stretch"}
    return {k: v for k, v in kept.items() if k not in clocked} == {
        k: v for k, v in asked.items() if k not in clocked
    }


def found_as_json(found: PartFound) -> Json:
    """Return what was found as it is kept."""
    return {
        "best": _standing(found.best),
        "now": _standing(found.now),
        "iterations": found.iterations,
        "took_s": found.took_s,
    }


def found_of_json(kept: Json) -> PartFound:
    """Return what was found."""
    return PartFound(
        best=_standing_of(kept["best"]),
        now=_standing_of(kept["now"]),
        iterations=kept["iterations"],
        took_s=kept["took_s"],
    )


def _standing(standing: Standing) -> Json:
    return {
        "routes": _routes(standing.routes),
        "left": sorted(standing.left),
        "cost_millicents": standing.cost_millicents,
    }


def _standing_of(kept: Json) -> Standing:
    return Standing(_steps_of(kept["routes"]), frozenset(kept["left"]), kept["cost_millicents"])


def _routes(routes: Routes) -> Json:
    return {str(vehicle): [_step(step) for step in steps] for vehicle, steps in routes.items()}


def _steps_of(kept: Json) -> dict[int, tuple[Step, ...]]:
    return {int(vehicle): tuple(_step_of(one) for one in steps) for vehicle, steps in kept.items()}


def _step(step: Step) -> list[Any]:
    window = None if step.window is None else [step.window.start_s, step.window.end_s]
    return [str(step.kind), step.place, step.task, step.rest, step.charge_s, step.station, window]


def _step_of(kept: Sequence[Any]) -> Step:
    kind, place, task, rest, charge_s, station, window = kept
    return Step(
        ActivityKind(kind),
        place,
        task=task,
        rest=rest,
        charge_s=charge_s,
        station=station,
        window=None if window is None else TimeWindow(*window),
    )
