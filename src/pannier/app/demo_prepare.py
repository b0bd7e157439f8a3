"""The demo's morning, from an empty database to released routes; everything goes through the HTTP API."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pannier.accounts.setup_token import TOKEN_FILE
from pannier.app import demo_world as world
from pannier.app.cli_operator import OperatorFile, SetUp
from pannier.base import clock
from pannier.base.progress import Reporter, Step
from pannier.places.maps import MapMissing, build_map, open_map
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.client import Caller, Json
from pannier.simulate.dispatcher import Dispatcher, Effort
from pannier.simulate.hub_staff import HubStaff
from pannier.simulate.jobs import wait_for
from pannier.simulate.journal import Journal
from pannier.simulate.moments import settle
from pannier.simulate.partner import Partner

DAY = world.DATE.isoformat()
BASELINE_TIMEOUT_S = 90.0
DECIDING = frozenset({"orders", "allocation", "dispatch", "hub", "jobs"})


def first_run_token(data: Path, *, timeout_s: float = 15.0) -> str:
    """Return the token that the server of a data folder writes when it is ready; raises DemoError."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        try:
            if token := (data / TOKEN_FILE).read_text().strip():
                return token
        except FileNotFoundError:
            time.sleep(0.05)
    raise world.DemoError(f"The server wrote no first-run token to {data / TOKEN_FILE}; see its log beside.")


def ensure_map(folders: world.DemoFolders, show: Reporter) -> None:
    """Build the demo's map from the extract in the repository, unless it is built."""
    maps = folders.data / "maps"
    try:
        open_map(maps / world.MAP)
    except MapMissing:
        source = folders.material / "maps" / world.MAP
        with show.step("Building the map of Monaco: streets, addresses, base map") as step:
            build_map(
                source / f"{world.MAP}.osm.pbf",
                maps,
                name=world.MAP,
                built_at=clock.wall_now(),
                on_progress=step.update,
                basemap=source / f"{world.MAP}.pmtiles",
            )


@dataclass
class Morning:
    """Prepares the day on a running server whose clock is held or jumps."""

    caller: Caller
    folders: world.DemoFolders
    show: Reporter
    journal: Journal
    behaviour: Behaviour
    effort: Effort
    seed: int

    def prepare(self) -> Json:
        """Do all that happens before the first rider leaves; return the released plan."""
        with self.show.step("Setting up the demo operator, its merchants and its partner"):
            operator = OperatorFile.read(self.folders.material / "operator.toml")
            SetUp(self.caller, operator, world.DATE).run(first_run_token(self.folders.data))
        hub_id = self.caller.get("/v1/hubs")[0]["id"]
        dispatcher = self.signed_in(world.DISPATCHER)
        with self.show.step("Importing two order files as their merchants do") as step:
            self._import(step)
        with self.show.step("Finding addresses, choosing who carries what"):
            self._settle()
            desk = Dispatcher(dispatcher, self.journal, hub_id=hub_id)
            desk.review(DAY)
            self._settle()
            partner = self.partner()
            partner.answer_offers()
            self._settle()
        staff = HubStaff(self.signed_in(world.HUB_STAFF), self.journal, hub_id=hub_id, seed=self.seed)
        self.move_to(world.at("06:40"))
        with self.show.step("Receiving the parcels at the hub"):
            staff.receive(DAY, world.at("06:40"), missing=self.behaviour.missing_parcels)
        self.move_to(world.at("07:00"))
        with self.show.step("Planning the day") as step:
            plan = desk.plan(DAY, self.effort, step.update)
        with self.show.step("Sorting parcels to routes and releasing them"):
            # What the plan left to the partner as cheaper there is offered now.
            self._settle()
            partner.answer_offers()
            self._settle()
            staff.sort(DAY, world.at("07:20"))
            self.move_to(world.at("07:30"))
            desk.release(plan["id"])
        with self.show.step("Freezing the diesel vans' day to compare with, before anybody drives"):
            self._wait_for_baseline(hub_id)
        self.move_to(world.at("07:55"))
        return plan

    def signed_in(self, email: str) -> Caller:
        """Return a caller signed in as one of the demo's people."""
        other = self.caller.another()
        other.sign_in(email, world.PASSWORD)
        return other

    def partner(self) -> Partner:
        """Return the partner's dispatcher, signed in."""
        return Partner(
            name="Vélo de l'Est",
            caller=self.signed_in(world.PARTNER),
            journal=self.journal,
            behaviour=self.behaviour,
            day=(world.at("08:30"), world.at("18:30")),
            seed=self.seed,
        )

    def move_to(self, when: datetime) -> None:
        """Move the demo's clock on; planning and scanning take none of the day."""
        self.caller.post("/v1/demo/clock", {"now": when.isoformat()})

    def _wait_for_baseline(self, hub_id: str) -> None:
        """Wait for it, but not for ever: a later one says of itself that it was frozen late."""
        end = time.monotonic() + BASELINE_TIMEOUT_S
        while time.monotonic() < end:
            baseline = self.caller.get("/v1/emissions", date=DAY, hub_id=hub_id)["baseline"]
            if baseline is not None and baseline["state"] == "frozen":
                return
            time.sleep(0.2)

    def _settle(self) -> None:
        """Wait for those who decide; messages, arrival times and emissions may come a little later."""
        settle(self.caller, readers=DECIDING)

    def _import(self, step: Step) -> None:
        for n, (email, name) in enumerate(world.MERCHANTS.items()):
            merchant = self.signed_in(email)
            content = (self.folders.material / name).read_bytes()
            job = merchant.upload("/v1/imports", file=(name, content, "text/csv"), fields={"date": DAY})

            def tell(share: float, message: str, done: int = n) -> None:
                step.update((done + share) / len(world.MERCHANTS), message)

            wait_for(merchant, job, on_progress=tell)
