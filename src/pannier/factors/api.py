"""Routes of the emission factors, so that anybody can recompute a figure."""

from datetime import date
from typing import Annotated

from fastapi import Query

from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.factors.editions import edition_for
from pannier.factors.files import factor_files
from pannier.factors.schemas import EditionOut, FactorFileOut, FactorsOut

router = Router(prefix="/v1", tags=["factors"])
Country = Annotated[
    str, Query(pattern="^[A-Z]{2}$", description="Country, two capital letters (ISO 3166).", examples=["FR"])
]
Day = Annotated[date | None, Query(description="The day of the activity; today when left out.")]


@router.get("/factors")
def list_factors(
    edge: Annotated[Edge, may("factors:read")], country: Country, date: Day = None
) -> FactorsOut:
    """Show the emission factors that bind a day in a country, and every published set they come from."""
    edition = edition_for(date or clock.now().date(), country)
    return FactorsOut(
        edition=EditionOut.of(edition), sets=[FactorFileOut.of(file) for file in factor_files().values()]
    )
