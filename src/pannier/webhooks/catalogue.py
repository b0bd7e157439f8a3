"""Which events are sent as webhooks, from data/webhook_events.toml."""

import functools
import tomllib
from importlib.resources import files

ALL = "*"


@functools.cache
def published_events() -> dict[str, str]:
    """Return event type -> what it tells."""
    table = tomllib.loads(files("pannier").joinpath("data/webhook_events.toml").read_text("utf-8"))
    return {name: row["label"] for name, row in table.items()}
