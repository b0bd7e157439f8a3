"""The demo's evening: wait until all is booked, print the summary, and say whether anything is off."""

import time
from dataclasses import dataclass

from pannier.app import demo_world as world
from pannier.emissions.verify import verify_export
from pannier.simulate.client import Caller
from pannier.simulate.journal import Journal
from pannier.simulate.moments import settle

DAY = world.DATE.isoformat()
BOOKED_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class Evening:
    """What is looked at once the last rider is back; `caller` is signed in as administrator."""

    caller: Caller
    hub_id: str
    journal: Journal

    def wait_until_booked(self) -> None:
        """Wait until every round has its emissions; raises TimeoutError."""
        end = time.monotonic() + BOOKED_TIMEOUT_S
        while True:
            settle(self.caller)
            waiting = self.caller.get("/v1/emissions", date=DAY, hub_id=self.hub_id)["totals"]["waiting"]
            if not waiting:
                break
            if time.monotonic() > end:
                raise TimeoutError(f"{waiting} rounds still wait for their emission record.")
            time.sleep(0.2)
        settle(self.caller)

    def summary(self) -> str:
        """Return the day in words and figures, as the report's page shows it."""
        return self.caller.text("/v1/reports/day.txt", hub_id=self.hub_id, date=DAY)

    def faults(self, *, alone: bool) -> list[str]:
        """Return all that is off, each in one sentence; nothing when the day went well.

        Failed jobs count where the demo works `alone`: a visitor's own file may fail as it pleases.
        """
        return [*self._server(alone=alone), *self._plan(), *self._ledger(), *self.journal.troubles]

    def _server(self, *, alone: bool) -> list[str]:
        ready = self.caller.get("/readyz")
        parked = [
            f"The reader {name} gave up on {count} events."
            for name, count in ready["parked"].items()
            if count
        ]
        failed = ready["failed_jobs"] if alone else 0
        jobs = "1 job" if failed == 1 else f"{failed} jobs"
        return parked + ([f"{jobs} ended with an error."] if failed else [])

    def _plan(self) -> list[str]:
        plans = self.caller.get("/v1/plans", hub_id=self.hub_id, date=DAY)
        unchecked = [
            f"Plan {plan['revision']} was not passed by the checker." for plan in plans if not plan["checked"]
        ]
        routes = self.caller.get("/v1/routes", hub_id=self.hub_id, date=DAY)
        open_routes = [route for route in routes if route["state"] in {"released", "in_progress"}]
        return unchecked + [
            f"The route of {route['rider_name']} is still {route['state']}." for route in open_routes
        ]

    def _ledger(self) -> list[str]:
        findings = verify_export(self.caller.text("/v1/emissions/ledger").splitlines())
        return (
            []
            if findings.ok
            else [f"The emission ledger does not verify: {line}" for line in findings.words()]
        )
