"""What a day emitted, per delivery and against the frozen baseline, with what has to be said about it. Pure."""

from pannier.reports.facts import EmissionFacts
from pannier.reports.money import per
from pannier.reports.report import Emissions


def emissions_of(facts: EmissionFacts) -> Emissions:
    """Return the day's emissions in grams."""
    saved_mg = None if facts.baseline_mg is None else facts.baseline_mg - facts.compared_mg
    return Emissions(
        co2e_g=facts.co2e_mg / 1000,
        per_delivery_g=_grams(per(facts.co2e_mg, facts.deliveries)),
        deliveries=facts.deliveries,
        compared_g=facts.compared_mg / 1000,
        baseline_g=_grams(facts.baseline_mg),
        saved_g=_grams(saved_mg),
        saved_per_delivery_g=None if saved_mg is None else _grams(per(saved_mg, facts.compared_deliveries)),
        compared_deliveries=facts.compared_deliveries,
        primary_share=facts.primary_share,
        waiting_rounds=facts.waiting_rounds,
        baseline_kind=facts.baseline_kind,
        words=words(facts),
    )


def words(facts: EmissionFacts) -> list[str]:
    """Return what a reader has to know before quoting the figures."""
    found = [
        "Well-to-wheel after ISO 14083, location-based electricity; hub buildings and making of vehicles are outside.",
        f"{100 * facts.primary_share:.0f} % of the emissions rest on measured energy, the rest on the energy model "
        "or on partners' own estimates.",
    ]
    if facts.baseline_kind == "B2":
        when = "only after driving had begun" if facts.baseline_begun else "before driving"
        found.append(
            f"Baseline: the day's orders planned again for diesel vans from the same hub, frozen {when}."
        )
    elif facts.baseline_kind == "B3":
        why = f" ({facts.baseline_reason.rstrip('.')})" if facts.baseline_reason else ""
        found.append(f"Baseline: the way driven times a published ratio of van to bike{why}.")
    if facts.baseline_mg is not None:
        found.append("What partners delivered has no baseline and is not in what was saved.")
    if facts.waiting_rounds:
        found.append(f"{facts.waiting_rounds} rounds wait for the baseline and are not in the figures yet.")
    return found


def _grams(mg: float | None) -> float | None:
    return None if mg is None else mg / 1000
