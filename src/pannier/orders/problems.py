"""Errors of orders."""

from collections.abc import Sequence

from pannier.base.problems import Conflict, FieldError, Invalid, NotFound
from pannier.core.order_limits import Fault


class OrderNotFound(NotFound):
    """No such order in the caller's view."""

    code = "order_not_found"
    title = "Order not found"


class ParcelNotFound(NotFound):
    """No such parcel in the caller's view."""

    code = "parcel_not_found"
    title = "Parcel not found"


class ImportNotFound(NotFound):
    """No such order file in the caller's view."""

    code = "import_not_found"
    title = "Import not found"


class OrderRefused(Invalid):
    """An order cannot be accepted; `errors` has one entry for each fault."""

    code = "order_refused"
    title = "The order cannot be accepted"


class FieldClosed(Conflict):
    """A field may no longer be changed in the order's present state."""

    code = "order_closed_field"
    title = "This can no longer be changed"


class OrderEnded(Conflict):
    """The order has gone too far for what was asked."""

    code = "order_ended"
    title = "Too late for this order"


class FileRefused(Invalid):
    """A file cannot be read as a list of orders at all; nothing of it was taken."""

    code = "file_refused"
    title = "The file cannot be read"

    def __init__(self, detail: str, *, pointers: Sequence[str] = ("/file",), code: str = code) -> None:
        # The same code above and beside each place, so that a reader of either finds the same explanation.
        super().__init__(detail, errors=[FieldError(pointer, code, detail) for pointer in pointers])
        self.code = code  # type: ignore[misc]  # one class for all codes of core.tabular


def refusal(faults: tuple[Fault, ...]) -> Invalid | Conflict:
    """Return the problem that tells all faults of one order; its code is the first fault's."""
    first = faults[0]
    kind = FieldClosed if first.code == FieldClosed.code else OrderRefused
    problem = kind(first.detail, errors=[FieldError(f.pointer, f.code, f.detail) for f in faults])
    problem.code = first.code  # type: ignore[misc]  # one class for all codes of core.order_limits
    return problem
