"""What emissions tell over HTTP; masses of CO2e are whole milligrams."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pannier.base.schemas import Out
from pannier.core.emissions import DataType, delivery_claim, primary_share
from pannier.emissions.explain import FORMULAS, baseline_words, quality_notes, steps, tonne_km_text
from pannier.emissions.models import EmissionBaseline, EmissionRecord, EmissionRound
from pannier.emissions.texts import factor_from
from pannier.factors.schemas import EmissionFactorOut


class QualityOut(Out):
    """How well a figure is known."""

    data_type: str
    """primary (measured), modelled or default, after ISO 14083."""
    energy_source: str | None
    notes: list[str]
    """What stands in for something missing, in sentences."""


class ComputedOut(Out):
    """How a figure was computed: formula, the steps with their numbers, inputs, factor, edition and quality."""

    formula: str
    steps: list[str]
    inputs: dict[str, Any]
    factor: EmissionFactorOut | None
    edition: str
    edition_sha256: str
    method_version: str
    quality: QualityOut


class ComparedOut(Out):
    """What a figure is compared with, in words."""

    kind: str | None
    """B2 (planned again with diesel vans), B3 (by ratio), B2+B3, or none_counted for a transfer."""
    words: str


class LedgerLinkOut(Out):
    """Where a figure stands in the ledger."""

    seq: int
    entry_hash: str


class ElementOut(Out):
    """One element of an order's way: a delivery round, a transfer between hubs, or a partner's delivery."""

    record_id: uuid.UUID
    kind: str
    date: date
    round_id: uuid.UUID
    outcome: str | None
    carried: bool
    co2e_mg: int
    operation_mg: int
    provision_mg: int
    baseline_mg: int | None
    saved_mg: int | None
    """Baseline less actual; negative when more was emitted."""
    computed: ComputedOut
    baseline: ComparedOut | None
    ledger: LedgerLinkOut

    @classmethod
    def of(cls, row: EmissionRecord) -> "ElementOut":
        """Return one record with all that explains it."""
        names = ("kind", "round_id", "carried", "co2e_mg", "operation_mg", "provision_mg", "baseline_mg")
        words = baseline_words(
            row.inputs.get("baseline_kind"),
            baseline_mg=row.baseline_mg,
            frozen=row.frozen,
            begun=bool((row.inputs.get("baseline") or {}).get("begun", False)),
        )
        return cls(
            **{name: getattr(row, name) for name in names},
            record_id=row.id,
            date=row.service_date,
            outcome=row.inputs.get("outcome"),
            saved_mg=None if row.baseline_mg is None else row.baseline_mg - row.co2e_mg,
            computed=_computed(row),
            baseline=ComparedOut(kind=row.inputs.get("baseline_kind"), words=words) if words else None,
            ledger=LedgerLinkOut(seq=row.ledger_seq, entry_hash=row.entry_hash),
        )


def _computed(row: EmissionRecord) -> ComputedOut:
    inputs = row.inputs
    factor = factor_from(inputs["factor"]) if "factor" in inputs else None
    return ComputedOut(
        formula=FORMULAS[row.kind],
        steps=steps(row.kind, inputs, co2e_mg=row.co2e_mg, factor=factor),
        inputs=inputs,
        factor=EmissionFactorOut.of(factor) if factor else None,
        edition=inputs["edition"],
        edition_sha256=inputs["edition_sha256"],
        method_version=inputs["method_version"],
        quality=_quality(row),
    )


def _quality(row: EmissionRecord) -> QualityOut:
    energy = row.inputs.get("energy", {})
    return QualityOut(
        data_type=row.data_type,
        energy_source=energy.get("source"),
        notes=quality_notes(row.inputs, row.inputs.get("notes", [])),
    )


class OrderEmissionOut(Out):
    """What an order emitted on its whole way, against the baseline, and the one sentence a recipient may read."""

    order_id: uuid.UUID
    state: str
    """recorded, or none while no round of the order is over."""
    co2e_mg: int
    operation_mg: int
    provision_mg: int
    baseline_mg: int | None
    saved_mg: int | None
    primary_share: float
    """Share of the emissions that rests on measured energy, 0 to 1."""
    tonne_km: str
    claim: str | None
    elements: list[ElementOut]

    @classmethod
    def of(cls, order_id: uuid.UUID, rows: Sequence[EmissionRecord]) -> "OrderEmissionOut":
        """Return the sum of an order's records."""
        co2e_mg = sum(row.co2e_mg for row in rows)
        baseline_mg = baseline_of(rows)
        primary = primary_share((row.co2e_mg, DataType(row.data_type)) for row in rows)
        edition = rows[-1].inputs["edition"] if rows else ""
        return cls(
            order_id=order_id,
            state="recorded" if rows else "none",
            co2e_mg=co2e_mg,
            operation_mg=sum(row.operation_mg for row in rows),
            provision_mg=sum(row.provision_mg for row in rows),
            baseline_mg=baseline_mg,
            saved_mg=None if baseline_mg is None else baseline_mg - co2e_mg,
            primary_share=primary,
            tonne_km=tonne_km_text(sum(row.inputs.get("own_activity", 0) for row in rows)),
            claim=delivery_claim(co2e_mg, edition=edition, primary=primary) if rows else None,
            elements=[ElementOut.of(row) for row in rows],
        )


def baseline_of(rows: Sequence[EmissionRecord]) -> int | None:
    """Return the baseline of records, or None when any of them has none to be compared with."""
    known = [row.baseline_mg for row in rows if row.baseline_mg is not None]
    return sum(known) if rows and len(known) == len(rows) else None


class RoundOut(Out):
    """What a round or transfer emitted; without figures while it waits for its day's baseline."""

    round_id: uuid.UUID
    kind: str
    route_id: uuid.UUID | None
    hub_id: uuid.UUID
    date: date
    vehicle_kind: str
    state: str
    version: int
    """Counts corrections."""
    distance_m: int | None
    plug_j: int | None
    co2e_mg: int | None
    baseline_mg: int | None
    baseline_kind: str | None
    saved_mg: int | None
    data_type: str | None
    energy_source: str | None
    edition: str | None
    unit: str | None
    ledger_seq: int | None

    @classmethod
    def of(cls, row: EmissionRound) -> "RoundOut":
        """Return one round."""
        return cls.model_validate(round_values(row))


def round_values(row: EmissionRound) -> dict[str, Any]:
    """Return the fields of RoundOut."""
    payload: Mapping[str, Any] = row.payload or {"inputs": {}, "result": {}}
    known = row.co2e_mg is not None and row.baseline_mg is not None
    names = [name for name in RoundOut.model_fields if hasattr(row, name)]
    return {name: getattr(row, name) for name in names} | {
        "date": row.service_date,
        "distance_m": payload["inputs"].get("distance_m"),
        "plug_j": payload["result"].get("plug_j"),
        "unit": payload["result"].get("unit"),
        "saved_mg": (row.baseline_mg or 0) - (row.co2e_mg or 0) if known else None,
    }


class ShareOut(Out):
    """What one order bears of a round."""

    order_id: uuid.UUID
    carried: bool
    mass_g: int | None
    direct_m: float
    items: int
    co2e_mg: int
    baseline_mg: int | None
    saved_mg: int | None

    @classmethod
    def of(cls, row: EmissionRecord) -> "ShareOut":
        """Return one share."""
        consignment = row.inputs["consignment"]
        return cls(
            order_id=row.order_id,
            carried=row.carried,
            mass_g=consignment["mass_g"],
            direct_m=consignment["direct_mm"] / 1000,
            items=consignment["items"],
            co2e_mg=row.co2e_mg,
            baseline_mg=row.baseline_mg,
            saved_mg=None if row.baseline_mg is None else row.baseline_mg - row.co2e_mg,
        )


class RoundSharesOut(RoundOut):
    """A round with the share of each of its orders; the shares sum to it to the milligram."""

    shares: list[ShareOut]


class BaselineOut(Out):
    """The frozen comparison of a hub's day."""

    state: str
    """requested or frozen."""
    kind: str | None
    version: int
    co2e_mg: int | None
    distance_m: int | None
    frozen_at: datetime | None
    reason: str | None
    """Why a ratio is used, when the day could not be planned for vans."""
    ledger_seq: int | None

    @classmethod
    def of(cls, row: EmissionBaseline) -> "BaselineOut":
        """Return a baseline."""
        return cls.model_validate(row)


class TotalsOut(Out):
    """The sums of a day; what partners deliver is in `co2e_mg` and not in what is compared."""

    co2e_mg: int
    compared_mg: int
    """That part of `co2e_mg` that has a baseline."""
    baseline_mg: int | None
    saved_mg: int | None
    deliveries: int
    """Orders that were handed over."""
    primary_share: float
    waiting: int
    """Rounds that wait for the baseline of their day."""


class DayEmissionsOut(Out):
    """What a day emitted."""

    date: date
    hub_id: uuid.UUID | None
    rounds: list[RoundOut]
    totals: TotalsOut
    baseline: BaselineOut | None


class HeadOut(Out):
    """How long the ledger is and the hash it ends on; note it down, and nobody can change what lies before."""

    entries: int
    head: str
