"""Commands of whoever runs the installation: the API's description, migrations, keys."""

import json
from typing import Annotated

import typer

from pannier.base.settings import settings

db = typer.Typer(
    help="Bring the database to the present schema.", no_args_is_help=True, rich_markup_mode=None
)
keys = typer.Typer(
    help="Manage the keys of stored personal data.", no_args_is_help=True, rich_markup_mode=None
)


def openapi() -> None:
    """Print the API's description (OpenAPI) as JSON."""
    from pannier.app.web import create_app, describe

    typer.echo(json.dumps(describe(create_app()), indent=2, ensure_ascii=False))


@db.command()
def upgrade() -> None:
    """Run all migrations that the database has not seen; `serve` does it by itself."""
    from pannier.app.serve import open_database

    with open_database():
        typer.echo("The database is at the present schema.")


@db.command()
def revision(message: Annotated[str, typer.Argument(help="What the migration is for.")]) -> None:
    """Write the migration from the database to the models (for developers)."""
    from pannier.app import wiring
    from pannier.app.serve import open_database
    from pannier.base import schema

    wiring.wire()
    with open_database() as urls:
        schema.write_revision(urls.owner_url, message)


@keys.command()
def rotate() -> None:
    """Make a new master key and wrap all data keys with it; sealed data stay readable and are not rewritten."""
    from pannier.app.cli_running import find_running
    from pannier.app.serve import open_database
    from pannier.base.encryption import rotate_master_key, use_store
    from pannier.base.key_table import TableKeyStore

    if find_running(settings().data_dir) is not None:
        typer.echo("Stop the server first (pannier stop): it would go on with the old key.", err=True)
        raise typer.Exit(1)
    with open_database():
        use_store(TableKeyStore())
        typer.echo(
            f"Wrapped {rotate_master_key()} data keys with a new master key. Back it up: it opens all data."
        )
