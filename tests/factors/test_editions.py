import hashlib
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from pannier.factors.editions import edition_for, edition_of
from pannier.factors.files import EditionError, factor_files, parse_file
from pannier.factors.kinds import vehicle_kinds
from pannier.factors.lookup import Lookup
from pannier.factors.tables import data_folder

EMBEDDABLE = {"OGL-3.0", "US public domain", "CC-BY-4.0", "Apache-2.0"}


def test_british_electricity_of_2025_is_the_sum_of_its_four_rows() -> None:
    edition = edition_for(date(2025, 3, 2), "GB")
    assert edition.electricity.provision_kg == Decimal("0.24540")
    assert edition.electricity.operation_kg == 0
    assert len(edition.electricity.sources) == 4
    assert edition.files == ("desnz-2025", "desnz-2026")
    assert edition.notes == (
        "fuel.diesel_blend.ttw: no 2025 figure is shipped; 2026 is used.",
        "fuel.diesel_blend.wtt: no 2025 figure is shipped; 2026 is used.",
    )


def test_a_new_year_binds_new_factors_and_says_what_it_lacks() -> None:
    edition = edition_for(date(2026, 1, 1), "GB")
    assert edition.electricity.provision_kg == Decimal("0.19382")
    assert "elec.wtt_gen: no 2026 figure is shipped; 2025 is used." in edition.notes


def test_the_diesel_van_is_known_from_well_to_wheel() -> None:
    van = edition_for(date(2025, 3, 2), "GB").per_km["van3.diesel"]
    assert (van.operation_kg, van.provision_kg, van.total_kg) == (
        Decimal("0.27878"),
        Decimal("0.06706"),
        Decimal("0.34584"),
    )
    diesel = edition_for(date(2026, 3, 2), "GB").diesel
    assert diesel.total_kg == Decimal("2.58354") + Decimal("0.61101")


def test_monaco_uses_the_french_grid_and_says_so() -> None:
    monaco, france = edition_for(date(2026, 3, 2), "MC"), edition_for(date(2026, 3, 2), "FR")
    assert monaco.electricity == france.electricity
    assert monaco.electricity.total_kg == Decimal("0.04418") * Decimal("1.07")
    assert monaco.notes[0] == "Monaco's grid is supplied from France; the French average is used."
    assert "British figures are used" in monaco.notes[-1]
    assert monaco.sha256 != france.sha256


def test_finland_uses_the_average_of_the_union_not_the_cleanest_neighbour() -> None:
    finland = edition_for(date(2026, 3, 2), "FI")
    assert finland.electricity.sources[0] == "ember.EU"
    assert "No Finnish figure" in finland.notes[0]


@pytest.mark.parametrize(("geo", "source"), [("SE", "ember.SE"), ("AT", "ember.EU"), ("JP", "ember.WORLD")])
def test_every_country_has_a_grid(geo: str, source: str) -> None:
    assert edition_for(date(2026, 3, 2), geo).electricity.sources[0] == source


def test_years_before_and_after_the_shipped_ones_use_the_nearest() -> None:
    assert edition_for(date(2023, 7, 1), "GB").electricity == edition_for(date(2025, 7, 1), "GB").electricity
    later = edition_for(date(2030, 7, 1), "GB")
    assert "elec.gen: no 2030 figure is shipped; 2026 is used." in later.notes


def test_an_edition_is_frozen_and_found_again_by_its_code() -> None:
    edition = edition_for(date(2026, 3, 2), "MC")
    assert edition.code == "2026-MC"
    assert edition_of("2026-MC") is edition
    assert len(edition.sha256) == 64
    with pytest.raises(FrozenInstanceError):
        edition.year = 2027  # type: ignore[misc]  # the refusal is what is tested


def test_what_is_no_country_or_code_is_refused() -> None:
    with pytest.raises(EditionError, match="'France' is no country code"):
        edition_for(date(2026, 3, 2), "France")
    with pytest.raises(EditionError, match="'newest' names no edition"):
        edition_of("newest")


def test_no_lifecycle_figure_is_mixed_with_the_british_ones() -> None:
    sources = edition_for(date(2026, 3, 2), "FR").electricity.sources
    assert not any(source.startswith("desnz") for source in sources)


@pytest.mark.parametrize("code", list(factor_files()))
def test_every_shipped_set_may_be_shipped_and_is_complete(code: str) -> None:
    file = factor_files()[code]
    assert file.licence in EMBEDDABLE
    assert file.attribution.endswith(".")
    assert file.factors
    assert len({factor.id for factor in file.factors}) == len(file.factors)
    assert all(factor.value.is_finite() and factor.source_row and factor.unit for factor in file.factors)


def test_every_factor_that_a_vehicle_kind_names_exists() -> None:
    per_km = edition_for(date(2026, 3, 2), "GB").per_km
    assert {kind.factor for kind in vehicle_kinds().values() if kind.factor} <= set(per_km)


def test_a_changed_file_is_refused() -> None:
    content = (data_folder() / "emission_factors" / "desnz-2025.csv").read_bytes()
    with pytest.raises(EditionError, match="the file was changed"):
        parse_file("desnz-2025", {"sha256": "0" * 64}, content)


def test_a_missing_factor_is_named() -> None:
    with pytest.raises(EditionError, match=r"No shipped set of emission factors has steam.engine"):
        Lookup(2026).yearly("steam.engine")
    with pytest.raises(EditionError, match=r"epa-2025 have no elec.gen for FR"):
        Lookup(2026).standing("epa-2025", "elec.gen", "FR")


def test_a_row_without_a_number_is_named() -> None:
    content = (
        b"id,key,geo,activity,value,unit,boundary,source_row,read_in,confidence\nx,x,GB,a,many,u,b,r,i,c\n"
    )
    about = {"sha256": hashlib.sha256(content).hexdigest()}
    with pytest.raises(EditionError, match="x has no number but 'many'"):
        parse_file("made-up", about, content)
