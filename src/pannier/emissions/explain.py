"""How one figure was computed, in sentences with the numbers in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pannier.core.emissions import EmissionFactor
from pannier.emissions.method import METHOD, unit_words

FORMULAS = {
    "round": "kWh at the plug x factor = the round; x own share = this delivery",
    "transfer": "kWh at the plug x factor = the transfer; x own share = this order",
    "partner": "the partner's own estimate per delivery",
}
SOURCES = {
    "reported": "told by the battery during the round (measured)",
    "model": "by the energy model over the legs driven (modelled)",
    "none": "nothing was used (on foot)",
}
J_PER_KWH = 3_600_000


def steps(kind: str, inputs: Mapping[str, Any], *, co2e_mg: int, factor: EmissionFactor | None) -> list[str]:
    """Return the steps from the inputs of a record to its figure."""
    if kind == "partner" or factor is None:
        return [
            f"The partner states {inputs['g_per_delivery']} g CO2e for a delivery of its own.",
            "It is a default, not a measurement; it is left out of what is saved.",
        ]
    kwh = Decimal(inputs["plug_j"]) / J_PER_KWH
    found = [
        f"Energy: {kwh:.4f} kWh at the plug, {SOURCES.get(inputs['energy']['source'], inputs['energy']['source'])}.",
        f"Whole {kind}: {kwh:.4f} kWh x {factor.total_kg} kg CO2e per kWh = {_grams(inputs['round_mg'])}.",
        _share(inputs),
        f"This {'delivery' if kind == 'round' else 'order'}: {_grams(co2e_mg)}.",
    ]
    if inputs["estimated_masses"]:
        found.append(f"{inputs['estimated_masses']} unknown masses were taken as the mean of the others.")
    return found


def _share(inputs: Mapping[str, Any]) -> str:
    others = f"among {inputs['consignments']} orders"
    if not inputs["consignment"]["carried"]:
        return f"Share: the parcel came back, so it has no transport activity and bears nothing {others}."
    if inputs["unit"] != "tkm_gcd" or not inputs["activity"]:
        return f"Share: by {unit_words(inputs['unit'])}, {others}."
    own, whole = _tonne_km(inputs["own_activity"]), _tonne_km(inputs["activity"])
    percent = 100 * Decimal(inputs["own_activity"]) / Decimal(inputs["activity"])
    return f"Share: {own} of {whole} tonne-km ({unit_words(inputs['unit'])}), {percent:.2f} %, {others}."


def baseline_words(kind: str | None, *, baseline_mg: int | None, frozen: bool, begun: bool) -> str | None:
    """Return in words what a figure is compared with; None when there is nothing to compare."""
    if baseline_mg is None:
        return None
    if kind == "none_counted":
        return "A feeder trip between hubs counts fully against us: the van compared with starts at the delivery hub."
    when = "only after driving had begun" if begun else "before"
    how = (
        f"its share of the day as diesel vans would have driven it, planned and frozen {when}"
        if frozen
        else "by ratio: the round's own way times the published ratio of van to bike (1 for vans and walkers)"
    )
    return f"By diesel van: {_grams(baseline_mg)}, {how}."


def quality_notes(inputs: Mapping[str, Any], notes: list[str]) -> list[str]:
    """Return what a reader has to know about the quality of a figure."""
    found = list(notes)
    if inputs.get("distance_source") == "planned":
        found.append("The way is the planned one; too few positions came in to measure it.")
    found.append(f"Not included: {METHOD['outside']}.")
    return found


def tonne_km_text(gram_mm: int) -> str:
    """Return transport activity in tonne-kilometres as an exact decimal text."""
    return _tonne_km(gram_mm)


def _tonne_km(gram_mm: int) -> str:
    return f"{Decimal(gram_mm) / 10**12:.6f}"


def _grams(mg: int) -> str:
    return f"{Decimal(mg) / 1000:.1f} g CO2e"
