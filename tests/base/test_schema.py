"""The migrations make exactly the tables that the models describe."""

from pannier.app import serve, wiring
from pannier.base import schema
from pannier.base.postgres import Urls


def test_the_migrations_match_the_models(postgres_urls: Urls) -> None:
    assert wiring.ROUTERS  # all packages are imported, so all models are known
    assert serve.TableKeyStore
    assert schema.differences(postgres_urls.owner_url) == []


def test_migrating_twice_changes_nothing(postgres_urls: Urls) -> None:
    schema.upgrade(postgres_urls.owner_url)
    assert schema.is_current(postgres_urls.owner_url)
