"""The database fixture that all other tests stand on."""

from collections.abc import Callable

import psycopg
import pytest

from pannier.base.postgres import Urls


def test_owner_makes_tables_and_app_only_uses_them(new_database: Callable[[], Urls]) -> None:
    urls = new_database()
    with psycopg.connect(urls.owner_url) as db:
        db.execute("CREATE TABLE bikes (id int)")
    with psycopg.connect(urls.app_url) as db:
        db.execute("INSERT INTO bikes VALUES (7)")
        assert db.execute("SELECT id FROM bikes").fetchone() == (7,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("CREATE TABLE vans (id int)")


def test_app_cannot_pass_row_level_security(postgres_urls: Urls) -> None:
    with psycopg.connect(postgres_urls.app_url) as db:
        rights = "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert db.execute(rights).fetchone() == (False, False, False)


def test_every_database_is_a_fresh_copy(new_database: Callable[[], Urls], postgres_urls: Urls) -> None:
    with psycopg.connect(postgres_urls.owner_url) as db:
        db.execute("CREATE TABLE only_here (id int)")
        db.rollback()
    assert len({new_database().app_url, new_database().app_url, postgres_urls.app_url}) == 3
