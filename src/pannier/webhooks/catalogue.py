"""Which events are sent as webhooks, from data/webhook_events.toml."""

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

ALL = "*"


@functools.cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("pannier").joinpath("data/webhook_events.toml").read_text("utf-8"))


def published_events() -> dict[str, str]:
    """Return event type -> what it tells."""
    return {name: row["label"] for name, row in _rows().items()}


def is_for_merchants(event_type: str) -> bool:
    """Tell whether an event of a merchant's order is told to the merchant; offers to partners are not."""
    return bool(_rows()[event_type].get("merchants", True))


def hidden_from_merchants(event_type: str) -> frozenset[str]:
    """Return the fields of an event that are the operator's own business, such as what a carrier costs it."""
    return frozenset(_rows()[event_type].get("hidden_from_merchants", ()))
