"""Where parcels are, as whoever knows the hub tells it: what is loaded stays with its rider, what was left is free."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

type Loaded = Mapping[uuid.UUID, str]
"""The barcode of one loaded parcel, by its order."""
type LoadedOf = Callable[[Session, Sequence[uuid.UUID]], Loaded]
"""Says which of these orders have a parcel in a vehicle."""


type InHubOf = Callable[[Session, Sequence[uuid.UUID]], Collection[uuid.UUID]]
"""Says which of these orders have all their parcels in the hub."""


def _none(db: Session, order_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    del db, order_ids
    return {}


@dataclass(frozen=True)
class ParcelsOf:
    """Who tells where parcels are; by itself nobody does, as on days whose parcels nobody scans."""

    loaded: LoadedOf = _none
    in_hub: InHubOf = _none


NOBODY_SCANS = ParcelsOf()
