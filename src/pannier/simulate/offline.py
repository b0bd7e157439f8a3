"""Where a rider's phone has no network: for some riders, once in the day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from pannier.simulate.behaviour import Behaviour
from pannier.simulate.chance import dice


@dataclass(frozen=True, slots=True)
class Coverage:
    """When the network is away; `start` is None for phones that always have one."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of(cls, name: str, shift: dict[str, Any], *, seed: int, behaviour: Behaviour) -> Self:
        """Return when a rider's phone is without network on a shift."""
        source = dice(seed, "coverage", name)
        if source.random() >= behaviour.offline_share:
            return cls()
        begin, end = (datetime.fromisoformat(shift[key]) for key in ("starts_at", "ends_at"))
        shortest, longest = behaviour.offline
        lasts = shortest + (longest - shortest) * source.random()
        free = max(end - begin - lasts, timedelta())
        start = begin + free * source.uniform(0.2, 0.6)
        return cls(start, start + lasts)

    def lost(self, at: datetime) -> bool:
        """Tell whether the phone is without network."""
        return self.start is not None and self.end is not None and self.start <= at < self.end
