"""Search the parts of a run: whoever planned it takes part, and so does every worker that is free."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.jobs import ENDED, RunningJob, get_job
from pannier.base.settings import settings
from pannier.engine import Stop
from pannier.engine.city import City, Part, PartFound, PieceSearch, search_part
from pannier.planning.several import parts
from pannier.planning.several.encoded import found_as_json, found_of_json, part_as_json, part_of_json

_EVERY_S = 1.0
_NAP_S = 0.2
_SIGNS = 5
"""Signs of life in the time after which a silent worker is taken for dead."""

type Sessions = Callable[[], AbstractContextManager[Session]]


@contextmanager
def signs_of_life(sessions: Sessions, part_id: uuid.UUID) -> Iterator[None]:
    """Say again and again that a part is searched, also while its ways are computed, until that is over."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(settings().job_retake_s / _SIGNS):
            with sessions() as db:
                parts.give_sign(db, part_id)

    thread = threading.Thread(target=tell, daemon=True, name="signs of life")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@dataclass
class IsStopped:
    """Hears once a second whether a run shall stop, or is over."""

    sessions: Sessions
    run_id: uuid.UUID
    _at: float = float("-inf")
    _stopped: bool = False

    def __call__(self) -> bool:
        """Return whether to stop."""
        if not self._stopped and time.monotonic() - self._at >= _EVERY_S:
            self._at = time.monotonic()
            with self.sessions() as db:
                job = get_job(db, self.run_id)
                self._stopped = job.state in ENDED or bool(job.arguments.get("stop"))
        return self._stopped


def search_taken(sessions: Sessions, city: City, taken: parts.Taken, search: PieceSearch, stop: Stop) -> None:
    """Search a part that was taken and keep what was found; where that fails the part is given back."""
    try:
        found = search_part(city, part_of_json(taken.part), stop, search)
    except Exception:
        with sessions() as db:
            parts.give_back(db, taken.id)
        raise
    with sessions() as db:
        parts.keep(db, taken.id, found_as_json(found))


@dataclass
class SharedWork:
    """Lets any number of workers search the parts of each round; the caller searches, too, so that one is enough."""

    job: RunningJob
    search: PieceSearch
    asked: int = field(default=0)
    """Parts of the rounds before."""

    def __call__(self, city: City, wanted: tuple[Part, ...], stop: Stop) -> tuple[PartFound, ...]:
        """Return what was found of the parts, in their order."""
        first, self.asked = self.asked, self.asked + len(wanted)
        with self.job.session() as db:
            parts.ask_for(db, self.job.id, first, [part_as_json(one) for one in wanted])
        while True:
            with self.job.session() as db:
                taken = parts.take(db, self.job.id)
            if taken is not None:
                with signs_of_life(self.job.session, taken.id):
                    search_taken(self.job.session, city, taken, self.search, stop)
                continue
            found = self._found(first, len(wanted))
            if found is not None:
                return found
            stop()
            time.sleep(_NAP_S)

    def _found(self, first: int, count: int) -> tuple[PartFound, ...] | None:
        with self.job.session() as db:
            found: list[Any] = parts.found_of(db, self.job.id, first, count)
        return None if None in found else tuple(found_of_json(one) for one in found)
