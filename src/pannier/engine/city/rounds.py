"""The search of a whole city in rounds: cut it into parts, search them, join them, and cut it elsewhere."""

import random
import time
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from pannier.core.schedule import Step
from pannier.engine.budget import Budget, Watch
from pannier.engine.city.assigning import first_hubs
from pannier.engine.city.city import City, Job
from pannier.engine.city.cutting import Borders, borders_of, groups_of
from pannier.engine.city.parts import Part, PartFound, Work
from pannier.engine.city.standing import Standing, joined
from pannier.engine.searching import Stretch

MOST_ROUNDS = 10
_ROUND_ITERATIONS = 20
"""For each job of a round, at least: a round costs matrices too."""
_READY_SHARE = 4
"""So many times what it takes to get ready, a round takes in all; a shorter budget has fewer rounds."""


@dataclass
class _Clock:
    """What is spent of the budget: time on the wall, or what the workers took of the processor on average."""

    budget: Budget
    workers: int
    took_s: float = 0.0
    iterations: int = 0
    _began: float = field(default_factory=time.monotonic)

    def share(self) -> float:
        """Return the share that is over."""
        if self.budget.iterations is not None:
            return self.iterations / self.budget.iterations if self.budget.iterations else 1.0
        return self.spent_s() / self.budget.seconds if self.budget.seconds else 1.0

    def spent_s(self) -> float:
        """Return the seconds that are over."""
        wall_s = time.monotonic() - self._began
        return self.took_s / self.workers if self.budget.clock == "cpu" else wall_s


@dataclass
class Rounds:
    """A city under search. `now` goes on from round to round, `best` is the best plan of the whole so far."""

    city: City
    budget: Budget
    seed: int
    workers: int
    work: Work
    watch: Watch
    hubs: list[int] = field(default_factory=list)
    """Where each job belongs, by the position of the hub: its vehicle's, or where it waits for one."""
    ready_s: float = 0.0
    """What a task of a part takes beside the search; the first plans, which are nothing else, tell it."""
    borders: Borders = field(default_factory=lambda: Borders({}))

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 (no secret)
        self.clock = _Clock(self.budget, self.workers)
        self.position = {hub: number for number, hub in enumerate(self.city.hubs)}
        self.job_of = {task: number for number, job in enumerate(self.city.jobs) for task in job}
        self.now = self.best = Standing({}, frozenset(range(len(self.city.tasks))), 0.0)

    def run(self, begun: Mapping[int, tuple[Step, ...]]) -> Standing:
        """Return the best plan found within the budget, or until somebody wants to stop."""
        self.hubs = list(first_hubs(self.city))
        self.borders = borders_of(self.city)
        self._follow(Standing(begun, frozenset(), 0.0))
        self._first(begun)
        average = self._average_millicents()
        rounds = self._count()
        for number in range(rounds):
            if self.watch.is_stopped() or self.clock.share() >= 1:
                break
            self._round(Stretch(number / rounds, (number + 1) / rounds, average))
        return self.best

    def _count(self) -> int:
        """Return how many rounds there are."""
        if self.budget.iterations is None:
            ready_s = self.ready_s * len(self.city.tasks)
            most = self.workers * (self.budget.seconds or 0.0) / max(1e-6, _READY_SHARE * ready_s)
            return int(max(1, min(MOST_ROUNDS, most)))
        least = _ROUND_ITERATIONS * max(1, len(self.city.jobs))
        return max(1, min(MOST_ROUNDS, self.budget.iterations // least))

    def _first(self, begun: Mapping[int, tuple[Step, ...]]) -> None:
        """Give every hub its first plan: by itself, so that it is there soon."""
        groups = [list(tie) for tie in self.city.ties]
        nothing = Budget(iterations=0)
        stretch = Stretch(0.0, 1.0 / MOST_ROUNDS)
        self._join(self._search(groups, lambda tasks: nothing, stretch, begun))

    def _round(self, stretch: Stretch) -> None:
        sizes = [0] * len(self.city.hubs)
        for job, hub in zip(self.city.jobs, self.hubs, strict=True):
            sizes[hub] += len(job)
        # After the first plan, orders wait nearly everywhere.
        waiting = self._waiting() if stretch.begins > 0 else frozenset[int]()
        groups = groups_of(sizes, self.borders, self.rng, self.city.ties, waiting)
        whole, total = max(1, len(self.city.tasks)), self._amount(stretch)

        def budget_of(tasks: int) -> Budget:
            share = tasks / whole
            if self.budget.iterations is not None:
                return Budget(iterations=max(1, round(total * share)))
            seconds = max(0.0, total * share - self.ready_s * tasks)
            return Budget(seconds=seconds, clock=self.budget.clock)

        self._join(self._search(groups, budget_of, stretch, self.now.routes))

    def _waiting(self) -> Set[int]:
        """Return the hubs, by position, at which required orders wait for a vehicle."""
        left = (task for task in self.now.left if self.city.tasks[task].prize_cents is None)
        return {self.hubs[self.job_of[task]] for task in left}

    def _amount(self, stretch: Stretch) -> float:
        """Return the iterations of a round, or the seconds of all its workers together."""
        left = max(0.0, stretch.ends - self.clock.share())
        if self.budget.iterations is not None:
            return left * self.budget.iterations
        return left * (self.budget.seconds or 0.0) * self.workers

    def _search(
        self,
        groups: list[list[int]],
        budget_of: Callable[[int], Budget],
        stretch: Stretch,
        begun: Mapping[int, tuple[Step, ...]],
    ) -> tuple[PartFound, ...]:
        """Search the groups of hubs, each as a part."""
        group_of = {hub: number for number, group in enumerate(groups) for hub in group}
        vehicles: list[list[int]] = [[] for _ in groups]
        jobs: list[list[Job]] = [[] for _ in groups]
        for index, home in enumerate(self.city.homes):
            vehicles[group_of[self.position[home]]].append(index)
        for job, hub in zip(self.city.jobs, self.hubs, strict=True):
            jobs[group_of[hub]].append(job)
        parts = []
        for number in range(len(groups)):
            tasks = tuple(sorted(task for job in jobs[number] for task in job))
            part = Part(
                vehicles=tuple(vehicles[number]),
                tasks=tasks,
                begun={one: begun[one] for one in vehicles[number] if one in begun},
                budget=budget_of(len(tasks)),
                seed=self.rng.randrange(2**31),
                stretch=stretch,
            )
            parts.append(part)
        found = self.work(self.city, tuple(parts), self._hear)
        self._learn(parts, found)
        return found

    def _learn(self, parts: list[Part], found: tuple[PartFound, ...]) -> None:
        """Note what the parts took, and what of it was not the search."""
        self.clock.took_s += sum(one.took_s for one in found)
        self.clock.iterations += sum(one.iterations for one in found)
        beside_s = sum(
            one.took_s - (part.budget.seconds or 0.0) for part, one in zip(parts, found, strict=True)
        )
        if all(part.budget.seconds is not None or part.budget.iterations == 0 for part in parts):
            self.ready_s = max(0.0, beside_s / max(1, len(self.city.tasks)))

    def _join(self, found: tuple[PartFound, ...]) -> None:
        """Go on from where the parts got to; the best of each together may be the best whole plan."""
        # A search that swaps who waits may end with more of them than it had once.
        self.now = joined(
            one.now if one.now.missing(self.city) <= one.best.missing(self.city) else one.best
            for one in found
        )
        best = joined(one.best for one in found)
        if not self.best.routes or best.is_better_than(self.best, self.city):
            self.best = best
        self._follow(self.now)
        self._report()

    def _follow(self, standing: Standing) -> None:
        """Let jobs belong to the hub of the vehicle that has them."""
        for vehicle, steps in standing.routes.items():
            hub = self.position[self.city.homes[vehicle]]
            for step in steps:
                if step.task is not None:
                    self.hubs[self.job_of[step.task]] = hub

    def _hear(self) -> bool:
        """Tell the listener that the search goes on; return whether to stop."""
        if self.watch.is_due() and self.best.routes:
            self._report()
        return self.watch.is_stopped()

    def _report(self) -> None:
        self.watch.report(cost_cents=self.best.cost_millicents / 1000, left_out=len(self.best.left))

    def _average_millicents(self) -> float:
        """Return what a job costs in the first plan, without vehicles and prizes."""
        city, first = self.city, self.best
        fixed = sum(city.vehicles[vehicle].rates.fixed_millicents for vehicle in first.routes)
        driven = first.cost_millicents - fixed - 1000 * city.prizes_cents(first.left)
        planned = len(city.jobs) - len({self.job_of[task] for task in first.left})
        return max(1.0, driven / max(1, planned))
