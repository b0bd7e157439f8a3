"""Tables of contracts with merchants and partners, and of rate cards."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant


class MerchantContract(MerchantShared, Base):
    """A merchant works with the operator that owns the row; `rate_card` is the code of its card."""

    __tablename__ = "merchant_contracts"
    __table_args__ = (Index("uq_merchant_contracts", "org_id", "merchant_org_id", unique=True),)

    name: Mapped[str]
    rate_card: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class PartnerContract(Tenant, Base):
    """A partner delivers for the operator that owns the row.

    `zones` are codes of places.zones it covers, `max_share` its largest share of a merchant's orders of a day,
    `co2e_g_per_delivery` its own estimate, `promise` what it promises in words, `rate_card` the code of its card.
    """

    __tablename__ = "partner_contracts"
    __table_args__ = (Index("uq_partner_contracts", "org_id", "partner_org_id", unique=True),)

    partner_org_id: Mapped[uuid.UUID]
    name: Mapped[str]
    zones: Mapped[list[str]]
    max_share: Mapped[float]
    co2e_g_per_delivery: Mapped[int]
    promise: Mapped[str]
    rate_card: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class RateCardVersion(Tenant, Base):
    """One version of a rate card; never changed once written."""

    __tablename__ = "rate_cards"
    __table_args__ = (Index("uq_rate_cards_version", "org_id", "code", "version", unique=True),)

    code: Mapped[str]
    version: Mapped[int]
    valid_from: Mapped[date]
    currency: Mapped[str]
    owner: Mapped[str]
    partner_org_id: Mapped[uuid.UUID | None]
    body: Mapped[dict[str, Any]]
