"""How much the vehicles of a hub take at most."""

import uuid
from typing import NamedTuple

from sqlalchemy.orm import Session

from pannier.base.scope import acting_as, org_of
from pannier.fleet.specification import specification
from pannier.fleet.vehicles import list_vehicles


class Largest(NamedTuple):
    """The greatest payload and the greatest volume of any vehicle; they need not be the same vehicle's."""

    payload_g: int
    volume_ml: int


def largest_load(db: Session, hub_id: uuid.UUID) -> Largest | None:
    """Return what the active vehicles of a hub take at most, None when it has none.

    A merchant sees no vehicles and may still know what is too heavy for all of them.
    """
    with acting_as(db, org_of(db)):
        specs = [specification(row) for row in list_vehicles(db, hub_id) if row.active]
    if not specs:
        return None
    return Largest(max(spec.payload_g for spec in specs), max(spec.volume_ml for spec in specs))
