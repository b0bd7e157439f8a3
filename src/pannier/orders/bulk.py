"""Many orders in one request: each is read, checked and taken on its own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from pannier.base.field_faults import fault_pointer, fault_sentence
from pannier.core.order_limits import Fault
from pannier.orders.accept import Accepted, accept_many
from pannier.orders.answers import BulkOut, BulkRow
from pannier.orders.cash import cash_faults
from pannier.orders.schemas import OrderIn


def accept_bulk(db: Session, bodies: Sequence[dict[str, Any]], *, source: str) -> BulkOut:
    """Take all orders that can be taken; every one gets a row that says what became of it."""
    rows: dict[int, BulkRow] = {}
    readable: dict[int, OrderIn] = {}
    seen: dict[tuple[Any, str], int] = {}
    for index, body in enumerate(bodies):
        order, faults = _read(body)
        if order is not None and not faults:
            first = seen.setdefault((order.merchant_id, order.reference), index)
            if first == index:
                readable[index] = order
                continue
            text = f"The reference {order.reference} is in order {first} of this request too; send it once."
            faults = [Fault("/reference", "duplicate_reference", text)]
        rows[index] = _row(index, body.get("reference"), "rejected", None, faults)
    results = accept_many(db, [order.submission() for order in readable.values()], source=source)
    for (index, order), result in zip(readable.items(), results, strict=True):
        rows[index] = _row(index, order.reference, result.outcome, result, list(result.faults))
    counts = Counter(row.outcome for row in rows.values())
    return BulkOut(
        created=counts["created"], updated=counts["updated"], unchanged=counts["unchanged"],
        rejected=counts["rejected"], rows=[rows[index] for index in sorted(rows)],
    )  # fmt: skip


def _read(body: dict[str, Any]) -> tuple[OrderIn | None, list[Fault]]:
    try:
        order = OrderIn.model_validate(body)
    except ValidationError as wrong:
        return None, [_fault(error) for error in wrong.errors()]
    return order, list(cash_faults(order.cod_amount))


def _fault(error: Any) -> Fault:
    return Fault(fault_pointer(error["loc"]), error["type"], fault_sentence(error))


def _row(index: int, reference: Any, outcome: str, result: Accepted | None, faults: list[Fault]) -> BulkRow:
    order = result.order if result else None
    return BulkRow(
        index=index,
        outcome=outcome,
        reference=reference if isinstance(reference, str) else None,
        order_id=order.id if order else None,
        errors=[_told(index, fault) for fault in faults],
        warnings=[_told(index, fault) for fault in (result.warnings if result else ())],
    )


def _told(index: int, fault: Fault) -> dict[str, str]:
    return {"pointer": f"/orders/{index}{fault.pointer}", "code": fault.code, "detail": fault.detail}
