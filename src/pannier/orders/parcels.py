"""Make the parcels of orders, with barcodes that no other parcel of the installation has."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.base.settings import settings
from pannier.core.sscc import sscc
from pannier.core.units import split_exactly
from pannier.orders.models import Order, Parcel

SERIALS = "parcels", "serial"


def next_serials(db: Session, count: int) -> list[int]:
    """Take `count` numbers from the parcels' sequence; numbers of a rolled-back transaction stay unused.

    A sequence and no counter row, so that two requests never wait for each other.
    """
    if count == 0:
        return []
    sequence = func.pg_get_serial_sequence(*SERIALS)
    return list(db.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))))


def add_parcels(db: Session, wanted: Sequence[tuple[Order, Sequence[tuple[int, int]]]]) -> None:
    """Add parcels to orders: for each order the (g, ml) of every new parcel."""
    serials = iter(next_serials(db, sum(len(loads) for _, loads in wanted)))
    prefix = settings().gs1_prefix
    for order, loads in wanted:
        for n, (weight_g, volume_ml) in enumerate(loads, 1):
            serial = next(serials)
            db.add(
                Parcel(
                    org_id=order.org_id, merchant_org_id=order.merchant_org_id, order_id=order.id, n=n,
                    serial=serial, barcode=sscc(prefix, serial), weight_g=weight_g, volume_ml=volume_ml,
                )
            )  # fmt: skip


def split_load(weight_g: int, volume_ml: int, parcels: int) -> list[tuple[int, int]]:
    """Split an order's load evenly among its parcels; the shares sum to the whole exactly."""
    even = [1] * parcels
    return list(zip(split_exactly(weight_g, even), split_exactly(volume_ml, even), strict=True))


def refit_parcels(db: Session, order: Order, loads: Sequence[tuple[int, int]]) -> None:
    """Bring an order's parcels to a new number and load; kept ones keep their barcodes."""
    kept = list(db.scalars(select(Parcel).where(Parcel.order_id == order.id).order_by(Parcel.n)))
    for parcel, (weight_g, volume_ml) in zip(kept, loads, strict=False):
        parcel.weight_g, parcel.volume_ml = weight_g, volume_ml
    for parcel in kept[len(loads) :]:
        db.delete(parcel)
    missing = loads[len(kept) :]
    for n, (parcel_load, serial) in enumerate(
        zip(missing, next_serials(db, len(missing)), strict=True), len(kept) + 1
    ):
        db.add(
            Parcel(
                org_id=order.org_id, merchant_org_id=order.merchant_org_id, order_id=order.id, n=n,
                serial=serial, barcode=sscc(settings().gs1_prefix, serial),
                weight_g=parcel_load[0], volume_ml=parcel_load[1],
            )
        )  # fmt: skip
