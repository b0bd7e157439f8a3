"""What each carrier would cost and emit for one order, and why it may not be chosen."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pannier.allocation.assign import OWN
from pannier.allocation.market import Market, assumptions
from pannier.core.allocation_estimate import Drop, FleetKind, estimate
from pannier.core.geo import LonLat, great_circle_m
from pannier.core.pricing import NoPrice, Occasion, Shipment, price
from pannier.orders.values import OrderView
from pannier.partners.contracts import PartnerView


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One carrier for one order; `reason` says why it is not eligible, or what its figures rest on."""

    carrier: str
    name: str
    eligible: bool
    reason: str
    partner_org_id: str | None = None
    cost_cents: int | None = None
    co2e_g: int | None = None

    @property
    def key(self) -> str:
        """Return the carrier's name for the solver."""
        return self.partner_org_id or OWN

    @property
    def data(self) -> dict[str, Any]:
        """Return the option as it is stored."""
        return asdict(self)


def options_of(
    market: Market, order: OrderView, refused: Collection[str] = (), unanswered: Collection[str] = ()
) -> list[Option]:
    """Return the own fleet and every active partner, with figures; who refused or was silent is not eligible."""
    own = own_option(market, order)
    zones = market.zones_at(order.point) if order.point else frozenset()
    silent = dict.fromkeys(unanswered, "It did not answer its offer in time.")
    said = silent | dict.fromkeys(refused, "It has turned this order down.")
    return [own, *(partner_option(market, order, p, zones, said) for p in market.partners)]


def own_option(market: Market, order: OrderView) -> Option:
    """Return what the own fleet would cost, by the estimate of core."""
    hub = market.hubs.get(order.hub_id) if order.hub_id else None
    if hub is None or order.point is None:
        return Option(
            carrier=OWN, name="Own fleet", eligible=True, reason="Not estimated: no hub or place yet."
        )
    drop = Drop(
        weight_g=order.weight_g, volume_ml=order.volume_ml, parcels=order.parcel_count,
        line_m=great_circle_m(LonLat(hub.lon, hub.lat), order.point),
        per_km2=market.day(order.service_date).per_km2(order.point), service_s=order.service_s or 0,
    )  # fmt: skip
    kinds = market.kinds(hub.id, order.service_date)
    best = estimate(drop, kinds, detour=assumptions()["detour"])
    if best is None:
        return Option(carrier=OWN, name="Own fleet", eligible=False, reason=_too_much(order, hub.name, kinds))
    reason = (
        f"Estimate by {best.kind.label.lower()}: {best.distance_m} m a delivery,"
        f" {best.drops_per_route:.0f} deliveries a route."
    )
    return Option(
        carrier=OWN, name="Own fleet", eligible=True, reason=reason, cost_cents=best.cost_cents,
        co2e_g=best.co2e_g,
    )  # fmt: skip


def _too_much(order: OrderView, hub: str, kinds: Sequence[FleetKind]) -> str:
    """Return in what the order is beyond every vehicle of its hub."""
    if not kinds:
        return f"{hub} has no vehicle."
    payload_g, room_ml = max(kind.payload_g for kind in kinds), max(kind.volume_ml for kind in kinds)
    if order.weight_g > payload_g:
        took, most = f"{order.weight_g / 1000:g} kg", f"{payload_g / 1000:g} kg"
    elif order.volume_ml > room_ml:
        took, most = f"{order.volume_ml / 1000:g} l", f"{room_ml / 1000:g} l"
    else:
        return f"No vehicle of {hub} takes its weight, volume and parcels together."
    return f"No vehicle of {hub} takes {took}; the largest takes {most}."


def partner_option(
    market: Market, order: OrderView, partner: PartnerView, zones: frozenset[str], said: Mapping[str, str]
) -> Option:
    """Return what a partner would charge by its rate card; `said` holds what became of earlier offers."""
    cents, reason = _partner_price(market, order, partner, zones)
    eligible = cents is not None
    if eligible and str(partner.partner_org_id) in said:
        eligible, reason = False, said[str(partner.partner_org_id)]
    return Option(
        carrier="partner", name=partner.name, partner_org_id=str(partner.partner_org_id), eligible=eligible,
        reason=reason, cost_cents=cents, co2e_g=partner.co2e_g_per_delivery,
    )  # fmt: skip


def _partner_price(
    market: Market, order: OrderView, partner: PartnerView, zones: frozenset[str]
) -> tuple[int | None, str]:
    if not zones & set(partner.zones):
        return None, "The place lies outside its zones."
    card = market.card(partner, order.service_date)
    if card is None:
        return None, f"It has no rate card for {order.service_date}."
    if card.currency != market.currency:
        return None, f"Its card is in {card.currency}, yours in {market.currency}."
    try:
        found = price(
            card.card, shipment_of(market, order, [z.code for z in card.card.zones if z.code in zones])
        )
    except NoPrice as lacking:
        return None, str(lacking)
    return found.total_cents, f"Rate card {card.code}, version {card.version}."


def shipment_of(market: Market, order: OrderView, zones: list[str]) -> Shipment:
    """Return the order as a rate card sees it."""
    hub = market.hubs.get(order.hub_id) if order.hub_id else None
    start, end = order.window_start, order.window_end
    local = start.astimezone(ZoneInfo(hub.timezone)).time() if hub and start else None
    minutes = int((end - start).total_seconds() // 60) if start and end else None
    return Shipment(
        zone=zones[0] if zones else None, weight_g=order.weight_g, volume_ml=order.volume_ml,
        window_start=local, window_min=minutes,
        occasion=Occasion.RETURN if order.kind == "return" else Occasion.DELIVERY,
    )  # fmt: skip


def partner_id(option: Option) -> uuid.UUID | None:
    """Return the partner of an option, None for the own fleet."""
    return uuid.UUID(option.partner_org_id) if option.partner_org_id else None
