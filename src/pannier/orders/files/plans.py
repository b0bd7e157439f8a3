"""What a row says for plans: when its parcels are ready, what leaving its order out costs, what else they take up."""

from typing import Any

from pannier.core.order_limits import MAX_AMOUNT, MAX_PRIZE_CENTS
from pannier.orders.files import values
from pannier.orders.files.collections import Cells
from pannier.orders.files.columns import LOADS, Layout
from pannier.orders.files.values import CellFault
from pannier.orders.files.wishes import unsaid


def read_for_plans(cells: Cells) -> dict[str, Any]:
    """Return what a row says of its order as a whole."""
    return {"release_at": cells.read("release_at", values.moment), "prize_cents": _prize(cells)}


def read_loads(cells: Cells, layout: Layout) -> dict[str, int]:
    """Return what a row takes up by the loads that the file has columns for; nothing said is none of it."""

    def amount(text: str) -> int:
        found = values.whole(text, delimiter=cells.delimiter)
        if not 0 <= found <= MAX_AMOUNT:
            raise CellFault("load_out_of_range", f"A load is 0 to {MAX_AMOUNT:,}, not {found:,}; correct it.")
        return found

    return {use.removeprefix(LOADS): cells.read(use, amount) or 0 for use in load_uses(layout)}


def load_uses(layout: Layout) -> list[str]:
    """Return the uses of a file's columns of loads."""
    return [use for use in layout.names if use.startswith(LOADS)]


def kept_of_known(layout: Layout) -> frozenset[str]:
    """Return of which fields a known order keeps what the file has no column for."""
    says_prize = {"prize", "prize_cents"} & layout.names.keys()
    return unsaid(layout) | ({"other_loads"} if says_prize else {"other_loads", "prize_cents"})


def _prize(cells: Cells) -> int | None:
    if cells.text("prize") and cells.text("prize_cents"):
        cells.fault(
            "prize_cents", "prize_twice", "The row says the prize twice; leave one of its cells empty."
        )
        return None
    use = "prize" if cells.text("prize") else "prize_cents"
    how = values.cents if use == "prize" else values.whole
    found: int | None = cells.read(use, lambda text: how(text, delimiter=cells.delimiter))
    if found is not None and not 0 <= found <= MAX_PRIZE_CENTS:
        text = f"A prize is 0 to {MAX_PRIZE_CENTS // 100:,} ({MAX_PRIZE_CENTS:,} cents); correct it."
        cells.fault(use, "prize_out_of_range", text)
        return None
    return found
