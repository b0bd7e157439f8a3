"""The kept morning comes back whole, whatever happened since."""

from pathlib import Path

import psycopg

from pannier.accounts import people
from pannier.app import demo_snapshot
from pannier.base import schema
from pannier.base.encryption import in_memory
from pannier.base.postgres import EmbeddedPostgres
from pannier.base.scope import SYSTEM
from pannier.base.settings import override
from pannier.base.transactions import engine_for, transaction

DETAILS = {"timezone": "Europe/Monaco", "currency": "EUR", "country": "MC"}


def make(url: str, name: str) -> None:
    with override(database_url=url), in_memory(), transaction(SYSTEM, bind=engine_for(url)) as db:
        people.create_organisation(db, kind="operator", name=name, **DETAILS)


def names(url: str) -> list[str]:
    with psycopg.connect(url) as db:
        db.execute("select set_config('pannier.system', 'on', false)")
        return [row[0] for row in db.execute("select name from organisations order by name")]


def test_a_snapshot_brings_back_the_rows_of_its_moment_and_their_events(tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "snapshot"
    with EmbeddedPostgres(data) as server:
        urls = server.urls()
        schema.upgrade(urls.owner_url)
        make(urls.app_url, "Morning")
        demo_snapshot.keep(data, kept)
        make(urls.app_url, "Afternoon")
        assert names(urls.owner_url) == ["Afternoon", "Morning"]
        engine_for(urls.app_url).dispose()
    assert demo_snapshot.restore(data, kept)
    with EmbeddedPostgres(data) as server:
        assert names(server.urls().owner_url) == ["Morning"]
        make(server.urls().app_url, "Noon")
        engine_for(server.urls().app_url).dispose()


def test_without_a_snapshot_nothing_is_restored(tmp_path: Path) -> None:
    assert not demo_snapshot.restore(tmp_path / "data", tmp_path / "snapshot")
