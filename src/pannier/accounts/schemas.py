"""What accounts take in and give out over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, EmailStr, Field, StringConstraints

from pannier.accounts.goods import classes_of
from pannier.accounts.models import ApiKey, Organisation, Person
from pannier.base.schemas import In, Out

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Roles = Annotated[list[str], Field(min_length=1, max_length=8)]
# As typed: blanks at either end belong to a password.
TypedPassword = Annotated[str, StringConstraints(max_length=200, strip_whitespace=False)]
Password = Annotated[str, StringConstraints(min_length=10, max_length=200, strip_whitespace=False)]

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Cents = Annotated[int, Field(ge=0, le=1_000_000)]
MOST_CLASSES = 30
_PRICES = ("co2e_cents_per_kg", "late_once_cents", "late_hour_cents")
_CARBON = "What plans count for a kilogram CO2e, in minor units: a shadow price, charged to nobody."
_LATE_ONCE = (
    "What plans count for a delivery that begins after it was due, in minor units; charged to nobody."
)
_LATE_HOUR = "What plans count for each hour that it begins late, in minor units, in proportion."


class SignInIn(In):
    """E-mail and password."""

    email: str = Field(max_length=254, examples=["dispatch@rocher.example"])
    password: TypedPassword = Field(examples=["a long password"])


class CodeIn(In):
    """A rider's one-time code."""

    code: str = Field(max_length=64)


class OrganisationOut(Out):
    """An organisation."""

    id: uuid.UUID
    kind: str
    name: str
    timezone: str
    currency: str
    country: str


class GoodsClassIn(In):
    """A class of goods that orders may name."""

    code: Code = Field(examples=["food"])
    label: Label = Field(examples=["Food"])
    not_with: list[Code] = Field(default=[], max_length=MOST_CLASSES, examples=[["chemicals"]])
    """Codes that it never shares a trip with; its own code means that it always goes alone."""


class GoodsClassOut(Out):
    """A class of goods that orders may name."""

    code: str = Field(examples=["food"])
    """What orders call it."""
    label: str = Field(examples=["Food"])
    """What people call it."""
    not_with: list[str] = Field(examples=[["chemicals"]])
    """Codes that it never shares a trip with; its own code means that it always goes alone."""


class OrganisationChange(In):
    """What to change of your organisation; fields that are left out stay."""

    co2e_cents_per_kg: Cents = Field(default=0, description=_CARBON, examples=[20])
    late_once_cents: Cents = Field(default=0, description=_LATE_ONCE, examples=[300])
    late_hour_cents: Cents = Field(default=0, description=_LATE_HOUR, examples=[600])
    goods_classes: list[GoodsClassIn] | None = Field(default=None, max_length=MOST_CLASSES)
    """All classes of goods; null goes back to the usual ones."""


class OwnOrganisationOut(OrganisationOut):
    """Your organisation with what it decides for its plans."""

    co2e_cents_per_kg: int = Field(description=_CARBON)
    late_once_cents: int = Field(description=_LATE_ONCE, examples=[300])
    late_hour_cents: int = Field(description=_LATE_HOUR, examples=[600])
    goods_classes: list[GoodsClassOut]
    """The classes of goods that orders may name."""
    has_own_classes: bool
    """Whether the classes of goods are your own; else they are the usual ones."""

    @classmethod
    def of(cls, organisation: Organisation) -> "OwnOrganisationOut":
        """Show an organisation."""
        known = OrganisationOut.model_validate(organisation).model_dump()
        prices = {name: getattr(organisation, name) for name in _PRICES}
        classes = [GoodsClassOut.model_validate(one) for one in classes_of(organisation.goods_classes)]
        has_own = organisation.goods_classes is not None
        return cls(**known, **prices, goods_classes=classes, has_own_classes=has_own)


class PersonOut(Out):
    """A person with an account."""

    id: uuid.UUID
    name: str
    email: str | None
    roles: list[str]
    active: bool

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        """Show a person."""
        return cls.model_validate(person)


class MeOut(Out):
    """Who is signed in and what they may do."""

    person: PersonOut | None
    organisation: OrganisationOut
    roles: list[str]
    permissions: list[str]
    operator: OrganisationOut
    """The organisation whose orders are shown: for merchants the operator they work with, else their own."""

    @classmethod
    def of(
        cls, person: Person | None, home: Organisation, operator: Organisation, permissions: frozenset[str]
    ) -> "MeOut":
        """Show the caller."""
        return cls(
            person=PersonOut.of(person) if person else None,
            organisation=OrganisationOut.model_validate(home),
            roles=list(person.roles) if person else [],
            permissions=sorted(permissions),
            operator=OrganisationOut.model_validate(operator),
        )


class TokenOut(Out):
    """A session; send the token as `Authorization: Bearer <token>`. Browsers use the cookie set beside it."""

    token: str
    me: MeOut


class PersonIn(In):
    """A new person."""

    name: Name = Field(examples=["Ana Rossi"])
    email: EmailStr | None = None
    password: Password | None = None
    roles: Roles = Field(examples=[["dispatcher"]])


class PersonChange(In):
    """What to change of a person; fields that are left out stay."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Ana Rossi"}})

    name: Name = ""
    email: EmailStr | None = None
    password: Password = Field(default="", description="A new one; ends all sessions of the person.")
    roles: Roles = Field(default=[], description="All roles from now on.")
    active: bool = Field(default=True, description="False closes the account and ends all its sessions.")


class PasswordChange(In):
    """One's own new password, and the present one."""

    current: TypedPassword = Field(examples=["a long password"], description="The present one.")
    new: Password = Field(
        examples=["an even longer password"], description="The one to use from now on; 10 characters or more."
    )


class ApiKeyIn(In):
    """A new API key."""

    name: Name = Field(examples=["shop"])
    scopes: list[str] = Field(min_length=1, max_length=50, examples=[["orders:write", "orders:read"]])
    days: int | None = Field(
        default=None, ge=1, le=3650, description="Days until it expires; null means never."
    )


class ApiKeyOut(Out):
    """An API key without its secret."""

    id: uuid.UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyOut":
        """Show a key."""
        return cls.model_validate(key)


class NewApiKeyOut(Out):
    """A new API key with its secret, shown this once."""

    secret: str
    key: ApiKeyOut


class SetUpOrganisation(In):
    """The first operator."""

    name: Name = Field(examples=["Rocher Cargo"])
    timezone: str = Field(examples=["Europe/Monaco"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])
    country: str = Field(pattern="^[A-Z]{2}$", examples=["MC"])


class SetUpPerson(In):
    """Its administrator."""

    name: Name
    email: EmailStr
    password: Password


class SetUpIn(In):
    """First-run set-up; `token` was printed by `pannier serve`."""

    token: str = Field(max_length=100)
    organisation: SetUpOrganisation
    person: SetUpPerson
