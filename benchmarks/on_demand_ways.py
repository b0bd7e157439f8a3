"""Three ways to serve the orders of a day: ours as they come, the nearest free rider, and with hindsight."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.on_demand_day import Demand
from benchmarks.on_demand_street import Street, problem_of
from pannier.core.on_demand import OpenOrder, Policy, is_due, with_deadlines
from pannier.core.problem import CostRates, Matrices, Problem, Task
from pannier.core.running import open_problem
from pannier.core.units import J_PER_KWH, S_PER_HOUR
from pannier.engine import Budget, solve
from pannier.engine.jobs import Jobs
from pannier.engine.joined import Joined, base_steps, joined
from pannier.engine.on_demand import Placed, place, without

HINDSIGHT = Budget(iterations=15_000)
TICK_S = 30
AFTER_S = 5_400
"""So long after the last order came in the day is over."""


@dataclass(frozen=True)
class Times:
    """When an order left its shop, and when it was at the door."""

    left_s: int
    door_s: int


@dataclass
class Driven:
    """What was driven: metres, joules and seconds at work by vehicle."""

    metres: dict[str, int] = field(default_factory=dict)
    joules: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, int] = field(default_factory=dict)

    def add(self, vehicle: str, *, metres: int = 0, joules: int = 0, seconds: int = 0) -> None:
        """Count what one vehicle did more."""
        for of, more in ((self.metres, metres), (self.joules, joules), (self.seconds, seconds)):
            of[vehicle] = of.get(vehicle, 0) + more

    def cost_millicents(self, problem: Problem) -> int:
        """Return what it all costs by the rates of the vehicles; standing about is the same for all ways, and free."""
        rates = {one.id: one.rates for one in problem.vehicles}
        return sum(round(self._cost(name, rates[name])) for name in self.seconds)

    def _cost(self, name: str, rates: CostRates) -> float:
        km, kwh = self.metres[name] / 1000, self.joules[name] / J_PER_KWH
        hours = self.seconds[name] / S_PER_HOUR
        return (
            rates.fixed_millicents
            + km * rates.km_millicents
            + kwh * rates.kwh_millicents
            + hours * rates.hour_millicents
        )

    def co2e_mg(self, problem: Problem) -> int:
        """Return what the energy emits."""
        per_kwh = {one.id: one.co2e_mg_per_kwh for one in problem.vehicles}
        return sum(round(joules / J_PER_KWH * per_kwh[name]) for name, joules in self.joules.items())


@dataclass
class Served:
    """What came of a day; `broken` counts planned stops outside their windows or not done."""

    times: Mapping[str, Times]
    driven: Driven
    broken: int = 0
    cpu_s: Sequence[float] = ()


def ours(day: Demand, *, hold_s: int) -> Served:
    """Return the day as the product serves it: a choice at each order, at each end of a hold, each half minute."""
    street, policy, cpu_s = Street(day), Policy(hold_s=hold_s), list[float]()
    moments = {order.known_s for order in day.orders}
    moments |= {order.known_s + hold_s for order in day.orders}
    last_s = max(order.known_s for order in day.orders) + AFTER_S
    moments |= set(range(min(moments), last_s, TICK_S))
    for now_s in sorted(moments):
        known = [
            order for order in day.orders if order.known_s <= now_s and not street.has_left(order.id, now_s)
        ]
        if known:
            since = time.process_time()
            _look(day, street, known, policy, now_s)
            cpu_s.append(time.process_time() - since)
    return _served(day, street, cpu_s)


def _look(day: Demand, street: Street, known: Sequence[OpenOrder], policy: Policy, now_s: int) -> None:
    """Make one choice, as planning/on_demand does."""
    # What is aboard is due, too: no order that comes later may make it late for nothing.
    problem = with_deadlines(
        problem_of(day, now_s), [one for one in day.orders if one.known_s <= now_s], policy
    )
    underway, waiting, served = street.at(problem, now_s)
    running = open_problem(problem, underway, now_s=now_s, served=served, waiting=waiting)
    rest, base = running.rest, base_steps(running)
    there = [one for one in known if one.id in rest.task_index and is_due(one, now_s, policy)]
    on_routes = {task for route in running.start.routes for task in route.task_ids}
    # Who is collected next, or aboard, stays: such an order has no pickup left that could go elsewhere.
    movable = [
        one for one in there if one.id in on_routes and rest.tasks[rest.task_index[one.id]].pair is not None
    ]
    fresh = [one for one in there if one.id not in on_routes]
    if not fresh and not movable:
        return
    kept = place(rest, base, fresh, policy, now_s=now_s)
    chosen, steps = kept, dict(kept.steps)
    if movable and fresh:
        jobs = Jobs(rest)
        gone = frozenset(task for one in movable for task in jobs.by_task[rest.task_index[one.id]])
        bare = {number: without(own, gone) for number, own in base.items()}
        riders = {task: route.vehicle_id for route in running.start.routes for task in route.task_ids}
        marked = [replace(one, rider=riders[one.id]) for one in movable]
        moved = place(rest, bare, [*fresh, *marked], policy, now_s=now_s)
        if _is_better(moved, kept, [*fresh, *movable], movable):
            chosen = moved
            steps = {n: own for n, own in {**bare, **moved.steps}.items() if own != base.get(n)}
    if chosen.options:
        made = joined(running, steps)
        if not made.violations:
            _follow(street, made, now_s)


def _is_better(
    moved: Placed, kept: Placed, orders: Sequence[OpenOrder], movable: Sequence[OpenOrder]
) -> bool:
    """Tell whether moving orders lets more be in time than leaving all where they are."""
    del orders
    if any(one.id not in moved.options for one in movable):
        return False
    return len(moved.late) < len(kept.late) or len(moved.nobody) < len(kept.nobody)


def _follow(street: Street, made: Joined, now_s: int) -> None:
    for route in made.plan.routes:
        if route.vehicle_id in made.changed:
            street.follow(route, now_s)


def _served(day: Demand, street: Street, cpu_s: Sequence[float]) -> Served:
    ends = street.ends()
    times = {
        order.id: Times(ends[f"{order.id}:collect"].departure_s, ends[order.id].start_s)
        for order in day.orders
        if order.id in ends
    }
    driven = Driven()
    for vehicle, metres, joules, seconds in street.driven():
        driven.add(vehicle, metres=metres, joules=joules, seconds=seconds)
    return Served(times, driven, _broken(day, {task: one.start_s for task, one in ends.items()}), cpu_s)


def _broken(day: Demand, starts: Mapping[str, int]) -> int:
    tasks = {task.id: task for task in day.problem.tasks}
    planned = [task_id for route in day.plan.routes for task_id in route.task_ids]
    return sum(one not in starts or not _keeps(tasks[one], starts[one]) for one in planned)


def _keeps(task: Task, start_s: int) -> bool:
    return not task.windows or any(one.start_s <= start_s <= one.end_s for one in task.windows)


def planned_alone(day: Demand) -> Driven:
    """Return what the rounds take without orders on demand."""
    street, driven = Street(day), Driven()
    for vehicle, metres, joules, seconds in street.driven():
        driven.add(vehicle, metres=metres, joules=joules, seconds=seconds)
    return driven


def hindsight(day: Demand) -> Served:
    """Return one search over all orders, each ready when it is; planned stops may go anywhere in their windows."""
    plan = solve(with_deadlines(day.problem, day.orders, Policy()), budget=HINDSIGHT, seed=1, start=day.plan)
    street = Street(day)
    street.segments = {route.vehicle_id: [list(route.activities)] for route in plan.routes}
    return _served(day, street, ())


def nearest_free(day: Demand) -> Served:
    """Return what the usual rule does: at once, and for good, to the nearest rider who stands about, else who waits
    longest goes to who is free first.
    """
    rounds, driven, times = Street(day), planned_alone(day), dict[str, Times]()
    free = dict.fromkeys(day.standby, (0, 0))
    vehicles = {one.id: one for one in day.problem.vehicles}
    ways = day.problem.matrices_of(vehicles[day.standby[0]])
    for order in sorted(day.orders, key=lambda one: one.known_s):
        shop, door = (
            day.problem.tasks[day.problem.task_index[one]] for one in (f"{order.id}:collect", order.id)
        )
        idle = [name for name, (at_s, _) in free.items() if at_s <= order.known_s]
        name = min(
            idle or free,
            key=lambda one: (
                max(order.known_s, free[one][0]),
                int(ways.duration_s[free[one][1], shop.place]),
            ),
        )
        at_s, where = free[name]
        own, leaves_s = vehicles[name], max(order.known_s, at_s)
        there_s = leaves_s + int(ways.duration_s[where, shop.place]) + own.parking_s
        left_s = max(there_s, order.ready_s) + own.service_time_s(shop.service_s)
        door_s = left_s + int(ways.duration_s[shop.place, door.place]) + own.parking_s
        done_s = door_s + own.service_time_s(door.service_s)
        times[order.id] = Times(left_s, door_s)
        legs = ((where, shop.place), (shop.place, door.place))
        driven.add(name, **_legs(ways, legs), seconds=done_s - leaves_s)
        free[name] = (done_s, door.place)
    for name, (at_s, where) in free.items():
        if at_s:
            driven.add(name, **_legs(ways, ((where, 0),)), seconds=int(ways.duration_s[where, 0]))
    starts = {task: one.start_s for task, one in rounds.ends().items()}
    return Served(times, driven, _broken(day, starts))


def _legs(ways: Matrices, legs: Iterable[tuple[int, int]]) -> dict[str, int]:
    pairs = list(legs)
    return {
        "metres": sum(int(ways.distance_m[one]) for one in pairs),
        "joules": sum(int(ways.energy_base_j[one]) for one in pairs),
    }
