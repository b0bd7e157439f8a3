"""Who sees what: by the session's scope, and by row-level security under it."""

import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Mapped

from pannier.accounts.models import Person
from pannier.accounts.people import create_person, list_people
from pannier.base.database import Base, MerchantShared, Tenant
from pannier.base.row_security import owned_tables
from pannier.base.scope import SYSTEM, Scope, UnscopedSession, acting_as
from pannier.base.transactions import the_engine, transaction
from tests.support.organisations import Organisation


def _person(organisation: Organisation) -> uuid.UUID:
    with organisation.session() as db:
        return create_person(db, name="Ana", roles=["dispatcher"]).id


def test_another_organisation_sees_nothing(operator: Organisation, stranger: Organisation) -> None:
    person_id = _person(operator)
    with stranger.session() as db:
        assert db.get(Person, person_id) is None
        assert list_people(db) == []
    with operator.session() as db:
        assert [person.name for person in list_people(db)] == ["Ana"]


def test_a_session_without_scope_refuses_every_statement(engine: object) -> None:
    from sqlalchemy.orm import Session

    with Session(the_engine()) as db, pytest.raises(UnscopedSession):
        db.scalars(select(Person)).all()


def test_row_security_holds_where_a_statement_escapes_the_scope(
    operator: Organisation, stranger: Organisation
) -> None:
    _person(operator)
    with stranger.session() as db:
        assert db.scalar(text("select count(*) from people")) == 0
    with operator.session() as db:
        assert db.scalar(text("select count(*) from people")) == 1


def test_row_security_refuses_a_row_for_another_organisation(
    operator: Organisation, stranger: Organisation
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), operator.session() as db:
        db.add(Person(org_id=stranger.org_id, name="Eve", roles=["rider"]))
        db.flush()


def test_a_merchant_sees_no_table_of_its_operators_own(operator: Organisation) -> None:
    _person(operator)
    with transaction(Scope(operator.org_id, merchant_org_id=uuid.uuid4())) as db:
        assert list_people(db) == []
        assert db.scalar(text("select count(*) from people")) == 0


def test_acting_as_another_organisation_ends_with_its_block(
    operator: Organisation, stranger: Organisation
) -> None:
    _person(stranger)
    with transaction(SYSTEM) as db:
        with acting_as(db, stranger.org_id):
            assert len(list_people(db)) == 1
        with acting_as(db, operator.org_id):
            assert list_people(db) == []


def test_every_table_of_an_organisation_is_under_row_security(engine: object) -> None:
    with the_engine().connect() as connection:
        query = "select tablename from pg_policies where policyname = 'own_rows'"
        secured = set(connection.scalars(text(query)))
    assert set(owned_tables()) <= secured
    with_org = {table.name for table in Base.metadata.tables.values() if "org_id" in table.columns}
    assert with_org <= secured


def test_a_table_is_of_exactly_one_kind() -> None:
    with pytest.raises(TypeError, match="exactly one"):

        class Both(Tenant, MerchantShared):
            x: Mapped[int]
