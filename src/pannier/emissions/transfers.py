"""Use case: a trip between hubs is an element of its own, borne by the orders whose parcels it carried."""

import uuid
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.emissions.models import EmissionRound
from pannier.emissions.record import take_round
from pannier.emissions.round_facts import Carried, RoundFacts, direct_mm, modelled_energy
from pannier.emissions.texts import number_text
from pannier.factors.kinds import vehicle_kind
from pannier.fleet.vehicles import get_vehicle
from pannier.hub.transfers import get_transfer, manifest_of
from pannier.orders.queries import orders_by_id, parcels_of
from pannier.places.service import get_hub

# Transfers are computed for a mild day; see hub.transfer_energy.
TEMPERATURE_C = 20.0


def record_transfer(db: Session, transfer_id: uuid.UUID) -> EmissionRound:
    """Record a transfer that has arrived; again changes nothing."""
    transfer = get_transfer(db, transfer_id)
    start, end = get_hub(db, transfer.from_hub_id), get_hub(db, transfer.to_hub_id)
    kind = get_vehicle(db, transfer.vehicle_id).kind
    consignments = _consignments(db, transfer_id, direct_mm(start.point, end.point))
    leg: dict[str, Any] = {
        "distance_m": number_text(transfer.distance_m),
        "duration_s": number_text(transfer.duration_s),
        "payload_g": sum(each.mass_g or 0 for each in consignments),
        "service_s": number_text(0),
    }
    arrived_at = transfer.arrived_at or clock.now()
    return take_round(
        db,
        RoundFacts(
            kind="transfer",
            round_id=transfer.id,
            route_id=None,
            hub_id=transfer.to_hub_id,
            service_date=arrived_at.astimezone(ZoneInfo(end.timezone)).date(),
            vehicle_kind=kind,
            distance_m=transfer.distance_m,
            distance_source="planned",
            energy=modelled_energy(
                vehicle_kind(kind), [leg], plug_j=transfer.plug_j, temperature_c=TEMPERATURE_C
            ),
            consignments=consignments,
        ),
    )


def _consignments(db: Session, transfer_id: uuid.UUID, way_mm: int) -> list[Carried]:
    """Return the orders of the manifest with the mass and number of those parcels that were aboard."""
    aboard: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for line in manifest_of(db, [transfer_id])[transfer_id]:
        aboard[line.order_id].add(line.parcel_id)
    orders = orders_by_id(db, aboard)
    parcels = parcels_of(db, aboard)
    carried = []
    for order_id in sorted(orders):
        masses_g = [parcel.weight_g for parcel in parcels[order_id] if parcel.id in aboard[order_id]]
        carried.append(
            Carried(
                order_id=order_id,
                merchant_org_id=orders[order_id].merchant_org_id,
                mass_g=sum(masses_g) or None,
                direct_mm=way_mm,
                items=max(1, len(masses_g)),
                outcome="transferred",
                carried=True,
            )
        )
    return carried
