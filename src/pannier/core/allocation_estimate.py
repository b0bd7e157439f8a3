"""What a delivery by the own fleet will cost, before any route is known.

Continuous approximation of routes (Daganzo, 1984): a share of the way out to the neighbourhood and back, and a way
between neighbours that shrinks with the root of their density (constant 0.7124 of Beardwood, Halton and Hammersley).
The straight line is a stand-in with a stated detour factor, good enough to choose a carrier and never used to plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.units import round_half_up

BHH_CONSTANT = 0.7124
M2_PER_KM2 = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetKind:
    """A vehicle kind as the estimate sees it; energy is at the plug, `halt_s` is parking and door."""

    code: str
    label: str
    fixed_cents: float
    per_hour_cents: float
    per_km_cents: float
    per_kwh_cents: float
    speed_mps: float
    halt_s: float
    kwh_per_km: float
    co2e_g_per_kwh: float
    payload_g: int
    volume_ml: int
    parcels_max: int
    route_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One delivery: its load, its straight-line distance from the hub, and how dense its neighbourhood is."""

    weight_g: int
    volume_ml: int
    parcels: int
    line_m: float
    per_km2: float
    service_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The cheapest own way: kind, cost, emissions, and the figures they come from."""

    kind: FleetKind
    cost_cents: int
    co2e_g: int
    drops_per_route: float
    distance_m: int


def estimate(drop: Drop, kinds: Sequence[FleetKind], *, detour: float) -> Estimate | None:
    """Return the cheapest estimate over the kinds that can carry the drop, or None when none can."""
    able = [kind for kind in kinds if _most_aboard(drop, kind) >= 1]
    if not able:
        return None
    return min((_with(drop, kind, detour) for kind in able), key=lambda e: (e.cost_cents, e.kind.code))


def _most_aboard(drop: Drop, kind: FleetKind) -> float:
    """Return how many drops like this one fit into one trip."""
    return min(
        kind.payload_g // max(drop.weight_g, 1),
        kind.volume_ml // max(drop.volume_ml, 1),
        kind.parcels_max // max(drop.parcels, 1),
    )


def _with(drop: Drop, kind: FleetKind, detour: float) -> Estimate:
    stem_m = 2 * drop.line_m * detour
    local_m = BHH_CONSTANT * detour * (M2_PER_KM2 / drop.per_km2) ** 0.5
    each_s = local_m / kind.speed_mps + kind.halt_s + drop.service_s
    in_time = (kind.route_s - stem_m / kind.speed_mps) / each_s
    drops = max(1.0, min(_most_aboard(drop, kind), in_time))
    distance_m = stem_m / drops + local_m
    hours = (distance_m / kind.speed_mps + kind.halt_s + drop.service_s) / 3600
    kwh = kind.kwh_per_km * distance_m / 1000
    cost = (
        kind.fixed_cents / drops
        + kind.per_hour_cents * hours
        + kind.per_km_cents * distance_m / 1000
        + kind.per_kwh_cents * kwh
    )
    return Estimate(
        kind=kind,
        cost_cents=round_half_up(cost),
        co2e_g=round_half_up(kwh * kind.co2e_g_per_kwh),
        drops_per_route=drops,
        distance_m=round_half_up(distance_m),
    )
