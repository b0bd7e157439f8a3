"""What becomes of attempts: the same for a seed, at the published rates, and never against the facts."""

from collections import Counter
from typing import Any

import pytest

from pannier.factors.reasons import failure_reasons, success_codes
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.outcomes import outcome_at_door

USUAL = Behaviour()


def order(reference: str = "A-1", **values: Any) -> dict[str, Any]:
    parcels = [{"barcode": f"{reference}-1", "weight_g": 2000, "custody": "loaded"}]
    plain = {"reference": reference, "kind": "delivery", "attempts": 0, "proof": {}, "parcels": parcels}
    return plain | values


def ends(row: dict[str, Any], seed: int = 1, behaviour: Behaviour = USUAL) -> Any:
    return outcome_at_door(row, seed=seed, behaviour=behaviour)


def test_same_order_and_seed_end_the_same_and_another_attempt_may_end_otherwise() -> None:
    assert ends(order()) == ends(order())
    assert {ends(order(attempts=n)).code for n in range(40)} > {ends(order()).code}


def test_failures_come_at_the_rate_of_the_behaviour() -> None:
    count = sum(not ends(order(f"A-{n}")).succeeded for n in range(4000))
    # 7 % of 4,000 are 280; the standard deviation is 16.
    assert 230 < count < 330


def test_a_parcel_that_was_never_loaded_fails_whatever_chance_says() -> None:
    row = order(parcels=[{"barcode": "x", "weight_g": 2000, "custody": "expected"}])
    assert {ends(row, seed).code for seed in range(30)} == {"missing_item"}


@pytest.mark.parametrize("proof", ["signature", "pin", "name"])
def test_who_must_sign_is_met_in_person(proof: str) -> None:
    found = {
        ends(order(f"A-{n}", proof={proof: "required"}), behaviour=Behaviour(failure_rate=0)).code
        for n in range(200)
    }
    assert found == {"delivered_to_recipient"}


def test_heavy_parcels_never_go_into_a_mailbox() -> None:
    codes = Counter(ends(order(f"A-{n}"), behaviour=Behaviour(failure_rate=0)).code for n in range(600))
    assert "delivered_to_mailbox" not in codes
    assert codes["delivered_to_third_party"] > codes["delivered_to_safe_place"] > 0


def test_every_code_that_may_come_is_known_to_the_product() -> None:
    assert set(USUAL.failure_reasons) < set(failure_reasons())
    assert set(USUAL.success_codes) < set(success_codes())
