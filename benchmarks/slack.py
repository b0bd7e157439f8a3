"""What slack costs: a made-up city day with and without, both with the whole budget; or several plans of one run.

usage: python -m benchmarks.slack [--stops 300] [--seconds 20] [--seed 1] [--promises 0.97] [--reserve 0.001]
                                  [--choices]
Seconds are of the processor. Plans are judged on 1,000 drawn days that no buffer was chosen by.
"""

import argparse
import time

from benchmarks.routing.city import city_problem
from pannier.core.check import check
from pannier.core.endurance import Judgement, Targets
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.core.statistics import Clustered
from pannier.engine import Budget, solve
from pannier.engine.choices import Aim, choices
from pannier.engine.endurance import judge
from pannier.engine.slack import protect, verdict_seed
from pannier.factors.spreads import spreads


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--stops", default="300")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--promises", type=float, default=0.97)
    parser.add_argument("--reserve", type=float, default=0.001)
    parser.add_argument("--choices", action="store_true")
    asked = parser.parse_args()
    problem = city_problem(asked.stops)
    budget = Budget(seconds=asked.seconds, clock="cpu")
    if asked.choices:
        show_choices(problem, budget, asked.seed)
    else:
        show_slack(problem, budget, asked.seed, Targets(asked.promises, asked.reserve))


def show_slack(problem: Problem, budget: Budget, seed: int, targets: Targets) -> None:
    plain = solve(problem, budget=budget, seed=seed)
    since = time.process_time()
    judged = judge(problem, plain, spreads=spreads(), seed=verdict_seed(seed))
    took = time.process_time() - since
    show(problem, "without, whole budget", plain, judged)
    found = protect(problem, budget=budget, seed=seed, targets=targets, spreads=spreads())
    show(problem, "without, of the same run", found.without, found.without_judged)
    show(problem, "with slack", found.plan, found.judged)
    more = found.plan.cost.total_millicents
    cheapest = min(plain.cost.total_millicents, found.without.cost.total_millicents)
    print(
        f"reached: {found.reached}, {found.rounds} rounds; slack costs {100 * (more / cheapest - 1):.2f} % "
        f"more than the cheapest plan without; 1,000 days are driven in {took:.2f} s"
    )


def show(problem: Problem, name: str, plan: Plan, judged: Judgement) -> None:
    km = sum(route.distance_m for route in plan.routes) / 1000
    print(
        f"{name}: {plan.cost.total_cents / 100:.2f} EUR, {len(plan.routes)} routes, {km:.1f} km, "
        f"{len(plan.left_out)} left out, {len(check(problem, plan))} violations; windows kept "
        f"{percent(judged.windows)}, reserve touched {percent(judged.reserves)}, shifts {percent(judged.shifts)}"
    )


def percent(share: Clustered) -> str:
    rate = "-" if share.rate is None else f"{100 * share.rate:.2f} %"
    return f"{rate} ({100 * share.interval.low:.2f} to {100 * share.interval.high:.2f}, n {share.n})"


def show_choices(problem: Problem, budget: Budget, seed: int) -> None:
    found = choices(problem, budget=budget, seed=seed, spreads=spreads())
    first = found[0].figures
    for one in found:
        figures = one.figures
        cost, grams = (
            100 * (figures.of(a) / first.of(a) - 1) if first.of(a) else 0 for a in (Aim.COST, Aim.GRAMS)
        )
        print(
            f"{', '.join(one.best_at) or 'between':32} {figures.cost_millicents / 1e5:9.2f} EUR ({cost:+.1f} %), "
            f"windows {100 * (1 - figures.broken):.1f} %, {figures.grams:.0f} g ({grams:+.1f} %), hours differ by "
            f"{figures.uneven_s / 60:.0f} min, {len(one.plan.routes)} routes, "
            f"{len(check(problem, one.plan))} violations"
        )


if __name__ == "__main__":
    main()
