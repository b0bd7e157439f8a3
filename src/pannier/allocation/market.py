"""Who could carry orders: the own fleet by hub and the partners with cards and zones, read once a transaction."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from pannier.accounts import people
from pannier.base.scope import org_of
from pannier.core.allocation_estimate import FleetKind
from pannier.core.energy import Leg, NoEnergy, leg_energy
from pannier.core.geo import LonLat
from pannier.factors.editions import edition_for
from pannier.factors.files import EditionError
from pannier.factors.tables import read_toml
from pannier.fleet.kind_costs import costs_on
from pannier.fleet.specification import VehicleSpec, specification
from pannier.fleet.vehicles import list_vehicles
from pannier.orders.queries import orders_of_day
from pannier.orders.values import OrderView
from pannier.partners.contracts import PartnerView, list_partners
from pannier.partners.rate_cards import CardView, card_of_partner
from pannier.places import polygons
from pannier.places import service as places

FILE = "allocation.toml"
DEAD = {"cancelled"}


@cache
def assumptions() -> Mapping[str, Any]:
    """Return what the estimate assumes (data/allocation.toml)."""
    return read_toml(FILE)


@dataclass(frozen=True, slots=True)
class CapKey:
    """A partner's share is counted per merchant and day."""

    partner_org_id: uuid.UUID
    merchant_org_id: uuid.UUID | None
    service_date: date

    @property
    def text(self) -> str:
        """Return the key as text, for the solver."""
        return f"{self.partner_org_id}|{self.merchant_org_id}|{self.service_date}"


class Market:
    """All that choices of one organisation are made from."""

    def __init__(self, db: Session) -> None:
        self.db = db
        own = people.my_organisation(db)
        self.country, self.currency = own.country, own.currency
        self.partners: list[PartnerView] = list_partners(db, active=True)
        self.zones = places.list_zones(db)
        self.hubs = {hub.id: hub for hub in places.list_hubs(db)}
        self._kinds: dict[tuple[uuid.UUID, date], list[FleetKind]] = {}
        self._cards: dict[tuple[uuid.UUID, date], CardView | None] = {}
        self._days: dict[date, Day] = {}

    @classmethod
    def of(cls, db: Session) -> "Market":
        """Return the market of the session's organisation, read once in a transaction."""
        markets: dict[uuid.UUID, Market] = db.info.setdefault("markets", {})
        org_id = org_of(db)
        if org_id not in markets:
            markets[org_id] = cls(db)
        return markets[org_id]

    def zones_at(self, point: LonLat) -> frozenset[str]:
        """Return the codes of the zones that hold a point."""
        return frozenset(zone.code for zone in self.zones if polygons.contains(zone.polygon, point))

    def kinds(self, hub_id: uuid.UUID, on: date) -> list[FleetKind]:
        """Return the kinds of the hub's active vehicles, each with its best capacity."""
        key = (hub_id, on)
        if key not in self._kinds:
            grams = grid_g_per_kwh(on, self.country)
            costs = costs_on(self.db, on)
            specs = [specification(row, costs) for row in list_vehicles(self.db, hub_id) if row.active]
            self._kinds[key] = _kinds_of(specs, grams)
        return self._kinds[key]

    def card(self, partner: PartnerView, on: date) -> CardView | None:
        """Return the partner's rate card of a day."""
        key = (partner.partner_org_id, on)
        if key not in self._cards:
            self._cards[key] = card_of_partner(self.db, partner.partner_org_id, on)
        return self._cards[key]

    def day(self, on: date) -> "Day":
        """Return the orders of a day, counted."""
        if on not in self._days:
            self._days[on] = Day(orders_of_day(self.db, hub_id=None, service_date=on))
        return self._days[on]


class Day:
    """The orders of one day: how many each merchant has, where they lie, and which partner has how many."""

    def __init__(self, orders: list[OrderView]) -> None:
        alive = [order for order in orders if order.status not in DEAD]
        self.by_merchant = Counter(order.merchant_org_id for order in alive)
        self.carriers = {order.id: (order.partner_org_id, order.merchant_org_id) for order in alive}
        self.cells = Counter(_cell(order.point) for order in alive if order.point is not None)

    def per_km2(self, point: LonLat) -> float:
        """Return the density of the day's orders around a point."""
        edge_km = float(assumptions()["cell_m"]) / 1000
        return max(float(assumptions()["least_per_km2"]), self.cells[_cell(point)] / edge_km**2)

    def held(self, key: CapKey, but: frozenset[uuid.UUID]) -> int:
        """Return how many of a merchant's orders a partner has, those of `but` not counted."""
        wanted = (key.partner_org_id, key.merchant_org_id)
        return sum(pair == wanted for order_id, pair in self.carriers.items() if order_id not in but)

    def note(self, order: OrderView) -> None:
        """Keep the counts true after a choice."""
        self.carriers[order.id] = (order.partner_org_id, order.merchant_org_id)


def _cell(point: LonLat) -> tuple[int, int]:
    edge_m = assumptions()["cell_m"]
    return int(point.lat * 111_195 // edge_m), int(point.lon * 111_195 * 0.7 // edge_m)


def grid_g_per_kwh(on: date, country: str) -> float:
    """Return the grid's emissions at the plug; a country without figures counts as France."""
    try:
        edition = edition_for(on, country)
    except EditionError:
        edition = edition_for(on, "FR")
    return float(edition.electricity.total_kg) * 1000


def _kinds_of(specs: list[VehicleSpec], grams: float) -> list[FleetKind]:
    best: dict[str, FleetKind] = {}
    for spec in specs:
        known = best.get(spec.kind.code)
        if known is None or spec.payload_g > known.payload_g:
            best[spec.kind.code] = _fleet_kind(spec, grams)
    return [best[code] for code in sorted(best)]


def _fleet_kind(spec: VehicleSpec, grams: float) -> FleetKind:
    kind, assumed = spec.kind, assumptions()
    speed_mps = assumed["speed_kmh"][kind.routing.costing] / 3.6
    leg = Leg(distance_m=1000.0, duration_s=1000.0 / speed_mps)
    half_kg = spec.payload_g / 1000 * assumed["load_share"]
    kwh = (
        0.0
        if isinstance(kind.energy, NoEnergy)
        else leg_energy(kind.energy, leg, payload_kg=half_kg).plug_kwh
    )
    return FleetKind(
        code=kind.code, label=kind.label, fixed_cents=kind.cost.fixed_cents,
        per_hour_cents=kind.cost.per_hour_cents, per_km_cents=kind.cost.per_km_cents,
        per_kwh_cents=kind.cost.per_kwh_cents, speed_mps=speed_mps,
        halt_s=kind.times.parking_s + kind.times.door_s, kwh_per_km=kwh, co2e_g_per_kwh=grams,
        payload_g=spec.payload_g, volume_ml=spec.volume_ml, parcels_max=spec.parcels_max,
        route_s=assumed["route_h"] * 3600,
    )  # fmt: skip
