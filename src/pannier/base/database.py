"""Declarative base, column types and the kinds of tables that belong to an organisation."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Float, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from pannier.base import clock
from pannier.base.ids import new_id

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time; refuses naive values, so that no zone is ever guessed."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Pass an aware datetime on; raise ValueError for a naive one."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; give one.")
        return value


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        uuid.UUID: Uuid(as_uuid=True),
        datetime: Moment(),
        str: Text(),
        int: BigInteger(),
        float: Float(53),
        bytes: LargeBinary(),
        dict[str, Any]: JSONB(),
        list[str]: JSONB(),
        list[Any]: JSONB(),
    }

    @declared_attr
    def id(cls) -> Mapped[uuid.UUID]:  # noqa: N805
        """Return the primary key column: a UUIDv7, so that rows of one day lie together."""
        return mapped_column(primary_key=True, default=new_id, sort_order=-10)

    @declared_attr
    def created_at(cls) -> Mapped[datetime]:  # noqa: N805
        """Return the column that holds when the row was written, by Pannier's clock."""
        return mapped_column(default=clock.now, sort_order=90)


class Owned:
    """A table whose rows belong to one organisation; use one of the four kinds below, never this."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        kinds = [kind for kind in cls.__mro__[1:] if Owned in kind.__bases__]
        if len(kinds) > 1:
            raise TypeError(f"{cls.__name__} is of {len(kinds)} kinds; a table is of exactly one.")

    org_id: Mapped[uuid.UUID] = mapped_column(index=True, sort_order=-9)


class Tenant(Owned):
    """Seen by its own organisation only; a merchant's session sees none of it."""


class MerchantReadable(Owned):
    """Seen by its own organisation and by every merchant that works with it."""


class MerchantShared(Owned):
    """Owned by the operator; the merchant named in the row sees it by grant."""

    merchant_org_id: Mapped[uuid.UUID | None] = mapped_column(index=True, sort_order=-8)


class PartnerShared(Owned):
    """Owned by the operator; the partner named in the row sees it too (offers)."""

    partner_org_id: Mapped[uuid.UUID] = mapped_column(index=True, sort_order=-8)
