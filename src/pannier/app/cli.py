"""The command line: serve, worker, import, plan, report, solve, demo, map, doctor and more; one file a group.

Only the command that is asked for is imported: `pannier solve` needs no server, and must not wait for one's packages.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from pannier import __version__

_VERBS = {
    "demo": ("cli_demo", "demo"),
    "serve": ("cli_serve", "serve"),
    "worker": ("cli_serve", "worker"),
    "stop": ("cli_serve", "stop"),
    "init": ("cli_init", "init"),
    "import": ("cli_orders", "import_file"),
    "plan": ("cli_orders", "plan"),
    "report": ("cli_orders", "report"),
    "solve": ("cli_solve", "solve_file"),
    "verify": ("cli_verify", "verify"),
    "doctor": ("cli_doctor", "doctor"),
    "openapi": ("cli_admin", "openapi"),
    "map": ("cli_map", "app"),
    "db": ("cli_admin", "db"),
    "keys": ("cli_admin", "keys"),
}
"""The module of `pannier.app` that a verb is in, and its name there: a function, or a group of verbs."""


def _command(verb: str) -> Any:
    """Return the command of a verb."""
    module, name = _VERBS[verb]
    found = getattr(import_module(f"pannier.app.{module}"), name)
    if isinstance(found, typer.Typer):
        return get_group(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(verb)(found)
    return get_command(alone)


class _Commands(Mapping[str, Any]):
    """All commands by verb, each made when it is asked for."""

    def __getitem__(self, verb: str) -> Any:
        return _command(verb)

    def __iter__(self) -> Iterator[str]:
        return iter(_VERBS)

    def __len__(self) -> int:
        return len(_VERBS)


class _Group(TyperGroup):
    """The group of all verbs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is ever added to it


app = typer.Typer(
    name="pannier",
    cls=_Group,
    help="Self-hosted dispatch for sustainable last-mile delivery. Start with `pannier demo` or `pannier init`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(asked: bool) -> None:
    """Print the version and end when it is asked for."""
    if asked:
        typer.echo(f"pannier {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    del version  # Its callback has told it.


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
