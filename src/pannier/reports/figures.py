"""From the facts of a day to its figures. Pure: what is counted and how can be read here."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from pannier.core.sla import Promise, first_attempt_success, window_kept
from pannier.core.statistics import proportion_of
from pannier.factors.reasons import failure_reasons
from pannier.reports.facts import AttemptFacts, DayFacts, OrderFacts
from pannier.reports.report import Attempts, Failure, Orders, PartnerDay, Rate

CANCELLED = "cancelled"


def todays(facts: DayFacts) -> list[AttemptFacts]:
    """Return the attempts of the day as they happened."""
    found = [attempt for tries in facts.attempts.values() for attempt in tries if attempt.today]
    return sorted(found, key=lambda attempt: attempt.at)


def last_today(facts: DayFacts) -> dict[object, AttemptFacts]:
    """Return each order's last attempt of the day."""
    return {attempt.order_id: attempt for attempt in todays(facts)}


def orders_of(facts: DayFacts) -> Orders:
    """Count what became of the orders; an order that was attempted counts even if it was called off later."""
    last = last_today(facts)
    counted = [order for order in facts.orders if order.id in last or order.status != CANCELLED]
    outcomes = Counter(last[order.id].outcome for order in counted if order.id in last)
    untouched = [order for order in counted if order.id not in last]
    return Orders(
        total=len(counted),
        delivered=outcomes["succeeded"],
        partially_delivered=outcomes["partial"],
        failed=outcomes["failed"],
        open=len(untouched),
        cancelled=len(facts.orders) - len(counted),
        in_review=sum(order.in_review for order in untouched),
    )


def waiting_of(facts: DayFacts) -> set[uuid.UUID]:
    """Return the orders that were not attempted, went to no partner and whose address is known."""
    last = last_today(facts)
    waiting = (order for order in facts.orders if order.id not in last and order.status != CANCELLED)
    return {order.id for order in waiting if order.partner_org_id is None and not order.in_review}


def failures_of(facts: DayFacts) -> list[Failure]:
    """Count the orders that failed by reason, the commonest first."""
    codes = Counter(
        attempt.reason or "other" for attempt in last_today(facts).values() if attempt.outcome == "failed"
    )
    known = failure_reasons()
    return [
        Failure(code=code, label=known[code].label if code in known else code, orders=count)
        for code, count in sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    ]


def attempts_of(facts: DayFacts) -> Attempts:
    """Count the attempts and the places at which they were made."""
    tries = todays(facts)
    succeeded = Counter(attempt.hour for attempt in tries if attempt.succeeded)
    failed = Counter(attempt.hour for attempt in tries if not attempt.succeeded)
    hours = sorted({*succeeded, *failed})
    span = range(hours[0], hours[-1] + 1) if hours else range(0)
    return Attempts(
        total=len(tries),
        succeeded=succeeded.total(),
        failed=failed.total(),
        stops=len({attempt.place for attempt in tries}),
        by_hour=[(hour, succeeded[hour], failed[hour]) for hour in span],
    )


def first_attempt_of(facts: DayFacts) -> Rate:
    """Return how many of the orders first attempted on this day succeeded wholly at that attempt."""
    first_today = [tries for tries in facts.attempts.values() if tries and tries[0].today]
    claims = (first_attempt_success([attempt.outcome for attempt in tries]) for tries in first_today)
    return Rate.of(proportion_of(claims))


def windows_kept_of(facts: DayFacts) -> Rate:
    """Return how many of the day's deliveries with a promised window were handed over within it."""
    orders = {order.id: order for order in facts.orders}
    claims = (
        _kept(orders[attempt.order_id], attempt.at)
        for attempt in last_today(facts).values()
        if attempt.succeeded and attempt.order_id in orders
    )
    return Rate.of(proportion_of(claims))


def _kept(order: OrderFacts, at: datetime) -> bool | None:
    """Return whether a hand-over kept a window of the order; of several, one is enough."""
    windows = ((order.window_start, order.window_end), *order.more_windows)
    claims = [window_kept(Promise(start=start, end=end), at) for start, end in windows]
    return next((claim for claim in claims if claim), claims[0])


def partners_of(facts: DayFacts) -> list[PartnerDay]:
    """Return what each partner did, by name."""
    last = last_today(facts)
    by_partner: dict[object, list[OrderFacts]] = {}
    for order in facts.orders:
        if order.partner_org_id is not None:
            by_partner.setdefault(order.partner_org_id, []).append(order)
    shown = [_partner(facts, orders, last) for orders in by_partner.values()]
    return sorted(shown, key=lambda partner: (partner.name, partner.partner_org_id))


def _partner(
    facts: DayFacts, orders: Sequence[OrderFacts], last: Mapping[object, AttemptFacts]
) -> PartnerDay:
    org_id = orders[0].partner_org_id
    assert org_id is not None  # noqa: S101 (only orders with a partner come here)
    tries = [last[order.id] for order in orders if order.id in last]
    return PartnerDay(
        partner_org_id=org_id,
        name=facts.partners.get(org_id, str(org_id)),
        orders=len(orders),
        delivered=sum(attempt.succeeded for attempt in tries),
        failed=sum(not attempt.succeeded for attempt in tries),
        cost_cents=facts.money.partner_cents.get(org_id, 0),
    )
