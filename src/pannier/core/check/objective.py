"""What a plan really costs, recomputed from the routes driven again."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pannier.core.check.power import tariff_extras
from pannier.core.check.replay import Seen, replay
from pannier.core.check.violation import Violation
from pannier.core.plan import Cost, Plan
from pannier.core.problem import Problem, Rule, Vehicle


def objective(problem: Problem, plan: Plan) -> Cost:
    """Return the cost of a plan whose routes are well shaped; tasks left out cost their prize.

    All tasks of a pair carry the same prize, which counts once, at the first pickup.
    """
    total = Cost(prizes_millicents=_prizes(problem, plan))
    for route in plan.routes:
        vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
        total += replayed_cost(problem, vehicle, replay(problem, vehicle, route))
    return total


def said_cost(problem: Problem, plan: Plan) -> Cost:
    """Return the cost of a plan as its routes say it, with the prizes of the tasks left out.

    A plan that the checker passes has no other cost: the checker drives each route again and compares.
    """
    return sum((route.cost for route in plan.routes), Cost(prizes_millicents=_prizes(problem, plan)))


def _prizes(problem: Problem, plan: Plan) -> int:
    """Return the prizes of the tasks left out, in thousandths of a cent."""
    lost = 0
    for entry in plan.left_out:
        index = problem.task_index.get(entry.task_id)
        if index is None:
            continue
        task = problem.tasks[index]
        if task.pair is None or problem.pairs[task.pair].pickups[0] == index:
            lost += 1000 * (task.prize_cents or 0)
    return lost


def replayed_cost(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Cost:
    """Return the cost of one route driven again, each part rounded half up."""
    rates = vehicle.rates
    hours = Fraction(seen[-1].departure_s - seen[0].start_s, 3600)
    overtime = Fraction(max(0, seen[-1].departure_s - vehicle.shift.end_s), 3600)
    kwh = Fraction(sum(now.leg_energy_j for now in seen), 3_600_000)
    km = Fraction(sum(now.leg_distance_m for now in seen), 1000)
    co2e_kg = kwh * Fraction(vehicle.co2e_mg_per_kwh, 1_000_000)
    tasks = [now for now in seen if now.activity.task_id is not None]
    tariff, tariff_co2e_kg = tariff_extras(problem, vehicle, seen)
    uneven = hours**2 * rates.squared_hour_millicents
    return Cost(
        fixed_millicents=rates.fixed_millicents,
        hours_millicents=_rounded(hours * rates.hour_millicents),
        distance_millicents=_rounded(km * rates.km_millicents),
        energy_millicents=_rounded(kwh * rates.kwh_millicents),
        co2e_millicents=_rounded(co2e_kg * rates.co2e_kg_millicents),
        overtime_millicents=_rounded(overtime * rates.overtime_hour_millicents),
        lateness_millicents=_rounded(
            sum(filter(None, (_lateness(problem, now) for now in tasks)), Fraction())
        ),
        preferences_millicents=sum(_strangeness(problem, vehicle, now) for now in tasks),
        balance_millicents=_rounded(uneven) + rates.squared_task_millicents * len(tasks) ** 2,
        tariff_millicents=_rounded(tariff),
        tariff_co2e_millicents=_rounded(tariff_co2e_kg * rates.co2e_kg_millicents),
    )


def _lateness(problem: Problem, now: Seen) -> Fraction:
    """Return what it costs that one service begins later than it was due, or earlier."""
    due = problem.tasks[problem.task_index[now.activity.task_id or ""]].due
    if due is None or due.from_s <= now.start_s <= due.by_s:
        return Fraction()
    off_s = now.start_s - due.by_s if now.start_s > due.by_s else due.from_s - now.start_s
    return due.once_millicents + due.hour_millicents * Fraction(off_s, 3600)


def _strangeness(problem: Problem, vehicle: Vehicle, now: Seen) -> int:
    """Return what it costs that this vehicle does a task that others should do."""
    wishes = problem.tasks[problem.task_index[now.activity.task_id or ""]].preferences
    return sum(0 if vehicle.id in wish.vehicles else wish.millicents for wish in wishes)


def _rounded(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    return int(value + Fraction(1, 2)) if value >= 0 else -int(Fraction(1, 2) - value)


def check_route_cost(
    problem: Problem, vehicle: Vehicle, said: Cost, seen: Sequence[Seen]
) -> Iterator[Violation]:
    """Yield a route cost that is not what comes out."""
    yield from _compare(
        f"The route of {vehicle.label}", said, replayed_cost(problem, vehicle, seen), vehicle.id
    )


def check_plan_cost(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield a plan cost that is not the sum of its routes and of the prizes left behind."""
    yield from _compare("The plan", plan.cost, said_cost(problem, plan), None)


def _compare(what: str, said: Cost, found: Cost, vehicle_id: str | None) -> Iterator[Violation]:
    """Yield a violation when two costs differ in any part."""
    if said != found:
        words = f"{what} is said to cost {said.total_cents:.3f} cents, but costs {found.total_cents:.3f}."
        amount = abs(said.total_millicents - found.total_millicents)
        yield Violation(Rule.COST, words, vehicle_id, None, None, amount, "millicents")
