"""Ledgers in memory, entry by entry, as an export would show them."""

import json
from collections.abc import Mapping
from typing import Any

from pannier.core.ledger import GENESIS_HASH, LedgerEntry, enter
from pannier.emissions.bases import edition_payload
from pannier.emissions.method import METHOD, baseline_result, round_result
from pannier.factors.editions import edition_of


class Ledger:
    """Enters payloads the way the service does, without a database."""

    def __init__(self, edition: str = "2025-GB") -> None:
        self.edition = edition_payload(edition_of(edition))
        self.entries: list[LedgerEntry] = []
        self.payloads: dict[int, dict[str, Any]] = {}
        self.enter("method", METHOD)
        self.enter("factors", self.edition)

    def enter(self, kind: str, payload: Mapping[str, Any]) -> int:
        """Add an entry and return its number."""
        entry = enter(self.entries[-1] if self.entries else None, kind, payload=payload)
        self.entries.append(entry)
        self.payloads[entry.seq] = json.loads(json.dumps(payload))
        return entry.seq

    def baseline(self, inputs: dict[str, Any]) -> int:
        """Freeze a baseline."""
        return self.enter("baseline", {"inputs": inputs, "result": baseline_result(inputs, self.edition)})

    def round(self, inputs: dict[str, Any], **extra: Any) -> int:
        """Enter a round, or a correction when `replaces` is among the extras."""
        plan = inputs["baseline"]
        frozen = self.payloads[plan["entry"]] if plan and plan["entry"] else None
        result = round_result(inputs, self.edition, frozen)
        kind = "correction" if "replaces" in extra else inputs["kind"]
        return self.enter(kind, {**extra, "inputs": inputs, "result": result})

    def rechain(self) -> None:
        """Hash everything anew, as somebody would who changed a payload and covers the tracks."""
        kinds = [entry.type for entry in self.entries]
        payloads = [self.payloads[entry.seq] for entry in self.entries]
        self.entries = []
        for kind, payload in zip(kinds, payloads, strict=True):
            self.enter(kind, payload)

    def lines(self) -> list[str]:
        """Return the export."""
        head = self.entries[-1].entry_hash if self.entries else GENESIS_HASH
        header = {
            "format": "pannier-emission-ledger",
            "version": 1,
            "org": "o",
            "entries": len(self.entries),
            "head": head,
        }
        rows = [
            {
                "seq": entry.seq,
                "type": entry.type,
                "prev_hash": entry.prev_hash,
                "payload_hash": entry.payload_hash,
                "entry_hash": entry.entry_hash,
                "payload": self.payloads[entry.seq],
            }
            for entry in self.entries
        ]
        return [json.dumps(row) for row in [header, *rows]]


def consignment(name: str, mass_g: int | None, direct_mm: int, **values: Any) -> dict[str, Any]:
    """Return one consignment of a round."""
    usual: dict[str, Any] = {"items": 1, "carried": True, "frozen": False}
    return {"shipment": name, "mass_g": mass_g, "direct_mm": direct_mm, **usual, **values}


def round_inputs(ledger: Ledger, consignments: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    """Return the inputs of a round of 18.2 kWh (the worked example of the method page)."""
    usual: dict[str, Any] = {
        "kind": "round",
        "round_id": "r-1",
        "hub_id": "h-1",
        "service_date": "2025-05-05",
        "vehicle_kind": "e_van",
        "distance_m": 40_000,
        "distance_source": "matched",
        "energy": {"source": "reported", "data_type": "primary", "plug_j": 65_520_000},
        "edition": ledger.edition["code"],
        "edition_sha256": ledger.edition["sha256"],
        "baseline": {"entry": None, "ratio": "1", "factor": "van3.diesel"},
        "consignments": consignments,
        "method_version": "1",
    }
    return {**usual, **values}


def baseline_inputs(ledger: Ledger, consignments: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    """Return the inputs of a day planned again for vans: 50 km."""
    usual: dict[str, Any] = {
        "kind": "B2",
        "factor": "van3.diesel",
        "distance_m": 50_000,
        "edition_sha256": ledger.edition["sha256"],
        "consignments": consignments,
    }
    return {**usual, **values}
