"""The decisions of a changed plan as a row keeps them, and back again as far as they still stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pannier.core.plan import ActivityKind, Plan, Route
from pannier.core.problem import Break, Problem, Vehicle
from pannier.core.running import as_steps
from pannier.core.schedule import Step

COUNTED = frozenset((ActivityKind.RELOAD, ActivityKind.SWAP, ActivityKind.CHARGE))


def kept(
    problem: Problem, plan: Plan, passed: Mapping[str, Mapping[str, int]]
) -> dict[str, list[dict[str, Any]]]:
    """Return what each vehicle does, its start left away.

    Reloads, swaps and charges are numbered on from those that the vehicle has `passed`, by kind.
    """
    return {
        vehicle: _numbered(rows, passed.get(vehicle, {})) for vehicle, rows in _rows(problem, plan).items()
    }


def _numbered(rows: list[dict[str, Any]], passed: Mapping[str, int]) -> list[dict[str, Any]]:
    number = Counter(passed)
    for row in rows:
        if row["kind"] in COUNTED:
            number[row["kind"]] += 1
            row["number"] = number[row["kind"]]
    return rows


def _rows(problem: Problem, plan: Plan) -> dict[str, list[dict[str, Any]]]:
    return {
        route.vehicle_id: [
            {
                "kind": str(step.kind),
                "task": None if step.task is None else problem.tasks[step.task].id,
                "place": step.place if step.kind is ActivityKind.RELOAD else None,
                "rest": None if step.rest is None else _rest(vehicle_of(problem, route).breaks[step.rest]),
                "charge_s": step.charge_s,
                "station": None if step.station is None else problem.stations[step.station].id,
            }
            for step in as_steps(problem, route)[1:]
        ]
        for route in plan.routes
    }


def steps_again(
    problem: Problem,
    vehicle: Vehicle,
    rows: Sequence[Mapping[str, Any]],
    passed: Mapping[str, int] | None = None,
) -> tuple[Step, ...]:
    """Return the decisions from where the vehicle is now; what is done by now is left away.

    A charge at a station that is gone is left away too, so that the checker finds what is missing; so is a break that
    the vehicle does not owe any more, and a reload, swap or charge that it has `passed` since, by kind and number.
    """
    steps = [Step(ActivityKind.START, vehicle.start_place)]
    rests = dict(enumerate(vehicle.breaks))
    for row in rows:
        kind, task, station = ActivityKind(row["kind"]), row["task"], row["station"]
        rest = None if row["rest"] is None else _owed(rests, row["rest"])
        if (
            (task is not None and task not in problem.task_index)
            or (station is not None and station not in problem.station_index)
            or (row["rest"] is not None and rest is None)
            or row.get("number", 1) <= (passed or {}).get(kind, 0)
        ):
            continue
        steps.append(
            Step(
                kind,
                _place(problem, vehicle, steps[-1], row),
                task=None if task is None else problem.task_index[task],
                rest=rest,
                charge_s=row["charge_s"],
                station=None if station is None else problem.station_index[station],
            )
        )
    return tuple(steps)


def vehicle_of(problem: Problem, route: Route) -> Vehicle:
    """Return the vehicle of a route."""
    return problem.vehicles[problem.vehicle_index[route.vehicle_id]]


def _rest(rest: Break) -> list[int]:
    """Return what tells a break from others: which ones are left changes as the day goes on."""
    return [rest.window.end_s, rest.duration_s]


def _owed(rests: dict[int, Break], told: list[int]) -> int | None:
    """Take a break out of those that are left: the very one, else one as long, since what is late gets later."""
    same = [number for number, rest in rests.items() if _rest(rest) == told]
    as_long = [number for number, rest in rests.items() if rest.duration_s == told[1]]
    number = next(iter((*same, *as_long)), None)
    if number is not None:
        del rests[number]
    return number


def _place(problem: Problem, vehicle: Vehicle, before: Step, row: Mapping[str, Any]) -> int:
    """Return where a decision happens: at its task, hub, station or end, or where the vehicle then is."""
    if row["task"] is not None:
        return problem.tasks[problem.task_index[row["task"]]].place
    if row["station"] is not None:
        return problem.stations[problem.station_index[row["station"]]].place
    if row["kind"] == ActivityKind.END:
        return vehicle.end_place
    if row["kind"] == ActivityKind.RELOAD:
        return int(row["place"])
    return before.place
