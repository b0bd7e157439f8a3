"""A street whose name ends in the name of a quarter is found, whether or not the town is told apart."""

import pytest

from pannier.connect.geocoder import Geocoder
from pannier.core.address import Address


@pytest.mark.parametrize(
    "street", ["Avenue de Monte-Carlo", "Boulevard du Jardin Exotique", "Avenue de Fontvieille"]
)
def test_street_named_after_a_quarter_is_found_with_its_town_in_a_field_of_its_own(
    monaco_geocoder: Geocoder, street: str
) -> None:
    number = {
        "Avenue de Monte-Carlo": "3",
        "Boulevard du Jardin Exotique": "79",
        "Avenue de Fontvieille": "24",
    }[street]
    match = monaco_geocoder.find(Address(street, number=number, postcode="98000", city="Monaco"))
    assert match.located
    assert match.best is not None
    assert (match.best.street, match.best.number) == (street, number)


def test_town_at_the_end_of_the_line_is_still_no_part_of_the_street(monaco_geocoder: Geocoder) -> None:
    match = monaco_geocoder.find(Address("12 Rue Comte Félix Gastaldi Monaco"))
    assert match.best is not None
    assert match.best.street == "Rue Comte Félix Gastaldi"
