"""A made-up day with planned rounds, riders who stand by, and orders on demand that come in at random."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.routing.city import BIKE, HOUR, HUB, STREETS, VAN, delivery_of
from benchmarks.routing.city_streets import city_matrices, points_of
from pannier.core.geo import LonLat
from pannier.core.on_demand import OpenOrder, Policy, Terms, open_order, with_deadlines
from pannier.core.plan import Plan
from pannier.core.problem import Break, Dimension, Place, Problem, Task, TaskKind, Vehicle
from pannier.core.running import as_steps, open_problem
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.joined import base_steps, joined
from pannier.engine.on_demand import place

SHOPS = 12
TERMS = Terms(leave_within_s=900, deliver_within_s=2_700)
FIRST_S, LAST_S = round(10.5 * HOUR), 14 * HOUR
_PLANNED = Budget(iterations=20_000)
_PARCEL = (2_000, 10_000, 1)


@dataclass(frozen=True)
class Demand:
    """A day: `problem` holds all tasks, `plan` the rounds without orders on demand, which are in `orders`."""

    problem: Problem
    plan: Plan
    orders: tuple[OpenOrder, ...]
    standby: tuple[str, ...]


def demand_day(rng: random.Random, stops: int, orders: int, standby: int) -> Demand:
    """Return a day with about so many orders on demand."""
    moments = _moments(rng, orders)
    points = points_of(rng, stops + SHOPS + len(moments))
    fleet = [*_round_vehicles(stops), *(_bike(f"standby-{n + 1}", fixed=False) for n in range(standby))]
    rounds = [replace(_planned(rng, n), hub=HUB) for n in range(1, stops + 1)]
    known = [
        open_order(f"demand-{n}", TERMS, known_s=at, ready_s=at + rng.choice((0, 0, 300, 600)))
        for n, at in enumerate(moments)
    ]
    pairs = [
        task
        for n, order in enumerate(known)
        for task in _pair(order, stops + 1 + rng.randrange(SHOPS), stops + SHOPS + 1 + n)
    ]
    problem = _problem(points, fleet, [*rounds, *pairs])
    plan = solve(_only(problem, {task.id for task in rounds}, but=standby), budget=_PLANNED, seed=1)
    left = {one.task_id for one in plan.left_out}
    problem = replace(problem, tasks=tuple(task for task in problem.tasks if task.id not in left))
    return Demand(problem, plan, tuple(known), tuple(f"standby-{n + 1}" for n in range(standby)))


def _moments(rng: random.Random, orders: int) -> list[int]:
    """Return when orders come in: a Poisson stream."""
    found, at, rate = [], float(FIRST_S), orders / (LAST_S - FIRST_S)
    while (at := at + rng.expovariate(rate)) < LAST_S:
        found.append(round(at))
    return found


def _planned(rng: random.Random, number: int) -> Task:
    task = delivery_of(rng, number, f"order-{number}")
    return replace(task, kind=TaskKind.DROPOFF, demand=_PARCEL)


def _pair(order: OpenOrder, shop: int, door: int) -> tuple[Task, Task]:
    same: dict[str, Any] = {"demand": _PARCEL, "pair": order.id}
    return (
        Task(
            id=f"{order.id}:collect",
            kind=TaskKind.PICKUP,
            place=shop,
            service_s=90,
            release_s=order.ready_s,
            **same,
        ),
        Task(id=order.id, kind=TaskKind.DROPOFF, place=door, service_s=90, **same),
    )


def _problem(
    points: Sequence[tuple[float, float]], fleet: Sequence[Vehicle], tasks: Sequence[Task]
) -> Problem:
    return Problem(
        places=tuple(Place(str(n), LonLat(x / 111_320, y / 110_574)) for n, (x, y) in enumerate(points)),
        dimensions=(Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels")),
        payload_dimension=0,
        matrices=tuple(
            city_matrices(np.array(points), STREETS[profile], profile) for profile in ("van", "bike")
        ),
        vehicles=tuple(fleet),
        tasks=tuple(tasks),
        currency="EUR",
    )


def _round_vehicles(stops: int) -> list[Vehicle]:
    """Return vans and bikes that drive the rounds, enough and not more."""
    bikes = [_bike(f"bike-{n + 1}") for n in range(-(-stops // 30))]
    return [*bikes, *(_vehicle(f"van-{n + 1}", VAN) for n in range(-(-stops // 150)))]


def _bike(name: str, *, fixed: bool = True) -> Vehicle:
    made = _vehicle(name, BIKE)
    if fixed:
        return made
    trips = replace(made.trips, first_loading_s=0, loading_s=120)
    return replace(made, rates=replace(made.rates, fixed_millicents=0), breaks=(), trips=trips)


def _vehicle(name: str, row: Mapping[str, Any]) -> Vehicle:
    return Vehicle(
        id=name,
        name=name,
        shift=TimeWindow(8 * HOUR, 17 * HOUR),
        breaks=(Break(TimeWindow(11 * HOUR, 14 * HOUR), 1800),),
        start_place=HUB,
        end_place=HUB,
        **row,
    )


def _only(problem: Problem, tasks: set[str], *, but: int) -> Problem:
    """Return the problem with some tasks, and without those who stand by."""
    vehicles = problem.vehicles[: len(problem.vehicles) - but]
    return replace(
        problem, vehicles=vehicles, tasks=tuple(task for task in problem.tasks if task.id in tasks)
    )


def timed_decision(riders: int = 50, stops: int = 300, orders: int = 20) -> dict[str, object]:
    """Return CPU milliseconds of one choice, from a problem and routes to a checked plan; the middle of five."""
    rng = random.Random("one decision")
    points = points_of(rng, stops + SHOPS + orders)
    fleet = [_bike(f"bike-{n + 1}", fixed=False) for n in range(riders)]
    fleet = [replace(one, breaks=(Break(TimeWindow(11 * HOUR, 14 * HOUR), 1800),)) for one in fleet]
    now_s = 10 * HOUR
    known = [open_order(f"demand-{n}", TERMS, known_s=now_s, ready_s=now_s) for n in range(orders)]
    rounds = [replace(_planned(rng, n), hub=HUB) for n in range(1, stops + 1)]
    pairs = [
        task
        for n, order in enumerate(known)
        for task in _pair(order, stops + 1 + rng.randrange(SHOPS), stops + SHOPS + 1 + n)
    ]
    problem = _problem(points, fleet, [*rounds, *pairs])
    plan = solve(_only(problem, {task.id for task in rounds}, but=0), budget=_PLANNED, seed=1)
    left = {one.task_id for one in plan.left_out}
    problem = replace(problem, tasks=tuple(task for task in problem.tasks if task.id not in left))
    policy, took, served = Policy(hold_s=0), [], 0
    for _ in range(5):
        since = time.process_time()
        priced = with_deadlines(problem, known, policy)
        waiting = {route.vehicle_id: as_steps(problem, route) for route in plan.routes}
        running = open_problem(priced, (), now_s=now_s, waiting=waiting)
        placed = place(running.rest, base_steps(running), known, policy, now_s=now_s)
        joined(running, placed.steps)
        took.append(time.process_time() - since)
        served = len(placed.options)
    return {
        "riders": riders,
        "planned_stops": len(problem.tasks) - 2 * orders,
        "open_orders": orders,
        "given": served,
        "cpu_ms": round(1000 * sorted(took)[2]),
        "slowest_cpu_ms": round(1000 * max(took)),
    }
