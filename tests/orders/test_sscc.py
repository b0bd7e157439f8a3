"""Parcel barcodes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.sscc import WrongBarcode, check_digit, is_sscc, sscc


def test_check_digit_of_the_example_in_the_gs1_specifications() -> None:
    assert check_digit("37610425002123456") == 9


def test_serials_fill_the_places_behind_the_prefix() -> None:
    assert sscc("2000000", 7)[:-1] == "02000000000000007"


def test_the_extension_digit_counts_on_when_the_serials_are_used_up() -> None:
    assert sscc("2000000", 10**9)[:-1] == "12000000000000000"


def test_a_serial_beyond_the_last_extension_is_refused() -> None:
    with pytest.raises(WrongBarcode, match="shorter prefix"):
        sscc("2000000", 10**10)


@pytest.mark.parametrize("prefix", ["123", "1234567890123", "12A4", ""])
def test_a_prefix_that_gs1_does_not_give_out_is_refused(prefix: str) -> None:
    with pytest.raises(WrongBarcode, match="4 to 12 digits"):
        sscc(prefix, 1)


def test_letters_have_no_check_digit() -> None:
    with pytest.raises(WrongBarcode, match="not made of digits"):
        check_digit("12x")


@given(st.integers(0, 10**10 - 1), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial: int, place: int, shift: int) -> None:
    code = sscc("2000000", serial)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert is_sscc(code)
    assert not is_sscc(wrong)


def test_other_barcodes_are_none() -> None:
    assert not is_sscc("0200000000000000")
    assert not is_sscc("A20000000000000071")
