"""Chance that is the same for the same seed and name, whatever else happens on the day."""

import math
import random
import uuid
from collections.abc import Mapping


def dice(seed: int, *names: object) -> random.Random:
    """Return a source of chance of its own for these names: other draws do not disturb it."""
    return random.Random("|".join(map(str, (seed, *names))))  # noqa: S311 (a simulation, not a secret)


def spread(source: random.Random, deviation: float) -> float:
    """Return a factor around 1 (log-normal, mean 1), such as a driving time over its plan."""
    return math.exp(source.gauss(-deviation * deviation / 2, deviation))


def pick(source: random.Random, weights: Mapping[str, float]) -> str:
    """Return one of the names, each as often as its weight says."""
    return source.choices(list(weights), list(weights.values()))[0]


def name_id(seed: int, *names: object) -> uuid.UUID:
    """Return the id that a device gives an event: the same again for the same event."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "|".join(map(str, (seed, *names))))
