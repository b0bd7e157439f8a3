"""What quotes from one plan need again and again: quoters by what holds at a new place, and ways to it."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from pannier.connect.road_network import RoadNetwork
from pannier.core.geo import LonLat, great_circle_m
from pannier.core.problem import Task
from pannier.engine.elsewhere import Elsewhere, StandingPlan
from pannier.engine.quoting import Quoter, Setting, Unknown, Ways
from pannier.places.polygons import contains
from pannier.planning.approach import Approach
from pannier.planning.areas import access_of
from pannier.planning.day import Day, OrderOfDay
from pannier.planning.day_traffic import DayTraffic
from pannier.planning.near_ways import FIRST, NearWays
from pannier.planning.problem_of_day import load_names
from pannier.planning.reach import Reach
from pannier.planning.streets import HUB, Places, kinds_of
from pannier.planning.tasks_of_orders import tasks_of_orders
from pannier.planning.traffic_of_day import traffic_of_day
from pannier.planning.walks import parked_in

MOST_QUOTERS = 3
"""For so many parts of a city, told apart by their zones, matrices are kept with a plan."""
MOST_ASKED = 32
"""For so many places asked for last, ways are kept with a plan: a basket changes more often than its address."""

type Key = tuple[frozenset[int], frozenset[int], str]
_parts = attrgetter("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg")


@dataclass(frozen=True, eq=False)
class Counter:
    """A quoter for the places of one part of the city, and how traffic runs there by kind."""

    quoter: Quoter
    traffic: Mapping[str, DayTraffic | None]


@dataclass(frozen=True)
class Told:
    """Answers by window; `nearest_m` is how far away the known place is whose ways were taken, None for own ways."""

    answers: tuple[Elsewhere | None, ...]
    nearest_m: int | None = None


class Desk:
    """Answers for one standing plan; who asks holds the plan's lock. `first` ways are measured before others."""

    def __init__(self, day: Day, places: Places, plan: StandingPlan, *, first: int = FIRST) -> None:
        self._day, self._places, self._plan = day, places, plan
        self._counters: OrderedDict[Key, Counter] = OrderedDict()
        self._asked: OrderedDict[tuple[LonLat, int, Key], Mapping[str, NearWays]] = OrderedDict()
        self._first = first
        self._reach: Mapping[str, Reach] | None = None

    def ask(self, network: RoadNetwork, orders: list[OrderOfDay]) -> Told:
        """Return what each of these orders, all at the same place, would cost."""
        one = orders[0]
        counter = self._counter(one)
        at = {order.id: counter.quoter.places for order in orders}
        tasks = tasks_of_orders(self._day, orders, replace(self._places, of_order=at), load_names(self._day))
        near = self._near_ways(network, one, counter)
        # Streets may turn out to be closed to whoever comes from the places that are measured last.
        answers = () if _is_nowhere(near) else _answers(counter.quoter, tasks, near)
        return self._by_the_nearest(one, counter.quoter, tasks) if _is_nowhere(near) else Told(answers)

    def prepare(self, network: RoadNetwork) -> None:
        """Make ready what the first question would wait for: the quoters of those parts where most orders go."""
        self._reaches(network)
        found: dict[Key, list[OrderOfDay]] = {}
        for order in self._day.orders:
            found.setdefault(self._key(order), []).append(order)
        most = sorted(found.values(), key=len)[-MOST_QUOTERS:]
        for orders in most:
            self._counter(orders[0])

    @property
    def quoters(self) -> int:
        """Return for how many parts of the city quoters are ready."""
        return len(self._counters)

    def _reaches(self, network: RoadNetwork) -> Mapping[str, Reach]:
        """Return how each kind comes to new places; computed once, then kept."""
        if self._reach is None:
            problem = self._plan.problem
            self._reach = {
                kind.code: Reach.of(Approach.of(self._day, self._places, kind, problem), network)
                for kind in kinds_of(self._day)
            }
        return self._reach

    def _near_ways(self, network: RoadNetwork, order: OrderOfDay, counter: Counter) -> Mapping[str, NearWays]:
        """Return the ways by kind; what was measured for a place asked for before is kept."""
        key = (order.point, order.service_s, self._key(order))
        if key not in self._asked:
            self._asked[key] = {
                code: NearWays(
                    reach, network, order.point, order.service_s, counter.traffic[code], first=self._first
                )
                for code, reach in self._reaches(network).items()
            }
            while len(self._asked) > MOST_ASKED:
                self._asked.popitem(last=False)
        self._asked.move_to_end(key)
        return self._asked[key]

    def _by_the_nearest(self, order: OrderOfDay, quoter: Quoter, tasks: Sequence[Task]) -> Told:
        """Answer with the ways of the nearest known place, where no kind has any of its own."""
        metres = [great_circle_m(point, order.point) for point in self._places.points]
        nearest = int(np.argmin(metres))
        quoter.move_to(self._ways_at(nearest))
        return Told(tuple(quoter.ask(task) for task in tasks), round(metres[nearest]))

    def _ways_at(self, place: int) -> Mapping[str, Ways]:
        size = len(self._places.points)
        found = {}
        for one in self._plan.problem.matrices:
            whole = [np.broadcast_to(part, (size, size)) for part in _parts(one)]
            there, back = [part[:, place] for part in whole], [part[place, :] for part in whole]
            found[one.profile] = Ways(
                (there[0], there[1], there[2], there[3]), (back[0], back[1], back[2], back[3])
            )
        return found

    def _counter(self, order: OrderOfDay) -> Counter:
        """Return the quoter for a place like the order's: in the same zones, and for the same goods."""
        key = self._key(order)
        if key not in self._counters:
            self._counters[key] = self._opened(order)
            while len(self._counters) > MOST_QUOTERS:
                self._counters.popitem(last=False)
        self._counters.move_to_end(key)
        return self._counters[key]

    def _key(self, order: OrderOfDay) -> Key:
        day, point = self._day, order.point
        areas = frozenset(n for n, area in enumerate(day.areas) if contains(area.polygon, point))
        slow = frozenset(
            n
            for n, one in enumerate(day.rules.traffic)
            if one.polygon is not None and contains(one.polygon, point)
        )
        clashes = any(order.goods in pair for pair in day.rules.incompatible)
        return areas, slow, (order.goods or "") if clashes else ""

    def _opened(self, order: OrderOfDay) -> Counter:
        day = self._day
        places = replace(self._places, points=(*self._places.points, order.point))
        traffic = {}
        for kind in kinds_of(day):
            known = traffic_of_day(day, self._places, kind)
            least = None if known is None else known.quickest_percent
            traffic[kind.code] = traffic_of_day(day, places, kind, least)
        setting = Setting(
            traffic={code: one.traffic for code, one in traffic.items() if one is not None},
            access=access_of(day, places, parked_in(self._plan.problem)),
            incompatible=self._incompatible(order),
        )
        return Counter(Quoter(self._plan, HUB, setting), traffic)

    def _incompatible(self, order: OrderOfDay) -> tuple[tuple[str, str], ...]:
        """Return the goods that never share a trip, those of the new order too."""
        known = self._plan.problem.incompatible
        return tuple(pair for pair in self._day.rules.incompatible if order.goods in pair or pair in known)


def _is_nowhere(near: Mapping[str, NearWays]) -> bool:
    """Tell whether no kind gets to a place by streets."""
    return bool(near) and all(ways.is_off_streets for ways in near.values())


def _answers(
    quoter: Quoter, tasks: Sequence[Task], near: Mapping[str, NearWays]
) -> tuple[Elsewhere | None, ...]:
    """Return the answers of tasks at a new place; more ways to it are measured until they hang on no other."""
    found: dict[int, Elsewhere | None] = {}
    while len(found) < len(tasks):
        quoter.move_to({code: ways.ways() for code, ways in near.items()})
        open_: dict[str, set[int]] = {}
        for n, task in enumerate(tasks):
            if n in found:
                continue
            answer = quoter.look(task, lambda code, places: near[code].knows(places))
            if isinstance(answer, Unknown):
                for code, places in answer.places.items():
                    open_.setdefault(code, set()).update(places)
            else:
                found[n] = answer
        for code, places in open_.items():
            near[code].measure(places)
    return tuple(found[n] for n in range(len(tasks)))
