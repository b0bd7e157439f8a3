"""How far riders of a kind of vehicle walk from where they park, and what they carry."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pannier.factors.kinds import VehicleKind, fleet_kinds

LEAST_M, MOST_M = 10, 500
MOST_CARRIED_G, MOST_CARRIED_PARCELS = 100_000, 50


@dataclass(frozen=True, kw_only=True)
class WalkRule:
    """From one parking place riders of a kind walk to doors so far away, with so much on one walk."""

    kind: str
    within_m: int
    carry_g: int
    carry_parcels: int


def may_walk(kind: VehicleKind) -> bool:
    """Tell whether parking is something of its own for a kind: whoever goes on foot anyway has nothing to park."""
    return kind.routing.costing != "pedestrian"


def walking_kinds() -> tuple[str, ...]:
    """Return the kinds of a fleet that can be parked."""
    return tuple(code for code, kind in fleet_kinds().items() if may_walk(kind))


def stored(rules: Iterable[WalkRule]) -> list[dict[str, Any]]:
    """Return rules as a table keeps them, by kind."""
    return [asdict(rule) for rule in sorted(rules, key=lambda rule: rule.kind)]


def walk_rules_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, WalkRule]:
    """Return stored rules by their kind; a kind that is gone has none."""
    known = walking_kinds()
    return {row["kind"]: WalkRule(**row) for row in rows if row["kind"] in known}
