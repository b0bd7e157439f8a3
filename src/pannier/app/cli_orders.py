"""Commands of a day: import, plan, report."""

import json
from datetime import date as Date  # noqa: N812 (the option is called date)
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pannier.app.cli_connect import Key, Url, connected
from pannier.base.progress import reporter
from pannier.simulate.client import Caller, Json
from pannier.simulate.dispatcher import Dispatcher, Effort
from pannier.simulate.errors import SimulationError
from pannier.simulate.jobs import wait_for
from pannier.simulate.journal import Journal
from pannier.simulate.moments import settle

Hub = Annotated[str | None, typer.Option(help="Code of the hub; needed when there are several.")]
Day = Annotated[str | None, typer.Option(help="Service day, YYYY-MM-DD; today when left out.")]
SHOWN = 20


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def import_file(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV file; docs/reference/order-files.md")
    ],
    date: Day = None,
    hub: Hub = None,
    merchant: Annotated[str | None, typer.Option(help="Name of the merchant whose orders these are.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only report what would happen.")] = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Import a file of orders; exit code 1 when rows were rejected, each with its reason."""
    with connected(url, key) as caller:
        fields = {"date": date, "hub_id": hub_id(caller, hub) if hub else None}
        fields["merchant_id"] = _merchant_id(caller, merchant) if merchant else None
        fields["dry_run"] = str(dry_run).lower()
        with reporter().step(f"Importing {file.name}") as step:
            sent = {name: text for name, text in fields.items() if text is not None}
            job = caller.upload("/v1/imports", file=(file.name, file.read_bytes(), "text/csv"), fields=sent)
            wait_for(caller, job, on_progress=step.update)
        if not dry_run:
            settle(caller)
        rejected = _show_import(caller.get(f"/v1/imports/{job['import_id']}"))
    raise typer.Exit(1 if rejected else 0)


def plan(
    date: Day = None,
    hub: Hub = None,
    budget: Annotated[float, typer.Option(min=0, help="Seconds of search.")] = 20.0,
    seed: Annotated[int, typer.Option(help="The same seed and day give the same search.")] = 1,
    release: Annotated[bool, typer.Option(help="Release the routes that may leave.")] = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Plan a hub's day and say what was left out and why."""
    with connected(url, key) as caller:
        settle(caller)
        where = hub_id(caller, hub)
        desk = Dispatcher(caller, Journal(), hub_id=where)
        with reporter().step("Planning the day") as step:
            made = desk.plan(day_of(caller, date), Effort(budget, None, seed), step.update)
        _show_plan(made)
        if release:
            answer = caller.post(f"/v1/plans/{made['id']}/release", {})
            typer.echo(f"Released {len(answer['released'])} routes.")
            for row in answer["blocked"]:
                typer.echo(f"  held back: {row['detail']}")
            raise typer.Exit(1 if answer["blocked"] else 0)


def report(
    date: Day = None,
    hub: Hub = None,
    form: Annotated[Format, typer.Option("--format", help="text, json or csv.")] = Format.TEXT,
    url: Url = None,
    key: Key = None,
) -> None:
    """Show a day's figures: deliveries, windows, kilometres, energy, costs, emissions."""
    with connected(url, key) as caller:
        where = {"hub_id": hub_id(caller, hub), "date": day_of(caller, date)}
        if form is Format.JSON:
            typer.echo(json.dumps(caller.get("/v1/reports/day", **where), indent=2, ensure_ascii=False))
        else:
            typer.echo(caller.text(f"/v1/reports/day.{'txt' if form is Format.TEXT else 'csv'}", **where))


def hub_id(caller: Caller, code: str | None) -> str:
    """Return the id of the hub with a code, or of the only one; raises SimulationError."""
    hubs = caller.get("/v1/hubs")
    chosen = [hub for hub in hubs if code is None or hub["code"] == code]
    if len(chosen) != 1:
        codes = ", ".join(hub["code"] for hub in hubs) or "none; make one with `pannier init`"
        raise SimulationError(f"Say which hub with --hub CODE; there are: {codes}.")
    return str(chosen[0]["id"])


def day_of(caller: Caller, date: str | None) -> str:
    """Return a service day: the given one, checked, else today by the server's clock."""
    if date is None:
        return str(caller.get("/v1/clock")["now"])[:10]
    try:
        return Date.fromisoformat(date).isoformat()
    except ValueError:
        raise SimulationError(f"{date!r} is no date; write it like 2026-03-02.") from None


def _merchant_id(caller: Caller, name: str) -> str:
    found = {row["name"]: row["organisation_id"] for row in caller.get("/v1/merchants")}
    if name not in found:
        raise SimulationError(f"There is no merchant {name}; known: {', '.join(found) or 'none'}.")
    return str(found[name])


def _show_import(done: Json) -> int:
    counts = {name: done[name] for name in ("created", "updated", "unchanged", "rejected")}
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    for row in [row for row in done["rows"] if row["errors"]][:SHOWN]:
        for error in row["errors"]:
            typer.echo(f"  row {row['row']}, {error['column']}: {error['detail']}")
    return int(counts["rejected"])


def _show_plan(made: Json) -> None:
    totals = made["totals"]
    typer.echo(
        f"Plan {made['revision']}: {totals['planned']} of {totals['orders']} orders on {totals['routes']} routes,"
        f" {totals['distance_m'] / 1000:.1f} km, {totals['energy_wh'] / 1000:.1f} kWh,"
        f" {totals['cost_cents'] / 100:.2f} {totals['currency']}"
    )
    for route in made["routes"]:
        begins, ends = route["starts_at"][11:16], route["ends_at"][11:16]
        typer.echo(
            f"  {route['rider_name']}, {route['vehicle_name']}: {begins}-{ends}, {route['order_count']} orders"
        )
    for row in made["left_out"]:
        typer.echo(f"  left out {row['reference']}: {row['reason']}")
