"""From what was driven to the written inputs of a round: energy, factor, consignments. No personal data among them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pannier.core.emissions import DataType, EnergySource
from pannier.core.emissions.baseline import VAN_KM_PER_BIKE_KM
from pannier.core.geo import LonLat, great_circle_m
from pannier.driving.queries import ClosedRound, RoundDelivery
from pannier.emissions.method import BASELINE_FACTOR, modelled_plug_j
from pannier.emissions.texts import number_text, parameters_texts
from pannier.factors.kinds import VehicleKind, vehicle_kind

CARRIED = ("succeeded", "partial")
SOURCES = {"reported": EnergySource.TELEMATICS, "model": EnergySource.MODEL}
BY_BIKE = "bicycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One order on a round or transfer: mass, great circle to where it came aboard, and whether it was handed over."""

    order_id: uuid.UUID
    merchant_org_id: uuid.UUID | None
    mass_g: int | None
    direct_mm: int
    items: int
    outcome: str
    carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """All that a round's emissions depend on; `kind` is round or transfer."""

    kind: str
    round_id: uuid.UUID
    route_id: uuid.UUID | None
    hub_id: uuid.UUID
    service_date: date
    vehicle_kind: str
    distance_m: int
    distance_source: str
    energy: Mapping[str, Any]
    consignments: Sequence[Carried]


def facts_of_round(closed: ClosedRound, hub: LonLat) -> RoundFacts:
    """Return the facts of a round that is over."""
    return RoundFacts(
        kind="round",
        round_id=closed.round_id,
        route_id=closed.route_id,
        hub_id=closed.hub_id,
        service_date=closed.service_date,
        vehicle_kind=closed.vehicle_kind,
        distance_m=closed.distance_m,
        distance_source=closed.distance_source,
        energy=_energy(closed, vehicle_kind(closed.vehicle_kind)),
        consignments=[_carried(delivery, hub) for delivery in closed.deliveries],
    )


def _energy(closed: ClosedRound, kind: VehicleKind) -> dict[str, Any]:
    if closed.energy_source != "model":
        return {
            "source": closed.energy_source,
            "data_type": data_type_of(closed.energy_source),
            "plug_j": closed.plug_j,
        }
    legs = [
        {
            "distance_m": number_text(leg.distance_m),
            "duration_s": number_text(leg.duration_s),
            "payload_g": leg.payload_g,
            "service_s": number_text(leg.service_s),
        }
        for leg in closed.legs
    ]
    return modelled_energy(kind, legs, plug_j=closed.plug_j, temperature_c=closed.temperature_c)


def modelled_energy(
    kind: VehicleKind, legs: Sequence[Mapping[str, Any]], *, plug_j: int, temperature_c: float
) -> dict[str, Any]:
    """Return energy by the full formula, with the legs and the vehicle's parameters that it comes from.

    Legs are written only where they give the figure again; else the figure stands alone, still as modelled.
    """
    energy = {"source": "model", "data_type": data_type_of("model"), "plug_j": plug_j}
    if modelled_plug_j(kind.energy, legs, temperature_c=temperature_c) != plug_j:
        return energy
    parameters = parameters_texts(kind.energy)
    return energy | {
        "temperature_c": number_text(temperature_c),
        "parameters": parameters,
        "legs": list(legs),
    }


def data_type_of(energy_source: str) -> str:
    """Return the ISO 14083 category of a round's energy; where nothing was used, nothing is uncertain."""
    source = SOURCES.get(energy_source)
    return (source.data_type if source else DataType.PRIMARY).value


def _carried(delivery: RoundDelivery, hub: LonLat) -> Carried:
    placed = delivery.lon is not None and delivery.lat is not None
    there = LonLat(delivery.lon or 0.0, delivery.lat or 0.0)
    return Carried(
        order_id=delivery.order_id,
        merchant_org_id=delivery.merchant_org_id,
        mass_g=delivery.weight_g or None,
        direct_mm=direct_mm(delivery.collected_at or hub, there) if placed else 0,
        items=max(1, delivery.parcels),
        outcome=delivery.outcome,
        carried=delivery.outcome in CARRIED,
    )


def direct_mm(start: LonLat, end: LonLat) -> int:
    """Return the great circle between two points in whole millimetres."""
    return round(great_circle_m(start, end) * 1000)


def baseline_plan(kind_code: str, entry: int | None, *, begun: bool) -> dict[str, Any]:
    """Return how a round's baseline is found: the frozen entry, and the ratio for orders that it does not hold.

    The published ratio compares a van's way with a bike's; for vans and walkers the same way is taken. `begun`
    tells that the entry was frozen only after driving had begun.
    """
    by_bike = vehicle_kind(kind_code).routing.costing == BY_BIKE
    ratio = VAN_KM_PER_BIKE_KM if by_bike else Decimal(1)
    return {"entry": entry, "ratio": str(ratio), "factor": BASELINE_FACTOR, "begun": begun}


def inputs_of(
    facts: RoundFacts,
    *,
    edition: Mapping[str, Any],
    names: Mapping[uuid.UUID, str],
    frozen: frozenset[uuid.UUID],
    baseline: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return the written inputs; `frozen` holds the orders whose share of `baseline` is in the frozen entry."""
    return {
        "kind": facts.kind,
        "round_id": str(facts.round_id),
        "hub_id": str(facts.hub_id),
        "service_date": facts.service_date.isoformat(),
        "vehicle_kind": facts.vehicle_kind,
        "distance_m": facts.distance_m,
        "distance_source": facts.distance_source,
        "energy": dict(facts.energy),
        "edition": edition["code"],
        "edition_sha256": edition["sha256"],
        "baseline": baseline,
        "consignments": [
            {
                "shipment": names[each.order_id],
                "mass_g": each.mass_g,
                "direct_mm": each.direct_mm,
                "items": each.items,
                "carried": each.carried,
                "frozen": each.order_id in frozen,
            }
            for each in facts.consignments
        ],
    }
