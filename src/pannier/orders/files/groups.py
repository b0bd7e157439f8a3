"""Put the rows of one reference together: several rows are several parcels of one order."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pannier.core.order_limits import DEFAULT_VOLUME_ML, DEFAULT_WEIGHT_G, Fault
from pannier.core.tabular import Row, Table
from pannier.orders.files.columns import Layout
from pannier.orders.files.convert import RowFields, convert, wording
from pannier.orders.files.plans import kept_of_known
from pannier.orders.parcels import split_load
from pannier.orders.submission import Submission


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one order; rows without a reference stand alone."""

    reference: str
    rows: tuple[Row, ...]


def group_rows(table: Table, layout: Layout) -> list[Group]:
    """Return the orders of a file by the first row of each."""
    place = layout.places["reference"]
    found: dict[object, list[Row]] = {}
    for row in table.rows:
        reference = row.cells[place].strip() if place < len(row.cells) else ""
        found.setdefault(reference or row.number, []).append(row)
    return [Group(key if isinstance(key, str) else "", tuple(rows)) for key, rows in found.items()]


@dataclass(frozen=True, slots=True)
class FileDefaults:
    """What holds for all rows of a file that do not say otherwise."""

    hub_id: uuid.UUID | None = None
    service_date: date | None = None
    merchant_org_id: uuid.UUID | None = None


def read_group(
    group: Group, table: Table, layout: Layout, defaults: FileDefaults
) -> tuple[Submission | None, dict[int, list[Fault]]]:
    """Return the order of a group, or None and the faults of each row."""
    read = [
        convert(row, layout, delimiter=table.delimiter, columns=len(table.header), first=row is group.rows[0])
        for row in group.rows
    ]
    faults = {row.row: list(row.faults) for row in read}
    for other in read[1:]:
        faults[other.row] += _contradictions(read[0], other, layout)
    if any(faults.values()):
        return None, faults
    return _submission(group, read, layout, defaults), {}


def _contradictions(first: RowFields, other: RowFields, layout: Layout) -> list[Fault]:
    """Return one fault for each field in which a further row of an order says something else than the first."""
    names = {"line": "address", "point": "lat", "collection": "collect_address"}
    names |= {
        name: f"{name.removesuffix('_s')}_min"
        for name in ("max_aboard_s", "leave_within_s", "deliver_within_s")
    }
    names["prize_cents"] = "prize" if "prize" in layout.names else "prize_cents"
    found = []
    for name, value in other.fields.items():
        # Nothing of something is said, too: 0 minutes, a prize of 0.
        if name != "details" and (value or value == 0) and value != first.fields.get(name):
            column = layout.names.get(names.get(name, name), name)
            text = (
                f"Row {first.row} of the same order says something else; make them equal or leave this empty."
            )
            found.append(Fault(column, "contradicts_first_row", text))
    return found


def _submission(
    group: Group, read: Sequence[RowFields], layout: Layout, defaults: FileDefaults
) -> Submission:
    first = read[0]
    fields = dict(first.fields)
    # A quote says for which day and hub it is; what holds for the rest of the file does not contradict it.
    of_file = FileDefaults(merchant_org_id=defaults.merchant_org_id) if fields["quote_id"] else defaults
    fields["date"] = fields.get("date") or of_file.service_date
    base = Submission(
        reference=group.reference,
        hub_id=of_file.hub_id,
        merchant_org_id=defaults.merchant_org_id,
        other_loads={name: sum(row.other_loads[name] for row in read) for name in first.other_loads},
        keeps=kept_of_known(layout),
        raw=f"{wording(layout, list(group.rows))}|{defaults.hub_id}|{defaults.service_date}",
        **fields,
    )
    parcels = sum(row.parcels for row in read)
    if len(read) == 1:
        return replace(base, weight_g=first.weight_g, volume_ml=first.volume_ml, parcels=parcels)
    loads = tuple(load for row in read for load in _loads(row))
    weight_g, volume_ml = sum(g for g, _ in loads), sum(ml for _, ml in loads)
    negative = min([0, *(min(load) for load in loads)])
    return replace(
        base, parcels=parcels, loads=loads, weight_g=negative or weight_g, volume_ml=negative or volume_ml
    )


def _loads(row: RowFields) -> list[tuple[int, int]]:
    count = max(row.parcels, 1)
    weight_g = DEFAULT_WEIGHT_G * count if row.weight_g is None else row.weight_g
    volume_ml = DEFAULT_VOLUME_ML * count if row.volume_ml is None else row.volume_ml
    return split_load(weight_g, volume_ml, count)
