"""Spelling and numbers of addresses, without any map."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pannier.core.address import HouseNumber, canonical, kind_and_core, parse_numbers, plain, spelling
from pannier.places.geocoding.words import address_words

WORDS = address_words()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bd. St-Charles", "Boulevard Saint Charles"),
        ("AV DE L'ANNONCIADE", "avenue de l’Annonciade"),
        ("Pl. Ste Dévote", "place sainte devote"),
        ("Hauptstr.", "Hauptstraße"),
        ("High St", "High Street"),
        ("Rue Langlé", "rue langle"),
        ("Яue"[1:], "ue"),
    ],
)
def test_two_spellings_of_a_street_are_one(one, other):
    assert canonical(one, WORDS) == canonical(other, WORDS)


def test_kind_and_particles_are_apart_from_the_core():
    assert kind_and_core(canonical("Avenue de la Costa", WORDS), WORDS) == ("avenue", "costa")
    assert kind_and_core(canonical("Costa", WORDS), WORDS) == ("", "costa")
    assert kind_and_core(canonical("Mannerheimintie", WORDS), WORDS) == ("", "mannerheimintie")
    assert kind_and_core(canonical("La Rue", WORDS), WORDS)[1]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12", [HouseNumber(12, 12)]),
        ("12 bis", [HouseNumber(12, 12, "bis")]),
        ("12BIS", [HouseNumber(12, 12, "bis")]),
        ("4B", [HouseNumber(4, 4, "b")]),
        ("4-6", [HouseNumber(4, 6)]),
        ("29-27", [HouseNumber(27, 29)]),
        ("7;9", [HouseNumber(7, 7), HouseNumber(9, 9)]),
        ("1;3;5", [HouseNumber(1, 1), HouseNumber(3, 3), HouseNumber(5, 5)]),
        ("2, 2. krs./Floor 2", [HouseNumber(2, 2)]),
        ("12-345", [HouseNumber(12, 12)]),
        ("Keskuskatu 5", []),
        ("", []),
    ],
)
def test_house_numbers_are_read_as_mapped(text, numbers):
    assert parse_numbers(text, WORDS) == numbers


def test_a_range_of_one_side_skips_the_other():
    odd, both = HouseNumber(11, 15), HouseNumber(11, 14)
    assert [n for n in range(10, 17) if odd.spans(n)] == [11, 13, 15]
    assert [n for n in range(10, 17) if both.spans(n)] == [11, 12, 13, 14]


@given(st.text())
@example("\u1f00")  # a Greek look-alike of a, with an accent
def test_plain_spelling_is_stable(text):
    assert plain(plain(text)) == plain(text)
    assert spelling(spelling(text)) == spelling(text)
    assert spelling(text) == spelling(text.upper()) or any(c.upper().lower() != c for c in text)


@given(st.text())
def test_no_text_breaks_reading_an_address(text):
    kind, core = kind_and_core(canonical(text, WORDS), WORDS)
    assert kind == "" or kind in WORDS.types
    assert bool(core) == bool(canonical(text, WORDS))
    assert all(number.low <= number.high for number in parse_numbers(text, WORDS))
