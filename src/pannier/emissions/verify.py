"""Check an exported emission ledger from its lines alone: the chain, and every figure from its inputs. Pure.

It knows no database and no table of factors: what a figure rests on stands in the ledger itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pannier.core.ledger import GENESIS_HASH, LedgerEntry, LedgerError, hash_of, verify_chain
from pannier.emissions.findings import Fault, Findings
from pannier.emissions.method import baseline_result, round_result

__all__ = ["Fault", "Findings", "verify_export"]

FORMAT = "pannier-emission-ledger"
_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError)
type Payload = Mapping[str, Any]


class _Ledger:
    """What has been read so far: editions, baselines, and the latest entry of every round."""

    def __init__(self) -> None:
        self.editions: dict[str, Payload] = {}
        self.baselines: dict[int, Payload] = {}
        self.current: dict[str, tuple[int, Payload]] = {}
        self.corrections = 0
        self.faults: list[Fault] = []

    def take(self, seq: int, kind: str, payload: Payload) -> None:
        """Check one entry; what cannot be read is a fault, never an exception."""
        checks = {
            "factors": self._factors,
            "baseline": self._baseline,
            "round": self._round,
            "transfer": self._round,
            "correction": self._correction,
            "partner": self._partner,
        }
        try:
            if kind in checks:
                checks[kind](seq, payload)
            elif kind != "method":
                self._fault(seq, f"its type {kind!r} is unknown; use a newer version of Pannier.")
        except _WRONG as wrong:
            self._fault(seq, f"it cannot be recomputed: {type(wrong).__name__} {wrong}.")

    def _fault(self, seq: int, problem: str) -> None:
        self.faults.append(Fault(seq, problem))

    def _factors(self, seq: int, payload: Payload) -> None:
        plain = {name: value for name, value in payload.items() if name != "sha256"}
        if hash_of(plain) != payload["sha256"]:
            self._fault(seq, f"the factors of {payload['code']} are not those that their hash names.")
        self.editions[payload["sha256"]] = payload

    def _baseline(self, seq: int, payload: Payload) -> None:
        edition = self.editions[payload["inputs"]["edition_sha256"]]
        self._compare(seq, payload["result"], baseline_result(payload["inputs"], edition))
        self.baselines[seq] = payload

    def _round(self, seq: int, payload: Payload) -> None:
        name = _name(payload)
        if name in self.current:
            self._fault(seq, f"it enters {name} a second time without being a correction.")
        self._recompute(seq, payload)
        self.current[name] = (seq, payload)

    def _correction(self, seq: int, payload: Payload) -> None:
        name = _name(payload)
        before = self.current.get(name)
        if before is None or before[0] != payload["replaces"]:
            self._fault(seq, f"it corrects entry {payload['replaces']}, which is not the latest of {name}.")
        self._recompute(seq, payload)
        self.current[name] = (seq, payload)
        self.corrections += 1

    def _partner(self, seq: int, payload: Payload) -> None:
        inputs = payload["inputs"]
        self._compare(seq, payload["result"], {"co2e_mg": inputs["g_per_delivery"] * 1000})
        self.current[f"partner {inputs['shipment']}"] = (seq, payload)

    def _recompute(self, seq: int, payload: Payload) -> None:
        inputs, result = payload["inputs"], payload["result"]
        plan = inputs["baseline"]
        frozen = self.baselines[plan["entry"]] if plan and plan["entry"] is not None else None
        edition = self.editions[inputs["edition_sha256"]]
        self._compare(seq, result, round_result(inputs, edition, frozen))
        shares_mg = sum(share["co2e_mg"] for share in result["shares"])
        if result["shares"] and shares_mg != result["co2e_mg"]:
            self._fault(seq, f"its shares sum to {shares_mg} mg, the whole is {result['co2e_mg']} mg.")

    def _compare(self, seq: int, entered: Payload, computed: Payload) -> None:
        for name in sorted({*entered, *computed}):
            if entered.get(name) != computed.get(name):
                self._fault(
                    seq,
                    f"{name} was entered as {_short(entered.get(name))} and its inputs give "
                    f"{_short(computed.get(name))}.",
                )

    def counted_twice(self) -> None:
        """Look for frozen baseline shares that more than one round claims."""
        seen: dict[tuple[int, str], int] = {}
        for seq, payload in self.current.values():
            plan = payload["inputs"].get("baseline")
            for row in payload["inputs"].get("consignments", ()):
                if plan and row["frozen"]:
                    first = seen.setdefault((plan["entry"], row["shipment"]), seq)
                    if first != seq:
                        self._fault(seq, f"it counts a baseline share that entry {first} counts already.")


def verify_export(lines: Iterable[str]) -> Findings:
    """Check the lines of an exported ledger and return what it holds and every fault."""
    header, entries, payloads, faults = _read(lines)
    ledger = _Ledger()
    ledger.faults = faults
    try:
        broken = verify_chain(entries, payloads)
    except LedgerError as wrong:
        faults.append(Fault(None, f"A payload is no canonical JSON: {wrong}"))
        broken = None
    if broken is not None:
        faults.append(Fault(broken.seq, broken.problem))
    for entry in entries:
        ledger.take(entry.seq, entry.type, payloads[entry.seq])
    ledger.counted_twice()
    head = entries[-1].entry_hash if entries else GENESIS_HASH
    faults.extend(_against_header(header, len(entries), head))
    return _findings(ledger, entries=len(entries), head=head)


def _read(
    lines: Iterable[str],
) -> tuple[Payload, list[LedgerEntry], dict[int, Payload], list[Fault]]:
    header: Payload = {}
    entries: list[LedgerEntry] = []
    payloads: dict[int, Payload] = {}
    faults: list[Fault] = []
    for number, text in enumerate((text for text in lines if text.strip()), 1):
        try:
            content = json.loads(text)
            if number == 1:
                header = _header(content)
                continue
            payload = content.pop("payload")
            if not isinstance(payload, dict):
                raise ValueError("its payload is no object")
            entries.append(LedgerEntry(**content))
            payloads[content["seq"]] = payload
        except _WRONG as wrong:
            faults.append(Fault(None, f"Line {number} cannot be read: {wrong}."))
    if not header:
        faults.append(Fault(None, "This is no ledger; export one with GET /v1/emissions/ledger."))
    return header, entries, payloads, faults


def _header(content: Any) -> Payload:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError("it does not begin like an emission ledger")
    return content


def _against_header(header: Payload, entries: int, head: str) -> list[Fault]:
    faults = []
    if header.get("entries", entries) != entries:
        faults.append(
            Fault(None, f"The file names {header['entries']} entries and holds {entries}; it was cut.")
        )
    if header.get("head", head) != head:
        faults.append(Fault(None, "The last entry is not the one that the first line names."))
    return faults


def _findings(ledger: _Ledger, *, entries: int, head: str) -> Findings:
    results = [payload["result"] for _, payload in ledger.current.values()]
    with_baseline = [each for each in results if each.get("baseline_mg") is not None]
    baseline_mg = sum(each["baseline_mg"] for each in with_baseline)
    return Findings(
        entries=entries,
        rounds=len(results),
        deliveries=sum(len(each.get("shares", ("its own",))) for each in results),
        corrections=ledger.corrections,
        co2e_mg=sum(each.get("co2e_mg", 0) for each in results),
        baseline_mg=baseline_mg,
        saved_mg=baseline_mg - sum(each.get("co2e_mg", 0) for each in with_baseline),
        head=head,
        faults=tuple(ledger.faults),
    )


def _name(payload: Payload) -> str:
    return f"{payload['inputs']['kind']} {payload['inputs']['round_id']}"


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
