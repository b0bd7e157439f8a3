"""A rider's phone: keeps events, positions and proofs, and sends them when there is a network."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pannier.core.geo import LonLat
from pannier.simulate.chance import dice, name_id
from pannier.simulate.client import Caller, Json
from pannier.simulate.errors import Refused
from pannier.simulate.journal import Journal

MOST = 500
FINE = frozenset({"applied", "duplicate"})


@dataclass
class Phone:
    """One phone; while `offline` everything waits. After that it comes out of order, and once more."""

    caller: Caller
    journal: Journal
    owner: str
    seed: int
    shift_id: str = ""
    """Makes the ids of events this shift's own."""
    offline: bool = False
    _counter: int = 0
    _events: list[Json] = field(default_factory=list)
    _points: list[Json] = field(default_factory=list)
    _proofs: list[tuple[Json, bytes]] = field(default_factory=list)

    def event(
        self, kind: str, at: datetime, *, about: str = "", data: Json | None = None, **names: Any
    ) -> uuid.UUID:
        """Note an event; `about` tells events of one kind at one time apart. Returns its id."""
        self._counter += 1
        key = name_id(self.seed, self.shift_id, self.owner, kind, about, at.isoformat())
        event = {"id": str(key), "type": kind, "device_time": at.isoformat(), "counter": self._counter}
        self._events.append(
            event | {name: value for name, value in names.items() if value} | {"data": data or {}}
        )
        self.journal.count(f"event {kind}")
        return key

    def position(self, at: datetime, where: LonLat, **values: float) -> None:
        """Note a position."""
        self._points.append({"device_time": at.isoformat(), "lon": where.lon, "lat": where.lat, **values})

    def proof(self, at: datetime, content: bytes, *, kind: str, event_id: uuid.UUID, order_id: str) -> None:
        """Note a proof file of an attempt."""
        fields = {
            "event_id": str(event_id),
            "order_id": order_id,
            "kind": kind,
            "sha256": hashlib.sha256(content).hexdigest(),
            "captured_at": at.isoformat(),
        }
        self._proofs.append((fields, content))
        self.journal.count(f"proof {kind}")

    def send(self) -> None:
        """Send all that waits, if there is a network."""
        if self.offline:
            return
        self._send_events(self._take_events())
        self._send_points()
        self._send_proofs()

    def back_online(self) -> None:
        """Find the network again: what waited goes out shuffled, in two parts, and the first part twice."""
        self.offline = False
        waiting = self._take_events()
        dice(self.seed, self.owner, "reconnect").shuffle(waiting)
        half = len(waiting) // 2
        for part in (waiting[half:], waiting[:half], waiting[half:]):
            self._send_events(part)
        self.journal.count("phones that were offline")
        self.send()

    def _take_events(self) -> list[Json]:
        taken, self._events = self._events, []
        return taken

    def _send_events(self, events: list[Json]) -> None:
        for start in range(0, len(events), MOST):
            part = events[start : start + MOST]
            results = self.caller.post("/v1/rider/events", {"events": part})["results"]
            for event, result in zip(part, results, strict=True):
                if result["state"] not in FINE:
                    words = f"{result['state']} ({result.get('code')}: {result.get('detail')})"
                    self.journal.trouble(f"{self.owner}: {event['type']} was {words}")

    def _send_points(self) -> None:
        points, self._points = self._points, []
        for start in range(0, len(points), MOST):
            try:
                answer = self.caller.post("/v1/positions", {"points": points[start : start + MOST]})
            except Refused as refused:
                # The server does not know yet that the rider is on duty: keep the points and say so first.
                if refused.code != "not_on_duty":
                    raise
                self._points = points[start:] + self._points
                return
            self.journal.count("positions", answer["stored"])

    def _send_proofs(self) -> None:
        proofs, self._proofs = self._proofs, []
        for fields, content in proofs:
            kind = "image/svg+xml" if fields["kind"] == "signature" else "image/png"
            self.caller.upload("/v1/rider/proofs", file=(f"{fields['kind']}", content, kind), fields=fields)
