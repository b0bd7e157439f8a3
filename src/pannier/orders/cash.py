"""Cash on delivery is refused for now, with the reason."""

from pannier.core.order_limits import Fault

COD_NOT_OFFERED = "cod_not_offered"
REASON = (
    "Cash on delivery is not offered yet; let the recipient pay before and send the order without an amount."
)


def cash_faults(amount: float | None, pointer: str = "/cod_amount") -> tuple[Fault, ...]:
    """Return the refusal of an amount to be collected; no amount, or zero, is fine."""
    return (Fault(pointer, COD_NOT_OFFERED, REASON),) if amount else ()
