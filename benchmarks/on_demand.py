"""Orders on demand beside planned rounds: a made-up day with a stream of them, and who leaves and is there in time.

usage: python -m benchmarks.on_demand [--days 3] [--stops 120] [--orders 40] [--standby 5] [--holds 0 60 180]
       python -m benchmarks.on_demand --decision

Planned rounds were searched for first. Then orders come in at random (Poisson) between 10:30 and 14:00: collected at
one of twelve shops, to leave within 15 minutes and be there within 45. Riders do what they were told; all takes as
long as planned. Rivals of the same fleet, orders and matrices:
 - nearest: an order goes at once, and for good, to the nearest rider who stands about; it waits while there is none;
 - hindsight: everything is known in advance; one search over the whole day, which may move planned stops too.
--decision times one choice alone: 50 riders, 300 planned stops, 20 open orders.
"""

import argparse
import json
import random
import statistics
from collections.abc import Iterator, Sequence

from benchmarks.on_demand_day import Demand, demand_day, timed_decision
from benchmarks.on_demand_ways import Served, hindsight, nearest_free, ours, planned_alone

_FIGURES = (
    "left_in_time_pct",
    "there_in_time_pct",
    "minutes",
    "cents_an_order",
    "g_co2e_an_order",
    "unserved",
)


def main() -> None:
    """Print one JSON line for each way of each day, then the means with the spread over days."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--stops", type=int, default=120)
    parser.add_argument("--orders", type=int, default=40)
    parser.add_argument("--standby", type=int, default=5)
    parser.add_argument("--holds", type=int, nargs="*", default=[0, 60, 180])
    parser.add_argument("--decision", action="store_true")
    asked = parser.parse_args()
    if asked.decision:
        print(json.dumps(timed_decision()))
        return
    lines = []
    for number in range(1, asked.days + 1):
        day = demand_day(random.Random(f"on demand {number}"), asked.stops, asked.orders, asked.standby)
        for line in _of_day(day, asked.holds):
            lines.append({"day": number, **line})
            print(json.dumps(lines[-1]), flush=True)
    for line in _means(lines):
        print(json.dumps(line), flush=True)


def _of_day(day: Demand, holds: Sequence[int]) -> Iterator[dict[str, object]]:
    yield _line("nearest", day, nearest_free(day))
    for hold_s in holds:
        yield _line(f"ours, hold {hold_s} s", day, ours(day, hold_s=hold_s))
    yield _line("hindsight", day, hindsight(day))


def _line(way: str, day: Demand, served: Served) -> dict[str, object]:
    """Return the figures of one way; an order that was never served is neither left nor there in time."""
    count = len(day.orders)
    done = [order for order in day.orders if order.id in served.times]
    times = served.times
    minutes = [(times[order.id].door_s - order.ready_s) / 60 for order in done]
    alone = planned_alone(day)
    more = served.driven.cost_millicents(day.problem) - alone.cost_millicents(day.problem)
    grams = (served.driven.co2e_mg(day.problem) - alone.co2e_mg(day.problem)) / 1000
    return {
        "way": way,
        "orders": count,
        "left_in_time_pct": _share(sum(times[one.id].left_s <= one.leave_by_s for one in done), count),
        "there_in_time_pct": _share(sum(times[one.id].door_s <= one.deliver_by_s for one in done), count),
        "minutes": round(statistics.mean(minutes), 1) if minutes else None,
        "cents_an_order": round(more / 1000 / max(1, len(done)), 1),
        "g_co2e_an_order": round(grams / max(1, len(done)), 2),
        "unserved": count - len(done),
        "promises_broken": served.broken,
        "decision_ms": round(1000 * statistics.mean(served.cpu_s)) if served.cpu_s else None,
        "slowest_decision_ms": round(1000 * max(served.cpu_s)) if served.cpu_s else None,
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def _means(lines: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield the mean of each figure over days, and the standard deviation between days."""
    for way in dict.fromkeys(str(line["way"]) for line in lines):
        own = [line for line in lines if line["way"] == way]
        found: dict[str, object] = {"mean of": way, "days": len(own)}
        for name in _FIGURES:
            values = [float(str(line[name])) for line in own]
            spread = statistics.stdev(values) if len(values) > 1 else 0.0
            found[name] = f"{statistics.mean(values):.1f} ± {spread:.1f}"
        yield found


if __name__ == "__main__":
    main()
