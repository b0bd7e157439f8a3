"""A server given by URL is checked and gets a runtime role that row-level security binds."""

from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest

from pannier.base.postgres import PostgresFailed, PostgresUnsuitable, Urls, server_from_url
from tests.conftest_postgres import TestServer, with_database

NewDatabase = Callable[[], Urls]


def name_of(urls: Urls) -> str:
    return urlsplit(urls.owner_url).path.strip("/")


def test_runtime_role_uses_tables_and_does_not_change_them(
    postgres_server: TestServer, new_database: NewDatabase
) -> None:
    urls = server_from_url(with_database(postgres_server.admin_url, name_of(new_database())))
    with psycopg.connect(urls.owner_url) as db:
        db.execute("CREATE TABLE vans (id int)")
    with psycopg.connect(urls.app_url) as db:
        db.execute("INSERT INTO vans VALUES (1)")
        rights = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert db.execute(rights).fetchone() == (False,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("DROP TABLE vans")


def test_second_time_gives_the_same_addresses(postgres_server: TestServer, new_database: NewDatabase) -> None:
    url = with_database(postgres_server.admin_url, name_of(new_database()))
    assert server_from_url(url) == server_from_url(url)


def test_role_that_may_not_create_roles_works_as_itself(new_database: NewDatabase) -> None:
    url = new_database().owner_url
    urls = server_from_url(url)
    assert urls.owner_url == url
    with psycopg.connect(urls.app_url) as db:
        rights = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert db.execute(rights).fetchone() == (False,)


def test_other_encoding_is_refused(postgres_server: TestServer) -> None:
    create = "CREATE DATABASE {} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    name = "pannier_latin_one"
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as db:
        db.execute(psycopg.sql.SQL(create).format(psycopg.sql.Identifier(name)))
        try:
            with pytest.raises(PostgresUnsuitable, match="LATIN1"):
                server_from_url(with_database(postgres_server.admin_url, name))
        finally:
            db.execute("DROP DATABASE pannier_latin_one")


def test_silent_server_is_named_with_the_setting() -> None:
    with pytest.raises(PostgresFailed, match="PANNIER_DATABASE_URL does not answer"):
        server_from_url("postgresql://nobody@127.0.0.1:1/pannier")


def test_rubbish_is_no_url() -> None:
    with pytest.raises(PostgresUnsuitable, match="not usable"):
        server_from_url("rubbish://")
