"""What other packages see of orders and parcels: the rows themselves, for reading only."""

from pannier.orders.models import Order, Parcel

OrderView = Order
ParcelView = Parcel

__all__ = ["OrderView", "ParcelView"]
