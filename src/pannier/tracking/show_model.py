"""What was learned of a hub's durations, as the API tells it."""

import uuid

from pannier.core.eta import PRIOR, Durations
from pannier.core.eta.as_json import from_json
from pannier.tracking.models import ArrivalModel
from pannier.tracking.schemas import ArrivalModelOut, RatioOut


def show_model(hub_id: uuid.UUID, row: ArrivalModel | None) -> ArrivalModelOut:
    """Return what was learned; without a row that nothing was, and what counts until then."""
    model, measured = (from_json(row.model), row.measured) if row else (PRIOR, {})
    return ArrivalModelOut(
        hub_id=hub_id,
        since=row.since if row else None,
        until=row.until if row else None,
        rounds=row.rounds if row else 0,
        travel=_ratios(model.travel),
        service=_ratios(model.service),
        measured_days=measured.get("days", []),
        measured_arrivals=measured.get("arrivals", 0),
        held_share=measured.get("held"),
        hour_ahead_width_s=measured.get("hour_ahead_width_s"),
    )


def _ratios(durations: Durations) -> list[RatioOut]:
    found = sorted(durations.ratios.items(), key=lambda one: (len(one[0]), one[0]))
    return [RatioOut(sort=list(key), ratio=ratio) for key, ratio in found]
