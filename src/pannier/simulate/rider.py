"""A rider's day, told by a phone through the public API: duty, load, drive, arrive, hand over, return."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannier.core.geo import LonLat
from pannier.simulate.battery import Battery
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.chance import dice, spread
from pannier.simulate.client import Caller, Json
from pannier.simulate.handover import Handover, Recipients, photo_codes
from pannier.simulate.journal import Journal
from pannier.simulate.moments import DemoTime
from pannier.simulate.offline import Coverage
from pannier.simulate.phone import Phone
from pannier.simulate.ride import Ride

BEFORE_SHIFT = timedelta(minutes=4)
ASK_AGAIN = timedelta(minutes=10)
REFRESH_EVERY = timedelta(minutes=15)
NEVER_BEFORE = timedelta(seconds=20)
BEHIND = frozenset({"done", "skipped"})
DOORS = frozenset({"delivery", "pickup", "collect"})
# Yields the times of the acts to come and returns the time when it is over.
type Then = Generator[datetime, None, datetime]


@dataclass
class Rider:
    """One rider with a phone that is signed in; `shift` is the row of the roster."""

    name: str
    shift: Json
    caller: Caller
    recipients: Recipients
    journal: Journal
    behaviour: Behaviour
    time: DemoTime
    seed: int

    def __post_init__(self) -> None:
        self.phone = Phone(self.caller, self.journal, self.name, self.seed, self.shift["id"])
        self.source = dice(self.seed, "rider", self.name)
        self.ride = Ride(self.phone, self.behaviour, self.source)
        self.battery = Battery(self.source, self.behaviour.energy_deviation)
        self.coverage = Coverage.of(self.name, self.shift, seed=self.seed, behaviour=self.behaviour)
        self.done: set[str] = set()
        self.off: set[str] = set()
        self.today: Json = {}
        self.seen_at: datetime | None = None

    def steps(self) -> Iterator[datetime]:
        """Look at the phone before the shift, then drive the route stop by stop until the duty ends."""
        start, end = (datetime.fromisoformat(self.shift[name]) for name in ("starts_at", "ends_at"))
        now = max(start - BEFORE_SHIFT, self.time.now())
        yield now
        self._look(now)
        while self.today["route"] is None:
            if now > end:
                return
            now += ASK_AGAIN
            yield now
            self._look(now)
        yield from self._duty(now)

    def _duty(self, now: datetime) -> Iterator[datetime]:
        route = self.today["route"]
        doors = Handover(
            self.phone, self.recipients, self.behaviour, self.journal, self.seed, photo_codes(self.today)
        )
        self.battery.begin((self.today["vehicle"] or {}).get("charge_pct"), route["stops"][0]["charge_pct"])
        if not self.today["duty"]["on"]:
            now = max(now, datetime.fromisoformat(route["starts_at"]))
            yield now
            self.phone.event("duty.start", now, route_id=route["id"], data=self.battery.shown())
            self.phone.send()
        while (stop := self._next_stop()) is not None:
            if stop["position"] == 0:
                now = yield from self._at_hub(stop, now)
            else:
                now = yield from self._drive(stop, now)
                if stop["kind"] in DOORS:
                    now = yield from self._at_door(stop, now, doors)
                elif stop["station_id"] is not None:
                    now = yield from self._charge(stop, now)
                elif stop["kind"] == "break":
                    now = yield from self._rest(stop, now)
                else:
                    now = yield from self._at_hub(stop, now)
            self.done.add(stop["id"])
            self._look(now)
        if self.phone.offline:
            self.phone.back_online()
        self.phone.event("duty.end", now, route_id=route["id"], data=self.battery.shown())
        self.phone.send()

    def _look(self, now: datetime) -> None:
        """Ask for the day again now and then; without network the phone goes on with what it has."""
        if self.phone.offline or (self.seen_at is not None and now - self.seen_at < REFRESH_EVERY):
            return
        fresh = self.caller.get("/v1/rider/today")
        # A finished route is no longer shown; the phone keeps the one that it drives.
        if fresh["route"] is not None or not self.today:
            self.today = fresh
        self.seen_at = now

    def _next_stop(self) -> Json | None:
        stops = self.today["route"]["stops"]
        ahead = (stop for stop in stops if stop["state"] not in BEHIND and stop["id"] not in self.done)
        return next((stop for stop in ahead if not self._is_off(stop)), None)

    def _is_off(self, stop: Json) -> bool:
        """Tell whether there is nothing to do at a door, since what belongs there could not be collected."""
        return bool(stop["orders"]) and all(self._was_missed(order) for order in stop["orders"])

    def _was_missed(self, order: Json) -> bool:
        return order["kind"] == "delivery" and order["order_id"] in self.off

    def _drive(self, stop: Json, now: datetime) -> Then:
        """Drive to a stop; the traffic of the day makes it longer or shorter than planned."""
        route = self.today["route"]
        before = route["stops"][stop["position"] - 1]
        planned = _time(stop, "planned_arrival") - _time(before, "planned_departure")
        shape = route["legs"][stop["position"]]
        if shape:
            arrival = now + max(planned, NEVER_BEFORE) * spread(self.source, self.behaviour.driving_deviation)
            for moment in self.ride.along(shape, now, arrival):
                yield moment
                self._check_network(moment)
            now = arrival
        self.battery.reach(stop)
        yield now
        self._check_network(now)
        self.phone.event(
            "stop.arrive", now, about=stop["id"], stop_id=stop["id"], route_id=route["id"], lon=stop["lon"],
            lat=stop["lat"],
        )  # fmt: skip
        self.ride.stand(now, _place(stop))
        self.phone.send()
        return now

    def _at_door(self, stop: Json, now: datetime, doors: Handover) -> Then:
        """Wait for the window, serve all orders of the stop one after the other, and tell each outcome."""
        opens = datetime.fromisoformat(stop["window"]["start"]) if stop["window"] else now
        begin, planned_begin = max(now, opens), max(_time(stop, "planned_arrival"), opens)
        open_orders = [
            order for order in stop["orders"] if order["outcome"] is None and not self._was_missed(order)
        ]
        each = (_time(stop, "planned_departure") - planned_begin) / max(len(stop["orders"]), 1)
        last = datetime.fromisoformat(self.shift["ends_at"]) + self.behaviour.give_up_after
        yield from self.ride.wait(_place(stop), now, begin)
        now = begin
        for order in open_orders:
            factor = spread(dice(self.seed, "service", order["reference"]), self.behaviour.service_deviation)
            until = now + max(each, NEVER_BEFORE) * factor
            yield from self.ride.wait(_place(stop), now, until)
            now = until
            yield now
            ends = doors.attempt(order, stop, self.today["route"]["id"], at=now, give_up=now > last)
            self._note_collection(order, aboard=ends.succeeded)
            self.phone.send()
        return now

    def _note_collection(self, order: Json, *, aboard: bool) -> None:
        """Remember what was taken at a sender's door, and what was not."""
        if order["kind"] != "collection":
            return
        if aboard:
            self._loaded([parcel["barcode"] for parcel in order["parcels"]])
        else:
            self.off.add(order["order_id"])

    def _rest(self, stop: Json, now: datetime) -> Then:
        self.phone.event("break.start", now, route_id=self.today["route"]["id"])
        self.phone.send()
        now += _time(stop, "planned_departure") - _time(stop, "planned_arrival")
        yield now
        self.phone.event("break.end", now, route_id=self.today["route"]["id"])
        return now

    def _charge(self, stop: Json, now: datetime) -> Then:
        """Stand at the station as long as planned, then tell what the display shows."""
        until = now + (_time(stop, "planned_departure") - _time(stop, "planned_arrival"))
        yield from self.ride.wait(_place(stop), now, until)
        yield until
        data = self.battery.charged(stop)
        self.phone.event(
            "charge.report", until, about=stop["id"], stop_id=stop["id"], route_id=self.today["route"]["id"],
            data=data,
        )  # fmt: skip
        self.phone.send()
        return until

    def _at_hub(self, stop: Json, now: datetime) -> Then:
        """Bring back what is left over, swap or charge the battery, load the next trip."""
        route_id = self.today["route"]["id"]
        if stop["position"] == 0:
            self.phone.event("stop.arrive", now, about=stop["id"], stop_id=stop["id"], route_id=route_id)
        if stop["kind"] in {"reload", "end"}:
            self.phone.event(
                "hub.return", now, about=stop["id"], route_id=route_id, data=self.battery.shown()
            )
        if stop["kind"] == "swap":
            shown = self.battery.shown().get("battery_pct")
            self.phone.event("battery.swap", now, route_id=route_id, data={"charge_pct_before": shown})
        if stop["kind"] in {"start", "reload"} and (barcodes := self._waiting(stop["trip"])):
            self.phone.event(
                "route.load", now, about=stop["id"], route_id=route_id, data={"barcodes": barcodes}
            )
            self._loaded(barcodes)
        self.phone.send()
        until = now + (_time(stop, "planned_departure") - _time(stop, "planned_arrival"))
        yield from self.ride.wait(_place(stop), now, until)
        yield until
        return until

    def _waiting(self, trip: int) -> list[str]:
        """Return the barcodes of a trip that wait in the hub; what never came in stays behind."""
        return [
            parcel["barcode"]
            for stop in self.today["route"]["stops"]
            for order in stop["orders"]
            if stop["trip"] == trip and order["kind"] == "delivery" and order["outcome"] is None
            for parcel in order["parcels"]
            if parcel["custody"] in {"received", "sorted", "back"}
        ]

    def _loaded(self, barcodes: list[str]) -> None:
        """Remember what was loaded, as the phone does without asking the server."""
        for stop in self.today["route"]["stops"]:
            for order in stop["orders"]:
                for parcel in order["parcels"]:
                    if parcel["barcode"] in barcodes:
                        parcel["custody"] = "loaded"

    def _check_network(self, now: datetime) -> None:
        if self.coverage.lost(now) and not self.phone.offline:
            self.phone.offline = True
        elif self.phone.offline and not self.coverage.lost(now):
            self.phone.back_online()


def _place(stop: Json) -> LonLat:
    return LonLat(stop["lon"], stop["lat"])


def _time(stop: Json, name: str) -> datetime:
    return datetime.fromisoformat(stop[name])
