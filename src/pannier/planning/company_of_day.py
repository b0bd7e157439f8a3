"""Which orders of a day go by one vehicle, and which by different ones; who contradicts himself stays behind."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pannier.core.plan import LeftOut, LeftOutCode
from pannier.core.problem import Task
from pannier.planning.day import OrderOfDay
from pannier.planning.task_ids import order_of_task
from pannier.planning.tasks_of_orders import bundle_of


@dataclass(frozen=True)
class CompanyOfDay:
    """Sets of orders that go together, sets that go apart."""

    together: tuple[frozenset[uuid.UUID], ...]
    apart: tuple[frozenset[uuid.UUID], ...]

    def of_tasks(
        self, tasks: Sequence[Task]
    ) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
        """Return both as sets of the ids of tasks, without those that say nothing."""
        ids: dict[uuid.UUID, list[str]] = defaultdict(list)
        for task in tasks:
            ids[order_of_task(task.id)].append(task.id)
        both = [
            tuple(frozenset(i for order in one if order in ids for i in ids[order]) for one in sets)
            for sets in (self.together, self.apart)
        ]
        return _filled(both[0]), _filled(both[1])


def _filled(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(one for one in sets if len(one) > 1)


def company_of_day(orders: Sequence[OrderOfDay]) -> CompanyOfDay:
    """Return who goes with whom; a bundle joins the groups of its orders, as it goes by one trip."""
    apart = _by_word((order.apart, order.id) for order in orders)
    return CompanyOfDay(_joined(orders), tuple(frozenset(one) for one in apart.values() if len(one) > 1))


def contradicting(orders: Sequence[OrderOfDay]) -> Iterator[LeftOut]:
    """Yield orders that would have to go both with and without an order before them."""
    home = {order_id: members for members in _joined(orders, bundles=True) for order_id in members}
    first: dict[tuple[str, frozenset[uuid.UUID]], OrderOfDay] = {}
    for order in orders:
        if order.apart is None or order.id not in home:
            continue
        other = first.setdefault((order.apart, home[order.id]), order)
        if other is not order:
            text = (
                f"It must go by the same vehicle as {other.reference}, and must not; change together, apart or"
                f" the bundle of one of them."
            )
            yield LeftOut(str(order.id), LeftOutCode.APART, text)


def with_riders_out(orders: Sequence[OrderOfDay], out: Mapping[str, str]) -> Iterator[LeftOut]:
    """Yield orders that must go with one that is out on a route already, of which no new route can be."""
    for order in orders:
        other = out.get(order.together or "")
        if other is not None:
            text = (
                f"It must go by the same vehicle as {other}, which is out on a route already; put it into that route"
                " under Today, Change the day."
            )
            yield LeftOut(str(order.id), LeftOutCode.TOGETHER, text)


def _by_word(said: Iterable[tuple[str | None, uuid.UUID]]) -> Mapping[str, list[uuid.UUID]]:
    found: dict[str, list[uuid.UUID]] = defaultdict(list)
    for word, order_id in said:
        if word is not None:
            found[word].append(order_id)
    return found


def _joined(orders: Sequence[OrderOfDay], *, bundles: bool = False) -> tuple[frozenset[uuid.UUID], ...]:
    """Return the groups, those that share a bundle as one; with `bundles` also bundles of no group."""
    grouped = {bundle_of(order) for order in orders if order.together is not None and order.collection}
    sets: list[set[uuid.UUID]] = []
    words = [(order.together, order.id) for order in orders] + [
        (f"bundle {bundle_of(order)}", order.id)
        for order in orders
        if order.collection is not None and (bundles or bundle_of(order) in grouped)
    ]
    for members in _by_word(words).values():
        touching = [one for one in sets if one & set(members)]
        sets = [one for one in sets if one not in touching]
        sets.append(set(members).union(*touching))
    return tuple(frozenset(one) for one in sets if len(one) > 1)
