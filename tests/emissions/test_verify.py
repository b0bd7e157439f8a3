"""Checking an exported ledger: it finds every change, also a clever one."""

import json

import pytest

from pannier.emissions.verify import verify_export
from tests.emissions.ledgers import Ledger, baseline_inputs, consignment, round_inputs


@pytest.fixture
def ledger() -> Ledger:
    """One frozen day, one round of it, and one partner's delivery."""
    made = Ledger()
    orders = [consignment("A", 4_000, 7_000_000), consignment("B", 1_000, 2_000_000)]
    entry = made.baseline(baseline_inputs(made, orders))
    frozen = [{**order, "frozen": True} for order in orders]
    plan = {"entry": entry, "ratio": "1", "factor": "van3.diesel"}
    made.round(round_inputs(made, frozen, baseline=plan))
    inputs = {"kind": "partner", "shipment": "P", "g_per_delivery": 40}
    made.enter("partner", {"inputs": inputs, "result": {"co2e_mg": 40_000}})
    return made


def test_an_honest_ledger_holds_and_is_summed(ledger: Ledger) -> None:
    findings = verify_export(ledger.lines())
    assert findings.faults == ()
    assert (findings.entries, findings.rounds, findings.deliveries) == (5, 2, 3)
    assert findings.co2e_mg == 4_466_280 + 40_000
    assert findings.baseline_mg == 17_292_000
    assert findings.saved_mg == 17_292_000 - 4_466_280
    assert "4.506 kg CO2e" in "\n".join(findings.words())


def test_a_changed_figure_breaks_the_chain(ledger: Ledger) -> None:
    ledger.payloads[4]["result"]["co2e_mg"] = 1
    faults = verify_export(ledger.lines()).faults
    assert faults[0].seq == 4
    assert "changed after it was entered" in faults[0].problem


def test_a_changed_figure_is_found_even_when_all_is_hashed_anew(ledger: Ledger) -> None:
    ledger.payloads[4]["result"]["shares"][0]["co2e_mg"] -= 1000
    ledger.rechain()
    problems = [fault.words() for fault in verify_export(ledger.lines()).faults]
    assert any(problem.startswith("Entry 4: shares was entered as") for problem in problems)
    assert any("its shares sum to 4465280 mg" in problem for problem in problems)


def test_a_changed_input_is_found_even_when_all_is_hashed_anew(ledger: Ledger) -> None:
    ledger.payloads[4]["inputs"]["energy"]["plug_j"] //= 2
    ledger.rechain()
    assert any("co2e_mg was entered as 4466280" in f.problem for f in verify_export(ledger.lines()).faults)


def test_a_changed_factor_is_found(ledger: Ledger) -> None:
    ledger.payloads[2]["electricity"]["provision_kg"] = "0.1"
    ledger.rechain()
    faults = verify_export(ledger.lines()).faults
    assert any("are not those that their hash names" in fault.problem for fault in faults)


def test_a_baseline_that_was_made_larger_afterwards_is_found(ledger: Ledger) -> None:
    ledger.payloads[3]["result"]["shares"][0]["co2e_mg"] += 5_000_000
    ledger.rechain()
    assert any(fault.seq == 3 for fault in verify_export(ledger.lines()).faults)


def test_a_file_that_lost_its_end_is_found(ledger: Ledger) -> None:
    faults = verify_export(ledger.lines()[:-1]).faults
    assert "names 5 entries and holds 4" in faults[0].problem


def test_a_missing_entry_in_the_middle_is_found(ledger: Ledger) -> None:
    lines = ledger.lines()
    assert not verify_export(lines[:3] + lines[4:]).ok


def test_a_round_cannot_be_entered_twice(ledger: Ledger) -> None:
    ledger.enter("round", ledger.payloads[4])
    faults = verify_export(ledger.lines()).faults
    assert any("second time without being a correction" in fault.problem for fault in faults)


def test_a_correction_replaces_what_was_entered_before(ledger: Ledger) -> None:
    inputs = json.loads(json.dumps(ledger.payloads[4]["inputs"]))
    inputs["consignments"][1]["carried"] = False
    ledger.round(inputs, replaces=4, reason="attempt.reopened")
    findings = verify_export(ledger.lines())
    assert findings.ok
    assert (findings.corrections, findings.rounds) == (1, 2)
    assert findings.co2e_mg == 4_466_280 + 40_000


def test_a_correction_of_something_else_is_found(ledger: Ledger) -> None:
    ledger.round(ledger.payloads[4]["inputs"], replaces=3, reason="x")
    assert any(
        "not the latest of round r-1" in fault.problem for fault in verify_export(ledger.lines()).faults
    )


def test_a_frozen_share_counts_only_once(ledger: Ledger) -> None:
    again = {**ledger.payloads[4]["inputs"], "round_id": "r-2"}
    ledger.round(again)
    faults = verify_export(ledger.lines()).faults
    assert any("counts a baseline share that entry 4 counts already" in fault.problem for fault in faults)


@pytest.mark.parametrize("text", ["", "not json", '{"format": "other"}', "[1, 2]", "null"])
def test_what_is_no_ledger_is_refused_in_words(text: str) -> None:
    findings = verify_export([text])
    assert not findings.ok
    assert all(line for line in findings.words())


def test_entries_without_what_they_need_are_faults_and_not_crashes(ledger: Ledger) -> None:
    ledger.enter("round", {"inputs": {"kind": "round"}, "result": {}})
    ledger.enter("horoscope", {})
    ledger.enter("partner", {"inputs": {"shipment": "x", "g_per_delivery": 1}, "result": {}})
    words = verify_export(ledger.lines()).words()
    assert any("cannot be recomputed" in line for line in words)
    assert any("'horoscope' is unknown" in line for line in words)
