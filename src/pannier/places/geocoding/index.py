"""Read the address index: streets by likeness, houses by number or position, anything by its first letters."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pannier.core.address import AddressWords, spelling
from pannier.core.geo import LonLat, great_circle_m
from pannier.places.geocoding.parse import postcode_key
from pannier.places.geocoding.rows import HouseRow, PlaceRow, StreetRow
from pannier.places.geocoding.similarity import FAR, Spelled, completions, slips
from pannier.places.geocoding.store import FORMAT, KIND_OF_ROW
from pannier.places.geometry import degrees_for

CLOSE: Final = 24
"""How many of the likest names are compared in full."""

_IN_BOX: Final = "SELECT id FROM house_box WHERE west >= ? AND east <= ? AND south >= ? AND north <= ?"
_HOUSE: Final = "SELECT id, street_id, label, low, high, suffix, postcode, city, lon, lat, named FROM house "


class IndexReader:
    """The tables of one map's address index; names are held in memory, houses are read when asked for.

    Safe in threads: they take turns on one connection, and the file is never written.
    """

    def __init__(self, path: Path, words: AddressWords) -> None:
        self._path = path
        self._words = words
        self._turn = threading.Lock()
        self._db = _open(path)
        weakref.finalize(self, self._db.close)
        self._check_format()
        self.streets = {
            i: StreetRow(i, name, code, city, LonLat(lon, lat))
            for i, name, code, city, lon, lat in self._rows("SELECT * FROM street")
        }
        rows = self._rows("SELECT street_id, canonical FROM spelling ORDER BY street_id")
        self.postcodes = {postcode_key(code) for (code,) in self._rows("SELECT code FROM postcode")}
        self.countries = {code for (code,) in self._rows("SELECT code FROM country")}
        self.localities = {s: (name, bool(town)) for s, name, town in self._rows("SELECT * FROM locality")}
        self._names = [(street_id, Spelled.of(name, words)) for street_id, name in rows]
        self._cores = [name.core for _, name in self._names]
        self._wholes = [name.whole for _, name in self._names]

    def streets_like(self, written: Spelled) -> list[tuple[StreetRow, float]]:
        """Return streets whose name is like the written one with the number of slips, best first."""
        found: dict[int, float] = {}
        for position in self._closest(written):
            street_id, name = self._names[position]
            distance = slips(written, name, self._words)
            if distance < found.get(street_id, FAR):
                found[street_id] = distance
        return [(self.streets[i], d) for i, d in sorted(found.items(), key=lambda item: (item[1], item[0]))]

    def _closest(self, written: Spelled) -> set[int]:
        """Return positions of the names that are likest by their letters."""
        positions: set[int] = set()
        for text, choices in self._lookups(written):
            # A cut-off lets the comparison stop early; names with more slips than this are never accepted.
            hits = process.extract(text, choices, scorer=OSA.distance, limit=CLOSE, score_cutoff=4)
            positions |= {position for _, _, position in hits}
        return positions

    def _lookups(self, written: Spelled) -> list[tuple[str, list[str]]]:
        cores = [(text, self._cores) for text in completions(written.core, self._words)]
        return [*cores, (written.whole, self._wholes)]

    def houses_on(self, street_id: int) -> list[HouseRow]:
        """Return all houses of a street by number."""
        return self._houses(_HOUSE + "WHERE street_id = ? ORDER BY low, suffix, id", (street_id,))

    def nearest_house(self, point: LonLat, within_m: float) -> HouseRow | None:
        """Return the house nearest to a point within a distance."""
        east, north = degrees_for(within_m, point.lat)
        corners = (point.lon - east, point.lon + east, point.lat - north, point.lat + north)
        inside = [number for (number,) in self._rows(_IN_BOX, corners)]
        rows = [row for number in inside for row in self._houses(_HOUSE + "WHERE id = ?", (number,))]
        near = [(great_circle_m(point, row.point), row.id, row) for row in rows]
        best = min(near, default=None)
        return best[2] if best and best[0] <= within_m else None

    def beginning_with(self, text: str, limit: int) -> list[StreetRow | HouseRow | PlaceRow]:
        """Return rows with words that begin like every word of the text, streets first, then by number."""
        terms = " ".join(f'"{token}"*' for token in spelling(text).split())
        if not terms:
            return []
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
        found = [row for (row,) in self._rows(query, (terms, limit))]
        return [row for number in found if (row := self._row(number)) is not None]

    def places_like(self, text: str, limit: int) -> list[PlaceRow]:
        """Return named places that contain every word of the text."""
        rows = self.beginning_with(text, limit * 4)
        return [row for row in rows if isinstance(row, PlaceRow)][:limit]

    def _row(self, number: int) -> StreetRow | HouseRow | PlaceRow | None:
        own, kind = divmod(number, len(KIND_OF_ROW))
        if KIND_OF_ROW[kind] == "street":
            return self.streets[own]
        if KIND_OF_ROW[kind] == "house":
            return self._houses(_HOUSE + "WHERE id = ?", (own,))[0]
        rows = self._rows("SELECT id, name, kind, lon, lat FROM place WHERE id = ?", (own,))
        return next((PlaceRow(i, name, sort, LonLat(lon, lat)) for i, name, sort, lon, lat in rows), None)

    def _houses(self, query: str, values: Iterable[object]) -> list[HouseRow]:
        found = []
        for row in self._rows(query, values):
            number, street_id, label, low, high, suffix, postcode, city, lon, lat, named = row
            point = LonLat(lon, lat)
            found.append(
                HouseRow(number, street_id, label, low, high, suffix, postcode, city, point, bool(named))
            )
        return found

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[Any]:
        with self._turn:
            return self._db.execute(query, tuple(values)).fetchall()

    def _check_format(self) -> None:
        ((found,),) = self._rows("SELECT value FROM meta WHERE key = 'format'")
        if int(found) != FORMAT:
            raise ValueError(
                f"{self._path} has format {found}, this version reads {FORMAT}; build the map again."
            )


def _open(path: Path) -> sqlite3.Connection:
    # An immutable file needs no locks, so that many processes read it at full speed.
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
