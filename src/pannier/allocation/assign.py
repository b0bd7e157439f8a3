"""Choose a carrier for each order of a day at the least cost under the partners' caps, by HiGHS."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy

OWN = "own"


@dataclass(frozen=True, slots=True)
class Costs:
    """What each eligible carrier costs for one order, in cents, and which cap each partner falls under."""

    key: str
    cents: Mapping[str, int]
    caps: Mapping[str, str]


class NoAssignment(RuntimeError):
    """HiGHS found no choice although the own fleet always is one; this is a fault of Pannier."""


def cap_of(share: float, orders: int) -> int:
    """Return how many of a merchant's orders of a day a partner may carry: its share, rounded down, or one.

    Without that one a partner with a small share would get nothing on small days, however much it is needed.
    """
    return max(math.floor(share * orders + 1e-9), 1 if share > 0 and orders else 0)


def assign(orders: Sequence[Costs], rooms: Mapping[str, int]) -> dict[str, str]:
    """Return order key -> carrier with the least total cost; `rooms` says how many more each cap lets in.

    An order whose only carriers are capped out keeps none of them and is left out of the answer. The same input
    always gives the same answer.
    """
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0)):
        model.setOptionValue(name, value)
    names = sorted({name for order in orders for name in order.cents} - {OWN})
    rank = {OWN: 0} | {name: n for n, name in enumerate(names, 1)}
    # The rank decides between equal costs and never outweighs a cent. Nobody at all is dearer than any chain of
    # exchanges could save, so that full caps never make the day infeasible.
    step = len(rank) + 1
    dearest = max((cents for order in orders for cents in order.cents.values()), default=0)
    nobody = (dearest + 1) * step * len(rank)
    choices: list[tuple[str, str]] = []
    by_cap: dict[str, list[int]] = {}
    for order in orders:
        first = len(choices)
        for name in sorted(order.cents, key=rank.__getitem__):
            if name in order.caps:
                by_cap.setdefault(order.caps[name], []).append(len(choices))
            choices.append((order.key, name))
            _add_choice(model, order.cents[name] * step + rank[name])
        _add_choice(model, nobody)
        choices.append((order.key, ""))
        columns = list(range(first, len(choices)))
        model.addRow(1, 1, len(columns), columns, [1.0] * len(columns))
    for cap, columns in sorted(by_cap.items()):
        model.addRow(0, max(0, rooms.get(cap, 0)), len(columns), columns, [1.0] * len(columns))
    return _solved(model, choices)


def _add_choice(model: highspy.Highs, cost: float) -> None:
    column = model.getNumCol()
    model.addCol(float(cost), 0.0, 1.0, 0, [], [])
    model.changeColIntegrality(column, highspy.HighsVarType.kInteger)


def _solved(model: highspy.Highs, choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    if not choices:
        return {}
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoAssignment(f"HiGHS ended with {model.getModelStatus()}.")
    values = model.getSolution().col_value
    return {key: name for (key, name), value in zip(choices, values, strict=True) if value > 0.5 and name}
