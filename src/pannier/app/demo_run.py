"""Run the demo from the command line: show where to look, play the day, sum it up, keep serving until Ctrl-C."""

import threading
import webbrowser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console

from pannier.app import demo_world as world
from pannier.app.banner import show_demo
from pannier.app.cli_operator import OperatorFileError
from pannier.app.cli_running import stop_running
from pannier.app.demo import Demo, Wish
from pannier.app.demo_evening import Evening
from pannier.app.demo_server import DemoServer
from pannier.app.demo_state import Stage, delete_all, read_state
from pannier.base.postgres.errors import PostgresError
from pannier.base.progress import Step, reporter
from pannier.places.maps import MapError
from pannier.simulate.city_day import CityDay
from pannier.simulate.errors import Gone, SimulationError
from pannier.simulate.hub_staff import HubStaff
from pannier.simulate.partner import Partner
from pannier.simulate.rider import Rider

EXPECTED = (world.DemoError, SimulationError, OperatorFileError, PostgresError, MapError, TimeoutError)
INTERRUPTED = 130
STOPPED = (
    "The server was stopped. `pannier demo` goes on where it was; `pannier demo --reset` deletes its data."
)
STOPPED_OVER = (
    "The server was stopped. `pannier demo` begins the day anew; `pannier demo --reset` deletes its data."
)


def run(folder: Path, wish: Wish, *, browser: bool) -> int:
    """Run the demo and return the exit code: 0 when all went well."""
    console = Console(stderr=True)
    try:
        folders = world.DemoFolders(world.find_material(), folder)
    except world.DemoError as error:
        return _failed(console, error)
    try:
        demo = Demo(folders, wish, reporter())
        with demo.running() as server:
            try:
                return _day(demo, server, console, browser=browser)
            except Gone:
                return _ended_from_outside(demo, server, console)
    except KeyboardInterrupt:
        # The server has ended by now; what is running when it is asked to end may take some seconds.
        _say_stopped(console, folders)
        return 0 if not wish.until_done else INTERRUPTED
    except EXPECTED as error:
        return _failed(console, error)


def _failed(console: Console, error: Exception) -> int:
    console.print(f"[bold red]The demo stopped:[/] {error}", highlight=False, markup=True)
    return 1


def _say_stopped(console: Console, folders: world.DemoFolders) -> None:
    over = read_state(folders).stage is Stage.OVER
    console.print(f"\n{STOPPED_OVER if over else STOPPED}")


def stop(folders: list[Path]) -> int:
    """End the demos of these folders."""
    stopped = [folder for folder in folders if stop_running(folder)]
    typer.echo("\n".join(f"Stopped the demo of {folder}." for folder in stopped) or "No demo is running.")
    return 0


def reset(folders: list[Path]) -> int:
    """Delete the demos of these folders."""
    try:
        for folder in folders:
            delete_all(folder)
    except world.DemoError as error:
        typer.echo(error, err=True)
        return 1
    typer.echo("The demo's data are deleted.")
    return 0


def _day(demo: Demo, server: DemoServer, console: Console, *, browser: bool) -> int:
    """Play the day, print its summary and, unless it ran until done, serve on."""
    day = demo.day(server)
    # A rider's newest code is the only one that counts: the phones sign in before the link is printed.
    riders = day.riders()
    if not demo.wish.until_done:
        show_demo(console, server.url, day.dispatcher, hub_id=day.hub_id, https_port=server.https_port)
        if browser:
            _open_browser(f"{server.url}/console/")
    faults = _play(demo, server, day, riders)
    for fault in faults:
        console.print(f"[red]•[/] {fault}", highlight=False)
    if demo.wish.until_done:
        return 1 if faults else 0
    console.print("\nThe day is over and everything stays up to look at. Ctrl-C ends it.")
    server.wait_until_stopped()
    return _ended_from_outside(demo, server, console)


def _ended_from_outside(demo: Demo, server: DemoServer, console: Console) -> int:
    """Say that the server was stopped, or how it died; the exit code is 0 when somebody wanted it."""
    if server.exit_code == 0 and not demo.wish.until_done:
        _say_stopped(console, demo.folders)
        return 0
    console.print(
        f"[bold red]The server ended[/] with code {server.exit_code}; see {server.log}.", highlight=False
    )
    return 1


def _play(demo: Demo, server: DemoServer, day: CityDay, riders: list[Rider]) -> list[str]:
    """Let everybody act until the last one is back; return what is off."""
    partner = _partner(demo, server, day)
    with demo.show.step("Riders drive the day") as step:
        day.play(riders, [partner], _progress(step))
    admin = server.caller()
    admin.sign_in(world.ADMIN, world.PASSWORD)
    evening = Evening(admin, day.hub_id, demo.journal)
    with demo.show.step("Unloading what came back, booking the last prices and emissions"):
        _close_hub(demo, server, day)
        evening.wait_until_booked()
    demo.note(Stage.OVER)
    if not demo.wish.until_done:
        # Whoever looks at the evening finds it as it is, not an empty day after.
        admin.post("/v1/demo/clock", {"run": False})
    typer.echo(evening.summary())
    return evening.faults(alone=demo.wish.until_done)


def _close_hub(demo: Demo, server: DemoServer, day: CityDay) -> None:
    caller = server.caller()
    caller.sign_in(world.HUB_STAFF, world.PASSWORD)
    staff = HubStaff(caller, demo.journal, hub_id=day.hub_id, seed=demo.wish.seed)
    staff.close_day(day.date, day.time.now())


def _partner(demo: Demo, server: DemoServer, day: CityDay) -> Partner:
    partner = server.caller()
    partner.sign_in(world.PARTNER, world.PASSWORD)
    hours = (world.at("08:30"), world.at("18:30"))
    return Partner("Vélo de l'Est", partner, demo.journal, demo.behaviour, hours, demo.wish.seed)


def _progress(step: Step) -> Callable[[datetime], None]:
    """Return what shows the demo's time on the bar of the day."""
    begin, end = world.at("08:00"), world.at("18:30")

    def show(at: datetime) -> None:
        step.update((at - begin) / (end - begin), f"{at.astimezone(world.ZONE):%H:%M} in Monaco")

    return show


def _open_browser(url: str) -> None:
    """Open the console where there is a desktop; a machine without one just goes on."""
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
