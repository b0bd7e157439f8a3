"""Relaxations as they are stored with a plan and shown: seconds of the day are moments, money is cents."""

from dataclasses import replace
from typing import Any

from pannier.core.plan import LeftOut, Relaxation, RelaxationKind
from pannier.core.problem import Problem
from pannier.core.units import G_PER_KG, divide_half_up
from pannier.fleet.work_of_shift import WorkOfShift
from pannier.planning.day import Day

_PER_THOUSAND = 1000


def within_rest(day: Day, problem: Problem, left: LeftOut) -> LeftOut:
    """Return an order left out without relaxations that would have a shift begin or end within a rest of the law.

    Hours within a shift are the optimiser's matter; which hours before and behind it are rest only the day knows.
    """
    if not left.relaxations:
        return left
    work = {str(shift.id): shift.work for shift in day.shifts}
    kept = tuple(
        one
        for one in left.relaxations
        if one.vehicle_id not in work or _keeps_rest(day, problem, one, work[one.vehicle_id])
    )
    return left if len(kept) == len(left.relaxations) else replace(left, relaxations=kept)


def _keeps_rest(day: Day, problem: Problem, relaxation: Relaxation, work: WorkOfShift) -> bool:
    vehicle = problem.vehicles[problem.vehicle_index[relaxation.vehicle_id]]
    more_s = sum(one.amount for one in relaxation.amounts if one.unit == "s")
    if relaxation.kind is RelaxationKind.SHIFT_LATER and work.closes is not None:
        return vehicle.latest_end_s + more_s <= day.seconds(work.closes)
    if relaxation.kind is RelaxationKind.SHIFT_EARLIER and work.opens is not None:
        return vehicle.shift.start_s - more_s >= day.seconds(work.opens)
    return True


def stored(day: Day, relaxation: Relaxation) -> dict[str, Any]:
    """Return a relaxation as it goes into a row: shift, words, amounts, and what the plan then costs more."""
    return {
        "kind": str(relaxation.kind),
        "words": relaxation.words,
        "shift_id": relaxation.vehicle_id,
        "amounts": [{"name": one.name, "amount": one.amount, "unit": one.unit} for one in relaxation.amounts],
        "names": list(relaxation.names),
        "at": None if relaxation.at_s is None else day.moment(relaxation.at_s).isoformat(),
        "extra_cents": divide_half_up(
            relaxation.extra_millicents - relaxation.extra_weights_millicents, _PER_THOUSAND
        ),
        "extra_weights_cents": divide_half_up(relaxation.extra_weights_millicents, _PER_THOUSAND),
        "extra_s": relaxation.extra_s,
        "extra_co2e_g": divide_half_up(relaxation.extra_co2e_mg, G_PER_KG),
    }
