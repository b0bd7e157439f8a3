"""Fixtures of the tests of the base."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pannier.base.postgres import EmbeddedPostgres, erase


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A data folder with a database that holds a table; no server runs on it."""
    with tempfile.TemporaryDirectory(prefix="pannier-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedPostgres(Path(folder)) as server, psycopg.connect(server.urls().owner_url) as db:
            db.execute("CREATE TABLE parcels (barcode text)")
        yield Path(folder)
        erase(Path(folder))
