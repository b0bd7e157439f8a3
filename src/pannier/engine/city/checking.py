"""Whether a city's plan may be driven: every hub's routes by the checker, and every order once in the whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pannier.core.check import Rule, Violation, check
from pannier.core.plan import Cost, Plan, Route, Trip
from pannier.engine.city.city import City, piece_of


def check_city(city: City, plan: Plan) -> tuple[Violation, ...]:
    """Return everything that the plan breaks; an empty tuple means that it may be released.

    The ways are asked for anew, hub by hub; how the plan was made plays no part.
    """
    return (*_check_once(city, plan), *_check_hubs(city, plan))


def _check_once(city: City, plan: Plan) -> Iterator[Violation]:
    """Yield each task that stands in the plan more than once, or not at all, and each vehicle that stands twice."""
    seen = Counter(task_id for route in plan.routes for task_id in route.task_ids)
    seen.update(left.task_id for left in plan.left_out)
    for task in city.tasks:
        if seen[task.id] != 1:
            words = f"{task.id} stands in the city's plan {seen[task.id]} times instead of once."
            yield Violation(Rule.ASSIGNMENT, words, task_id=task.id)
    for task_id in seen.keys() - city.task_index.keys():
        yield Violation(Rule.ASSIGNMENT, f"{task_id} is no task of the city.", task_id=task_id)
    driven = Counter(route.vehicle_id for route in plan.routes)
    for vehicle_id, count in driven.items():
        if count > 1 or vehicle_id not in city.vehicle_index:
            words = f"{vehicle_id} has {count} routes, or is no vehicle of the city."
            yield Violation(Rule.VEHICLE, words, vehicle_id=vehicle_id)


def _check_hubs(city: City, plan: Plan) -> Iterator[Violation]:
    """Yield what each hub's routes break, and a cost that is not the sum of what they cost."""
    routes_cost = Cost()
    for tie in city.ties:
        hubs = {city.hubs[hub] for hub in tie}
        own = [index for index, home in enumerate(city.homes) if home in hubs]
        ids = {city.vehicles[index].id for index in own}
        routes = [route for route in plan.routes if route.vehicle_id in ids]
        yield from _check_tie(city, own, routes)
        routes_cost = sum((route.cost for route in routes), routes_cost)
    if replace(routes_cost, prizes_millicents=_prizes_millicents(city, plan)) != plan.cost:
        yield Violation(
            Rule.COST, "The city's plan costs something else than its routes and prizes together."
        )


def _check_tie(city: City, own: Sequence[int], routes: Sequence[Route]) -> Iterator[Violation]:
    tasks = [city.task_index[one] for route in routes for one in route.task_ids if one in city.task_index]
    piece = piece_of(city, own, sorted(set(tasks)))
    at = {place: position for position, place in enumerate(piece.places)}
    if unknown := [one for route in routes for one in route.activities if one.place not in at]:
        yield Violation(
            Rule.PLACE, f"A route calls at place {unknown[0].place}, where nothing is to be done."
        )
        return
    there = tuple(_route_at(route, at) for route in routes)
    cost = sum((route.cost for route in routes), Cost())
    yield from check(
        piece.problem,
        Plan(routes=there, left_out=(), cost=cost, seed=0, engine="", iterations=0),
    )


def _route_at(route: Route, at: dict[int, int]) -> Route:
    trips = tuple(
        Trip(tuple(replace(one, place=at[one.place]) for one in trip.activities)) for trip in route.trips
    )
    return replace(route, trips=trips)


def _prizes_millicents(city: City, plan: Plan) -> int:
    """Return what leaving out costs; a pair's prize counts once."""
    known = (city.task_index.get(left.task_id) for left in plan.left_out)
    return 1000 * city.prizes_cents(index for index in known if index is not None)
