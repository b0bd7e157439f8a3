"""Tables of organisations, people, sessions, API keys and sign-in codes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, Tenant
from pannier.base.sealed import SealedText


class Organisation(Base):
    """An operator, merchant or partner; its own id is the `org_id` of all that it owns."""

    __tablename__ = "organisations"

    kind: Mapped[str]
    name: Mapped[str]
    timezone: Mapped[str]
    currency: Mapped[str]
    country: Mapped[str]
    # What a plan counts for a kilogram CO2e, in minor units: a shadow price, charged to nobody.
    co2e_cents_per_kg: Mapped[int] = mapped_column(default=0)
    # What a plan counts for a promise that is not kept, and for each hour of lateness.
    late_once_cents: Mapped[int] = mapped_column(default=300)
    late_hour_cents: Mapped[int] = mapped_column(default=600)
    # Classes of goods and what they never share a trip with; null: as goods_classes.toml says.
    goods_classes: Mapped[list[Any] | None]


class Person(Tenant, Base):
    """Someone with an account; name and e-mail are sealed, the e-mail is found by its blind index."""

    __tablename__ = "people"
    __table_args__ = (Index("uq_people_email_index", "email_index", unique=True),)

    email_index: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    name_sealed: Mapped[bytes]
    password_hash: Mapped[str | None]
    roles: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    name = SealedText("name_sealed")
    email = SealedText("email_sealed")


class SignIn(Tenant, Base):
    """A session of a person; only the hash of its token is stored."""

    __tablename__ = "sessions"
    __table_args__ = (Index("uq_sessions_token_hash", "token_hash", unique=True),)

    token_hash: Mapped[bytes]
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ApiKey(Tenant, Base):
    """A key of an organisation's own programs; only the hash of its secret is stored."""

    __tablename__ = "api_keys"
    __table_args__ = (Index("uq_api_keys_prefix", "prefix", unique=True),)

    name: Mapped[str]
    prefix: Mapped[str]
    secret_hash: Mapped[bytes]
    scopes: Mapped[list[str]]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInCode(Tenant, Base):
    """A one-time code that signs a rider's phone in; shown as QR."""

    __tablename__ = "sign_in_codes"
    __table_args__ = (Index("uq_sign_in_codes_hash", "code_hash", unique=True),)

    code_hash: Mapped[bytes]
    person_id: Mapped[uuid.UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Grant(Tenant, Base):
    """An operator (owner of the row) lets a merchant work with it and see its own orders there."""

    __tablename__ = "merchant_grants"
    __table_args__ = (Index("uq_merchant_grants", "org_id", "merchant_org_id", unique=True),)

    merchant_org_id: Mapped[uuid.UUID] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
