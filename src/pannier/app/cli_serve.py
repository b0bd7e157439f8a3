"""Commands that run processes: serve, worker, stop."""

import os
import signal
import sys
import threading
from typing import Annotated

import typer

from pannier.base.logging import configure_logging
from pannier.base.settings import settings

UntilInputEnds = Annotated[
    bool, typer.Option(help="End when standard input closes, that is, when the parent process is gone.")
]


def serve(until_input_ends: UntilInputEnds = False) -> None:
    """Serve Pannier: database, web, API and background work, until Ctrl-C.

    Settings are PANNIER_… variables; docs/reference/settings.md lists them. Data lie in .pannier of this folder.
    """
    from pannier.app.banner import show_banner
    from pannier.app.cli_running import find_running
    from pannier.app.serve import serve as serve_until_stopped
    from pannier.base.postgres.errors import PostgresError

    configure_logging()
    running = find_running(settings().data_dir)
    if running is not None:
        typer.echo(
            f"A server runs here already: {running.url} (process {running.pid}). End it: pannier stop",
            err=True,
        )
        raise typer.Exit(1)
    _check_port()
    if until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        serve_until_stopped(show_banner)
    except PostgresError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def worker(until_input_ends: UntilInputEnds = False) -> None:
    """Run one more background worker on the configured database."""
    from pannier.app.worker import run

    configure_logging()
    if until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    run()


def stop() -> None:
    """Stop the server that works on this data folder, also one that was left running."""
    from pannier.app.cli_running import stop_running

    folders = [settings().data_dir, *(settings().data_dir / name for name in ("demo", "demo-until-done"))]
    stopped = [folder for folder in folders if stop_running(folder)]
    for folder in stopped:
        typer.echo(f"Stopped the server of {folder}.")
    if not stopped:
        typer.echo(f"No server runs on {settings().data_dir}.")


def _check_port() -> None:
    """End with a clear sentence when somebody else listens on our port."""
    from pannier.app.demo_ports import is_free

    configured = settings()
    ports = {"PANNIER_PORT": (configured.host, configured.port)}
    if configured.https_port:
        ports["PANNIER_HTTPS_PORT"] = (configured.https_host, configured.https_port)
    for name, (host, port) in ports.items():
        if port and not is_free(port, host=host):
            typer.echo(
                f"Port {port} is in use. End what listens there, or choose another one: {name}=…", err=True
            )
            raise typer.Exit(1)


def _end_with_input() -> None:
    # Not through sys.stdin: its lock, held by this thread, would break the interpreter's own end.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
