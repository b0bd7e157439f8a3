"""Tables of orders, parcels and order files."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared
from pannier.base.sealed import SealedText
from pannier.core.geo import LonLat


class Order(MerchantShared, Base):
    """What a merchant wants delivered or picked up; all that names a person is sealed."""

    __tablename__ = "orders"
    __table_args__ = (
        Index(
            "uq_orders_reference",
            "org_id",
            "merchant_org_id",
            "reference",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_orders_day", "org_id", "service_date", "hub_id"),
        Index("ix_orders_route", "route_id"),
        Index("ix_orders_phone", "org_id", "phone_index"),
        Index(
            "ix_orders_review",
            "org_id",
            "id",
            postgresql_where=text("review_code is not null or collect_review_code is not null"),
        ),
        Index(
            "ix_orders_bundle",
            "org_id",
            "bundle",
            postgresql_where=text("bundle is not null"),
        ),
    )

    reference: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    source: Mapped[str]
    hub_id: Mapped[uuid.UUID | None]
    hub_given: Mapped[bool]
    # Where its goods lie, or a transfer brings them: a plan of several hubs sends them nowhere else.
    goods_hub_id: Mapped[uuid.UUID | None]
    service_date: Mapped[date]
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]

    line_sealed: Mapped[bytes]
    house_number_sealed: Mapped[bytes | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    recipient_name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    notes_sealed: Mapped[bytes | None]
    access_notes_sealed: Mapped[bytes | None]

    lon: Mapped[float | None]
    lat: Mapped[float | None]
    located_how: Mapped[str | None]
    match_quality: Mapped[int | None]
    match_precision: Mapped[str | None]
    review_code: Mapped[str | None]

    # Where its parcels are collected, when they do not come by the hub; without a line there is no collection.
    collect_line_sealed: Mapped[bytes | None]
    collect_house_number_sealed: Mapped[bytes | None]
    collect_postcode: Mapped[str | None]
    collect_city: Mapped[str | None]
    collect_country: Mapped[str | None]
    collect_name_sealed: Mapped[bytes | None]
    collect_phone_sealed: Mapped[bytes | None]
    collect_notes_sealed: Mapped[bytes | None]
    collect_lon: Mapped[float | None]
    collect_lat: Mapped[float | None]
    collect_located_how: Mapped[str | None]
    collect_match_quality: Mapped[int | None]
    collect_match_precision: Mapped[str | None]
    collect_review_code: Mapped[str | None]
    collect_start: Mapped[datetime | None]
    collect_end: Mapped[datetime | None]
    collect_service_s: Mapped[int | None]
    # When they were taken over there (or came into the hub after all): from then on a delivery like any other.
    collected_at: Mapped[datetime | None]
    # Orders of one merchant and day with the same bundle go by one vehicle.
    bundle: Mapped[str | None]

    weight_g: Mapped[int]
    volume_ml: Mapped[int]
    parcel_count: Mapped[int]
    service_s: Mapped[int | None]
    needs: Mapped[list[str]]
    # What it takes up beyond grams, millilitres and parcels, by name: {"cold_l": 12}.
    other_loads: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What leaving it out of a plan costs; null when it must be served.
    prize_cents: Mapped[int | None]
    # How long its goods may be aboard at most, and of which class they are.
    max_aboard_s: Mapped[int | None]
    goods: Mapped[str | None]
    # Orders of one merchant with the same word go by one vehicle; with the same word here, by different ones.
    together: Mapped[str | None]
    apart: Mapped[str | None]
    # Where its parcels wait in a vehicle that does not go on, until another rider takes them over; kept when taken.
    handover: Mapped[dict[str, Any] | None]
    # When it should have begun: later costs, within its window.
    due_at: Mapped[datetime | None]
    # Further windows behind the first, as pairs of moments: [["2026-03-10T14:00:00+01:00", ...], ...].
    more_windows: Mapped[list[Any]] = mapped_column(default=list)
    # Whether it is on demand, and within how many seconds after it is ready it must have left and be there; null where
    # the hub's rules say so.
    on_demand: Mapped[bool] = mapped_column(default=False)
    leave_within_s: Mapped[int | None]
    deliver_within_s: Mapped[int | None]
    # Since when a rider is sought for it on demand: its minutes count from then; null before.
    sought_at: Mapped[datetime | None]
    proof: Mapped[dict[str, Any]]
    details: Mapped[dict[str, Any]]

    # The quote that it was ordered by, and what that promised: the payer's price and the grams it adds to the plan.
    quote_id: Mapped[uuid.UUID | None]
    quoted_price_cents: Mapped[int | None]
    quoted_currency: Mapped[str | None]
    quoted_co2e_g: Mapped[int | None]

    release_at: Mapped[datetime | None]
    carrier: Mapped[str | None]
    partner_org_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None]
    copied_from: Mapped[uuid.UUID | None]
    copied_from_org_id: Mapped[uuid.UUID | None]
    copied_to: Mapped[uuid.UUID | None]
    # Attempt id -> reason of the failed attempts that hold.
    failed_attempts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Attempt id -> day, windows and route before it failed, in case it is taken back.
    before_failure: Mapped[dict[str, Any] | None]
    # What its merchant sent last, as a keyed digest: the same again is "unchanged" whatever happened since.
    submitted: Mapped[bytes | None]

    line = SealedText("line_sealed")
    house_number = SealedText("house_number_sealed")
    recipient_name = SealedText("recipient_name_sealed")
    recipient_phone = SealedText("phone_sealed")
    recipient_email = SealedText("email_sealed")
    notes = SealedText("notes_sealed")
    access_notes = SealedText("access_notes_sealed")
    collect_line = SealedText("collect_line_sealed")
    collect_house_number = SealedText("collect_house_number_sealed")
    collect_name = SealedText("collect_name_sealed")
    collect_phone = SealedText("collect_phone_sealed")
    collect_notes = SealedText("collect_notes_sealed")

    @property
    def point(self) -> LonLat | None:
        """Return the place on the map, None while it is not known."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)

    @property
    def label(self) -> str:
        """Return the address in one line."""
        return _label(self.line, self.house_number, self.postcode, self.city)

    def window_at(self, begins: datetime | None) -> tuple[datetime | None, datetime | None]:
        """Return of several windows the one in which a service begins that is foreseen for a moment; else the first."""
        further = (
            (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in self.more_windows
        )
        windows = ((self.window_start, self.window_end), *further)
        behind = (one for one in windows if begins and one[1] and begins <= one[1])
        return next(behind, windows[0])

    @property
    def has_collection(self) -> bool:
        """Tell whether its parcels are collected at another address instead of coming by the hub."""
        return self.collect_line_sealed is not None

    @property
    def awaits_collection(self) -> bool:
        """Tell whether its parcels are still where they are collected."""
        return self.has_collection and self.collected_at is None

    @property
    def awaits_handover(self) -> bool:
        """Tell whether its parcels wait in a vehicle that does not go on for another rider to take them over."""
        return self.handover is not None and self.handover["taken_at"] is None

    @property
    def collect_point(self) -> LonLat | None:
        """Return where its parcels are collected, None without a collection or while the place is not known."""
        if self.awaits_handover and self.handover:
            return LonLat(self.handover["lon"], self.handover["lat"])
        known = self.collect_lon is not None and self.collect_lat is not None
        return LonLat(self.collect_lon or 0.0, self.collect_lat or 0.0) if known else None

    @property
    def collect_label(self) -> str:
        """Return the address of the collection in one line; of parcels left in a vehicle, where that stands."""
        if self.handover and not self.awaits_collection:
            return str(self.handover["label"])
        return _label(self.collect_line, self.collect_house_number, self.collect_postcode, self.collect_city)

    @property
    def doubt(self) -> str | None:
        """Return why a person must look at an address, at either end; None when nobody has to."""
        return self.review_code or (self.collect_review_code if self.awaits_collection else None)

    @property
    def failures(self) -> int:
        """Return how many attempts have failed."""
        return len(self.failed_attempts)


def _label(line: str | None, number: str | None, postcode: str | None, city: str | None) -> str:
    line = line or ""
    street = f"{line} {number}" if number and number not in line.split() else line
    town = " ".join(part for part in (postcode, city) if part)
    return ", ".join(part for part in (street, town) if part)


class Parcel(MerchantShared, Base):
    """One parcel of an order; `serial` counts all parcels of the installation and makes its barcode unique."""

    __tablename__ = "parcels"
    __table_args__ = (
        Index("uq_parcels_barcode", "org_id", "barcode", unique=True),
        Index("uq_parcels_order_n", "order_id", "n", unique=True),
    )

    order_id: Mapped[uuid.UUID]
    serial: Mapped[int] = mapped_column(Identity(always=False))
    barcode: Mapped[str]
    n: Mapped[int]
    weight_g: Mapped[int]
    volume_ml: Mapped[int]
    # returned or lost: the parcel ended otherwise than with its recipient.
    fate: Mapped[str | None]


class OrderFile(MerchantShared, Base):
    """A file of orders: how it was read, how far, and with what outcome."""

    __tablename__ = "imports"

    job_id: Mapped[uuid.UUID | None]
    filename: Mapped[str]
    file_sha256: Mapped[str]
    encoding: Mapped[str]
    delimiter: Mapped[str]
    hub_id: Mapped[uuid.UUID | None]
    service_date: Mapped[date | None]
    # Whose orders an operator uploads; a merchant's own upload has merchant_org_id already.
    merchant_of_orders: Mapped[uuid.UUID | None]
    dry_run: Mapped[bool]
    state: Mapped[str] = mapped_column(default="pending")
    orders_total: Mapped[int]
    orders_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int]
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    kept_columns: Mapped[list[str]]
    finished_at: Mapped[datetime | None]


# An entry of `errors` with this level did not keep the row out.
WARNING = "warning"


class OrderFileRow(MerchantShared, Base):
    """What became of one row of a file; `row` is its number in the file, the header being row 1."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("uq_import_rows", "import_id", "row", unique=True),)

    import_id: Mapped[uuid.UUID]
    row: Mapped[int]
    outcome: Mapped[str]
    reference: Mapped[str | None]
    order_id: Mapped[uuid.UUID | None]
    errors: Mapped[list[Any]]


class WindowQuote(MerchantShared, Base):
    """What was answered about windows at an address, so that an order may be placed by it; it says no address.

    `address_index` tells whether an order goes to the same one, `point_index` to the same coordinates where they were
    given; an order may be as heavy, large and many as asked at most. `windows` hold start, end, offered, price and
    grams.
    """

    __tablename__ = "quotes"
    __table_args__ = (Index("ix_quotes_expiry", "org_id", "expires_at"),)

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date]
    address_index: Mapped[bytes]
    point_index: Mapped[bytes | None]
    weight_g: Mapped[int]
    volume_ml: Mapped[int]
    parcels: Mapped[int]
    windows: Mapped[list[Any]]
    currency: Mapped[str]
    expires_at: Mapped[datetime]
