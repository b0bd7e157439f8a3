"""Use case: record what a round or transfer emitted, share by share, in the tables and in the ledger."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.emissions import METHOD_VERSION
from pannier.core.events import EmissionRecorded
from pannier.emissions.bases import edition_of_day
from pannier.emissions.freeze import find_baseline, hold, request_baseline
from pannier.emissions.ledger import append
from pannier.emissions.method import round_result
from pannier.emissions.models import EmissionBaseline, EmissionRecord, EmissionRound, LedgerRow
from pannier.emissions.round_facts import Carried, RoundFacts, baseline_plan, inputs_of
from pannier.emissions.shipments import shipment_names

FROM_ROUND = (
    "energy",
    "distance_m",
    "distance_source",
    "vehicle_kind",
    "edition",
    "edition_sha256",
    "baseline",
)


def take_round(db: Session, facts: RoundFacts) -> EmissionRound:
    """Record a round, or let it wait until its day's baseline is frozen; again changes nothing."""
    known = find_round(db, facts.kind, facts.round_id)
    if known is not None:
        return known
    hold(db)
    row = EmissionRound(
        kind=facts.kind,
        round_id=facts.round_id,
        route_id=facts.route_id,
        hub_id=facts.hub_id,
        service_date=facts.service_date,
        vehicle_kind=facts.vehicle_kind,
    )
    db.add(row)
    db.flush()
    if facts.kind != "round":
        return enter_round(db, row, facts, baseline=None)
    baseline = find_baseline(db, hub_id=facts.hub_id, service_date=facts.service_date)
    if baseline is None:
        baseline = request_baseline(db, hub_id=facts.hub_id, service_date=facts.service_date)
    return enter_round(db, row, facts, baseline=baseline) if baseline.state == "frozen" else row


def find_round(db: Session, kind: str, round_id: uuid.UUID) -> EmissionRound | None:
    """Return the emissions of a round or transfer, or None."""
    query = select(EmissionRound).where(EmissionRound.kind == kind, EmissionRound.round_id == round_id)
    return db.scalars(query).first()


def waiting_rounds(db: Session, baseline: EmissionBaseline) -> list[EmissionRound]:
    """List the rounds that wait for this baseline."""
    query = select(EmissionRound).where(
        EmissionRound.hub_id == baseline.hub_id,
        EmissionRound.service_date == baseline.service_date,
        EmissionRound.state == "waiting",
    )
    return list(db.scalars(query.order_by(EmissionRound.id)))


def enter_round(
    db: Session,
    row: EmissionRound,
    facts: RoundFacts,
    *,
    baseline: EmissionBaseline | None,
    reason: str | None = None,
) -> EmissionRound:
    """Compute a round from its inputs, enter it, and write the records of its orders.

    With a `reason` it is a correction of what was entered before; the same inputs as before change nothing.
    """
    edition = edition_of_day(db, facts.service_date)
    payload = _payload(db, row, facts, baseline, edition=edition)
    if row.payload is not None and payload["inputs"] == row.payload["inputs"]:
        return row
    if reason is not None:
        payload = {"replaces": row.ledger_seq, "reason": reason, **payload}
    entry = append(db, "correction" if reason else facts.kind, payload)
    _fill(row, payload, entry, corrected=reason is not None)
    for n, carried in enumerate(facts.consignments):
        _write_record(db, row, carried, n=n, entry=entry, edition=edition)
    _drop_others(db, row, facts)
    db.flush()
    return row


def _drop_others(db: Session, row: EmissionRound, facts: RoundFacts) -> None:
    """Remove the records of orders that were on the round by an outcome that was taken back since."""
    query = select(EmissionRecord).where(
        EmissionRecord.kind == row.kind, EmissionRecord.round_id == row.round_id
    )
    there = {each.order_id for each in facts.consignments}
    for stale in db.scalars(query):
        if stale.order_id not in there:
            db.delete(stale)


def _payload(
    db: Session,
    row: EmissionRound,
    facts: RoundFacts,
    baseline: EmissionBaseline | None,
    *,
    edition: Mapping[str, Any],
) -> dict[str, Any]:
    inputs = inputs_of(
        facts,
        edition=edition,
        names=shipment_names(db, [each.order_id for each in facts.consignments]),
        frozen=_frozen_orders(db, row, facts, baseline),
        baseline=baseline_plan(facts.vehicle_kind, baseline.ledger_seq, begun=_begun(baseline))
        if baseline
        else None,
    )
    inputs["method_version"] = METHOD_VERSION
    frozen = baseline.payload if baseline else None
    return {"inputs": inputs, "result": round_result(inputs, edition, frozen)}


def _begun(baseline: EmissionBaseline) -> bool:
    """Tell whether the baseline was frozen only after driving had begun."""
    return bool((baseline.payload or {"inputs": {}})["inputs"].get("begun", False))


def _frozen_orders(
    db: Session, row: EmissionRound, facts: RoundFacts, baseline: EmissionBaseline | None
) -> frozenset[uuid.UUID]:
    """Return the orders whose frozen share counts here: it counts once, on the first round that carries them."""
    if baseline is None or baseline.payload is None:
        return frozenset()
    held = {share["shipment"] for share in baseline.payload["result"]["shares"]}
    names = shipment_names(db, [each.order_id for each in facts.consignments])
    used = select(EmissionRecord.order_id).where(
        EmissionRecord.order_id.in_(list(names)),
        EmissionRecord.service_date == facts.service_date,
        EmissionRecord.frozen.is_(True),
        EmissionRecord.round_id != row.round_id,
    )
    return frozenset(order_id for order_id, name in names.items() if name in held) - set(db.scalars(used))


def _fill(row: EmissionRound, payload: Mapping[str, Any], entry: LedgerRow, *, corrected: bool) -> None:
    inputs, result = payload["inputs"], payload["result"]
    row.state, row.version = "recorded", row.version + corrected
    row.operation_mg, row.provision_mg = result["operation_mg"], result["provision_mg"]
    row.co2e_mg, row.baseline_mg = result["co2e_mg"], result["baseline_mg"]
    row.baseline_kind = result["baseline_kind"]
    row.data_type, row.energy_source = inputs["energy"]["data_type"], inputs["energy"]["source"]
    row.edition, row.edition_sha256 = inputs["edition"], inputs["edition_sha256"]
    row.method_version, row.recorded_at = inputs["method_version"], clock.now()
    row.payload, row.ledger_seq = dict(payload), entry.seq


def _write_record(
    db: Session,
    row: EmissionRound,
    carried: Carried,
    *,
    n: int,
    entry: LedgerRow,
    edition: Mapping[str, Any],
) -> EmissionRecord:
    inputs, result = entry.payload["inputs"], entry.payload["result"]
    share, consignment = result["shares"][n], inputs["consignments"][n]
    record_row = find_record(db, carried.order_id, row.kind, row.round_id) or EmissionRecord(
        org_id=row.org_id, merchant_org_id=carried.merchant_org_id, order_id=carried.order_id,
        kind=row.kind, round_id=row.round_id, hub_id=row.hub_id, service_date=row.service_date,
    )  # fmt: skip
    before_mg = record_row.co2e_mg
    record_row.carried, record_row.frozen = consignment["carried"], consignment["frozen"]
    record_row.operation_mg, record_row.provision_mg = share["operation_mg"], share["provision_mg"]
    record_row.co2e_mg, record_row.baseline_mg = share["co2e_mg"], share["baseline_mg"]
    record_row.data_type, record_row.recorded_at = inputs["energy"]["data_type"], clock.now()
    record_row.inputs = {
        **_inputs_of_record(entry.payload, n, outcome=carried.outcome),
        "factor": edition["electricity"],
        "notes": edition["notes"],
    }
    record_row.ledger_seq, record_row.entry_hash = entry.seq, entry.entry_hash
    db.add(record_row)
    db.flush()
    if before_mg != record_row.co2e_mg:
        tell(db, record_row)
    return record_row


def _inputs_of_record(payload: Mapping[str, Any], n: int, *, outcome: str) -> dict[str, Any]:
    """Return what explains one share without telling of the other orders: the round's sums and its own part."""
    inputs, result = payload["inputs"], payload["result"]
    energy = {name: value for name, value in inputs["energy"].items() if name != "legs"}
    return {
        **{name: inputs[name] for name in FROM_ROUND},
        "energy": energy,
        "outcome": outcome,
        "consignment": inputs["consignments"][n],
        "consignments": len(inputs["consignments"]),
        "activity": sum(_activity(row) for row in inputs["consignments"]),
        "own_activity": _activity(inputs["consignments"][n]),
        "unit": result["unit"],
        "plug_j": result["plug_j"],
        "round_mg": result["co2e_mg"],
        "round_baseline_mg": result["baseline_mg"],
        "baseline_kind": result["baseline_kind"],
        "estimated_masses": result["estimated_masses"],
        "sensitivity": {unit: values[n] for unit, values in result["sensitivity"].items()},
        "method_version": inputs["method_version"],
    }


def _activity(row: Mapping[str, Any]) -> int:
    """Return gram-millimetres of what was carried; 1e12 of them are a tonne-kilometre."""
    return (row["mass_g"] or 0) * row["direct_mm"] if row["carried"] else 0


def find_record(db: Session, order_id: uuid.UUID, kind: str, round_id: uuid.UUID) -> EmissionRecord | None:
    """Return what an order bears of one element of its way, or None."""
    query = select(EmissionRecord).where(
        EmissionRecord.order_id == order_id,
        EmissionRecord.kind == kind,
        EmissionRecord.round_id == round_id,
    )
    return db.scalars(query).first()


def tell(db: Session, row: EmissionRecord) -> None:
    """Record that an order's emissions are known, or known better."""
    record(
        db,
        EmissionRecorded(record_id=row.id, order_id=row.order_id, round_id=row.round_id, co2e_mg=row.co2e_mg),
    )
