"""Read the packaged data tables; the only place that opens them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


class FactorsError(ValueError):
    """A data table or an emission factor is wrong or missing.

    KindError: a vehicle kind · SpreadError: a spread · ReasonError: a failure or success code ·
    EditionError: an emission factor.
    """


def data_folder() -> Traversable:
    """Return the folder of the packaged data."""
    return files("pannier") / "data"


def read_toml(name: str) -> dict[str, Any]:
    """Return the content of one packaged TOML file."""
    return tomllib.loads((data_folder() / name).read_text(encoding="utf-8"))
