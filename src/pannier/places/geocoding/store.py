"""Write the address index: one SQLite file with FTS5 for words and an R*Tree for places."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pannier.core.address import AddressWords, canonical, parse_numbers, plain, spelling
from pannier.places.geocoding.extract import RawAddresses, RawHouse, RawPlace
from pannier.places.geocoding.streets import Street, gather_streets

FORMAT: Final = 1
"""Raised with every change of the tables, so that old map folders are noticed."""

SCHEMA: Final = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE street(id INTEGER PRIMARY KEY, name TEXT, postcode TEXT, city TEXT, lon REAL, lat REAL);
CREATE TABLE spelling(street_id INTEGER, canonical TEXT);
CREATE TABLE house(id INTEGER PRIMARY KEY, street_id INTEGER, label TEXT, low INTEGER, high INTEGER,
  suffix TEXT, postcode TEXT, city TEXT, lon REAL, lat REAL, named INTEGER);
CREATE INDEX house_street ON house(street_id, low);
CREATE TABLE place(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lon REAL, lat REAL);
CREATE TABLE locality(spelling TEXT PRIMARY KEY, name TEXT, town INTEGER);
CREATE TABLE postcode(code TEXT PRIMARY KEY);
CREATE TABLE country(code TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE house_box USING rtree(id, west, east, south, north);
CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', content='');
"""

KIND_OF_ROW: Final = ("street", "house", "place")
"""A row of `words` has the number of its own row times three plus the position of its kind here."""


def write_index(raw: RawAddresses, target: Path, words: AddressWords) -> dict[str, int]:
    """Write the index file and return how many streets, houses and places it holds."""
    streets = gather_streets(raw, words)
    with closing(sqlite3.connect(target)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        db.execute("INSERT INTO meta VALUES('format', ?)", (str(FORMAT),))
        for street_id, street in enumerate(streets, start=1):
            _write_street(db, street_id, street, words)
        houses = _write_houses(db, streets, words)
        places = _write_places(db, raw.places)
        _write_localities(db, raw, streets)
        db.execute("INSERT INTO words(words) VALUES('optimize')")
        db.commit()
        db.execute("VACUUM")
    return {"streets": len(streets), "houses": houses, "places": places, "without_street": raw.without_street}


def _write_street(db: sqlite3.Connection, street_id: int, street: Street, words: AddressWords) -> None:
    row = (street_id, street.name, street.postcode, street.city, street.lon, street.lat)
    db.execute("INSERT INTO street VALUES(?,?,?,?,?,?)", row)
    spellings = dict.fromkeys(canonical(name, words) for name in (street.name, *street.aliases))
    db.executemany("INSERT INTO spelling VALUES(?,?)", [(street_id, s) for s in spellings if s])
    text = " ".join((street.name, *street.aliases, street.postcode, street.city))
    _write_words(db, "street", street_id, plain(text))


def _write_houses(db: sqlite3.Connection, streets: list[Street], words: AddressWords) -> int:
    number = 0
    for street_id, street in enumerate(streets, start=1):
        for house, label, low, high, suffix in _numbered(street, words):
            number += 1
            postcode, city = house.postcode or street.postcode, house.city or street.city
            row = (number, street_id, label, low, high, suffix, house.postcode, house.city)
            spot = (house.lon, house.lat, int(bool(house.name)))
            db.execute("INSERT INTO house VALUES(?,?,?,?,?,?,?,?,?,?,?)", (*row, *spot))
            box = (number, house.lon, house.lon, house.lat, house.lat)
            db.execute("INSERT INTO house_box VALUES(?,?,?,?,?)", box)
            _write_words(db, "house", number, plain(f"{street.name} {label} {postcode} {city}"))
    return number


def _numbered(street: Street, words: AddressWords) -> Iterator[tuple[RawHouse, str, int, int, str]]:
    """Yield a row for each number of each house; a house with several numbers gives several rows."""
    for house in street.houses:
        for number in parse_numbers(house.number, words):
            span = f"{number.low}-{number.high}" if number.is_range else str(number.low)
            label = f"{span} {number.suffix.upper() if len(number.suffix) == 1 else number.suffix}".strip()
            yield house, label, number.low, number.high, number.suffix


def _write_places(db: sqlite3.Connection, places: list[RawPlace]) -> int:
    for number, place in enumerate(places, start=1):
        db.execute(
            "INSERT INTO place VALUES(?,?,?,?,?)", (number, place.names[0], place.kind, place.lon, place.lat)
        )
        _write_words(db, "place", number, plain(" ".join(place.names)))
    return len(places)


def _write_words(db: sqlite3.Connection, kind: str, number: int, text: str) -> None:
    row = number * len(KIND_OF_ROW) + KIND_OF_ROW.index(kind)
    db.execute("INSERT INTO words(rowid, text) VALUES(?,?)", (row, text))


def _write_localities(db: sqlite3.Connection, raw: RawAddresses, streets: list[Street]) -> None:
    """Write the names of towns and the postcodes of the map; an address naming others lies elsewhere.

    `town` tells towns, which exclude each other, from quarters and districts, which lie within one.
    """
    rows = {spelling(n): (p.names[0], int(p.kind == "town")) for p in raw.places for n in p.names if p.local}
    for city in sorted({house.city for street in streets for house in street.houses if house.city}):
        rows.setdefault(spelling(city), (city, 1))
    db.executemany("INSERT INTO locality VALUES(?,?,?)", [(s, *row) for s, row in sorted(rows.items())])
    codes = sorted({h.postcode for s in streets for h in s.houses if h.postcode})
    db.executemany("INSERT INTO postcode VALUES(?)", [(code,) for code in codes])
    db.executemany("INSERT INTO country VALUES(?)", [(code,) for code in sorted(raw.countries)])
