from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.ledger import (
    GENESIS_HASH,
    ChainFault,
    LedgerEntry,
    LedgerError,
    canonical,
    enter,
    hash_of,
    verify_chain,
)

VECTOR: dict[str, Any] = {
    "factors": ["uk.desnz.2025.elec.gen@1"],
    "kg_wtw": "0.10233",
    "prev": "0" * 64,
    "seq": 1,
    "shipment": "S-1",
    "type": "tce",
}


def _chain(payloads: list[dict[str, Any]]) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    for payload in payloads:
        entries.append(enter(entries[-1] if entries else None, "record", payload=payload))
    return entries


PAYLOADS: list[dict[str, Any]] = [{"order": f"S-{n}", "co2e_mg": 100 * n} for n in range(1, 6)]


def test_the_payload_of_the_vector_has_its_hash() -> None:
    assert hash_of(VECTOR) == "90c942f42ebb3ca734c9ab767bbf4d64837b523ae86416f3a404e137af25e7a1"


def test_the_order_of_fields_does_not_matter() -> None:
    assert hash_of(dict(reversed(VECTOR.items()))) == hash_of(VECTOR)
    assert canonical({"b": "é", "a": [True, None]}) == '{"a":[true,null],"b":"é"}'.encode()


def test_a_chain_starts_from_nothing_and_holds() -> None:
    entries = _chain(PAYLOADS)
    assert entries[0].prev_hash == GENESIS_HASH
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert verify_chain(entries) is None
    assert verify_chain(entries, dict(enumerate(PAYLOADS, start=1))) is None
    assert verify_chain([]) is None


def test_a_changed_entry_is_found() -> None:
    entries = _chain(PAYLOADS)
    entries[2] = replace(entries[2], payload_hash=hash_of({"co2e_mg": 1}))
    assert verify_chain(entries) == ChainFault(3, "Entry 3 was changed after it was entered.")


def test_a_rewritten_entry_breaks_the_next_one() -> None:
    entries = _chain(PAYLOADS)
    entries[2] = enter(entries[1], "record", payload={"co2e_mg": 1})
    assert verify_chain(entries) == ChainFault(4, "Entry 4 does not continue the entry before it.")


def test_a_missing_entry_is_found() -> None:
    entries = _chain(PAYLOADS)
    del entries[1]
    fault = verify_chain(entries)
    assert fault is not None
    assert fault.problem.startswith("Entry 3 stands where 2 is due")


def test_a_changed_or_missing_record_is_found() -> None:
    entries, records = _chain(PAYLOADS), dict(enumerate(PAYLOADS, start=1))
    changed = verify_chain(entries, {**records, 4: {"order": "S-4", "co2e_mg": 399}})
    assert changed == ChainFault(4, "The record of entry 4 was changed after it was entered.")
    del records[5]
    assert verify_chain(entries, records) == ChainFault(5, "The record of entry 5 is gone.")


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.data())
def test_no_single_change_of_a_chain_goes_unnoticed(amounts: list[int], data: st.DataObject) -> None:
    entries = _chain([{"co2e_mg": amount} for amount in amounts])
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["type", "payload_hash", "prev_hash", "entry_hash"]))
    change: dict[str, Any] = {field: "f" * 64}
    entries[place] = replace(entries[place], **change)
    assert verify_chain(entries) is not None


def test_floats_and_other_strangers_are_refused() -> None:
    with pytest.raises(LedgerError, match=r"payload/legs/1 is the float 0.5; write fractions as texts"):
        canonical({"legs": [1, 0.5]})
    with pytest.raises(LedgerError, match="no canonical JSON"):
        canonical({"big": 2**60})
