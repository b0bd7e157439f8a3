"""A large neighbourhood search out of RoutingBlocks' blocks, with penalties that follow feasibility."""

import random
from typing import Any

import routingblocks as rb
from routingblocks import operators

from benchmarks.routing.peers.work_order import CpuClock

_REMOVED = (0.05, 0.35)
_ACCEPTED_WORSE = 0.01
_POLISHED_WITHIN = 0.25
_PERIOD = 50
_PENALTY_RANGE = (0.1, 10_000.0)
_FEASIBLE_SHARE = 0.5
_NEIGHBOURS = 30
_CUSTOMERS_OF_ROUTE = 5


class Search:
    """Holds the blocks and the state of one search."""

    def __init__(self, instance: Any, electric: dict[str, Any], battery: float, *, seed: int) -> None:
        self._instance = instance
        self._chance = random.Random(seed)
        library_chance = rb.Random(seed)
        self._evaluation = rb.adptw.Evaluation(battery, electric["van_capacity"])
        self._set_penalties(10.0)
        self._placement = rb.adptw.FacilityPlacementOptimizer(instance, battery)
        self._local_search = rb.LocalSearch(
            instance, self._evaluation, None, rb.BestImprovementPivotingRule()
        )
        self._moves = _moves(instance, _near(instance, electric))
        self._lns = _neighbourhoods(instance, library_chance)
        self._feasible: list[bool] = []

    def run(self, clock: CpuClock) -> tuple[list[list[str]], int]:
        """Return the best feasible routes as node names, and the iterations made; none when none was found."""
        best = None
        start = self._start()
        current, best_any, iterations = start, start.cost, 0
        if start.feasible:
            best = start.copy()
        while not clock.is_over():
            iterations += 1
            candidate, used = self._neighbour(current, best_any)
            score = 0.0
            self._feasible.append(candidate.feasible)
            if candidate.cost < current.cost * (1 + _ACCEPTED_WORSE):
                score = 1.0 if candidate.cost < current.cost else 0.0
                current = candidate
            best_any = min(best_any, candidate.cost)
            if candidate.feasible and (best is None or candidate.cost < best.cost):
                best, score = candidate.copy(), 4.0
            self._lns.collect_score(*used, score)
            if iterations % _PERIOD == 0:
                self._adapt()
                best_any = current.cost
        return [] if best is None else _names(best), iterations

    def _start(self) -> Any:
        """Return all customers inserted where they cost least, into a few empty routes."""
        customers = [customer.vertex_id for customer in self._instance.customers]
        solution = rb.Solution(self._evaluation, self._instance, 2 + len(customers) // _CUSTOMERS_OF_ROUTE)
        insertion = operators.BestInsertionOperator(self._instance, operators.first_move_selector)
        insertion.apply(self._evaluation, solution, customers)
        self._local_search.optimize(solution, self._moves)
        return self._placed([[node.vertex_id for node in route][1:-1] for route in solution])

    def _neighbour(self, current: Any, best_cost: float) -> tuple[Any, Any]:
        """Return a changed copy after local search, with stations placed anew when it is promising."""
        candidate = current.copy()
        removed = max(1, int(self._chance.uniform(*_REMOVED) * self._instance.number_of_customers))
        used = self._lns.generate(self._evaluation, candidate, removed)
        self._local_search.optimize(candidate, self._moves)
        routes = [[node.vertex_id for node in route][1:-1] for route in candidate if not route.empty]
        if candidate.cost < best_cost * (1 + _POLISHED_WITHIN):
            return self._placed(routes), used
        return self._solution(routes), used

    def _placed(self, routes: list[list[int]]) -> Any:
        """Return the routes with stations placed anew, where that is better than those they have."""
        depot = self._instance.depot.vertex_id
        placed = []
        for route in routes:
            again = self._placement.optimize([depot, *route, depot])[1:-1]
            placed.append(min(route, again, key=self._cost))
        return self._solution(placed)

    def _cost(self, route: list[int]) -> float:
        """Return what one route costs, penalties included."""
        return float(rb.create_route(self._evaluation, self._instance, route).cost)

    def _solution(self, routes: list[list[int]]) -> Any:
        """Return routes as a solution; routes without customers are left away."""
        made = [rb.create_route(self._evaluation, self._instance, route) for route in routes]
        kept = [route for route in made if any(node.vertex.is_customer for node in route)]
        return rb.Solution(self._evaluation, self._instance, kept)

    def _adapt(self) -> None:
        """Make breaking rules dearer when too few solutions kept them, else cheaper; weigh operators anew."""
        share = sum(self._feasible) / len(self._feasible)
        self._feasible.clear()
        factor = 1.2 if share < _FEASIBLE_SHARE else 0.85
        self._set_penalties(min(max(self._penalty * factor, _PENALTY_RANGE[0]), _PENALTY_RANGE[1]))
        self._lns.adapt_operator_weights()

    def _set_penalties(self, penalty: float) -> None:
        """Set what a unit of load, time or charge too much costs."""
        self._penalty = penalty
        self._evaluation.overload_penalty_factor = penalty
        self._evaluation.resource_penalty_factor = penalty
        self._evaluation.time_shift_penalty_factor = penalty


def _names(solution: Any) -> list[list[str]]:
    """Return the routes as names without the depot."""
    return [[node.vertex_strid for node in route][1:-1] for route in solution.routes if not route.empty]


def _near(instance: Any, electric: dict[str, Any]) -> Any:
    """Return the ways that local search may use: from each node to its nearest."""
    at = {row[0]: (row[1], row[2]) for row in electric["nodes"]}
    places = [at[instance.get_vertex(number).str_id] for number in range(instance.number_of_vertices)]
    allowed = rb.ArcSet(instance.number_of_vertices)
    for origin in range(1, len(places)):
        x, y = places[origin]
        ranked = sorted(
            range(1, len(places)), key=lambda to: (places[to][0] - x) ** 2 + (places[to][1] - y) ** 2
        )
        for target in ranked[_NEIGHBOURS + 1 :]:
            allowed.forbid_arc(origin, target)
    return allowed


def _moves(instance: Any, near: Any) -> list[Any]:
    """Return the moves of the local search."""
    return [
        operators.SwapOperator_0_1(instance, near),
        operators.SwapOperator_0_2(instance, near),
        operators.SwapOperator_1_1(instance, near),
        operators.InterRouteTwoOptOperator(instance, near),
        operators.InsertStationOperator(instance),
        operators.RemoveStationOperator(instance),
    ]


def _neighbourhoods(instance: Any, chance: Any) -> Any:
    """Return what destroys and repairs."""
    lns = rb.AdaptiveLargeNeighborhood(chance, 0.2)
    lns.add_destroy_operator(operators.RandomRemovalOperator(chance))
    lns.add_destroy_operator(operators.RouteRemovalOperator(chance))
    lns.add_destroy_operator(
        operators.WorstRemovalOperator(instance, operators.blink_selector_factory(0.1, chance))
    )
    lns.add_repair_operator(operators.RandomInsertionOperator(chance))
    lns.add_repair_operator(operators.BestInsertionOperator(instance, operators.first_move_selector))
    lns.add_repair_operator(
        operators.BestInsertionOperator(instance, operators.blink_selector_factory(0.15, chance))
    )
    return lns
