"""How long a change is searched for: whoever asks waits for the answer, the less the smaller the change is."""

from pannier.planning.running_day.change import Change

USUAL_S = 1.0
ONE_ORDER_S = 0.1
ONE_ORDER_PER_STOP_S = 0.0003
"""One order more finds its place within so much: 0.1 s beside 300 open orders, 0.3 s beside 1,000.

Twice as long finds places that cost as much (`python -m benchmarks.replan_product`).
"""


def patience_s(change: Change, open_orders: int) -> float:
    """Return for how many seconds a change of a day with so many open orders is searched for."""
    if change.operation != "urgent_order" or len(change.order_ids) != 1:
        return USUAL_S
    return min(USUAL_S, max(ONE_ORDER_S, ONE_ORDER_PER_STOP_S * open_orders))
