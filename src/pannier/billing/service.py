"""Use cases: charge an attempt once, take it back, price again what had no price."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.scope import org_of
from pannier.billing.billable import Billable, Quote
from pannier.billing.models import Charge, PartnerCost
from pannier.billing.quotes import quote_for_merchant, quote_for_partner
from pannier.core.events import DeliveryCharged
from pannier.core.pricing import Occasion
from pannier.orders.queries import orders_by_id

type Row = Charge | PartnerCost
# A delivery is paid for once, whoever reports it how often; failed attempts are paid for one by one.
ONCE_PER_ORDER = (Occasion.DELIVERY, Occasion.RETURN)


def charge(db: Session, billable: Billable) -> Charge | None:
    """Put the price on what happened, and the partner's price as a cost; None when that was done before."""
    _cost(db, billable)
    order = billable.order
    if _done(db, Charge, billable):
        return None
    row = Charge(
        org_id=order.org_id, merchant_org_id=order.merchant_org_id, **_facts(billable),
        **_merchants_quote(db, billable).columns(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    _tell(db, row)
    return row


def _merchants_quote(db: Session, billable: Billable) -> Quote:
    """Return what the payer pays; the payer of a partner's copy is the operator it was copied from."""
    operator = billable.order.copied_from_org_id
    if operator is not None:
        return quote_for_partner(db, billable, operator_org_id=operator, partner_org_id=org_of(db))
    return quote_for_merchant(db, billable)


def _cost(db: Session, billable: Billable) -> None:
    order = billable.order
    if order.carrier != "partner" or order.partner_org_id is None or _done(db, PartnerCost, billable):
        return
    quote = quote_for_partner(db, billable, operator_org_id=order.org_id, partner_org_id=order.partner_org_id)
    db.add(
        PartnerCost(
            org_id=order.org_id, partner_org_id=order.partner_org_id, **_facts(billable), **quote.columns()
        )
    )
    db.flush()


def _facts(billable: Billable) -> dict[str, object]:
    return {
        "order_id": billable.order.id,
        "attempt_id": billable.attempt_id,
        "hub_id": billable.order.hub_id,
        "service_date": billable.service_date,
        "occasion": billable.occasion.value,
        "reason": billable.reason,
        "at": billable.at,
    }


def _done[P: (Charge, PartnerCost)](db: Session, table: type[P], billable: Billable) -> bool:
    rows = _rows(db, table, billable.order.id)
    if any(row.attempt_id == billable.attempt_id and row.occasion == billable.occasion for row in rows):
        return True
    return billable.occasion in ONCE_PER_ORDER and any(
        row.occasion == billable.occasion for row in standing(rows)
    )


def _rows[P: (Charge, PartnerCost)](db: Session, table: type[P], order_id: uuid.UUID) -> list[P]:
    return list(db.scalars(select(table).where(table.order_id == order_id).order_by(table.id)))


def standing(rows: Iterable[Row]) -> list[Row]:
    """Return the charges that were not taken back."""
    known = list(rows)
    back = {(type(row), row.attempt_id, row.occasion) for row in known if row.kind == "credit"}
    return [
        row for row in known if row.kind == "charge" and (type(row), row.attempt_id, row.occasion) not in back
    ]


def credit(db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID) -> list[Charge]:
    """Take back what was charged for an attempt that was taken back; again changes nothing."""
    credits: list[Charge] = []
    for row in standing([*_rows(db, Charge, order_id), *_rows(db, PartnerCost, order_id)]):
        if row.attempt_id == attempt_id:
            back = _credit_of(row)
            db.add(back)
            db.flush()
            if isinstance(back, Charge):
                _tell(db, back)
                credits.append(back)
    return credits


def _credit_of(row: Row) -> Row:
    """Return the row that undoes another: the same facts, one negative line."""
    names = [column.key for column in row.__table__.columns if column.key not in ("id", "created_at")]
    values = {name: getattr(row, name) for name in names}
    text = f"Taken back, the attempt was reopened: {row.occasion.replace('_', ' ')}"
    line = {"code": "credit", "text": text, "amount_cents": -row.price_cents}
    return type(row)(**{**values, "kind": "credit", "price_cents": -row.price_cents, "lines": [line]})


def reprice(db: Session, service_date: date) -> tuple[int, int]:
    """Try the unpriced charges and costs of a day again; return how many got a price and how many still have none."""
    priced = still_open = 0
    rows: list[Row] = [
        *_unpriced(db, Charge, service_date),
        *_unpriced(db, PartnerCost, service_date),
    ]
    orders = orders_by_id(db, [row.order_id for row in rows])
    for row in rows:
        billable = Billable(
            order=orders[row.order_id], occasion=Occasion(row.occasion), service_date=row.service_date,
            at=row.at, attempt_id=row.attempt_id, reason=row.reason,
        )  # fmt: skip
        _price_again(db, row, billable)
        priced, still_open = priced + (row.problem is None), still_open + (row.problem is not None)
    db.flush()
    return priced, still_open


def _unpriced[P: (Charge, PartnerCost)](db: Session, table: type[P], service_date: date) -> list[P]:
    query = select(table).where(table.service_date == service_date, table.problem.is_not(None))
    return list(db.scalars(query.order_by(table.id)))


def _price_again(db: Session, row: Row, billable: Billable) -> None:
    if isinstance(row, Charge):
        quote = _merchants_quote(db, billable)
    else:
        quote = quote_for_partner(db, billable, operator_org_id=row.org_id, partner_org_id=row.partner_org_id)
    for name, value in quote.columns().items():
        setattr(row, name, value)
    if isinstance(row, Charge):
        _tell(db, row)


def _tell(db: Session, row: Charge) -> None:
    """Record what was charged; an unpriced row is no charge yet."""
    if row.problem is None:
        record(db, DeliveryCharged(charge_id=row.id, order_id=row.order_id, price_cents=row.price_cents))
