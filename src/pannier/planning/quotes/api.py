"""Route of quotes: which windows can still be offered at an address."""

from typing import Annotated

from pannier.base.edge import Edge, Router, may
from pannier.planning.quotes.make import make_quote
from pannier.planning.quotes.schemas import QuoteIn, QuoteOut, show_quote

router = Router(prefix="/v1", tags=["planning"])


@router.post("/quotes")
def quote(body: QuoteIn, edge: Annotated[Edge, may("orders:write")]) -> QuoteOut:
    """Say which windows can still be kept at an address by the newest plan of the day as it stands.

    Each with what it costs the plan more in money, time and grams, or in words why it is not offered. Merchants see
    the price of their rate card instead of the operator's cost. Nothing is reserved.
    """
    return show_quote(make_quote(edge.db, body.asked()))
