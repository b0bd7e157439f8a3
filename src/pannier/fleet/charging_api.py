"""Routes of power: a hub's own chargers, and what the grid emits by hour of the day."""

import uuid
from typing import Annotated

from pannier.accounts.people import my_organisation
from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.factors.editions import edition_of
from pannier.fleet import chargers
from pannier.fleet.charger_schemas import Charger, GridHoursIn, GridHoursOut

router = Router(prefix="/v1", tags=["fleet"])


@router.get("/hubs/{hub_id}/charger")
def get_hub_charger(hub_id: uuid.UUID, edge: Annotated[Edge, may("fleet:read")]) -> Charger:
    """Show when a hub's chargers, or its cabinet of batteries, can be used, by how many, and at which price."""
    return Charger.model_validate(chargers.hub_charger(edge.db, hub_id))


@router.put("/hubs/{hub_id}/charger")
def set_hub_charger(hub_id: uuid.UUID, body: Charger, edge: Annotated[Edge, may("fleet:write")]) -> Charger:
    """Say it anew; the next plan goes by it, plans made before stay as they are."""
    return Charger.model_validate(chargers.set_hub_charger(edge.db, hub_id, body.said()))


@router.get("/grid-hours")
def get_grid_hours(edge: Annotated[Edge, may("fleet:read")]) -> GridHoursOut:
    """Show what the grid emits by hour of the day."""
    return _out(edge, chargers.grid_hours(edge.db))


@router.put("/grid-hours")
def set_grid_hours(body: GridHoursIn, edge: Annotated[Edge, may("fleet:write")]) -> GridHoursOut:
    """Say what the grid emits by hour of the day; the next plan charges by it where CO2e counts."""
    values = body.g_per_kwh if body.csv is None else chargers.grid_hours_of_csv(body.csv)
    return _out(edge, chargers.set_grid_hours(edge.db, values))


def _out(edge: Edge, g_per_kwh: tuple[float, ...]) -> GridHoursOut:
    edition = edition_of(f"{clock.now().year}-{my_organisation(edge.db).country}")
    year = round(float(edition.electricity.total_kg) * 1000, 1)
    return GridHoursOut(g_per_kwh=list(g_per_kwh), year_g_per_kwh=year)
