"""Address search: right or honest, never confidently wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pannier.connect.geocoder import ReviewCode
from pannier.core.address import Address
from pannier.core.geo import LonLat, great_circle_m
from pannier.places.address_index import AddressIndex
from pannier.places.geocoding.extract import RawAddresses, RawHouse, RawPlace, RawWay
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.search import find
from pannier.places.geocoding.store import write_index
from pannier.places.geocoding.trial import DEMANDED, SLIPS, known_addresses, run_trial
from pannier.places.geocoding.words import address_words
from pannier.places.maps import open_map

WORDS = address_words()
SEED = 20261122


@pytest.mark.parametrize("place", ["monaco", "helsinki"])
def test_demanded_slips_are_found_or_left_to_a_person(place, request):
    folder: Path = request.getfixturevalue(f"{place}_map")
    known = known_addresses(IndexReader(open_map(folder).addresses_path, WORDS))
    sample = known[:: max(1, len(known) // 150)]
    trials = [run_trial(AddressIndex(folder), sample, s, words=WORDS, seed=SEED) for s in DEMANDED]
    n, wrong = sum(t.n for t in trials), sum(t.wrong for t in trials)
    assert n > 400
    # The promise is 0.3 %, which on this sample is one address; the benchmark measures all of them.
    assert wrong <= 0.003 * n, [miss for t in trials for miss in t.misses]
    numbered = [t for t in trials if t.slip != "number_missing"]
    # Reviews are the honest way out, not the usual one.
    assert sum(t.right for t in numbered) >= 0.6 * sum(t.n for t in numbered)


@pytest.mark.parametrize("slip", sorted(set(SLIPS) - set(DEMANDED)))
def test_no_other_slip_is_confidently_wrong_in_monaco(slip, monaco_map):
    known = known_addresses(IndexReader(open_map(monaco_map).addresses_path, WORDS))
    trial = run_trial(AddressIndex(monaco_map), known[::3], slip, words=WORDS, seed=SEED)
    assert trial.n > 90
    assert trial.wrong == 0, trial.misses


@pytest.mark.parametrize(
    "line",
    [
        "5bis, r. de la Gare, Altdorf",
        "5bis r gare altdorf",
        "5 BIS rue de la gare, 1000 Altdorf",
        "Rue de la Gare 5 bis\n1000 Altdorf",
        "Chez Dupont, 5 bis Rue de la Gare, Bât. B, 1000 Altdorf, France",
    ],
)
def test_one_address_is_written_in_many_ways(two_towns, line):
    match = find(Address(line), two_towns, WORDS)
    assert match.located, match.code
    assert match.best.label == "Rue de la Gare 5 bis, 1000 Altdorf"


def test_look_alike_letters_of_other_keyboards_are_read(two_towns):
    # "Gare" with Cyrillic а and е, "Rue" with Greek and full-width letters.
    assert find(Address("5 bis Ｒue de la Gаrе", city="Altdorf"), two_towns, WORDS).located


def test_same_street_and_number_in_two_towns_asks_a_person(two_towns):
    match = find(Address("3 Rue de la Gare"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.AMBIGUOUS)
    assert {c.city for c in match.candidates} == {"Altdorf", "Neustadt"}


@pytest.mark.parametrize(("city", "postcode"), [("Altdorf", None), (None, "1000"), ("altdrof", None)])
def test_town_or_postcode_tells_two_towns_apart(two_towns, city, postcode):
    match = find(Address("3 Rue de la Gare", city=city, postcode=postcode), two_towns, WORDS)
    assert match.located
    assert match.best.city == "Altdorf"


def test_town_and_postcode_that_contradict_each_other_ask_a_person(two_towns):
    match = find(Address("3 Rue de la Gare", city="Altdorf", postcode="2000"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.CONTRADICTION)


def test_a_street_that_only_the_other_town_has_is_not_taken(two_towns):
    match = find(Address("8 Chemin Vert", city="Altdorf"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.CONTRADICTION)


@pytest.mark.parametrize("line", ["3 Rue de la Gare, Lointaine", "3 Rue de la Gare, 75001 Paris"])
def test_a_town_that_is_not_on_the_map_asks_a_person(two_towns, line):
    match = find(Address(line), two_towns, WORDS)
    assert not match.located
    assert match.code in (ReviewCode.OTHER_CITY, ReviewCode.AMBIGUOUS)


def test_a_wrong_postcode_is_forgiven_when_the_town_is_right(two_towns):
    match = find(Address("8 Chemin Vert", city="Neustadt", postcode="2001"), two_towns, WORDS)
    assert match.located
    assert match.quality < 1


def test_another_country_asks_a_person(two_towns):
    address = Address("8 Chemin Vert", city="Neustadt", country="FR")
    assert find(address, two_towns, WORDS).code is ReviewCode.OTHER_CITY
    assert find(Address("8 Chemin Vert", city="Neustadt", country="CH"), two_towns, WORDS).located


def test_a_missing_number_never_becomes_a_house(two_towns):
    match = find(Address("Chemin Vert", city="Neustadt"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.NUMBER_MISSING)
    assert match.best.precision == "street"


def test_a_number_that_does_not_exist_is_shown_between_its_neighbours(two_towns):
    match = find(Address("6 Chemin Vert", city="Neustadt"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.NUMBER_NOT_FOUND)
    assert match.best.precision == "street"
    assert match.best.point == LonLat(8.006, 47.1)


def test_a_number_inside_a_range_is_the_ranges_house(two_towns):
    match = find(Address("13 Chemin Vert", city="Neustadt"), two_towns, WORDS)
    assert match.located
    assert match.best.number == "11-15"
    # The other side of the street is not in the range.
    assert not find(Address("12 Chemin Vert", city="Neustadt"), two_towns, WORDS).located


def test_another_letter_is_another_door(two_towns):
    match = find(Address("5 ter Rue de la Gare", city="Altdorf"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.NUMBER_NOT_FOUND)


def test_a_staircase_and_flat_after_the_number_are_no_letter_of_the_house(two_towns):
    match = find(Address("Chemin Vert 8 A 12", city="Neustadt"), two_towns, WORDS)
    assert match.located
    assert match.best.number == "8"


def test_streets_of_similar_names_ask_a_person_when_misspelled(two_towns):
    # One slip away from Rue Bosio and two from Rue Basio: both have a number 2.
    match = find(Address("2 Rue Bossio", city="Altdorf"), two_towns, WORDS)
    assert (match.located, match.code) == (False, ReviewCode.AMBIGUOUS)
    assert find(Address("2 Rue Bosio", city="Altdorf"), two_towns, WORDS).located


def test_another_kind_of_street_asks_a_person(two_towns):
    match = find(Address("8 Boulevard Vert", city="Neustadt"), two_towns, WORDS)
    assert not match.located
    assert match.candidates[0].street == "Chemin Vert"


@pytest.mark.parametrize("line", ["", "???", "12", "98000 Monaco"])
def test_nothing_to_look_for_says_so(two_towns, line):
    match = find(Address(line), two_towns, WORDS)
    assert (match.located, match.code, match.candidates) == (False, ReviewCode.EMPTY, ())


def test_a_name_without_an_address_is_a_place_to_confirm(monaco_geocoder):
    match = monaco_geocoder.find(Address("Hôtel de Paris"))
    assert not match.located
    assert match.best.precision == "place"


def test_one_address_at_places_far_apart_asks_a_person(monaco_geocoder):
    match = monaco_geocoder.find(Address("25 Avenue Albert II", city="Monaco"))
    assert (match.located, match.code) == (False, ReviewCode.SPREAD)
    assert len(match.candidates) > 1


def test_number_in_a_field_of_its_own_is_the_same_address(monaco_geocoder):
    apart = monaco_geocoder.find(Address("Avenue Saint-Charles", number="7", city="Monaco"))
    together = monaco_geocoder.find(Address("7 Avenue Saint-Charles", city="Monaco"))
    doubled = monaco_geocoder.find(Address("7 Avenue Saint-Charles", number="7", city="Monaco"))
    assert apart == together == doubled
    assert apart.located


def test_suggestions_begin_like_the_text_and_forgive_slips(monaco_geocoder):
    assert monaco_geocoder.suggest("rue gri")[0].label.startswith("Rue Grimaldi")
    assert monaco_geocoder.suggest("grimaldi 6")[0].label.startswith("Rue Grimaldi 6")
    assert any("Grimaldi" in c.street for c in monaco_geocoder.suggest("Rue Grmialdi"))
    labels = [c.label for c in monaco_geocoder.suggest("avenue", limit=20)]
    assert len(labels) == len(set(labels)) == 20
    assert monaco_geocoder.suggest('"; DROP') == []


def test_suggestions_near_a_hub_come_first(monaco_geocoder):
    hub = LonLat(7.4332, 43.7452)
    streets = [c for c in monaco_geocoder.suggest("avenue", limit=20, near=hub) if c.precision == "street"]
    distances = [great_circle_m(hub, c.point) for c in streets]
    assert distances == sorted(distances)


def test_reverse_finds_the_nearest_house_within_reach(monaco_geocoder):
    house = monaco_geocoder.find(Address("7 Avenue Saint-Charles", city="Monaco")).best
    beside = LonLat(house.point.lon + 2e-5, house.point.lat)
    assert monaco_geocoder.reverse(beside).label == house.label
    assert monaco_geocoder.reverse(LonLat(7.435, 43.726)) is None


def test_geocoder_knows_its_borders_and_travels_as_its_folder(monaco_geocoder):
    copy = pickle.loads(pickle.dumps(monaco_geocoder))
    assert copy.covers(LonLat(7.42, 43.735))
    assert not copy.covers(LonLat(7.26, 43.71))


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory) -> IndexReader:
    """Two towns 80 km apart that share a street, and one with streets of similar names."""
    raw = RawAddresses(
        places=[
            RawPlace(("Altdorf",), "town", 7.0, 47.0),
            RawPlace(("Neustadt",), "town", 8.0, 47.1),
        ],
        countries={"CH"},
    )
    for town, postcode, lon, lat in (("Altdorf", "1000", 7.0, 47.0), ("Neustadt", "2000", 8.0, 47.1)):
        for number, east in (("3", 0.0), ("5 bis", 0.001), ("9", 0.002)):
            raw.houses.append(RawHouse("Rue de la Gare", number, postcode, town, "", lon + east, lat))
    for number, east in (("4", 0.004), ("8", 0.008), ("11-15", 0.012)):
        raw.houses.append(RawHouse("Chemin Vert", number, "2000", "Neustadt", "", 8.0 + east, 47.1))
    for street, east in (("Rue Bosio", 0.01), ("Rue Basio", 0.02)):
        raw.houses.append(RawHouse(street, "2", "1000", "Altdorf", "", 7.0 + east, 47.0))
        raw.ways.append(RawWay((street,), ((7.0 + east, 47.0), (7.001 + east, 47.0))))
    path = tmp_path_factory.mktemp("index") / "addresses.sqlite"
    write_index(raw, path, WORDS)
    return IndexReader(path, WORDS)
