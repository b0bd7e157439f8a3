"""Ten vans share two plugs: the plan that knows it, beside those that ignore it and that wait in a queue.

usage: python -m benchmarks.few_plugs [--vans 10] [--plugs 2] [--seconds 10] [--seeds 3]
A made-up day: each van goes out twice and has to charge between, most of them around noon. `ignored` is the plan made
as if there were a plug for everybody, with the charges for which there is none; `queue` is that plan driven first come
first served, where tasks that then fit no more are left out for their prize; `known` is made with the plugs.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from pannier.core.check import check
from pannier.core.plan import Activity, ActivityKind, Plan, Route
from pannier.core.problem import (
    Battery,
    Charge,
    CostRates,
    CurvePoint,
    Dimension,
    HubCharger,
    Matrices,
    Place,
    Plugs,
    Problem,
    Rule,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.plug_uses import Use, uses_of, with_taken

HOUR, HUB = 3600, 0
SPEED_MPS, J_PER_M = 6, 900
CAPACITY_J, CHARGER_W = 9 * 3_600_000, 7_400
PRIZE_CENTS = 6_000


def main() -> None:
    """Print one JSON line a seed and plan."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vans", type=int, default=10)
    parser.add_argument("--plugs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    for seed in range(1, asked.seeds + 1):
        for line in compared(shared_day(seed, vans=asked.vans, plugs=asked.plugs), asked.seconds, seed):
            print(json.dumps({"seed": seed, **line}), flush=True)


def shared_day(seed: int, *, vans: int, plugs: int) -> Problem:
    """Return twelve stops a van, with morning, noon and afternoon windows, and so many plugs at the only hub."""
    rng = Random(seed)
    at = np.array([(0, 0), *((rng.gauss(0, 4000), rng.gauss(0, 4000)) for _ in range(12 * vans))])
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(int)
    curve = Charge((CurvePoint(0, 0), CurvePoint(CAPACITY_J // CHARGER_W, CAPACITY_J)))
    van = Vehicle(
        id="", kind="e_van", name="", profile="van", capacity=(7,), shift=TimeWindow(8 * HOUR, 17 * HOUR),
        start_place=HUB, end_place=HUB, trips=Trips((HUB,), loading_s=900, max_trips=3),
        battery=Battery(CAPACITY_J, CAPACITY_J, CAPACITY_J // 10, curve), parking_s=60,
        rates=CostRates.of_cents(fixed=3000, per_hour=2400, per_km=12, per_kwh=30),
    )  # fmt: skip
    return Problem(
        places=tuple(Place(str(number)) for number in range(len(at))),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(
            Matrices("van", metres, metres // SPEED_MPS, metres * J_PER_M, np.zeros_like(metres)),
        ),
        vehicles=tuple(replace(van, id=f"van {n}", name=str(n)) for n in range(vans)),
        tasks=tuple(_task(rng, place) for place in range(1, len(at))),
        hub_chargers=(HubCharger(HUB, (), Plugs(plugs)),),
    )  # fmt: skip


def _task(rng: Random, place: int) -> Task:
    opens = rng.choice((8, 8, 9, 12, 13, 14)) * HOUR
    windows = (TimeWindow(opens, opens + 3 * HOUR),)
    return Task(
        id=str(place),
        kind=TaskKind.DROPOFF,
        place=place,
        demand=(1,),
        hub=HUB,
        service_s=300,
        windows=windows,
        prize_cents=PRIZE_CENTS,
    )


def compared(day: Problem, seconds: float, seed: int) -> Iterator[Mapping[str, object]]:
    """Yield the figures of the three plans."""
    budget = Budget(seconds=seconds, clock="cpu")
    since_s = time.process_time()
    ignored = solve(replace(day, hub_chargers=()), budget=budget, seed=seed)
    yield {"plan": "ignored", **_figures(day, ignored, time.process_time() - since_s)}
    cost_cents, left = queued(day, ignored)
    yield {"plan": "queue", "cost_cents": cost_cents, "left_out": left, "without_plug": 0}
    since_s = time.process_time()
    known = solve(day, budget=budget, seed=seed)
    yield {"plan": "known", **_figures(day, known, time.process_time() - since_s)}


def _figures(day: Problem, plan: Plan, cpu_s: float) -> Mapping[str, object]:
    broken = [violation.rule for violation in check(day, plan)]
    assert set(broken) <= {Rule.PLUG}
    return {
        "cost_cents": round(plan.cost.total_cents),
        "left_out": len(plan.left_out),
        "without_plug": len(broken),
        "charges": sum(one.kind is ActivityKind.CHARGE for _, one in plan.activities()),
        "cpu_s": round(cpu_s, 1),
    }


def queued(day: Problem, plan: Plan) -> tuple[int, int]:
    """Return what a plan costs in cents, and leaves out, when its vehicles queue for the plugs."""
    routes = sorted(plan.routes, key=_first_charge_s)
    taken, left, millicents = day, len(plan.left_out), plan.cost.prizes_millicents
    for route in routes:
        vehicle = day.vehicles[day.vehicle_index[route.vehicle_id]]
        timed, dropped = _waiting(taken, vehicle, [_step(day, one) for one in route.activities])
        millicents += timed.cost.total_millicents + 1000 * PRIZE_CENTS * dropped
        left += dropped
        taken = with_taken(taken, uses_of(taken, timed))
    return round(millicents / 1000), left


def _first_charge_s(route: Route) -> int:
    charges = [one.start_s for one in route.activities if one.kind is ActivityKind.CHARGE]
    return min(charges, default=0)


def _step(day: Problem, one: Activity) -> Step:
    task = None if one.task_id is None else day.task_index[one.task_id]
    plugged_s = one.departure_s - one.start_s if one.kind is ActivityKind.CHARGE else 0
    return Step(one.kind, one.place, task=task, charge_s=plugged_s)


def _waiting(day: Problem, vehicle: Vehicle, steps: list[Step]) -> tuple[Timeline, int]:
    """Return the route with each charge at the first free plug, and how many tasks are left out: those then late."""
    dropped = 0
    while True:
        timed = timeline(day, vehicle, steps, keep_slack_s=600)
        fault = next((one for one in timed.faults if one.rule is not Rule.PLUG), None)
        if fault is not None:
            del steps[_nearest_task(steps, fault.position)]
            dropped += 1
            continue
        use = next((one for one in uses_of(day, timed) if not _fits(one, one.window.start_s)), None)
        if use is None:
            return timed, dropped
        begin_s = next(free.start_s for free in _free(use) if _fits(use, free.start_s))
        steps[use.position] = replace(steps[use.position], window=TimeWindow(begin_s, begin_s))


def _nearest_task(steps: Sequence[Step], position: int) -> int:
    """Return the task at a position, the last one before it, or the next."""
    tasks = [at for at, step in enumerate(steps) if step.task is not None]
    return min(tasks, key=lambda at: (at > position, abs(at - position)))


def _fits(use: Use, begin_s: int) -> bool:
    """Tell whether a plug is free for as long as a charge takes, from a moment on that is not too early."""
    window = TimeWindow(begin_s, begin_s + use.window.length_s)
    return begin_s >= use.window.start_s and any(free.covers(window) for free in _free(use))


def _free(use: Use) -> tuple[TimeWindow, ...]:
    return () if use.charger.plugs is None else use.charger.plugs.free


if __name__ == "__main__":
    main()
