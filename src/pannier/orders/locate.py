"""Find the place of an order on the map, or say why a person has to look at its address."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.connect.geocoder import Candidate, Match
from pannier.core.address import Address
from pannier.core.events import OrderInReview, OrderLocated
from pannier.core.geo import LonLat
from pannier.core.order_limits import Fault
from pannier.core.order_states import FieldGroup, OrderStatus, open_fields
from pannier.orders.decide import check_point
from pannier.orders.models import Order
from pannier.orders.problems import FieldClosed, OrderRefused, refusal
from pannier.orders.service import locked
from pannier.orders.service_days import ServiceDays
from pannier.places import service as places
from pannier.places.models import Hub
from pannier.places.problems import MapNotBuilt
from pannier.places.profiles import profile_of

OFF_NETWORK = "off_network"
NO_HUB = "no_hub"
# Coordinates further than this from any street a bicycle may use are looked at by a person.
SNAP_CUTOFF_M = 200
SNAP_KIND = "cargo_bike"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an order goes to and how sure that is; quality runs from 0 to 100."""

    point: LonLat
    quality: int
    precision: str
    how: str


def locate(db: Session, order: Order) -> None:
    """Give the order its place, or put it into address review; records which of the two."""
    if order.located_how == "partner":
        _settle_copy(db, order)
        return
    hub = places.get_hub(db, order.hub_id) if order.hub_id else None
    if hub is None:
        _review(db, order, NO_HUB)
    else:
        try:
            _on_map(db, order, hub)
        except MapNotBuilt as missing:
            _review(db, order, missing.code)


def _on_map(db: Session, order: Order, hub: Hub) -> None:
    if order.located_how == "given" and order.point is not None:
        _check_given(db, order, hub, order.point)
    else:
        _geocode(db, order, hub)


def _settle_copy(db: Session, order: Order) -> None:
    """Trust the place of a partner's copy: the operator has located it already."""
    if order.point is None:
        _review(db, order, "empty")
        return
    quality, precision = order.match_quality or 0, order.match_precision or "house"
    record(db, OrderLocated(order_id=order.id, match_quality=quality, precision=precision))


def _check_given(db: Session, order: Order, hub: Hub, point: LonLat) -> None:
    if places.network_of(hub).snap(point, profile_of(SNAP_KIND), cutoff_m=SNAP_CUTOFF_M) is None:
        _review(db, order, OFF_NETWORK)
    else:
        put(db, order, Place(point, 100, "house", "given"))


def _geocode(db: Session, order: Order, hub: Hub) -> None:
    match = places.geocode(hub, address_of(order))
    if not match.located:
        hub, match = _elsewhere(db, order, hub, match)
    if match.located and match.best is not None:
        best = match.best
        put(db, order, Place(best.point, round(match.quality * 100), best.precision, "address"))
    else:
        order.match_quality = round(match.quality * 100)
        _review(db, order, str(match.code or "low_quality"))


def _elsewhere(db: Session, order: Order, hub: Hub, match: Match) -> tuple[Hub, Match]:
    """Look on the other hubs' maps when nobody said which hub the order belongs to."""
    if order.hub_given:
        return hub, match
    seen = {hub.map_name}
    for other in places.list_hubs(db):
        if other.map_name not in seen:
            seen.add(other.map_name)
            found = places.geocode(other, address_of(order))
            if found.located:
                return other, found
    return hub, match


def put(db: Session, order: Order, place: Place) -> None:
    """Store where an order goes to and record order.located."""
    at = place.point.rounded()
    order.lon, order.lat, order.located_how = at.lon, at.lat, place.how
    order.match_quality, order.match_precision, order.review_code = place.quality, place.precision, None
    if not order.hub_given:
        order.hub_id = ServiceDays(db).nearest(at).id
    record(db, OrderLocated(order_id=order.id, match_quality=place.quality, precision=place.precision))


def _review(db: Session, order: Order, code: str) -> None:
    order.review_code = code
    if order.located_how != "given":
        order.lon = order.lat = None
    record(db, OrderInReview(order_id=order.id, code=code))


def address_of(order: Order) -> Address:
    """Return the order's address as the geocoder takes it."""
    return Address(
        line=order.line or "",
        number=order.house_number,
        postcode=order.postcode,
        city=order.city,
        country=order.country,
    )


def candidates(db: Session, order: Order) -> tuple[Candidate, ...]:
    """Return what the address may mean, best first."""
    if order.hub_id is None:
        return ()
    match = places.geocode(places.get_hub(db, order.hub_id), address_of(order))
    return match.candidates or ((match.best,) if match.best else ())


def resolve(
    db: Session, order_id: uuid.UUID, *, point: LonLat | None = None, candidate: int | None = None
) -> Order:
    """Settle where an order goes to by a person's choice: a point, or the n-th candidate from 0.

    Raises FieldClosed once it is planned, PointOutsideMap or OrderRefused for a choice that does not exist.
    """
    order = locked(db, order_id)
    if FieldGroup.PLACE not in open_fields(
        OrderStatus(order.status), with_partner=order.copied_to is not None
    ):
        text = f"The place of order {order.reference} is closed: it is {order.status.replace('_', ' ')}."
        raise FieldClosed(text, pointer="/lon")
    put(db, order, _chosen(db, order, point, candidate))
    return order


def _chosen(db: Session, order: Order, point: LonLat | None, candidate: int | None) -> Place:
    if point is not None:
        hub = ServiceDays(db).hub_for(order.hub_id, point)
        faults = (hub,) if isinstance(hub, Fault) else check_point(hub, point)
        if faults:
            raise refusal(faults)
        return Place(point, 100, "house", "person")
    found = candidates(db, order)
    if candidate is None or not 0 <= candidate < len(found):
        text = f"There is no candidate {candidate}; this address has {len(found)}, numbered from 0."
        raise OrderRefused(text, pointer="/candidate")
    chosen = found[candidate]
    return Place(chosen.point, round(chosen.score * 100), chosen.precision, "person")
