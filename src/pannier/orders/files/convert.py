"""From one row of a file to the fields of an order, with every fault named by its column."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from pannier.core.order_limits import Fault
from pannier.core.tabular import Row
from pannier.orders.cash import COD_NOT_OFFERED, REASON
from pannier.orders.files import values
from pannier.orders.files.collections import read_collection
from pannier.orders.files.columns import Layout
from pannier.orders.files.plans import read_for_plans, read_loads
from pannier.orders.files.values import CellFault
from pannier.orders.files.wishes import read_windows, read_wishes
from pannier.orders.parts import AddressIn
from pannier.orders.schemas import RecipientIn
from pannier.orders.submission import Window

_KINDS = {
    "": "delivery", "d": "delivery", "delivery": "delivery", "dropoff": "delivery", "drop off": "delivery",
    "p": "return", "pickup": "return", "pick up": "return", "return": "return", "collection": "return",
}  # fmt: skip
_PROOFS = {
    "required": {"photo": "required"}, "yes": {"photo": "required"}, "photo": {"photo": "required"},
    "signature": {"signature": "required"}, "pin": {"pin": "required"}, "name": {"name": "required"},
    "not_required": {"photo": "off"}, "no": {"photo": "off"}, "none": {"photo": "off"}, "": {},
}  # fmt: skip


@dataclass(slots=True)
class RowFields:
    """What one row says: fields of an order, the load of this row alone, and its faults by column."""

    row: int
    reference: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    weight_g: int | None = None
    volume_ml: int | None = None
    parcels: int = 1
    other_loads: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one row; a faulty cell is noted under its column and read as absent."""

    layout: Layout
    row: Row
    delimiter: str
    out: RowFields
    first: bool = True

    def text(self, use: str) -> str:
        place = self.layout.places.get(use)
        return self.row.cells[place].strip() if place is not None and place < len(self.row.cells) else ""

    def column(self, use: str) -> str:
        return self.layout.names.get(use, use)

    def fault(self, use: str, code: str, detail: str) -> None:
        self.out.faults.append(Fault(self.column(use), code, detail))

    def read[T](self, use: str, how: Callable[[str], T]) -> T | None:
        text = self.text(use)
        if not text:
            return None
        try:
            return how(text)
        except CellFault as wrong:
            self.fault(use, wrong.code, str(wrong))
            return None

    def number(self, use: str) -> float | None:
        return self.read(use, lambda text: values.number(text, delimiter=self.delimiter))


def convert(row: Row, layout: Layout, *, delimiter: str, columns: int, first: bool = True) -> RowFields:
    """Return what a row says; its faults name the column as the file calls it.

    A further row of an order (`first` is false) needs to repeat nothing but the reference.
    """
    out = RowFields(row.number)
    reader = _Reader(layout, row, delimiter, out, first)
    if len(row.cells) != columns:
        text = (
            f"The row has {len(row.cells)} cells and the header {columns}; check its delimiters and quotes."
        )
        out.faults.append(Fault("row", "wrong_number_of_cells", text))
        out.reference = reader.text("reference")[:100]
        return out
    out.reference = reader.text("reference")
    if not 1 <= len(out.reference) <= 100:
        reader.fault("reference", "missing_value", "A reference of 1 to 100 letters is needed in every row.")
    _place(reader)
    _time(reader)
    _load(reader)
    _handling(reader)
    _people(reader)
    out.fields |= read_for_plans(reader) | read_wishes(reader)
    out.other_loads = read_loads(reader, layout)
    out.fields["collection"] = read_collection(reader)
    out.fields["bundle"] = reader.text("bundle")[:100] or None
    out.fields["quote_id"] = reader.read("quote_id", values.quote_id)
    out.fields["details"] = _details(reader)
    return out


def _place(reader: _Reader) -> None:
    fields = reader.out.fields
    at = reader.read("latlong", lambda text: values.pair(text, delimiter=reader.delimiter))
    if at is None and (reader.text("lat") or reader.text("lon")):
        at = _two_cells(reader)
    fields["point"] = at
    line = reader.text("address")
    unread = any(fault.pointer == reader.column("latlong") for fault in reader.out.faults)
    if reader.first and not line and at is None and not unread:
        reader.fault("address", "missing_value", "An address (or coordinates) is needed in every row.")
    country = reader.text("country").upper() or None
    address = {
        "line": line or (f"{at.lat:.6f}, {at.lon:.6f}" if at else "-"),
        "house_number": reader.text("house_number") or None,
        "postcode": reader.text("postcode") or None,
        "city": reader.text("city") or None,
        "country": country if country and len(country) == 2 else None,
    }
    uses = {"line": "address"}
    _validated(reader, AddressIn, address, uses)
    if not (line or at):
        fields["line"] = ""


def _two_cells(reader: _Reader) -> Any:
    lon, lat = reader.text("lon"), reader.text("lat")
    if not (lon and lat):
        missing = "lon" if lat else "lat"
        reader.fault(missing, "point_incomplete", "Coordinates need both longitude and latitude, or neither.")
        return None
    try:
        return values.point(lon, lat, delimiter=reader.delimiter)
    except CellFault as wrong:
        reader.fault("lon", wrong.code, str(wrong))
        return None


def _validated(
    reader: _Reader, model: type[Any], content: Mapping[str, Any], uses: Mapping[str, str]
) -> None:
    """Check fields by the rules of the API and keep them; a fault goes to the column it came from."""
    try:
        made = model.model_validate(dict(content))
    except ValidationError as wrong:
        for error in wrong.errors():
            name = str(error["loc"][0])
            reader.fault(uses.get(name, name), error["type"], f"{error['msg']}.")
        return
    prefix = "recipient_" if model is RecipientIn else ""
    reader.out.fields |= {f"{prefix}{name}": getattr(made, name) for name in content}


def _time(reader: _Reader) -> None:
    fields = reader.out.fields
    fields["date"] = reader.read("date", values.day)
    window, fields["more_windows"] = read_windows(reader)
    if window is None:
        start, end = reader.read("window_start", values.moment), reader.read("window_end", values.moment)
        if start is not None and end is not None:
            window = Window(start, end)
        elif bool(reader.text("window_start")) != bool(reader.text("window_end")):
            missing = "window_end" if reader.text("window_start") else "window_start"
            reader.fault(missing, "window_incomplete", "A window needs a start and an end, or neither.")
    fields["window"] = window
    minutes = reader.number("service_min")
    fields["service_s"] = None if minutes is None else round(minutes * 60)


def _load(reader: _Reader) -> None:
    out = reader.out
    kilograms, litres = reader.number("weight_kg"), reader.number("volume_l")
    cubic_m = reader.number("volume_m3")
    out.weight_g = None if kilograms is None else round(kilograms * 1000)
    out.volume_ml = None if litres is None else round(litres * 1000)
    if cubic_m is not None:
        out.volume_ml = round(cubic_m * 1_000_000)
    count = reader.read("parcels", lambda text: values.whole(text, delimiter=reader.delimiter))
    packages = reader.text("packages")
    if count is None and packages:
        numbers = [int(n) for n in re.findall(r"=\s*(\d{1,4})", packages)]
        count = sum(numbers) or None
    out.parcels = 1 if count is None else count
    amount = reader.number("cod_amount")
    if amount:
        reader.fault("cod_amount", COD_NOT_OFFERED, REASON)


def _handling(reader: _Reader) -> None:
    fields = reader.out.fields
    kind = _KINDS.get(reader.text("kind").casefold())
    if kind is None:
        text = f"{reader.text('kind')[:40]!r} is no kind of order; write delivery or return."
        reader.fault("kind", "kind_unknown", text)
    fields["kind"] = (kind or "delivery") if reader.first or reader.text("kind") else None
    words = re.split(r"[;,\s|]+", f"{reader.text('needs')} {reader.text('temperature')}".casefold())
    fields["needs"] = tuple(
        sorted({word[:40] for word in words if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", word)})
    )
    proof = _PROOFS.get(reader.text("proof").casefold().replace(" ", "_"))
    if proof is None:
        reader.fault("proof", "proof_unknown", "Write required, not_required, photo, signature, pin or name.")
    fields["proof"] = proof or {}


def _people(reader: _Reader) -> None:
    names = ("name", "phone", "email")
    content = {name: reader.text(f"recipient_{name}") or None for name in names}
    _validated(reader, RecipientIn, content, {name: f"recipient_{name}" for name in names})
    for use in ("notes", "access_notes"):
        text = reader.text(use)
        if len(text) > 1000:
            reader.fault(use, "string_too_long", "A note has at most 1000 letters; shorten it.")
        reader.out.fields[use] = text or None


def _details(reader: _Reader) -> dict[str, str]:
    cells = reader.row.cells
    kept = {
        name: cells[place].strip()[:1000] for name, place in reader.layout.kept.items() if place < len(cells)
    }
    pairs = dict(re.findall(r"([\w.-]{1,60})=(\S+)", reader.text("metadata")))
    return {name: text for name, text in (kept | pairs).items() if text}


def wording(layout: Layout, rows: list[Row]) -> str:
    """Return the words of an order's rows in one fixed form, to tell whether they came before."""
    names = {place: use for use, place in layout.places.items()} | {p: n for n, p in layout.kept.items()}
    said = [
        {
            names[place]: cell.strip()
            for place, cell in enumerate(row.cells)
            if place in names and cell.strip()
        }
        for row in rows
    ]
    return json.dumps(said, sort_keys=True)
