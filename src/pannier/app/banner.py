"""What `pannier serve` prints once it answers: where to look, from here and from a phone on the network."""

from datetime import datetime, timedelta

from rich.console import Console

from pannier.accounts.people import is_set_up
from pannier.accounts.setup_token import setup_token
from pannier.app import demo_world
from pannier.app.web import is_web_built
from pannier.base.scope import SYSTEM
from pannier.base.settings import settings
from pannier.base.transactions import transaction
from pannier.simulate.client import Caller, Json

EARLY_ROUTES = 3
WAITING = timedelta(hours=3)


def show_banner() -> None:
    """Print the addresses; a QR code leads a phone on the network to the rider app."""
    console, configured = Console(stderr=True), settings()
    local = f"http://{configured.host}:{configured.port}"
    console.print(f"\n[bold]Pannier[/bold] is running. Stop it with Ctrl-C.\n  Console  {local}/console/")
    console.print(f"  Portal   {local}/portal/\n  Riders   {local}/driver/")
    _say_unbuilt(console)
    with transaction(SYSTEM) as db:
        if not is_set_up(db):
            console.print(f"  First run: set up with this token: [bold]{setup_token()}[/bold]")
    if configured.https_port:
        _show_phone(console, configured.https_port)


def show_demo(console: Console, url: str, dispatcher: Caller, *, hub_id: str, https_port: int) -> None:
    """Print where the demo can be looked at, and with which log-ins."""
    day = demo_world.DATE.isoformat()
    routes = dispatcher.get("/v1/routes", hub_id=hub_id, date=day)
    route = _shown_route(routes)
    places = (
        ("Console", f"{url}/console/"),
        ("Portal", f"{url}/portal/"),
        ("Rider's app", rider_link(dispatcher, route) if route else f"{url}/driver/"),
        ("A recipient's page", _tracking_link(dispatcher, routes) or "(no deliveries today)"),
        ("Mailbox of the demo", f"{url}/demo/mailbox"),
        ("The day's report", f"{url}/reports/day?hub_id={hub_id}&date={day}"),
    )
    _print(console, "\n[bold]The demo is running.[/bold] Ctrl-C ends it; it can be continued later.")
    for name, where in places:
        _print(console, f"  {name:<21} {where}")
    _say_unbuilt(console)
    _print(console, f"\n  Log-ins, all with the password [bold]{demo_world.PASSWORD}[/bold]:")
    for app, role, email in demo_world.LOG_INS:
        _print(console, f"    {role:<14} {email:<34} at /{app}/")
    if https_port:
        _show_phone(console, https_port)


def _say_unbuilt(console: Console) -> None:
    """Say that console, portal and rider's app have no pages yet, where the web is not built."""
    if not is_web_built():
        _print(
            console,
            "  [yellow]The web apps are not built yet:[/] run `make web` and start again to see them.",
        )


def _print(console: Console, line: str) -> None:
    """Print a line whole: an address that is cut off or broken in two cannot be followed."""
    console.print(line, highlight=False, soft_wrap=True)


def _shown_route(routes: list[Json]) -> Json | None:
    """Return the route with most to see: the one with the most doors of those that leave early and are not done."""
    open_ones = [route for route in routes if _doors(route) and route["state"] != "completed"] or routes
    early = sorted(open_ones, key=lambda route: str(route["starts_at"]))[:EARLY_ROUTES]
    return max(early, key=lambda route: len(_doors(route)), default=None)


def _doors(route: Json) -> list[Json]:
    return [stop for stop in route["stops"] if stop["orders"]]


def rider_link(dispatcher: Caller, route: Json) -> str:
    """Return a link that signs a phone (or another browser) in as the route's rider; it works once."""
    link: str = dispatcher.post(f"/v1/riders/{route['rider_id']}/sign-in-codes")["url"]
    return link


def _tracking_link(dispatcher: Caller, routes: list[Json]) -> str | None:
    """Return the page of a recipient who waits for some hours still: there is time to see the rider come."""
    now = datetime.fromisoformat(dispatcher.get("/v1/clock")["now"])
    doors = [
        (abs(datetime.fromisoformat(stop["planned_arrival"]) - now - WAITING), stop)
        for route in routes
        for stop in _doors(route)
        if stop["kind"] == "delivery"
    ]
    if not doors:
        return None
    _, stop = min(doors, key=lambda each: each[0])
    link: str = dispatcher.get(f"/v1/orders/{stop['orders'][0]['order_id']}/tracking-link")["url"]
    return link


def _show_phone(console: Console, port: int) -> None:
    from pannier.base.certificates import lan_address, terminal_qr

    url = f"https://{lan_address()}:{port}/driver/"
    console.print(f"  On a phone in the same network (accept the local certificate): {url}")
    console.print(terminal_qr(url), highlight=False)
