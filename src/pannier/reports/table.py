"""The report as rows of one table, for CSV: section, measure, key, value, unit, n and interval."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from pannier.reports.report import DayReport, Rate

# A spreadsheet takes a cell that begins like this for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """One figure; `n`, `low` and `high` are given for rates only."""

    section: str
    measure: str
    key: str
    value: object
    unit: str
    n: object = ""
    low: object = ""
    high: object = ""


def rows_of(report: DayReport) -> Iterator[Row]:
    """Yield the figures of a report."""
    yield Row("report", "hub", "", report.hub_name, "")
    yield Row("report", "date", "", report.date.isoformat(), "")
    yield from _orders(report)
    yield _rate("first_attempt", "succeeded_at_once", report.first_attempt)
    yield _rate("windows", "kept", report.windows_kept)
    yield from _fleet(report)
    yield from _cost(report)
    yield from _emissions(report)
    for partner in report.partners:
        for measure in ("orders", "delivered", "failed"):
            yield Row("partners", measure, partner.name, getattr(partner, measure), "orders")
        yield Row("partners", "cost", partner.name, partner.cost_cents, f"{report.currency} cents")
    for left in report.left_out:
        yield Row("left_out", left.code, left.reference, left.reason, "")
    for released in report.overrides:
        yield Row("overrides", "missing_parcels", str(released.route_id), released.missing_parcels, "parcels")


def _orders(report: DayReport) -> Iterator[Row]:
    for measure, count in report.orders.model_dump().items():
        yield Row("orders", measure, "", count, "orders")
    for failure in report.failures:
        yield Row("failed", failure.code, failure.label, failure.orders, "orders")
    for measure in ("total", "succeeded", "failed", "stops"):
        unit = "stops" if measure == "stops" else "attempts"
        yield Row("attempts", measure, "", getattr(report.attempts, measure), unit)


def _rate(section: str, measure: str, rate: Rate) -> Row:
    value = "" if rate.rate is None else round(rate.rate, 4)
    return Row(section, measure, "", value, "share", rate.n, round(rate.low, 4), round(rate.high, 4))


def _fleet(report: DayReport) -> Iterator[Row]:
    units = {
        "rounds": "rounds",
        "deliveries": "deliveries",
        "reloads": "reloads",
        "swaps": "battery swaps",
        "distance_km": "km",
        "energy_kwh": "kWh at the plug",
        "hours": "h",
        "labour_cents": f"{report.currency} cents",
        "vehicle_cents": f"{report.currency} cents",
        "energy_cents": f"{report.currency} cents",
        "cost_cents": f"{report.currency} cents",
        "co2e_g": "g CO2e",
    }
    for kind in report.fleet:
        section = "transfers" if kind.transfers else "fleet"
        for measure, unit in units.items():
            value = getattr(kind, measure)
            yield Row(section, measure, kind.kind, "" if value is None else value, unit)


def _cost(report: DayReport) -> Iterator[Row]:
    for measure, value in report.cost.model_dump(exclude={"formula"}).items():
        if measure.endswith("cents"):
            shown = "" if value is None else round(value, 2)
            yield Row("cost", measure.removesuffix("_cents"), "", shown, f"{report.currency} cents")
        else:
            yield Row("cost", measure, "", value, "deliveries")


def _emissions(report: DayReport) -> Iterator[Row]:
    for measure, value in report.emissions.model_dump(exclude={"words"}).items():
        unit = "g CO2e" if measure.endswith("_g") else ""
        yield Row("emissions", measure.removesuffix("_g"), "", "" if value is None else value, unit)


def csv_of(report: DayReport) -> str:
    """Return the report as CSV with a header line; texts that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(Row._fields)
    for row in rows_of(report):
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
