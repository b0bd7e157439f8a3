"""The days that a run of several hubs was asked for, kept sealed, so that every worker searches the same city."""

import base64
import pickle
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.encryption import seal, unseal
from pannier.orders.queries import orders_bound_to_hub
from pannier.places.service import get_hub
from pannier.planning.load_day import load_day
from pannier.planning.problems import HubsApart
from pannier.planning.several.city_of_days import HubDays


@dataclass(frozen=True)
class Snapshot:
    """The days of all hubs at one moment, and the currency that costs are told in."""

    asked: HubDays
    currency: str


def take_snapshot(
    db: Session,
    *,
    hub_ids: Sequence[uuid.UUID],
    service_date: date,
    temperature_c: float,
    given_too: bool,
) -> Snapshot:
    """Read the days of several hubs. Raise HubNotFound, or HubsApart for hubs that no plan can hold together.

    Without `given_too` orders stay whose hub somebody has named; those whose goods lie in a hub, and those of which
    somebody has fixed the rider or the moment, always do.
    """
    require_one_city(db, hub_ids)
    days = tuple(
        load_day(db, hub_id=hub_id, service_date=service_date, temperature_c=temperature_c)
        for hub_id in hub_ids
    )
    bound = orders_bound_to_hub(db, hub_ids, service_date, given_too=not given_too)
    fixed = {lock.order_id for day in days for lock in day.locks}
    return Snapshot(HubDays(days, bound | fixed), my_organisation(db).currency)


def require_one_city(db: Session, hub_ids: Sequence[uuid.UUID]) -> None:
    """Raise HubsApart unless the hubs have one map and one time zone, HubNotFound for a hub that is none."""
    first, *others = [get_hub(db, hub_id) for hub_id in hub_ids]
    for hub in others:
        for field, what in (("map_name", "on another map"), ("timezone", "in another time zone")):
            if getattr(hub, field) != getattr(first, field):
                raise HubsApart(
                    f"{hub.name} is {what} than {first.name}; plan hubs of one map and time zone together, "
                    "the others by themselves.",
                    pointer="/hub_ids",
                )


def sealed(org_id: uuid.UUID, snapshot: Snapshot) -> bytes:
    """Return a snapshot as it is kept: it holds where people live, and only who has the key can have written it."""
    return seal(org_id, base64.b85encode(zlib.compress(pickle.dumps(snapshot), 1)).decode("ascii"))


def unsealed(org_id: uuid.UUID, kept: bytes) -> Snapshot:
    """Return a snapshot that `sealed` has kept; raise CannotUnseal for anything else."""
    packed = zlib.decompress(base64.b85decode(unseal(org_id, kept)))
    found = pickle.loads(packed)  # noqa: S301 (unsealing has proved that we wrote it)
    if not isinstance(found, Snapshot):
        raise TypeError("What was kept is no snapshot of days.")
    return found
