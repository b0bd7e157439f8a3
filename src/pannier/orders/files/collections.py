"""What a row says of the place where its order is collected; without any of it the order leaves from the hub."""

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import ValidationError

from pannier.core.geo import LonLat
from pannier.orders.collection_schemas import ContactIn
from pannier.orders.files import values
from pannier.orders.parts import AddressIn
from pannier.orders.submission import CollectionSent, Window

USES = (
    "address", "house_number", "postcode", "city", "country", "lat", "lon", "start", "end", "timeslot",
    "service_min", "name", "phone", "notes",
)  # fmt: skip
LONGEST_NOTE = 1000


class Cells(Protocol):
    """The cells of one row by their use; faults are noted under their column."""

    first: bool
    delimiter: str

    def text(self, use: str) -> str:
        """Return what a cell says."""

    def fault(self, use: str, code: str, detail: str) -> None:
        """Note a fault."""

    def read[T](self, use: str, how: Any) -> Any:
        """Return a cell's value, None for an empty or faulty one."""

    def number(self, use: str) -> float | None:
        """Return a cell's number."""


def read_collection(cells: Cells) -> CollectionSent | None:
    """Return where a row's order is collected, None where the row says nothing of it or cannot be read."""
    if not any(cells.text(f"collect_{use}") for use in USES):
        return None
    point, line = _point(cells), cells.text("collect_address")
    if not line and point is None:
        if cells.first:
            text = "A collection needs an address (or coordinates); fill it in, or empty the other pickup columns."
            cells.fault("collect_address", "missing_value", text)
        return None
    country = cells.text("collect_country").upper()
    address = {
        "line": line or (f"{point.lat:.6f}, {point.lon:.6f}" if point else "-"),
        "house_number": cells.text("collect_house_number") or None,
        "postcode": cells.text("collect_postcode") or None,
        "city": cells.text("collect_city") or None,
        "country": country if len(country) == 2 else None,
    }
    contact = {name: cells.text(f"collect_{name}") or None for name in ("name", "phone")}
    fields = _checked(cells, AddressIn, address) | _checked(cells, ContactIn, contact)
    notes = "collect_notes"
    if len(cells.text(notes)) > LONGEST_NOTE:
        cells.fault(notes, "string_too_long", "A note has at most 1000 letters; shorten it.")
    minutes = cells.number("collect_service_min")
    return CollectionSent(
        **(address | fields),
        point=point,
        notes=cells.text(notes) or None,
        window=_window(cells),
        service_s=None if minutes is None else round(minutes * 60),
    )


def _point(cells: Cells) -> LonLat | None:
    use = "collect_lon"
    lon, lat = cells.text(use), cells.text("collect_lat")
    if not (lon or lat):
        return None
    if not (lon and lat):
        missing = use if lat else "collect_lat"
        cells.fault(missing, "point_incomplete", "Coordinates need both longitude and latitude, or neither.")
        return None
    try:
        return values.point(lon, lat, delimiter=cells.delimiter)
    except values.CellFault as wrong:
        cells.fault(use, wrong.code, str(wrong))
        return None


def _window(cells: Cells) -> Window | None:
    slot = cells.read("collect_timeslot", values.slot)
    if slot is None:
        start, end = (cells.read(f"collect_{name}", values.moment) for name in ("start", "end"))
        if start is not None and end is not None:
            slot = (start, end)
        elif bool(cells.text("collect_start")) != bool(cells.text("collect_end")):
            missing = "collect_end" if cells.text("collect_start") else "collect_start"
            cells.fault(missing, "window_incomplete", "A window needs a start and an end, or neither.")
    return Window(*slot) if slot else None


def _checked(cells: Cells, model: type[Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """Check fields by the rules of the API; a fault goes to the column it came from."""
    try:
        made = model.model_validate(dict(content))
    except ValidationError as wrong:
        for error in wrong.errors():
            name = str(error["loc"][0])
            cells.fault(f"collect_{'address' if name == 'line' else name}", error["type"], f"{error['msg']}.")
        return dict.fromkeys(content)
    return {name: getattr(made, name) for name in content}
