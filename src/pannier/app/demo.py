"""The demo: one command from nothing to a city's day, driven through the API that phones use."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pannier.app import demo_snapshot
from pannier.app import demo_world as world
from pannier.app.demo_ports import USUAL, USUAL_HTTPS, next_free
from pannier.app.demo_prepare import Morning, ensure_map
from pannier.app.demo_server import DemoServer
from pannier.app.demo_state import Stage, State, read_state, refuse_running, start_afresh, write_state
from pannier.app.mail_sink import free_port
from pannier.base.progress import Reporter
from pannier.simulate.behaviour import UNHURRIED, Behaviour
from pannier.simulate.city_day import CityDay
from pannier.simulate.client import Caller
from pannier.simulate.dispatcher import Effort
from pannier.simulate.journal import Journal
from pannier.simulate.moments import JumpingTime, RunningTime

BEFORE_START = timedelta(minutes=1)
MORNING = "06:30"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the user asked for."""

    until_done: bool = False
    seed: int = 1
    factor: float = 60.0
    port: int | None = None
    budget_s: float = 20.0


@dataclass
class Demo:
    """One run of the demo on a data folder."""

    folders: world.DemoFolders
    wish: Wish
    show: Reporter
    journal: Journal = field(default_factory=Journal)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def behaviour(self) -> Behaviour:
        """Return how people behave; until done, phones send larger batches."""
        return UNHURRIED if self.wish.until_done else Behaviour()

    @contextmanager
    def running(self) -> Iterator[DemoServer]:
        """Serve the demo with its day prepared; riders have not left yet, or are where they were."""
        refuse_running(self.folders.data)
        state = self._ready_state()
        if state.stage is Stage.NOTHING:
            yield from self._prepared()
        else:
            resume = state.stage is Stage.DRIVING
            server = self._server(self._clock(state.start - BEFORE_START, resume=resume))
            with self._started(server):
                yield server

    def day(self, server: DemoServer) -> CityDay:
        """Return the day to be played, the clock running."""
        caller = self._signed_in(server, world.ADMIN)
        if not self.wish.until_done:
            caller.post("/v1/demo/clock", {"run": True})
        clock = (
            JumpingTime(caller, self.stopped) if self.wish.until_done else RunningTime(caller, self.stopped)
        )
        dispatcher = self._signed_in(server, world.DISPATCHER)
        hub_id = caller.get("/v1/hubs")[0]["id"]
        day = world.DATE.isoformat()
        return CityDay(dispatcher, hub_id, day, clock, self.wish.seed, self.behaviour, self.journal)

    def note(self, stage: Stage) -> None:
        """Note how far the day is."""
        state = read_state(self.folders)
        write_state(self.folders, State(stage, state.seed, state.starts_at))

    def _ready_state(self) -> State:
        """Bring the data folder into a state that can be served; NOTHING means that the day must be prepared."""
        state = read_state(self.folders)
        if not self.wish.until_done and state.seed == self.wish.seed:
            if state.stage is Stage.DRIVING:
                return state
            if state.stage is Stage.OVER and self._restored():
                write_state(self.folders, State(Stage.DRIVING, state.seed, state.starts_at))
                return State(Stage.OVER, state.seed, state.starts_at)
        start_afresh(self.folders)
        return State(Stage.NOTHING)

    def _restored(self) -> bool:
        with self.show.step("Going back to the morning of the demo day"):
            shutil.rmtree(self.folders.data / "mail", ignore_errors=True)
            return demo_snapshot.restore(self.folders.data, self.folders.snapshot)

    def _prepared(self) -> Iterator[DemoServer]:
        write_state(self.folders, State(Stage.PREPARING, self.wish.seed))
        server = self._server(self._clock(world.at(MORNING)))
        with self._started(server, wait=False):
            ensure_map(self.folders, self.show)
            with self.show.step("Starting the database and the server"):
                server.wait()
            morning = Morning(
                server.caller(),
                self.folders,
                self.show,
                self.journal,
                self.behaviour,
                self._effort(),
                self.wish.seed,
            )
            plan = morning.prepare()
            start = min(datetime.fromisoformat(route["starts_at"]) for route in plan["routes"])
            if not self.wish.until_done:
                demo_snapshot.keep(self.folders.data, self.folders.snapshot)
            morning.move_to(start - BEFORE_START)
            write_state(self.folders, State(Stage.DRIVING, self.wish.seed, start.isoformat()))
            yield server

    def _effort(self) -> Effort:
        """Return seconds of search, or iterations where the same seed shall make the same plan."""
        return Effort(self.wish.budget_s, ITERATIONS if self.wish.until_done else None, self.wish.seed)

    @contextmanager
    def _started(self, server: DemoServer, *, wait: bool = True) -> Iterator[None]:
        server.start()
        try:
            if wait:
                with self.show.step("Starting the database and the server"):
                    server.wait()
            yield
        finally:
            with self.show.step("Stopping the server"), suppress(KeyboardInterrupt):
                server.stop()

    def _server(self, clock: dict[str, str]) -> DemoServer:
        if self.wish.until_done:
            return DemoServer(self.folders.data, self.wish.port or free_port(), 0, clock)
        port = next_free(self.wish.port or USUAL)
        return DemoServer(self.folders.data, port, next_free(USUAL_HTTPS, host="0.0.0.0"), clock)  # noqa: S104

    def _clock(self, start: datetime, *, resume: bool = False) -> dict[str, str]:
        mode = "PANNIER_CLOCK_JUMP" if self.wish.until_done else "PANNIER_CLOCK_HOLD"
        return {
            "PANNIER_CLOCK_START": start.isoformat(),
            "PANNIER_CLOCK_FACTOR": str(self.wish.factor),
            "PANNIER_CLOCK_RESUME": str(resume).lower(),
            mode: "true",
        }

    def _signed_in(self, server: DemoServer, email: str) -> Caller:
        caller = server.caller()
        caller.sign_in(email, world.PASSWORD)
        return caller


ITERATIONS = 300
