"""Find the places of an order on the map, or say why a person has to look at its address, at either of its ends."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.connect.geocoder import Candidate, Match
from pannier.core.address import Address
from pannier.core.events import OrderInReview, OrderLocated
from pannier.core.geo import LonLat
from pannier.core.order_limits import Fault
from pannier.core.order_states import FieldGroup, OrderStatus, open_fields
from pannier.orders.collection import PREFIX
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
SAME_PLACE = "same_place"
# Coordinates further than this from any street a bicycle may use are looked at by a person.
SNAP_CUTOFF_M = 200
SNAP_KIND = "cargo_bike"


class End(StrEnum):
    """Which address of an order: the recipient's, or the one where its parcels are collected."""

    DELIVERY = "delivery"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an end of an order lies and how sure that is; quality runs from 0 to 100."""

    point: LonLat
    quality: int
    precision: str
    how: str


@dataclass(frozen=True, slots=True)
class _At:
    """One end of an order: its columns, whatever their names."""

    order: Order
    end: End
    keeps_hub: bool = False

    def get(self, name: str) -> Any:
        return getattr(self.order, f"{PREFIX if self.end is End.COLLECTION else ''}{name}")

    def put(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.order, f"{PREFIX if self.end is End.COLLECTION else ''}{name}", value)

    @property
    def point(self) -> LonLat | None:
        return self.order.collect_point if self.end is End.COLLECTION else self.order.point


def _ends(order: Order, *, keeps_hub: bool = False) -> list[_At]:
    ends = [End.DELIVERY, End.COLLECTION] if order.awaits_collection else [End.DELIVERY]
    return [_At(order, end, keeps_hub) for end in ends]


def locate(db: Session, order: Order) -> None:
    """Give the order its places, or put it into address review; records which of the two."""
    for at in _ends(order):
        _find(db, at)
    _tell(db, order)


def relocate(db: Session, order: Order, *, keeps_hub: bool = False) -> None:
    """Look again for the ends that no person and no operator has settled; records what came of it.

    With `keeps_hub` the order stays at its hub, also where another one is nearer: a plan of several hubs chose it.
    """
    again = [
        at for at in _ends(order, keeps_hub=keeps_hub) if at.get("located_how") in {None, "given", "address"}
    ]
    for at in again:
        _find(db, at)
    if again:
        _tell(db, order)


def _tell(db: Session, order: Order) -> None:
    """Record that the order can be driven to, or why it cannot yet: the doubt at the recipient's end comes first."""
    if order.doubt is not None:
        end = End.DELIVERY if order.review_code is not None else End.COLLECTION
        record(db, OrderInReview(order_id=order.id, code=order.doubt, end=end.value))
        return
    quality, precision = order.match_quality or 0, order.match_precision or "house"
    record(db, OrderLocated(order_id=order.id, match_quality=quality, precision=precision))


def _find(db: Session, at: _At) -> None:
    if at.get("located_how") == "partner" or (at.order.located_how == "partner" and at.point is not None):
        _settle_copy(at)
        return
    hub = places.get_hub(db, at.order.hub_id) if at.order.hub_id else None
    if hub is None:
        _review(at, NO_HUB)
        return
    try:
        if at.get("located_how") == "given" and at.point is not None:
            _check_given(db, at, hub, at.point)
        else:
            _geocode(db, at, hub)
    except MapNotBuilt as missing:
        _review(at, missing.code)
    if at.end is End.COLLECTION and at.point is not None and at.point == at.order.point:
        _review(at, SAME_PLACE)


def _settle_copy(at: _At) -> None:
    """Trust the place of a partner's copy: the operator has located it already."""
    if at.point is None:
        _review(at, "empty")


def _check_given(db: Session, at: _At, hub: Hub, point: LonLat) -> None:
    if places.network_of(hub).snap(point, profile_of(SNAP_KIND), cutoff_m=SNAP_CUTOFF_M) is None:
        _review(at, OFF_NETWORK)
    else:
        _put(db, at, Place(point, 100, "house", "given"))


def _geocode(db: Session, at: _At, hub: Hub) -> None:
    match = places.geocode(hub, _address(at))
    if not match.located and at.end is End.DELIVERY:
        match = _elsewhere(db, at, hub, match)
    if match.located and match.best is not None:
        best = match.best
        _put(db, at, Place(best.point, round(match.quality * 100), best.precision, "address"))
    else:
        at.put(match_quality=round(match.quality * 100))
        _review(at, str(match.code or "low_quality"))


def _elsewhere(db: Session, at: _At, hub: Hub, match: Match) -> Match:
    """Look on the other hubs' maps when nobody said which hub the order belongs to."""
    if at.order.hub_given:
        return match
    seen = {hub.map_name}
    for other in places.list_hubs(db):
        if other.map_name not in seen:
            seen.add(other.map_name)
            found = places.geocode(other, _address(at))
            if found.located:
                return found
    return match


def _put(db: Session, at: _At, place: Place) -> None:
    """Store where an end of an order lies; the recipient's end may choose the hub."""
    point = place.point.rounded()
    at.put(lon=point.lon, lat=point.lat, located_how=place.how)
    at.put(match_quality=place.quality, match_precision=place.precision, review_code=None)
    if at.end is End.DELIVERY and not at.order.hub_given and not at.keeps_hub:
        at.order.hub_id = ServiceDays(db).nearest(point).id


def _review(at: _At, code: str) -> None:
    at.put(review_code=code)
    if at.get("located_how") != "given":
        at.put(lon=None, lat=None)


def _address(at: _At) -> Address:
    """Return the address of an end as the geocoder takes it."""
    return Address(
        line=at.get("line") or "",
        number=at.get("house_number"),
        postcode=at.get("postcode"),
        city=at.get("city"),
        country=at.get("country"),
    )


def candidates(db: Session, order: Order, end: End = End.DELIVERY) -> tuple[Candidate, ...]:
    """Return what the address of an end may mean, best first; raise OrderRefused where there is no such end."""
    _check_end(order, end)
    if order.hub_id is None:
        return ()
    match = places.geocode(places.get_hub(db, order.hub_id), _address(_At(order, end)))
    return match.candidates or ((match.best,) if match.best else ())


def resolve(
    db: Session,
    order_id: uuid.UUID,
    *,
    point: LonLat | None = None,
    candidate: int | None = None,
    end: End = End.DELIVERY,
) -> Order:
    """Settle where an end of an order lies by a person's choice: a point, or the n-th candidate from 0.

    Raises FieldClosed once it is planned, PointOutsideMap or OrderRefused for a choice that does not exist.
    """
    order = locked(db, order_id)
    _check_end(order, end)
    if FieldGroup.PLACE not in open_fields(
        OrderStatus(order.status), with_partner=order.copied_to is not None
    ):
        text = f"The place of order {order.reference} is closed: it is {order.status.replace('_', ' ')}."
        raise FieldClosed(text, pointer="/lon")
    _put(db, _At(order, end), _chosen(db, order, point, candidate, end))
    _tell(db, order)
    return order


def _check_end(order: Order, end: End) -> None:
    if end is End.COLLECTION and not order.awaits_collection:
        text = f"Order {order.reference} is not to be collected anywhere; leave end out."
        raise OrderRefused(text, pointer="/end")


def _chosen(db: Session, order: Order, point: LonLat | None, candidate: int | None, end: End) -> Place:
    if point is not None:
        hub = ServiceDays(db).hub_for(order.hub_id, point)
        faults = (hub,) if isinstance(hub, Fault) else check_point(hub, point)
        if faults:
            raise refusal(faults)
        return Place(point, 100, "house", "person")
    found = candidates(db, order, end)
    if candidate is None or not 0 <= candidate < len(found):
        text = f"There is no candidate {candidate}; this address has {len(found)}, numbered from 0."
        raise OrderRefused(text, pointer="/candidate")
    chosen = found[candidate]
    return Place(chosen.point, round(chosen.score * 100), chosen.precision, "person")
