"""How much energy a round took: from the battery's own figures where a rider gave them, else from the full formula."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.charge import FULL_PCT, ChargeFact, used_share
from pannier.core.energy import Conditions, Leg, NoEnergy, leg_energy, plug_j, stops_on
from pannier.driving.models import RiderEvent, Round
from pannier.factors.kinds import VehicleKind
from pannier.fleet.specification import VehicleSpec, specification
from pannier.fleet.vehicles import get_vehicle
from pannier.planning.queries import stops_of

# The battery is read when duty starts, a while before the first load.
BEFORE_START = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class RoundEnergy:
    """Joules at the battery and at the plug; source is reported, model or none (nothing that needs energy)."""

    energy_j: int
    plug_j: int
    source: str


@dataclass(frozen=True, slots=True)
class RoundLeg:
    """The way to one stop: metres and seconds without service, what was aboard, and the standing time there."""

    stop_id: uuid.UUID
    distance_m: float
    duration_s: float
    payload_g: int
    service_s: float


def energy_of_round(db: Session, row: Round) -> RoundEnergy:
    """Return the energy of a round that has ended."""
    vehicle = specification(get_vehicle(db, row.vehicle_id))
    if isinstance(vehicle.kind.energy, NoEnergy):
        return RoundEnergy(0, 0, "none")
    reported = _reported_j(db, row, vehicle)
    if reported is not None:
        return RoundEnergy(reported, round(float(plug_j(vehicle.kind.energy, float(reported)))), "reported")
    return _modelled(legs_of_round(db, row), vehicle.kind, row.temperature_c)


def _reported_j(db: Session, row: Round, vehicle: VehicleSpec) -> int | None:
    share = used_share(_charges(db, row)) if vehicle.battery_wh else None
    return None if share is None else round(share * (vehicle.battery_wh or 0) * 3600)


def _charges(db: Session, row: Round) -> list[ChargeFact]:
    query = select(RiderEvent).where(
        RiderEvent.rider_id == row.rider_id,
        RiderEvent.at >= row.started_at - BEFORE_START,
        RiderEvent.at <= row.ended_at,
        RiderEvent.rejected.is_(None),
    )
    rows = db.scalars(query.order_by(RiderEvent.at, RiderEvent.counter, RiderEvent.id))
    facts = [_charge(row) for row in rows]
    return [fact for fact in facts if fact is not None]


def _charge(event: RiderEvent) -> ChargeFact | None:
    if event.type == "battery.swap":
        return ChargeFact(event.data.get("charge_pct_before"), refilled_pct=FULL_PCT)
    if event.type == "charge.report" and (event.stop_id is not None or "charge_pct_before" in event.data):
        # Charged at a stop: without what was left before, nobody can tell from the figures what was used.
        return ChargeFact(event.data.get("charge_pct_before"), refilled_pct=float(event.data["charge_pct"]))
    told = event.data.get("charge_pct") if event.type == "charge.report" else event.data.get("battery_pct")
    return None if told is None else ChargeFact(float(told))


def legs_of_round(db: Session, row: Round) -> list[RoundLeg]:
    """Return the legs of a round as planned, stretched to the distance that was measured."""
    stops = stops_of(db, row.route_id)
    planned_m = sum(stop.leg_distance_m for stop in stops)
    stretch = (row.distance_m or 0) / planned_m if planned_m and row.distance_source != "planned" else 1.0
    legs = []
    for before, stop in pairwise(stops):
        drive_s = max(0.0, (stop.planned_arrival - before.planned_departure).total_seconds())
        legs.append(
            RoundLeg(
                stop.id,
                stop.leg_distance_m * stretch,
                drive_s * stretch,
                before.load_g,
                float(stop.service_s),
            )
        )
    return legs


def _modelled(legs: Sequence[RoundLeg], kind: VehicleKind, temperature_c: float) -> RoundEnergy:
    weather = Conditions(temperature_c=temperature_c)
    battery = plug = 0.0
    for leg in legs:
        halts: Any = stops_on(kind.energy, leg.distance_m)
        way = Leg(
            distance_m=leg.distance_m,
            duration_s=leg.duration_s,
            stops=float(halts),
            service_s=leg.service_s,
        )
        energy = leg_energy(kind.energy, way, payload_kg=leg.payload_g / 1000, conditions=weather)
        battery, plug = battery + energy.battery_j, plug + energy.plug_j
    return RoundEnergy(round(battery), round(plug), "model")
