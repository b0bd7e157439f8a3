"""All tables in an empty database."""

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from pannier.base.database import Base
from pannier.base.transactions import sqlalchemy_url


def make_schema(owner_url: str) -> None:
    """Make the tables unless they are there."""
    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    if inspect(engine).has_table("events"):
        return
    with engine.begin() as connection:
        Base.registry.configure()
        Base.metadata.create_all(connection)
        from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

        connection.execute(text(QueryBuilderEnvironment().build_install_query().replace(":", "\\:")))
