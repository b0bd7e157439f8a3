"""The command line: `pannier serve`, `worker`, `import`, `plan`, `report`, `verify`, `demo`, `map`, `doctor`."""

import os
import signal
import sys
import threading
from typing import Annotated

import typer

from pannier.base.logging import configure_logging

app = typer.Typer(
    name="pannier",
    help="Self-hosted dispatch for sustainable last-mile delivery.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def serve() -> None:
    """Serve Pannier: database, web, API and background work, until Ctrl-C."""
    from pannier.app.banner import show_banner
    from pannier.app.serve import serve as serve_until_stopped

    configure_logging()
    serve_until_stopped(show_banner)


@app.command()
def worker(
    until_input_ends: Annotated[
        bool, typer.Option(help="End when standard input closes, that is, when the parent process is gone.")
    ] = False,
) -> None:
    """Run one more background worker on the configured database."""
    from pannier.app.worker import run

    configure_logging()
    if until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    run()


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
