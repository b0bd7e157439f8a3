"""`pannier solve`: plan a routing problem that is in a file; needs no server and no database."""

from pathlib import Path
from typing import Annotated

import typer

_THREADS = (
    "Threads that search: each needs 100 tasks, and 1,000 where vehicles make one trip from the hub, without battery, "
    "break or limit; fewer search where there are not so many."
)
InFile = typer.Argument(exists=True, dir_okay=False, help="Problem as JSON; docs/reference/problem-json.md")


def solve_file(
    file: Annotated[Path, InFile],
    seconds: Annotated[
        float | None, typer.Option(min=0, help="How long to search; 10 when nothing is said.")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(min=0, help="How many iterations to search; the same plan every time.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another seed, another search.")] = 1,
    threads: Annotated[int, typer.Option(min=1, max=256, help=_THREADS)] = 1,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the plan here, not to the output.")
    ] = None,
    check_plan: Annotated[
        Path | None,
        typer.Option("--check", exists=True, dir_okay=False, help="Only check this plan of the problem."),
    ] = None,
) -> None:
    """Plan a problem given as JSON, or check a plan of it. Exit code 1: the plan breaks rules; 2: bad input."""
    from pannier.app.problem_files import check_file, plan_file

    if check_plan is not None:
        raise typer.Exit(check_file(file, check_plan))
    plan_file(file, seconds=seconds, iterations=iterations, seed=seed, threads=threads, out=out)
