"""An oracle for tiny electric days: a mixed-integer model, solved by HiGHS, that makes the metres fewest.

Copies of stations as in Froger, Mendoza, Jabali and Laporte (2019). The model knows one type of vehicle, one
trip each, drop-offs from its one hub, one window a task, loads, a shift, linear charging at stations, a reserve,
and full charges where they are asked. Time and charge are continuous here and whole numbers in the scheduler,
so a day should not hang on a single second or joule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import highspy

from pannier.core.plan import ActivityKind
from pannier.core.problem import UNREACHABLE, Charge, Problem, TaskKind
from pannier.core.schedule import Step

OUT, HOME = "out", "home"
_NEARLY = 1e-6


@dataclass(frozen=True)
class Node:
    """A point of the model: the hub twice, each task, each copy of a station that fits the battery."""

    name: str
    place: int
    task: int | None = None
    station: int | None = None
    charge: Charge | None = None


@dataclass(frozen=True)
class Shortest:
    """The fewest metres, and routes that take them as steps for the scheduler."""

    distance_m: int
    routes: tuple[tuple[Step, ...], ...]


def shortest(problem: Problem, *, copies: int = 2) -> Shortest | None:
    """Return the shortest plan that serves every task, None when there is none.

    `copies` is how often each station may be visited by all vehicles together.
    """
    _refuse(problem)
    return _Model(problem, copies).solved()


def _refuse(problem: Problem) -> None:
    """Raise ValueError for what the model does not know."""
    kinds = {replace(vehicle, id="", name="") for vehicle in problem.vehicles}
    if len(kinds) != 1:
        raise ValueError("The model knows one type of vehicle.")
    (vehicle,) = kinds
    plain = vehicle.battery is not None and not vehicle.breaks and not vehicle.max_overtime_s
    if not plain or vehicle.trips.max_trips > 1 or vehicle.start_place != vehicle.end_place:
        raise ValueError("The model knows one trip with a battery, from a hub and back, without breaks.")
    if problem.payload_dimension is not None:
        raise ValueError("The model knows no energy of the payload.")
    if any(len(one.charge.curve) > 2 for one in vehicle.battery.at_stations):
        raise ValueError("The model knows linear charging only.")
    for task in problem.tasks:
        odd = task.pair or task.needs or task.release_s or len(task.windows) > 1
        if odd or task.kind is not TaskKind.DROPOFF:
            raise ValueError("The model knows drop-offs with at most one window.")


class _Model:
    """Variables and rules. For each node: joules on arrival and when left, when it begins, load on arrival."""

    def __init__(self, problem: Problem, copies: int) -> None:
        self.problem, self.vehicle = problem, problem.vehicles[0]
        self.battery = self.vehicle.battery
        self.matrices = problem.matrices_of(self.vehicle)
        self.nodes = tuple(self._nodes(copies))
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        self.arcs = {arc: self._arc(*arc) for arc in self._possible_arcs()}
        add, full_j = self.highs.addVariable, self.battery.capacity_j
        self.arrival_j = {node: add(self.battery.reserve_j, full_j) for node in self.nodes}
        self.leaving_j = {node: add(0, full_j) for node in self.nodes}
        self.start_s = {node: add(*self._begin(node)) for node in self.nodes}
        self.loads = {node: [add(0, most) for most in self.vehicle.capacity] for node in self.nodes}
        self._add_visits()
        self._add_charging()
        for (origin, target), used in self.arcs.items():
            self._add_leg(origin, target, used)

    def _nodes(self, copies: int) -> Iterator[Node]:
        """Yield all points; stations that the battery does not fit are none."""
        yield Node(OUT, self.vehicle.start_place)
        yield Node(HOME, self.vehicle.end_place)
        for index, task in enumerate(self.problem.tasks):
            yield Node(task.id, task.place, task=index)
        for index, station in enumerate(self.problem.stations):
            charge = self.battery.charge_at_station(station.kind)
            for copy in range(copies if charge else 0):
                yield Node(f"{station.id}/{copy}", station.place, station=index, charge=charge)

    def _possible_arcs(self) -> Iterator[tuple[Node, Node]]:
        """Yield the legs that some route could take."""
        for origin in self.nodes:
            for target in self.nodes:
                to_itself = origin == target or (origin.name, target.name) == (OUT, HOME)
                if origin.name == HOME or target.name == OUT or to_itself:
                    continue
                if self.matrices.distance_m[origin.place, target.place] != UNREACHABLE:
                    yield origin, target

    def _arc(self, origin: Node, target: Node):
        """Return whether a leg is driven, with its metres as the price."""
        return self.highs.addBinary(obj=float(self.matrices.distance_m[origin.place, target.place]))

    def _begin(self, node: Node) -> tuple[int, int]:
        """Return the earliest and latest beginning at a node."""
        shift = self.vehicle.shift
        windows = () if node.task is None else self.problem.tasks[node.task].windows
        if not windows:
            return shift.start_s, shift.end_s
        return max(shift.start_s, windows[0].start_s), min(shift.end_s, windows[0].end_s)

    def _add_visits(self) -> None:
        """Every task once, every copy of a station at most once, no more routes than vehicles."""
        for node in self.nodes:
            into = sum((used for (_, target), used in self.arcs.items() if target == node), 0)
            out = sum((used for (origin, _), used in self.arcs.items() if origin == node), 0)
            if node.name == OUT:
                self._rule(out <= len(self.problem.vehicles))
            elif node.task is not None:
                self._rule(into == 1)
                self._rule(out == 1)
            elif node.station is not None:
                self._rule(into - out == 0)
                self._rule(into <= 1)

    def _rule(self, rule) -> None:
        """Add a rule; one without variables that does not hold makes the day impossible."""
        if isinstance(rule, bool):
            rule = self.highs.addVariable(0, 0) >= (0 if rule else 1)
        self.highs.addConstr(rule)

    def _add_charging(self) -> None:
        """Only at stations more leaves than arrives, and where charges are full only, all of it."""
        for node in self.nodes:
            arrives, leaves = self.arrival_j[node], self.leaving_j[node]
            if node.name == OUT:
                self._rule(leaves <= self.battery.start_j)
            elif node.charge is None:
                self._rule(leaves - arrives <= 0)
            else:
                self._rule(leaves - arrives >= 0)
                if node.charge.only_full:
                    self._rule(leaves >= self.battery.capacity_j)

    def _add_leg(self, origin: Node, target: Node, used) -> None:
        """What a leg means for charge, time and load, if it is driven."""
        full_j, end_s = self.battery.capacity_j, self.vehicle.shift.end_s
        place = origin.place, target.place
        energy_j, travel_s = int(self.matrices.energy_base_j[place]), int(self.matrices.duration_s[place])
        spare_j = full_j + energy_j
        self._rule(self.arrival_j[target] - self.leaving_j[origin] + spare_j * used <= spare_j - energy_j)
        parking_s = self.vehicle.parking_s if target.task is not None and place[0] != place[1] else 0
        fixed_s = self._occupied_s(origin) + travel_s + parking_s
        begins = self.start_s[target] - self.start_s[origin]
        most_s = end_s + fixed_s
        if origin.charge is not None:
            seconds_a_joule = origin.charge.curve[-1].time_s / full_j
            begins = begins - seconds_a_joule * (self.leaving_j[origin] - self.arrival_j[origin])
            most_s += origin.charge.curve[-1].time_s
        self._rule(begins - most_s * used >= fixed_s - most_s)
        demand = () if origin.task is None else self.problem.tasks[origin.task].demand
        for dimension, most in enumerate(self.vehicle.capacity):
            gone = demand[dimension] if demand else 0
            after = self.loads[target][dimension] - self.loads[origin][dimension]
            self._rule(after + (most + gone) * used <= most)
            if target.task is not None:
                needed = self.problem.tasks[target.task].demand[dimension]
                self._rule(self.loads[target][dimension] >= needed)

    def _occupied_s(self, node: Node) -> int:
        """Return how long a node takes, charging not included."""
        if node.task is not None:
            return self.vehicle.service_time_s(self.problem.tasks[node.task].service_s)
        return self.vehicle.trips.loading_s if node.name == OUT else 0

    def solved(self) -> Shortest | None:
        """Return the best there is."""
        self.highs.minimize()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        nexts = {origin: [] for origin in self.nodes}
        for (origin, target), used in self.arcs.items():
            if self.highs.variableValue(used) > 0.5:
                nexts[origin].append(target)
        routes = tuple(self._route(first, nexts) for first in nexts[self.nodes[0]])
        return Shortest(round(self.highs.getObjectiveValue()), routes)

    def _route(self, node: Node, nexts: dict[Node, list[Node]]) -> tuple[Step, ...]:
        """Return one route from its first stop as steps."""
        steps = [Step(ActivityKind.START, self.vehicle.start_place)]
        while node.name != HOME:
            if node.task is not None:
                steps.append(Step(ActivityKind.DELIVERY, node.place, node.task))
            else:
                duration_s = self._charge_s(node)
                charge = Step(ActivityKind.CHARGE, node.place, charge_s=duration_s, station=node.station)
                steps.append(charge)
            (node,) = nexts[node]
        return (*steps, Step(ActivityKind.END, self.vehicle.end_place))

    def _charge_s(self, node: Node) -> int:
        """Return how long the model charges, rounded up to a whole second."""
        gained_j = self.highs.variableValue(self.leaving_j[node]) - self.highs.variableValue(
            self.arrival_j[node]
        )
        exact_s = gained_j * node.charge.curve[-1].time_s / self.battery.capacity_j
        return int(-(-(exact_s - _NEARLY) // 1))
