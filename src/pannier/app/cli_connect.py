"""How commands reach a server: by its address and a key, else the one of this data folder, started if need be.

Whoever may read the data folder may do everything with it anyway, so on it no key is asked for: the command signs in
as the first administrator for as long as it runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import httpx2 as httpx
import typer

from pannier.app.cli_running import find_running
from pannier.base.postgres import find_running as find_database
from pannier.base.settings import settings
from pannier.simulate.client import Caller
from pannier.simulate.errors import SimulationError

Url = Annotated[
    str | None,
    typer.Option(
        envvar="PANNIER_URL", help="Address of a server elsewhere; left out: the one of this data folder."
    ),
]
Key = Annotated[
    str | None,
    typer.Option(envvar="PANNIER_API_KEY", help="API key (or session token) for a server elsewhere."),
]


class NotSetUp(SimulationError):
    """Nobody has set this installation up yet."""


@contextmanager
def connected(url: str | None, key: str | None) -> Iterator[Caller]:
    """Give a signed-in caller; errors of the API end the command with their own sentence and exit code 1."""
    try:
        if url is not None:
            caller = _caller(url)
            if key is None:
                raise SimulationError(
                    f"A server elsewhere ({url}) asks for an API key: --key or PANNIER_API_KEY."
                )
            caller.use(key)
            yield caller
        else:
            with _local() as caller:
                yield caller
    except (SimulationError, TimeoutError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@contextmanager
def reachable() -> Iterator[Caller]:
    """Give a caller, not signed in, on the server of this data folder; one is started for the while if none runs."""
    running = find_running(settings().data_dir)
    if running is not None:
        yield _caller(running.url)
        return
    from pannier.app.demo_server import own_server

    server = own_server(settings().data_dir)
    server.start()
    try:
        server.wait()
        yield server.caller()
    finally:
        server.stop()


@contextmanager
def _local() -> Iterator[Caller]:
    with reachable() as caller:
        caller.use(_token())
        try:
            yield caller
        finally:
            caller.delete("/v1/sessions/current")


def _token() -> str:
    """Open a session for the first administrator, straight in the database of this folder."""
    from pannier.accounts.people import find_administrator
    from pannier.accounts.sign_in import open_session
    from pannier.base.scope import SYSTEM
    from pannier.base.transactions import engine_for, transaction

    url = database_url()
    with transaction(SYSTEM, bind=engine_for(url)) as db:
        person = find_administrator(db)
        if person is None:
            raise NotSetUp("This installation has no operator yet; make one with `pannier init`.")
        return open_session(db, person)


def database_url() -> str:
    """Return the address of the database that serves this data folder now."""
    configured = settings().database_url
    urls = None if configured else find_database(settings().data_dir)
    found = configured or (urls.app_url if urls else None)
    if found is None:
        raise SimulationError(f"No database runs on {settings().data_dir}; start `pannier serve`.")
    return found


def _caller(url: str) -> Caller:
    return Caller(httpx.Client(base_url=url.rstrip("/"), timeout=120, trust_env=False))
