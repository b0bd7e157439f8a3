"""One routing actor per thread: an actor shared by two threads crashes the process."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import valhalla

from pannier.connect.road_network import NetworkError
from pannier.places.maps.routing import settings_for

NO_WAY: Final = frozenset({154, 170, 171, 442, 443, 444, 445})
"""Codes for too far, not connected, no street nearby and no path: facts about places, not faults."""


class NoWay(Exception):
    """The library found no way; only seen inside this package."""


class Actors:
    """Ask the routing library from any thread of any process that holds this object."""

    def __init__(self, routing_dir: Path) -> None:
        self._routing_dir = routing_dir
        self._local = threading.local()

    def ask(self, action: str, request: Mapping[str, Any]) -> Any:
        """Return the library's answer to a request; raises NoWay or NetworkError."""
        try:
            return json.loads(getattr(self._actor(), action)(json.dumps(request)))
        except RuntimeError as problem:
            code = getattr(problem, "code", 0)
            if code in NO_WAY:
                raise NoWay(str(problem)) from problem
            raise NetworkError(f"The street network cannot answer ({code}): {problem}.") from problem

    def _actor(self) -> Any:
        """Return this thread's actor; a child process must not touch one that it inherited."""
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.actor = self._open()
            self._local.pid = os.getpid()
        return self._local.actor

    def _open(self) -> Any:
        with tempfile.TemporaryDirectory(prefix="pannier-") as scratch:
            path = Path(scratch) / "valhalla.json"
            path.write_text(json.dumps(settings_for(self._routing_dir)), encoding="utf-8")
            return valhalla.Actor(path)
