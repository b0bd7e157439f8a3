"""Working time: no stretch without its break, enough break in all, no more work or driving than allowed.

It reads the breaks that the plan really has; which ones were planned for the law does not matter here.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.plan import ActivityKind
from pannier.core.problem import Counted, Rule, Vehicle, WorkRule
from pannier.core.units import duration_text


def driven_s(seen: Sequence[Seen]) -> int:
    """Return the seconds that the vehicle moves."""
    return sum(now.arrival_s - before.departure_s for before, now in pairwise(seen))


def worked_s(seen: Sequence[Seen]) -> int:
    """Return the seconds of a route that are no break."""
    return seen[-1].departure_s - seen[0].start_s - sum(_breaks(seen))


def check_work(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield every rule of working time that the route does not keep."""
    for rule in vehicle.work_rules:
        yield from _check_stretches(vehicle, rule, seen)
        yield from _check_totals(vehicle, rule, seen)
        over_s = _counted_s(rule, seen) - rule.longest_s if rule.longest_s is not None else 0
        if over_s > 0:
            words = f"has {duration_text(over_s)} more {rule.counts} than the {_hours(rule.longest_s)} of {rule.name}"
            yield _breach(vehicle, words, over_s)


def _check_stretches(vehicle: Vehicle, rule: WorkRule, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield stretches that are longer than the rule allows until a break ends them."""
    if rule.stretch_s is None:
        return
    counted_s, taken = _counted_before(vehicle, rule, seen)
    for position, now in enumerate(seen):
        before = seen[position - 1] if position else None
        if before is not None:
            counted_s += (
                now.arrival_s if rule.counts is Counted.DRIVING else now.start_s
            ) - before.departure_s
        if counted_s > rule.stretch_s:
            break
        if now.activity.kind is ActivityKind.BREAK:
            taken = _taken(rule, taken, now.departure_s - now.start_s)
            if any(count == len(way) for count, way in zip(taken, rule.ways, strict=True)):
                counted_s, taken = 0, [0] * len(rule.ways)
        elif rule.counts is Counted.WORK:
            counted_s += now.departure_s - now.start_s
            if counted_s > rule.stretch_s:
                break
    else:
        return
    over_s = counted_s - rule.stretch_s
    words = f"has {_hours(counted_s)} of {rule.counts} without the break that {rule.name} asks for"
    yield _breach(vehicle, f"{words}, {duration_text(over_s)} too much", over_s, position)


def _counted_before(vehicle: Vehicle, rule: WorkRule, seen: Sequence[Seen]) -> tuple[int, list[int]]:
    """Return what is counted when the route begins, and how many pieces of each way were taken.

    Time of the shift before the route is free: pieces that fit into it one after the other are breaks.
    """
    taken = [0] * len(rule.ways)
    for rest_s in rule.pieces:
        taken = _taken(rule, taken, rest_s)
    for number, way in enumerate(rule.ways):
        free_s = seen[0].start_s - vehicle.shift.start_s
        for piece_s in way[taken[number] :]:
            free_s -= piece_s
            if free_s < 0:
                break
            taken[number] += 1
        else:
            return 0, [0] * len(rule.ways)
    return rule.before_s, taken


def _taken(rule: WorkRule, taken: Sequence[int], rest_s: int) -> list[int]:
    """Return how many pieces of each way are taken after one more break."""
    return [
        count + (rest_s >= way[count]) for count, way in zip(taken, rule.ways, strict=True)
    ]  # fmt: skip


def _check_totals(vehicle: Vehicle, rule: WorkRule, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield the amount of break in all that is missing."""
    counted_s = _counted_s(rule, seen)
    rested_s = rule.rested_s + sum(rest_s for rest_s in _breaks(seen) if rest_s >= rule.least_piece_s)
    asked = [total for total in rule.totals if counted_s > total.after_s]
    if asked and rested_s < asked[-1].rest_s:
        words = f"has {duration_text(rested_s)} of break, but {rule.name} asks for {duration_text(asked[-1].rest_s)}"
        yield _breach(
            vehicle,
            f"{words} after {_hours(asked[-1].after_s)} of {rule.counts}",
            asked[-1].rest_s - rested_s,
        )


def _counted_s(rule: WorkRule, seen: Sequence[Seen]) -> int:
    """Return what is counted in the whole shift, also before the route begins."""
    return rule.done_s + (driven_s(seen) if rule.counts is Counted.DRIVING else worked_s(seen))


def _breaks(seen: Sequence[Seen]) -> list[int]:
    return [now.departure_s - now.start_s for now in seen if now.activity.kind is ActivityKind.BREAK]


def _hours(seconds: int | None) -> str:
    return duration_text(seconds or 0)


def _breach(vehicle: Vehicle, words: str, amount_s: int, position: int | None = None) -> Violation:
    return Violation(Rule.WORK_TIME, f"{vehicle.heading} {words}.", vehicle.id, None, position, amount_s, "s")
