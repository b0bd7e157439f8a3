"""A chain of hashes over emission records: whoever changes one record has to change all after it.

Payloads are canonical JSON (RFC 8785) with fractions as texts, hashed by SHA-256. No personal data enter a
payload, because nothing can be taken out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

GENESIS_HASH = "0" * 64


class LedgerError(ValueError):
    """A payload cannot be written so that everybody writes it alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One link: number from 1, kind, hash of its payload, hash of the entry before, own hash (hexadecimal)."""

    seq: int
    type: str
    payload_hash: str
    prev_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first entry of a chain that does not fit, and why."""

    seq: int
    problem: str


def canonical(payload: Mapping[str, Any]) -> bytes:
    """Return the payload as canonical JSON; raise LedgerError for a float or anything that is no JSON."""
    _refuse_floats(payload, "payload")
    try:
        return rfc8785.dumps(dict(payload))
    except rfc8785.CanonicalizationError as wrong:
        raise LedgerError(f"The payload is no canonical JSON: {wrong}.") from wrong


def hash_of(payload: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a payload's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(payload)).hexdigest()


def enter(previous: LedgerEntry | None, entry_type: str, *, payload: Mapping[str, Any]) -> LedgerEntry:
    """Return the entry that follows `previous`, or the first one."""
    seq, prev_hash = (previous.seq + 1, previous.entry_hash) if previous else (1, GENESIS_HASH)
    return _entry(seq, entry_type, hash_of(payload), prev_hash)


def verify_chain(
    entries: Iterable[LedgerEntry], payloads: Mapping[int, Mapping[str, Any]] | None = None
) -> ChainFault | None:
    """Return the first fault of a chain in the order of its numbers, or None when it holds.

    With `payloads` by number, every entry's payload must be there and give the hash that was entered.
    """
    expected_seq, prev_hash = 1, GENESIS_HASH
    for entry in entries:
        problem = _problem(entry, expected_seq, prev_hash) or _payload_problem(entry, payloads)
        if problem:
            return ChainFault(entry.seq, problem)
        expected_seq, prev_hash = entry.seq + 1, entry.entry_hash
    return None


def _entry(seq: int, entry_type: str, payload_hash: str, prev_hash: str) -> LedgerEntry:
    entry_hash = hash_of({"payload": payload_hash, "prev": prev_hash, "seq": seq, "type": entry_type})
    return LedgerEntry(
        seq=seq, type=entry_type, payload_hash=payload_hash, prev_hash=prev_hash, entry_hash=entry_hash
    )


def _problem(entry: LedgerEntry, expected_seq: int, prev_hash: str) -> str | None:
    if entry.seq != expected_seq:
        return f"Entry {entry.seq} stands where {expected_seq} is due; an entry is missing or doubled."
    if entry.prev_hash != prev_hash:
        return f"Entry {entry.seq} does not continue the entry before it."
    if entry != _entry(entry.seq, entry.type, entry.payload_hash, entry.prev_hash):
        return f"Entry {entry.seq} was changed after it was entered."
    return None


def _payload_problem(entry: LedgerEntry, payloads: Mapping[int, Mapping[str, Any]] | None) -> str | None:
    if payloads is None:
        return None
    if entry.seq not in payloads:
        return f"The record of entry {entry.seq} is gone."
    if hash_of(payloads[entry.seq]) != entry.payload_hash:
        return f"The record of entry {entry.seq} was changed after it was entered."
    return None


def _refuse_floats(value: Any, where: str) -> None:
    if isinstance(value, float):
        raise LedgerError(f"{where} is the float {value}; write fractions as texts.")
    if isinstance(value, Mapping):
        for key, part in value.items():
            _refuse_floats(part, f"{where}/{key}")
    elif isinstance(value, list | tuple):
        for n, part in enumerate(value):
            _refuse_floats(part, f"{where}/{n}")
