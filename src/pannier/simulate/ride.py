"""On the way: positions along a leg at the pace of the day, sent in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pannier.core.geo import LonLat
from pannier.simulate.along import Way, moved
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.phone import Phone


@dataclass
class Ride:
    """How a rider's phone follows the way."""

    phone: Phone
    behaviour: Behaviour
    source: Random

    def along(self, shape: str, start: datetime, end: datetime) -> Iterator[datetime]:
        """Move along an encoded line from `start` to `end`; yields the times at which the phone sends."""
        way = Way.of(shape)
        total = end - start
        if way is None or total <= timedelta():
            return
        speed_mps = way.length_m / total.total_seconds()
        fix, sent = start, start
        while fix < end:
            point, heading = way.at((fix - start) / total)
            self._fix(fix, point, speed_mps=round(speed_mps, 1), heading_deg=round(heading, 1))
            if fix - sent >= self.behaviour.send_every:
                yield fix
                self.phone.send()
                sent = fix
            fix += self.behaviour.fix_every

    def wait(self, where: LonLat, start: datetime, end: datetime) -> Iterator[datetime]:
        """Stand from `start` to `end`; yields the times at which the phone sends."""
        at = start + self.behaviour.stand_every
        while at < end:
            yield at
            self.stand(at, where)
            self.phone.send()
            at += self.behaviour.stand_every

    def stand(self, at: datetime, where: LonLat) -> None:
        """Take one position while standing."""
        self._fix(at, where, speed_mps=0.0)

    def _fix(self, at: datetime, point: LonLat, **values: float) -> None:
        noise = self.behaviour.fix_noise_m
        seen = moved(point, east_m=self.source.gauss(0, noise), north_m=self.source.gauss(0, noise))
        self.phone.position(at, seen, accuracy_m=round(noise * 2, 1), **values)
