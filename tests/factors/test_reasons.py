import pytest

from pannier.core.failure import FailureReason, NextStep, PhotoPolicy, Responsible, status_after_failure
from pannier.factors.reasons import (
    ReasonError,
    _rows,
    failure_reason,
    failure_reasons,
    success_code,
    success_codes,
)

SYSTEMS = {"coopcycle", "spoke", "x12", "edifact", "otm"}


@pytest.mark.parametrize("code", list(failure_reasons()))
def test_every_failure_reason_leads_somewhere_and_to_an_end(code: str) -> None:
    reason = failure_reason(code)
    assert reason.label
    assert set(reason.maps) <= SYSTEMS
    assert status_after_failure(reason, 1) in {"reattempt_scheduled", "held", "returning"}
    assert status_after_failure(reason, reason.max_attempts) == "returning"


def test_the_list_holds_the_agreed_codes() -> None:
    assert len(failure_reasons()) == 17
    assert failure_reason("recipient_absent").retry
    assert failure_reason("refused").next is NextStep.RETURN
    assert failure_reason("no_time").responsible is Responsible.OPERATOR
    assert [code for code, reason in failure_reasons().items() if reason.text_required] == ["other"]


def test_a_code_of_another_system_means_one_reason_only() -> None:
    pairs = [
        (system, code)
        for reason in failure_reasons().values()
        for system, codes in reason.maps.items()
        for code in codes
    ]
    assert len(pairs) == len(set(pairs))
    assert ("x12", "AQ") in pairs


def test_a_parcel_left_alone_needs_a_photo() -> None:
    assert success_code("delivered_to_safe_place").photo is PhotoPolicy.REQUIRED
    assert {code.kind for code in success_codes().values()} == {"delivery", "return", "collection"}


def test_an_unknown_code_is_refused_with_the_list() -> None:
    with pytest.raises(ReasonError, match=r"'eaten_by_dog' is unknown; use one of recipient_absent"):
        failure_reason("eaten_by_dog")
    with pytest.raises(ReasonError, match="use one of delivered_to_recipient"):
        success_code("eaten_by_dog")


def test_a_wrong_row_is_named() -> None:
    with pytest.raises(ReasonError, match=r"failure_reasons.toml: late/label: is missing"):
        _rows(FailureReason, {"late": {}})
