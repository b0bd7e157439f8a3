"""Take orders in: one, some or a file's chunk; the merchant's reference again updates instead of doubling."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ARRAY, BigInteger, bindparam, func, or_, select
from sqlalchemy.orm import Session

from pannier.base.encryption import blind_index
from pannier.base.eventlog import record
from pannier.base.ids import new_id
from pannier.base.scope import org_of, scope_of
from pannier.core.events import OrderAccepted
from pannier.core.order_limits import Fault
from pannier.core.order_states import OrderStatus
from pannier.orders.bundles import BUNDLED, Bundles
from pannier.orders.changes import apply_changes
from pannier.orders.decide import Decision, Outcome, decide, sealed_extras
from pannier.orders.load_warnings import LoadWarnings
from pannier.orders.models import Order
from pannier.orders.on_demand import OnDemand
from pannier.orders.parcels import add_parcels, split_load
from pannier.orders.problems import refusal
from pannier.orders.quoted import Taken, quote_used, taken
from pannier.orders.service_days import ServiceDays
from pannier.orders.submission import Submission
from pannier.orders.wishes import Goods
from pannier.partners import merchants


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one submission; `order` is None for a rejected or merely tried new one.

    `warnings` is what has to be seen to although the order was taken.
    """

    outcome: Outcome
    order: Order | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def accept(db: Session, sent: Submission, *, source: str) -> Accepted:
    """Take one order in; raise OrderRefused or FieldClosed with all its faults."""
    result = accept_many(db, [sent], source=source)[0]
    if result.faults:
        raise refusal(result.faults)
    return result


def accept_many(
    db: Session, sent: Sequence[Submission], *, source: str, dry_run: bool = False
) -> list[Accepted]:
    """Take orders in, each on its own: a rejected one changes nothing and holds up no other.

    With `dry_run` nothing is written. References are locked, so that two uploads at once agree on who creates.
    """
    sent = [_for_merchant(db, one) for one in sent]
    if not dry_run:
        _lock(db, sent)
    known, days, merchants_here = _known(db, sent), ServiceDays(db), _merchants(db, sent)
    results, new, warnings, bundles = [], [], LoadWarnings(db), Bundles(db)
    goods, on_demand, used = Goods(db), OnDemand(db), dict[uuid.UUID, str]()
    for sent_as in sent:
        before, digest = known.get(_key(sent_as)), blind_index(org_of(db), sent_as.wording)
        is_same = before is not None and before.submitted == digest
        # The same again changes nothing, whatever became of its quote.
        quote = Taken(sent_as) if is_same else taken(db, sent_as, before, days.now)
        one = quote.sent
        decision = _decide(db, quote, before, digest, days, merchants_here)
        _check_bundle(bundles, one, decision)
        _check_goods(goods, decision)
        _check_on_demand(on_demand, decision)
        _check_quote(used, one, decision)
        if decision.outcome == "created" and not dry_run:
            decision.order = _new_order(db, one, decision, source)
            new.append((decision.order, one.loads or _even(decision.order)))
        elif decision.order is not None and decision.outcome in {"updated", "unchanged"} and not dry_run:
            _update(db, decision, one)
        told = _warnings(warnings, decision)
        results.append(Accepted(decision.outcome, decision.order, decision.faults, told))
    add_parcels(db, new)
    db.flush()
    return results


def _check_bundle(bundles: Bundles, sent: Submission, decision: Decision) -> None:
    """Reject an order that names a bundle and does not fit into it; orders before it in the request count."""
    if decision.outcome not in {"created", "updated"} or sent.bundle is None:
        return
    known = decision.order
    held = {name: decision.values.get(name, getattr(known, name, None)) for name in BUNDLED}
    faults = bundles.check(known.id if known else None, sent.merchant_org_id, held)
    if faults:
        decision.outcome, decision.faults = "rejected", faults


def _check_goods(goods: Goods, decision: Decision) -> None:
    """Reject an order that names a class of goods that the organisation does not know."""
    if decision.outcome in {"created", "updated"}:
        faults = goods.check(decision.values.get("goods"))
        if faults:
            decision.outcome, decision.faults = "rejected", faults


def _check_on_demand(on_demand: OnDemand, decision: Decision) -> None:
    """Reject an order on demand that its hub takes none of, or that nobody could serve as it asks."""
    if decision.outcome in {"created", "updated"}:
        faults = on_demand.check(decision.order, decision.values)
        if faults:
            decision.outcome, decision.faults = "rejected", faults


def _check_quote(used: dict[uuid.UUID, str], sent: Submission, decision: Decision) -> None:
    """Reject an order by a quote that one before it in the request has, also where nothing is written."""
    quote_id = decision.quoted.get("quote_id")
    if decision.outcome in {"created", "updated"} and quote_id is not None:
        first = used.setdefault(quote_id, sent.reference)
        if first != sent.reference:
            decision.outcome, decision.faults = "rejected", (quote_used(first),)


def _warnings(warnings: LoadWarnings, decision: Decision) -> tuple[Fault, ...]:
    if decision.outcome == "rejected":
        return ()
    if decision.order is not None:
        return warnings.of_order(decision.order)
    values = decision.values
    return warnings.of_load(values["hub_id"], values["weight_g"], values["volume_ml"], values["other_loads"])


def _for_merchant(db: Session, sent: Submission) -> Submission:
    """Return the submission under its merchant's name: a merchant only ever sends for itself."""
    merchant = scope_of(db).merchant_org_id
    if merchant is None or sent.merchant_org_id == merchant:
        return sent
    return replace(sent, merchant_org_id=sent.merchant_org_id or merchant)


def _key(sent: Submission) -> tuple[uuid.UUID | None, str]:
    return sent.merchant_org_id, sent.reference


def _lock(db: Session, sent: Sequence[Submission]) -> None:
    org_id = org_of(db)
    keys = sorted({_lock_key(org_id, one) for one in sent})
    each = func.unnest(bindparam("keys", keys, ARRAY(BigInteger))).column_valued("key")
    db.execute(select(func.pg_advisory_xact_lock(each)))


def _lock_key(org_id: uuid.UUID, sent: Submission) -> int:
    text = f"{org_id}|{sent.merchant_org_id}|{sent.reference}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def _known(db: Session, sent: Sequence[Submission]) -> dict[tuple[uuid.UUID | None, str], Order]:
    by_merchant: dict[uuid.UUID | None, set[str]] = {}
    for one in sent:
        by_merchant.setdefault(one.merchant_org_id, set()).add(one.reference)
    if not by_merchant:
        return {}
    wanted = [
        Order.merchant_org_id.is_not_distinct_from(merchant) & Order.reference.in_(references)
        for merchant, references in by_merchant.items()
    ]
    rows = db.scalars(select(Order).where(or_(*wanted)))
    return {(row.merchant_org_id, row.reference): row for row in rows}


def _merchants(db: Session, sent: Sequence[Submission]) -> set[uuid.UUID]:
    asked = {one.merchant_org_id for one in sent if one.merchant_org_id is not None}
    return {org_id for org_id in asked if merchants.find_merchant(db, org_id) is not None}


def _decide(
    db: Session,
    quote: Taken,
    known: Order | None,
    digest: bytes,
    days: ServiceDays,
    merchants_here: set[uuid.UUID],
) -> Decision:
    sent, merchant = quote.sent, quote.sent.merchant_org_id
    if merchant is not None and merchant not in merchants_here:
        text = f"Merchant {merchant} does not work with you; list the merchants with GET /v1/merchants."
        return Decision("rejected", faults=(Fault("/merchant_id", "merchant_not_found", text),))
    if quote.faults:
        return Decision("rejected", known, faults=quote.faults)
    decision = decide(sent, known, days, digest=digest)
    decision.quoted = dict(quote.columns)
    return decision


def _new_order(db: Session, sent: Submission, decision: Decision, source: str) -> Order:
    org_id = org_of(db)
    collected = sent.collection
    order = Order(
        org_id=org_id, id=new_id(), merchant_org_id=sent.merchant_org_id, reference=sent.reference,
        status=OrderStatus.CONFIRMED, source=source, hub_given=sent.hub_id is not None,
        located_how="given" if sent.point else None,
        collect_located_how="given" if collected and collected.point else None,
        submitted=decision.digest, failed_attempts={},
        **decision.values, **decision.quoted, **sealed_extras(decision.values, org_id),
    )  # fmt: skip
    db.add(order)
    record(db, OrderAccepted(order_id=order.id, merchant_org_id=order.merchant_org_id, source=source))
    return order


def _even(order: Order) -> list[tuple[int, int]]:
    return split_load(order.weight_g, order.volume_ml, order.parcel_count)


def _update(db: Session, decision: Decision, sent: Submission) -> None:
    order = decision.order
    if order is None or order.submitted == decision.digest:
        return
    order.submitted = decision.digest
    if decision.values:
        order.hub_given = order.hub_given or sent.hub_id is not None
        apply_changes(db, order, decision.values, loads=sent.loads)
    for name, value in decision.quoted.items():
        setattr(order, name, value)
