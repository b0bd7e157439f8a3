"""What is learned about durations as JSON, to be kept and read again."""

from collections.abc import Mapping
from typing import Any

from pannier.core.eta.model import Durations, EtaModel, Spread

_SEPARATOR = "|"


def to_json(model: EtaModel) -> dict[str, Any]:
    """Return the model as JSON values."""
    return {
        "travel": _durations_to(model.travel),
        "service": _durations_to(model.service),
        "early_z": model.early_z,
        "late_z": model.late_z,
    }


def from_json(kept: Mapping[str, Any]) -> EtaModel:
    """Return the model that was kept."""
    return EtaModel(
        travel=_durations_from(kept["travel"]),
        service=_durations_from(kept["service"]),
        early_z=float(kept["early_z"]),
        late_z=float(kept["late_z"]),
    )


def _durations_to(durations: Durations) -> dict[str, Any]:
    ratios = {_SEPARATOR.join(key): round(ratio, 4) for key, ratio in durations.ratios.items()}
    return {"common": durations.spread.common, "own_s": durations.spread.own_s, "ratios": ratios}


def _durations_from(kept: Mapping[str, Any]) -> Durations:
    ratios = {tuple(key.split(_SEPARATOR)) if key else (): float(one) for key, one in kept["ratios"].items()}
    return Durations(spread=Spread(float(kept["common"]), float(kept["own_s"])), ratios=ratios)
