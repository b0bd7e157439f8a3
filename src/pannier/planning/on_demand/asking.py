"""The choice with those who did not answer an order: they are asked again when nobody else takes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pannier.core.ids import TaskId
from pannier.core.on_demand import OpenOrder, Policy, ask_again, ask_anybody, stuck
from pannier.core.timewindow import TimeWindow
from pannier.planning.on_demand.choose import Chosen, choose
from pannier.planning.running_day.load import RunningDay


def choose_and_ask(
    day: RunningDay, orders: Sequence[OpenOrder], promises: Mapping[TaskId, TimeWindow], policy: Policy
) -> Chosen:
    """Return the choice; who did not answer an order gets it again only after a while, and if nobody else takes it."""
    chosen = choose(day, orders, promises, policy)
    left = stuck(orders, chosen.unserved)
    if not left:
        return chosen
    again = _eased(orders, left, lambda one: ask_again(one, day.now_s, policy))
    if again != list(orders):
        asked = choose(day, again, promises, policy)
        if len(asked.unserved) < len(chosen.unserved):
            chosen = asked
        left = stuck(orders, left & chosen.unserved)
    return replace(chosen, silent=_silent(day, orders, promises, policy, left)) if left else chosen


def _eased(
    orders: Sequence[OpenOrder], left: frozenset[str], ease: Callable[[OpenOrder], OpenOrder]
) -> list[OpenOrder]:
    return [ease(one) if one.id in left else one for one in orders]


def _silent(
    day: RunningDay,
    orders: Sequence[OpenOrder],
    promises: Mapping[TaskId, TimeWindow],
    policy: Policy,
    left: frozenset[str],
) -> dict[str, str]:
    """Return who could take what is left, had they answered: nobody gets anything by that, it is only to be told."""
    probe = choose(day, _eased(orders, left, ask_anybody), promises, policy)
    found = {one: probe.placed.options[one].vehicle for one in sorted(left) if one in probe.placed.options}
    # Others may be free in the probe only because it gives what they have to those who are asked again in it.
    unanswered = {one.id: one.refused for one in orders}
    return {one: vehicle for one, vehicle in found.items() if vehicle in unanswered[one]}
