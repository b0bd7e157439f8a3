"""`pannier init`: the first operator of an installation, from a TOML file or from options."""

import secrets
from datetime import date as Date  # noqa: N812 (the option is called date)
from pathlib import Path
from typing import Annotated, Any

import typer

from pannier.accounts.setup_token import setup_token
from pannier.app.cli_connect import reachable
from pannier.app.cli_operator import OperatorFile, OperatorFileError, SetUp
from pannier.base import clock
from pannier.simulate.errors import SimulationError

Password = Annotated[
    str | None, typer.Option(envvar="PANNIER_ADMIN_PASSWORD", help="Made up and printed if left out.")
]


def init(
    file: Annotated[
        Path | None, typer.Argument(help="TOML file; demo/operator.toml shows all there can be.")
    ] = None,
    name: Annotated[str, typer.Option(help="Name of the operator.")] = "My deliveries",
    timezone: Annotated[str, typer.Option(help="Its time zone.")] = "Europe/Monaco",
    currency: Annotated[str, typer.Option(help="Its currency.")] = "EUR",
    country: Annotated[str, typer.Option(help="Its country, two letters.")] = "MC",
    email: Annotated[str, typer.Option(help="E-mail of its administrator.")] = "admin@example.org",
    password: Password = None,
    hub: Annotated[str, typer.Option(help="Its hub's place: lon,lat in degrees.")] = "7.420386,43.732403",
    address: Annotated[str, typer.Option(help="Its hub's address, for labels.")] = "",
    map_name: Annotated[str | None, typer.Option("--map", help="Map that the hub works on.")] = None,
    bikes: Annotated[
        int, typer.Option(min=0, max=50, help="Cargo bikes, each with a rider and a shift.")
    ] = 2,
    vans: Annotated[int, typer.Option(min=0, max=50, help="E-vans, each with a rider and a shift.")] = 0,
    date: Annotated[str | None, typer.Option(help="Day of the shifts; today when left out.")] = None,
) -> None:
    """Set up the first operator: hub, vehicles, riders, shifts and a rate card. Run again, it adds what is missing."""
    on = Date.fromisoformat(date) if date else clock.now().date()
    made_up = None if file or password else secrets.token_urlsafe(12)
    try:
        plan = OperatorFile.read(file) if file else _simple(locals(), password or made_up or "")
        with reachable() as caller:
            made = SetUp(caller, plan, on).run(setup_token())
    except (OperatorFileError, SimulationError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        "Made " + ", ".join(f"{count} {what}" for what, count in made.items() if count) + f" for {on}."
    )
    typer.echo(f"Administrator: {plan.admin['email']}" + (f", password {made_up}" if made_up else ""))


def _simple(options: dict[str, Any], password: str) -> OperatorFile:
    """Return what a file would say from the options."""
    try:
        lon, lat = (float(part) for part in options["hub"].split(","))
    except ValueError:
        raise OperatorFileError("Write the hub's place as lon,lat, like 7.4204,43.7324.") from None
    fleet = [("cargo_bike", "Bike", options["bikes"]), ("e_van", "Van", options["vans"])]
    rows = [(f"{label} {n + 1}", kind) for kind, label, count in fleet for n in range(count)]
    vehicles = [
        {"name": name, "kind": kind, "spare_batteries": int(kind == "cargo_bike")} for name, kind in rows
    ]
    hub = {"code": "HUB", "name": "Hub", "address": options["address"] or "Hub", "lon": lon, "lat": lat}
    return OperatorFile(
        {
            "organisation": {key: options[key] for key in ("name", "timezone", "currency", "country")},
            "admin": {"name": "Administrator", "email": options["email"], "password": password},
            "hubs": [hub | ({"map_name": options["map_name"]} if options["map_name"] else {})],
            "rate_cards": [_card(options["currency"])],
            "vehicles": vehicles,
            "riders": [{"name": f"Rider of {name}"} for name, _ in rows],
            "shifts": [
                {"rider": f"Rider of {name}", "vehicle": name, "starts": "08:00", "ends": "16:00"}
                for name, _ in rows
            ],
        }
    )


def _card(currency: str) -> dict[str, Any]:
    """Return a first rate card; its prices are examples to be changed."""
    body = {
        "currency": currency,
        "zones": [],
        "elsewhere_cents": 590,
        "weight_bands": [{"up_to_g": 10_000, "add_cents": 0}, {"up_to_g": 1_500_000, "add_cents": 300}],
        "window_bands": [{"up_to_min": 120, "add_cents": 150}],
        "failed_attempt_cents": 250,
        "return_cents": 490,
    }
    return {"code": "standard", "valid_from": "2020-01-01", "body": body}
