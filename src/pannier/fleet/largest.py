"""How much the vehicles of a hub take at most."""

import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from pannier.base.scope import acting_as, org_of
from pannier.fleet.specification import VehicleSpec, specification
from pannier.fleet.vehicles import list_vehicles


class Largest(NamedTuple):
    """The greatest payload and the greatest volume of any vehicle; they need not be the same vehicle's.

    `others` is the greatest amount of every other load that any vehicle takes, by its name.
    """

    payload_g: int
    volume_ml: int
    others: Mapping[str, int]


def largest_load(db: Session, hub_id: uuid.UUID) -> Largest | None:
    """Return what the active vehicles of a hub take at most, None when it has none.

    A merchant sees no vehicles and may still know what is too heavy for all of them.
    """
    specs = _specs(db, hub_id)
    if not specs:
        return None
    return Largest(
        max(spec.payload_g for spec in specs), max(spec.volume_ml for spec in specs), _others(specs)
    )


def load_names(db: Session) -> list[str]:
    """Return the names of the other loads that the active vehicles of all hubs take."""
    return sorted(_others(_specs(db, None)))


def _specs(db: Session, hub_id: uuid.UUID | None) -> list[VehicleSpec]:
    with acting_as(db, org_of(db)):
        return [specification(row) for row in list_vehicles(db, hub_id) if row.active]


def _others(specs: Sequence[VehicleSpec]) -> dict[str, int]:
    most: dict[str, int] = {}
    for spec in specs:
        for name, amount in spec.capacities.items():
            most[name] = max(amount, most.get(name, 0))
    return most
