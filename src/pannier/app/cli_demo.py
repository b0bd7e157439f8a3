"""`pannier demo`: a whole day of a made-up operator on real streets, in one command."""

from pathlib import Path
from typing import Annotated

import typer

from pannier.base.settings import settings


def demo(
    until_done: Annotated[
        bool,
        typer.Option(
            help="Play the day headless as fast as it goes, print the summary and end (0 = all well)."
        ),
    ] = False,
    reset: Annotated[bool, typer.Option(help="Delete the demo's data and end.")] = False,
    stop: Annotated[bool, typer.Option(help="End a demo that was left running.")] = False,
    seed: Annotated[int, typer.Option(help="Chance of the day: the same seed gives the same outcomes.")] = 1,
    factor: Annotated[float, typer.Option(min=1, max=3600, help="Demo seconds in a real second.")] = 60.0,
    budget: Annotated[float, typer.Option(min=1, max=600, help="Seconds of search for the plan.")] = 20.0,
    port: Annotated[
        int | None, typer.Option(help="Port of the server; the next free one from 8400 when left out.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the console in the browser.")] = True,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the demo's data.")] = None,
) -> None:
    """Run the demo: an operator in Monaco, 320 orders, vans, cargo bikes and a walker, one day at 60 times the speed.

    The first start sets everything up. A later one goes on with an unfinished day, or begins the day anew.
    """
    from pannier.app import demo_run
    from pannier.app.demo import Wish
    from pannier.app.demo_folders import demo_folder, demo_folders

    folder = (data_dir or demo_folder(settings().data_dir, until_done=until_done)).absolute()
    if reset or stop:
        both = [folder] if data_dir else demo_folders(settings().data_dir)
        raise typer.Exit(demo_run.stop(both) if stop else demo_run.reset(both))
    wish = Wish(until_done=until_done, seed=seed, factor=factor, port=port, budget_s=budget)
    raise typer.Exit(demo_run.run(folder, wish, browser=browser and not until_done))
