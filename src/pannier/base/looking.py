"""A thread of the worker that looks again and again for what is due; several workers at once do no harm."""

import threading
from typing import ClassVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


class LookingLoop:
    """Looks every `every_s` seconds until it is stopped; `waiting` is what the log says while there is no database."""

    name: ClassVar[str]
    every_s: ClassVar[float]
    waiting: ClassVar[str]

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=self.name)

    def look(self) -> None:
        """Do what is due now."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present look."""
        self._stop.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.wait(self.every_s):
            try:
                self.look()
            except SQLAlchemyError as error:
                # The database may be away for a while; what is due stays due until it is back.
                log.warning(self.waiting, error=str(error))
