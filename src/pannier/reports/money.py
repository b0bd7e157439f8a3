"""What a day cost on what was really driven, by kind of vehicle. Pure."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pannier.factors.kinds import CostRates, vehicle_kind
from pannier.fleet.specification import AS_SHIPPED
from pannier.reports.facts import DayFacts, RoundFacts
from pannier.reports.report import Cost, KindDay

FORMULA = (
    "labour = hours from first load to the end of the round x rate per hour; vehicle = rate per round + km x rate "
    "per km; energy = kWh at the plug x rate per kWh; rates by kind of vehicle. Partners by their rate cards. Breaks "
    "are paid, hub work and overhead are not in it."
)
S_PER_HOUR = 3600
J_PER_KWH = 3_600_000


def fleet_of(rounds: Sequence[RoundFacts], costs: Mapping[str, CostRates] = AS_SHIPPED) -> list[KindDay]:
    """Return what each kind of vehicle drove and cost by an operator's `costs`, trips between hubs apart."""
    groups: dict[tuple[bool, str], list[RoundFacts]] = {}
    for each in rounds:
        groups.setdefault((each.transfer, each.kind), []).append(each)
    return [
        _kind_day(kind, transfer, groups[transfer, kind], costs.get(kind, vehicle_kind(kind).cost))
        for transfer, kind in sorted(groups)
    ]


def _kind_day(code: str, transfer: bool, rounds: Sequence[RoundFacts], rates: CostRates) -> KindDay:
    labour = sum(_cents(rates.per_hour_cents, each.duration_s, S_PER_HOUR) for each in rounds)
    vehicle = sum(rates.fixed_cents + _cents(rates.per_km_cents, each.distance_m, 1000) for each in rounds)
    energy = sum(_cents(rates.per_kwh_cents, each.plug_j, J_PER_KWH) for each in rounds)
    emitted = [each.co2e_mg for each in rounds]
    return KindDay(
        kind=code,
        label=vehicle_kind(code).label,
        transfers=transfer,
        rounds=len(rounds),
        deliveries=sum(each.deliveries for each in rounds),
        reloads=sum(each.reloads for each in rounds),
        swaps=sum(each.swaps for each in rounds),
        distance_km=round(sum(each.distance_m for each in rounds) / 1000, 3),
        energy_kwh=round(sum(each.plug_j for each in rounds) / J_PER_KWH, 4),
        hours=round(sum(each.duration_s for each in rounds) / S_PER_HOUR, 4),
        labour_cents=labour,
        vehicle_cents=vehicle,
        energy_cents=energy,
        cost_cents=labour + vehicle + energy,
        co2e_g=None if None in emitted else sum(mg or 0 for mg in emitted) / 1000,
    )


def _cents(rate_cents: float, quantity: int, per: int) -> int:
    # A rate of 12.3 is meant as written, not as the float next to it.
    exact = Decimal(str(rate_cents)) * quantity / per
    return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


def cost_of(facts: DayFacts, fleet: Sequence[KindDay], *, delivered: int, by_partners: int) -> Cost:
    """Return the day's cost per delivery, own fleet and partners apart and together."""
    all_delivered = delivered
    labour = sum(kind.labour_cents for kind in fleet)
    vehicle = sum(kind.vehicle_cents for kind in fleet)
    energy = sum(kind.energy_cents for kind in fleet)
    own, partners = labour + vehicle + energy, sum(facts.money.partner_cents.values())
    if facts.rounds_open:
        # What is still being driven has no cost yet, so its deliveries must not lower that of the others.
        closed = sum(kind.deliveries for kind in fleet if not kind.transfers)
        delivered = by_partners + min(delivered - by_partners, closed)
    return Cost(
        labour_cents=labour,
        vehicle_cents=vehicle,
        energy_cents=energy,
        own_cents=own,
        own_deliveries=delivered - by_partners,
        own_per_delivery_cents=per(own, delivered - by_partners),
        partner_cents=partners,
        partner_deliveries=by_partners,
        partner_per_delivery_cents=per(partners, by_partners),
        total_cents=own + partners,
        per_delivery_cents=per(own + partners, delivered),
        charged_cents=facts.money.charged_cents,
        charged_per_delivery_cents=per(facts.money.charged_cents, all_delivered),
        unpriced=facts.money.unpriced,
        formula=FORMULA,
    )


def per(amount: float, count: int) -> float | None:
    """Return an amount per piece, None when there is no piece."""
    return amount / count if count else None
