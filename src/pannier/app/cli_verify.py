"""`pannier verify`: recompute every emission record and both chains of hashes."""

from pathlib import Path
from typing import Annotated

import typer

from pannier.app.cli_connect import Key, Url, connected, database_url, reachable
from pannier.app.demo_folders import demo_folders
from pannier.base.settings import settings


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="An exported ledger (GET /v1/emissions/ledger)."),
    ] = None,
    url: Url = None,
    key: Key = None,
) -> None:
    """Recompute all emission records; of this data folder also the event log's chain. Exit code 1 on any fault."""
    if file is not None:
        with file.open(encoding="utf-8") as lines:
            fine = _ledger(file.name, [line.rstrip("\n") for line in lines])
    elif url is not None:
        with connected(url, key) as caller:
            fine = _ledger(url, caller.text("/v1/emissions/ledger").splitlines())
    else:
        _check_data()
        fine = _database()
    raise typer.Exit(0 if fine else 1)


def _check_data() -> None:
    """Refuse to make a new installation just to find that it holds nothing."""
    configured = settings()
    if configured.database_url or _has_data(configured.data_dir):
        return
    demo = next(filter(_has_data, demo_folders(configured.data_dir)), None)
    hint = f" The demo's data are in {demo}: PANNIER_DATA_DIR={demo} pannier verify." if demo else ""
    typer.echo(f"There is nothing to verify in {configured.data_dir}.{hint}", err=True)
    raise typer.Exit(1)


def _has_data(folder: Path) -> bool:
    return (folder / "postgres.json").exists()


def _database() -> bool:
    """Verify every organisation of this data folder."""
    from pannier.accounts.people import list_organisations
    from pannier.base.encryption import use_store
    from pannier.base.eventlog import verify_chain
    from pannier.base.key_table import TableKeyStore
    from pannier.base.scope import SYSTEM, Scope
    from pannier.base.transactions import engine_for, transaction
    from pannier.emissions.export import export_lines

    fine = True
    with reachable():
        bind = engine_for(database_url())
        use_store(TableKeyStore(bind))
        with transaction(SYSTEM, bind=bind) as db:
            organisations = [(row.id, row.name) for row in list_organisations(db)]
        for org_id, name in organisations:
            with transaction(Scope(org_id), bind=bind) as db:
                count, fault = verify_chain(db)
                lines = list(export_lines(db))
            typer.echo(f"{name}: {count} events, " + (f"BROKEN: {fault}" if fault else "chain unbroken"))
            fine = _ledger(name, lines) and fault is None and fine
        bind.dispose()
    return fine


def _ledger(name: str, lines: list[str]) -> bool:
    from pannier.emissions.verify import verify_export

    findings = verify_export(lines)
    for line in findings.words():
        typer.echo(f"{name}: {line}")
    return findings.ok
