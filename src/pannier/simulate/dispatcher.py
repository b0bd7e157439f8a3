"""A dispatcher: settles doubtful addresses, plans the day and releases it."""

from dataclasses import dataclass
from typing import Any

from pannier.simulate.client import Caller, Json
from pannier.simulate.errors import SimulationError
from pannier.simulate.jobs import OnProgress, quiet, wait_for
from pannier.simulate.journal import Journal

OVERRIDE = "The parcel is announced for later; the rest of the route must not wait."


@dataclass(frozen=True)
class Effort:
    """How long to plan: seconds, or iterations for a plan that can be made again."""

    budget_s: float = 20.0
    iterations: int | None = None
    seed: int = 1
    temperature_c: float = 11.0

    def body(self) -> Json:
        """Return it as fields of a plan's request."""
        fields: Json = {"seed": self.seed, "budget_s": self.budget_s, "temperature_c": self.temperature_c}
        return fields | ({} if self.iterations is None else {"iterations": self.iterations})


class Dispatcher:
    """One dispatcher at a console."""

    def __init__(self, caller: Caller, journal: Journal, *, hub_id: str) -> None:
        self._caller = caller
        self._journal = journal
        self._hub_id = hub_id

    def review(self, date: str, *, leave: int = 2) -> tuple[int, int]:
        """Place doubtful addresses that have one clear candidate; leave the last few for a person to see.

        Returns how many were placed and how many still wait.
        """
        waiting = self._caller.pages("/v1/orders", hub_id=None, date=date, in_review="true")
        waiting.sort(key=lambda row: str(row["reference"]))
        placed = 0
        for row in waiting[: max(0, len(waiting) - leave)]:
            if self._caller.get(f"/v1/orders/{row['id']}/candidates"):
                self._caller.post(f"/v1/orders/{row['id']}/location", {"candidate": 0})
                placed += 1
        self._journal.count("addresses placed by hand", placed)
        return placed, len(waiting) - placed

    def plan(self, date: str, effort: Effort, on_progress: OnProgress = quiet) -> Json:
        """Plan the day and return the plan."""
        job = self._caller.post("/v1/plans", {"hub_id": self._hub_id, "date": date, **effort.body()})
        result = wait_for(self._caller, job, on_progress=on_progress)
        plan: Json = self._caller.get(f"/v1/plans/{result['plan_id']}")
        return plan

    def release(self, plan_id: str) -> list[str]:
        """Release all routes; those that wait for a parcel alone go by an override. Returns the routes' ids."""
        answer = self._caller.post(f"/v1/plans/{plan_id}/release", {})
        released = list(answer["released"])
        missing = [row["route_id"] for row in answer["blocked"] if row["code"] == "parcels_missing"]
        if missing:
            body: dict[str, Any] = {"route_ids": missing, "override": {"reason": OVERRIDE}}
            answer = self._caller.post(f"/v1/plans/{plan_id}/release", body)
            released += answer["released"]
            self._journal.count("overrides", len(answer["released"]))
        if answer["blocked"]:
            words = "; ".join(f"{row['code']}: {row['detail']}" for row in answer["blocked"])
            raise SimulationError(f"Routes could not be released: {words}")
        return released
