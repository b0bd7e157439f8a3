"""The method: from written inputs to results, the same for whoever enters a record and whoever checks it. Pure.

Inputs and results are plain JSON without floats. A record is right when its inputs give its results again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pannier.core.emissions import (
    METHOD_VERSION,
    AllocationUnit,
    BaselineKind,
    Consignment,
    EnergyUse,
    Footprint,
    allocate,
    footprint,
    kilowatt_hours,
)
from pannier.core.energy import Conditions, EnergyParameters, Leg, NoEnergy, leg_energy, stops_on
from pannier.emissions.texts import factor_from, parameters_from

BASELINE_FACTOR = "van3.diesel"
type Payload = Mapping[str, Any]

METHOD: dict[str, Any] = {
    "version": METHOD_VERSION,
    "standard": "ISO 14083, well-to-wheel, location-based electricity",
    "round": "co2e_mg = kWh at the plug x (operation_kg + provision_kg) x 1000000, each part rounded once, halves up",
    "energy": "reported: battery shares told during the round / charging efficiency; model: the full energy formula "
    "of the vehicle kind over the legs; none: nothing that carries energy was used",
    "shares": "mass_g x direct_mm of each consignment / their sum (great circle hub to recipient), by largest "
    "remainder, so that shares sum to the round exactly; items where fewer than 95 % of the masses are known; a "
    "failed attempt comes back to the hub, has no transport activity and bears nothing",
    "baseline": "B2: the orders of the hub's day planned again for diesel vans before driving, km x van3.diesel, "
    "shared like a round and then frozen; B3: the round's own way x a published ratio, for orders without a frozen "
    "share",
    "saved": "baseline - actual, negative where more was emitted; a feeder trip between hubs has no baseline and "
    "counts fully against it",
    "outside": "hub buildings, making of vehicles, offsets, what riders eat; what partners deliver is their own "
    "estimate",
}


def modelled_plug_j(parameters: EnergyParameters, legs: Sequence[Payload], *, temperature_c: float) -> int:
    """Return the energy at the plug that the full formula gives for legs, in whole joules."""
    weather = Conditions(temperature_c=temperature_c)
    plug = 0.0
    for leg in legs:
        distance_m = float(leg["distance_m"])
        way = Leg(
            distance_m=distance_m,
            duration_s=float(leg["duration_s"]),
            stops=float(stops_on(parameters, distance_m)),
            service_s=float(leg["service_s"]),
        )
        plug += leg_energy(parameters, way, payload_kg=leg["payload_g"] / 1000, conditions=weather).plug_j
    return round(plug)


def energy_plug_j(energy: Payload) -> int:
    """Return the energy at the plug by the written inputs: modelled anew where legs are given, else as measured."""
    if "legs" not in energy:
        return int(energy["plug_j"])
    parameters = parameters_from(energy["parameters"])
    if isinstance(parameters, NoEnergy):
        return 0
    return modelled_plug_j(parameters, energy["legs"], temperature_c=float(energy["temperature_c"]))


def baseline_result(inputs: Payload, edition: Payload) -> dict[str, Any]:
    """Return the frozen shares of a re-routed baseline; one by ratio has none of its own."""
    if inputs["kind"] == BaselineKind.RATIO:
        return {"total_mg": None, "unit": None, "shares": []}
    factor = factor_from(edition["per_km"][inputs["factor"]])
    total = footprint([EnergyUse(quantity=Decimal(inputs["distance_m"]) / 1000, factor=factor)])
    consignments = [_consignment(row) for row in inputs["consignments"]]
    if not consignments:
        return {"total_mg": total.total_mg, "unit": None, "shares": []}
    shared = allocate(total, consignments)
    shares = [
        {"shipment": row["shipment"], "co2e_mg": share.total_mg}
        for row, share in zip(inputs["consignments"], shared.shares, strict=True)
    ]
    return {"total_mg": total.total_mg, "unit": shared.unit.value, "shares": shares}


def round_result(inputs: Payload, edition: Payload, frozen: Payload | None) -> dict[str, Any]:
    """Return what a round or transfer emitted and what each consignment bears; `frozen` is its baseline's payload."""
    factor = factor_from(edition["electricity"])
    plug_j = energy_plug_j(inputs["energy"])
    total = footprint([EnergyUse(quantity=kilowatt_hours(plug_j), factor=factor)])
    rows = inputs["consignments"]
    consignments = [_consignment(row) for row in rows]
    result: dict[str, Any] = {
        "plug_j": plug_j,
        "operation_mg": total.operation_mg,
        "provision_mg": total.provision_mg,
        "co2e_mg": total.total_mg,
    }
    baselines, kind = _baselines(inputs, edition, frozen, consignments)
    baseline_mg = None if baselines is None else sum(baselines)
    result |= {
        "baseline_mg": baseline_mg,
        "baseline_kind": kind,
        "saved_mg": None if baseline_mg is None else baseline_mg - total.total_mg,
    }
    return result | _shares(rows, consignments, total, baselines)


def _shares(
    rows: Sequence[Payload],
    consignments: Sequence[Consignment],
    total: Footprint,
    baselines: Sequence[int] | None,
) -> dict[str, Any]:
    if not consignments:
        return {"unit": None, "estimated_masses": 0, "shares": [], "sensitivity": {}}
    shared = allocate(total, consignments)
    shares = [
        {
            "shipment": row["shipment"],
            "operation_mg": share.operation_mg,
            "provision_mg": share.provision_mg,
            "co2e_mg": share.total_mg,
            "baseline_mg": None if baselines is None else baselines[n],
        }
        for n, (row, share) in enumerate(zip(rows, shared.shares, strict=True))
    ]
    return {
        "unit": shared.unit.value,
        "estimated_masses": shared.estimated_masses,
        "shares": shares,
        "sensitivity": {unit.value: list(values) for unit, values in shared.sensitivity.items()},
    }


def _baselines(
    inputs: Payload, edition: Payload, frozen: Payload | None, consignments: Sequence[Consignment]
) -> tuple[list[int] | None, str | None]:
    """Return the baseline of each consignment: the round's, shared anew among those that were carried."""
    plan = inputs["baseline"]
    if inputs["kind"] == "transfer":
        return [0] * len(consignments), "none_counted"
    if plan is None or not consignments:
        return None, None
    by_ratio = _by_ratio(plan, inputs["distance_m"], edition, consignments)
    known = {} if frozen is None else {row["shipment"]: row["co2e_mg"] for row in frozen["result"]["shares"]}
    rows = inputs["consignments"]
    from_frozen = [row["frozen"] for row in rows]
    whole_mg = sum(
        known[row["shipment"]] if row["frozen"] else ratio_mg
        for row, ratio_mg in zip(rows, by_ratio, strict=True)
    )
    spread = allocate(Footprint(operation_mg=0, provision_mg=whole_mg), consignments)
    return [share.total_mg for share in spread.shares], _kind(from_frozen)


def _by_ratio(
    plan: Payload, distance_m: int, edition: Payload, consignments: Sequence[Consignment]
) -> list[int]:
    factor = factor_from(edition["per_km"][plan["factor"]])
    quantity = Decimal(plan["ratio"]) * distance_m / 1000
    total = footprint([EnergyUse(quantity=quantity, factor=factor)])
    return [share.total_mg for share in allocate(total, consignments).shares]


def _kind(from_frozen: Sequence[bool]) -> str:
    if all(from_frozen):
        return BaselineKind.REROUTED.value
    return f"{BaselineKind.REROUTED}+{BaselineKind.RATIO}" if any(from_frozen) else BaselineKind.RATIO.value


def _consignment(row: Payload) -> Consignment:
    return Consignment(
        order_id=row["shipment"],
        mass_g=row["mass_g"],
        direct_mm=row["direct_mm"],
        items=row["items"],
        carried=row.get("carried", True),
    )


def unit_words(unit: str | None) -> str:
    """Return in words what a round was shared by."""
    words = {
        AllocationUnit.TKM_GCD: "mass x direct way to the hub",
        AllocationUnit.ITEM: "number of parcels",
        AllocationUnit.ITEM_KM: "parcels x direct way to the hub",
    }
    return words[AllocationUnit(unit)] if unit else "nothing to share"
