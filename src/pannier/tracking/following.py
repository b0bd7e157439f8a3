"""What follows a position without holding up its answer: the vehicle's state, and now and then the expected times."""

import threading
import time
import uuid

import structlog
from sqlalchemy.exc import SQLAlchemyError

from pannier.base.bus import the_bus
from pannier.base.problems import Problem
from pannier.base.scope import Scope
from pannier.base.transactions import transaction
from pannier.core.geo import LonLat
from pannier.fleet.vehicle_state import note_position
from pannier.tracking.etas import Seen, news_of, refresh
from pannier.tracking.on_duty import Sender
from pannier.tracking.positions import Fix

LOOK_S = 1.0
ETA_EVERY_S = 30.0
LEAST_REAL_S = 2.0

log = structlog.get_logger(__name__)


class Follower:
    """Keeps the newest position of each rider and works through them about once a second."""

    def __init__(self) -> None:
        self._newest: dict[uuid.UUID, tuple[Sender, Fix]] = {}
        self._lock = threading.Lock()
        self._filled = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._told: dict[uuid.UUID, tuple[float, float]] = {}

    def note(self, sender: Sender, fix: Fix) -> None:
        """Remember a stored position; a thread follows it up soon."""
        with self._lock:
            before = self._newest.get(sender.rider_id)
            if before is None or before[1].at < fix.at:
                self._newest[sender.rider_id] = (sender, fix)
            if self._thread is None or not self._thread.is_alive():
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, daemon=True, name="positions-follow")
                self._thread.start()
        self._filled.set()

    def close(self) -> None:
        """End the thread after what it is at; what still waits is dropped, for positions come again."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._newest = {}
        self._stop.set()
        self._filled.set()
        if thread is not None:
            thread.join(10)

    def work_off(self) -> None:
        """Follow up all that is waiting now."""
        with self._lock:
            batch, self._newest = list(self._newest.values()), {}
            self._filled.clear()
        for sender, fix in batch:
            if self._stop.is_set():
                return
            try:
                self._follow(sender, fix)
            except (SQLAlchemyError, Problem) as error:
                # The next position brings the same again; the stored ones are safe.
                log.warning("positions.not_followed", rider=str(sender.rider_id), error=str(error))

    def _run(self) -> None:
        while not self._stop.is_set():
            self._filled.wait()
            self.work_off()
            self._stop.wait(LOOK_S)

    def _follow(self, sender: Sender, fix: Fix) -> None:
        rows = None
        with transaction(Scope(sender.org_id), actor="positions") as db:
            if sender.vehicle_id is not None:
                lon, lat = fix.point.lon, fix.point.lat
                note_position(db, sender.vehicle_id, lon=lon, lat=lat, source="gps", at=fix.at)
            if sender.route_id is not None and self._due(sender.route_id, fix):
                seen = Seen(fix.at, LonLat(fix.point.lon, fix.point.lat))
                rows = refresh(db, sender.route_id, seen=seen)
        if rows and sender.route_id is not None:
            the_bus.publish(f"live.{sender.org_id}.{sender.hub_id}", news_of(sender.route_id, rows))

    def _due(self, route_id: uuid.UUID, fix: Fix) -> bool:
        """Tell whether the route's times are due: every 30 s of Pannier's time, but not more than the machine likes."""
        at, now = fix.at.timestamp(), time.monotonic()
        told_at, told_now = self._told.get(route_id, (float("-inf"), float("-inf")))
        if at - told_at < ETA_EVERY_S or now - told_now < LEAST_REAL_S:
            return False
        self._told[route_id] = (at, now)
        return True


the_follower = Follower()
