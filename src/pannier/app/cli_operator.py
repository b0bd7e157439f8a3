"""Set an operator up from a TOML file through the API; run again it adds only what is not there yet."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pannier.simulate.client import Caller, Json
from pannier.simulate.errors import Refused

LISTS = (
    "people", "hubs", "zones", "rate_cards", "merchants", "partners", "charging_stations", "vehicles", "riders",
    "shifts",
)  # fmt: skip
SECTIONS = frozenset({"organisation", "admin", *LISTS})


class OperatorFileError(ValueError):
    """An operator file cannot be used; the message names the file, the place and what to do."""


@dataclass(frozen=True)
class OperatorFile:
    """What a file says, section by section; see demo/operator.toml for all there can be."""

    sections: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "OperatorFile":
        """Read a file; raises OperatorFileError."""
        try:
            sections = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise OperatorFileError(
                f"There is no file {path}; demo/operator.toml shows how one looks."
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise OperatorFileError(f"{path} is no TOML file: {wrong}.") from None
        unknown = sorted(set(sections) - SECTIONS)
        if unknown:
            raise OperatorFileError(
                f"{path} has the unknown section {unknown[0]}; known: {', '.join(sorted(SECTIONS))}."
            )
        for needed in ("organisation", "admin", "hubs"):
            if needed not in sections:
                raise OperatorFileError(
                    f"{path} has no [{needed}]; it needs organisation, admin and one of hubs."
                )
        return cls(sections)

    def rows(self, name: str) -> list[Json]:
        """Return the entries of a section that is a list."""
        return [dict(row) for row in self.sections.get(name, [])]

    @property
    def admin(self) -> Json:
        """Return the administrator."""
        return dict(self.sections["admin"])


class SetUp:
    """Makes what a file says; `date` is the day of the shifts."""

    def __init__(self, caller: Caller, file: OperatorFile, on: date) -> None:
        self._caller = caller
        self._file = file
        self._on = on
        self._zone = ZoneInfo(file.sections["organisation"]["timezone"])

    def run(self, token: str) -> dict[str, int]:
        """Make everything and return how much was new; `token` is the first-run token of the server."""
        self._first(token)
        made = {"people": self._people()}
        made["hubs"] = self._named("/v1/hubs", self._hubs(), key="code")
        made["zones"] = self._named("/v1/zones", [_zone(row) for row in self._file.rows("zones")], key="code")
        cards = [row | {"valid_from": str(row["valid_from"])} for row in self._file.rows("rate_cards")]
        own = [row for row in cards if "partner" not in row]
        made["rate cards"] = self._named("/v1/rate-cards", own, key="code")
        made["merchants"] = self._named("/v1/merchants", self._file.rows("merchants"))
        made["partners"] = self._named("/v1/partners", self._file.rows("partners"))
        made["rate cards"] += self._partner_cards([row for row in cards if "partner" in row])
        made["charging stations"] = self._named("/v1/charging-stations", self._file.rows("charging_stations"))
        hubs = {row["code"]: row["id"] for row in self._caller.get("/v1/hubs")}
        for name in ("vehicles", "riders"):
            rows = [_at_hub(row, hubs) for row in self._file.rows(name)]
            made[name] = self._named(f"/v1/{name}", rows)
        made["shifts"] = self._shifts(hubs)
        return made

    def _first(self, token: str) -> None:
        """Make the operator and its administrator unless they are there, and sign in."""
        admin = self._file.admin
        body = {"token": token, "organisation": self._file.sections["organisation"], "person": admin}
        try:
            self._caller.post("/v1/setup", body)
        except Refused as refused:
            if refused.status != 409:
                raise
        self._caller.sign_in(admin["email"], admin["password"])

    def _hubs(self) -> list[Json]:
        """Return the hubs; they lie in the operator's time zone unless they say otherwise."""
        return [{"timezone": self._zone.key, **row} for row in self._file.rows("hubs")]

    def _people(self) -> int:
        return self._named("/v1/people", self._file.rows("people"), key="email")

    def _named(self, path: str, rows: list[Json], *, key: str = "name") -> int:
        """Make the rows whose name is not there yet; return how many."""
        known = {row[key] for row in self._caller.get(path)} if rows else set()
        fresh = [row for row in rows if row[key] not in known]
        for row in fresh:
            self._caller.post(path, row)
        return len(fresh)

    def _partner_cards(self, rows: list[Json]) -> int:
        """Make the cards by which partners are paid; `partner` is the name of one."""
        known = (
            {row["name"]: row["partner_org_id"] for row in self._caller.get("/v1/partners")} if rows else {}
        )
        for row in rows:
            name = row.pop("partner")
            if name not in known:
                raise OperatorFileError(
                    f"Rate card {row['code']} names the partner {name}, who is not in the file."
                )
            row |= {"owner": "partner", "partner_id": known[name]}
        return self._named("/v1/rate-cards", rows, key="code")

    def _shifts(self, hubs: Mapping[str, str]) -> int:
        rows = self._file.rows("shifts")
        riders = {row["name"]: row["id"] for row in self._caller.get("/v1/riders")}
        vehicles = {row["name"]: row["id"] for row in self._caller.get("/v1/vehicles")}
        known = {
            shift["rider_id"]
            for hub_id in hubs.values()
            for shift in self._caller.get("/v1/shifts", hub_id=hub_id, date=self._on.isoformat())
        }
        fresh = [self._shift(row, riders, vehicles) for row in rows]
        fresh = [shift for shift in fresh if shift["rider_id"] not in known]
        for shift in fresh:
            self._caller.post("/v1/shifts", shift)
        return len(fresh)

    def _shift(self, row: Json, riders: Mapping[str, str], vehicles: Mapping[str, str]) -> Json:
        for name, known in (("rider", riders), ("vehicle", vehicles)):
            if row[name] not in known:
                raise OperatorFileError(f"A shift names the {name} {row[name]}, which is not in the file.")
        shift: Json = {
            "rider_id": riders[row["rider"]],
            "vehicle_id": vehicles[row["vehicle"]],
            "date": self._on.isoformat(),
            "starts_at": self._at(row["starts"]),
            "ends_at": self._at(row["ends"]),
        }
        if "break" in row:
            start, end, minutes = row["break"]
            shift |= {"break_start": self._at(start), "break_end": self._at(end), "break_s": 60 * minutes}
        return shift

    def _at(self, clock: str) -> str:
        return datetime.combine(self._on, time.fromisoformat(clock), self._zone).isoformat()


def _at_hub(row: Json, hubs: Mapping[str, str]) -> Json:
    """Put a vehicle or rider to its hub: the one it names, else the only one or the first."""
    code = row.pop("hub", next(iter(hubs)))
    if code not in hubs:
        raise OperatorFileError(f"{row['name']} belongs to the hub {code}, which is not in the file.")
    return row | {"hub_id": hubs[code]}


def _zone(row: Json) -> Json:
    """Return a zone with its ring as GeoJSON."""
    polygon = row["polygon"]
    return row | (
        {"polygon": {"type": "Polygon", "coordinates": [polygon]}} if isinstance(polygon, list) else {}
    )
