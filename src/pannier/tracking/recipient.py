"""What a recipient sees of one order: its phase, the times, and only what concerns this one door."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.people import get_organisation
from pannier.base import clock
from pannier.core.custody import Custody
from pannier.core.geo import LonLat
from pannier.core.order_states import OrderStatus
from pannier.driving.pins import pin_of
from pannier.driving.proof_policy import policy_of
from pannier.driving.queries import AttemptView, attempts_of
from pannier.factors.kinds import vehicle_kinds
from pannier.factors.reasons import failure_reasons, success_codes
from pannier.fleet.riders import get_rider
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import get_order
from pannier.orders.values import OrderView
from pannier.places.problems import MapNotBuilt
from pannier.places.schemas import MapOut
from pannier.places.service import get_hub, map_info
from pannier.planning.queries import RouteSheet, find_task, planned_start_of, sheet_of
from pannier.tracking.etas import Seen, estimate
from pannier.tracking.expected import Expected, as_of
from pannier.tracking.models import TrackingLink
from pannier.tracking.queries import etas_of_route, last_seen, position_before
from pannier.tracking.rider_view import DELAY, OLDEST, rider_nearby, stops_before
from pannier.tracking.schemas import (
    ArrivalOut,
    DoneOut,
    NearOut,
    NotDoneOut,
    PointOut,
    RecipientOut,
    SpanOut,
    VehicleOut,
)
from pannier.tracking.words import handed_over, headline, last_sign, next_step

_ENDED = {
    OrderStatus.DELIVERED: "delivered",
    OrderStatus.PARTIALLY_DELIVERED: "partially_delivered",
    OrderStatus.RETURNING: "returning",
    OrderStatus.RETURNED: "returned",
    OrderStatus.CANCELLED: "cancelled",
    OrderStatus.LOST: "lost",
}
_AHEAD = {"planned", "loaded", "on_the_way", "next"}
_TRIED = {OrderStatus.FAILED, OrderStatus.REATTEMPT_SCHEDULED, OrderStatus.HELD}


def recipient_view(db: Session, link: TrackingLink, token: str) -> RecipientOut:
    """Return what the holder of this link may see; the session acts for the link's organisation."""
    order = get_order(db, link.order_id)
    now = clock.now()
    sheet = sheet_of(db, order.route_id) if order.route_id else None
    tries = [view for view in attempts_of(db, order.id) if view.conflict is None and not view.reopened]
    last = tries[-1] if tries else None
    before = stops_before(sheet, order.id) if sheet else None
    phase = _phase(db, order, sheet, before)
    coming = phase in {"on_the_way", "next"}
    near = rider_nearby(db, sheet, order.id, now=now) if sheet and phase == "next" else None
    shows = {
        **_times(db, order, sheet, phase=phase, now=now),
        "stops_before": before if coming else None,
        "vehicle": _vehicle(sheet) if coming or phase == "delivered" else None,
        "rider_first_name": _first_name(db, sheet) if coming else None,
        "rider": NearOut(lon=near[0].lon, lat=near[0].lat, at=near[1]) if near else None,
        "you": PointOut(lon=order.lon, lat=order.lat) if near and order.lon and order.lat else None,
        "proof": _done(last, token) if phase in {"delivered", "partially_delivered"} and last else None,
        "failure": _not_done(last, order) if phase in {"attempted", "returning"} and last else None,
        "pin": _pin(order) if phase in _AHEAD else None,
    }
    return RecipientOut(
        phase=phase,
        headline=headline(phase, order.kind),
        kind=order.kind,
        sender=_sender(db, order),
        window=_window(db, order) if phase not in _ENDED.values() else None,
        co2e_g=None if link.co2e_mg is None else round(link.co2e_mg / 1000, 1),
        parcels=order.parcel_count,
        zone=_zone(db, order).key,
        now=now,
        **shows,
    )


def ground_of(db: Session, link: TrackingLink) -> MapOut | None:
    """Return the base map of the order's hub, None where none is built."""
    hub_id = get_order(db, link.order_id).hub_id
    try:
        shown = MapOut.of(map_info(get_hub(db, hub_id).map_name)) if hub_id else None
    except MapNotBuilt:
        return None
    return shown if shown and shown.pmtiles_url else None


def _phase(db: Session, order: OrderView, sheet: RouteSheet | None, before: int | None) -> str:
    status = OrderStatus(order.status)
    if status in _ENDED:
        return _ENDED[status]
    if status in _TRIED:
        # Nobody has been at the door yet when it was its sender who had it not ready.
        return "planned" if order.awaits_collection else "attempted"
    if status is OrderStatus.IN_TRANSIT and sheet is not None and sheet.route.state == "in_progress":
        return "next" if before == 0 else "on_the_way"
    if status is OrderStatus.IN_TRANSIT:
        return "on_the_way"
    places = custody_of_orders(db, [order.id])[order.id]
    return "loaded" if places and all(place.state is Custody.LOADED for place in places) else "planned"


def _times(
    db: Session, order: OrderView, sheet: RouteSheet | None, *, phase: str, now: datetime
) -> dict[str, Any]:
    """Return the expected arrival, or in its place what is known when it has passed."""
    if sheet is None or phase not in _AHEAD or sheet.route.state not in {"released", "in_progress"}:
        return {"eta": None, "later": None}
    found = _expected(db, order, sheet, phase=phase, now=now)
    if found is None:
        return {"eta": None, "later": None}
    if found.overdue:
        return {"eta": None, "later": last_sign(last_seen(db, sheet.route.rider_id), now)}
    return {"eta": ArrivalOut(at=found.eta, early=found.early, late=found.late), "later": None}


def _expected(
    db: Session, order: OrderView, sheet: RouteSheet, *, phase: str, now: datetime
) -> Expected | None:
    """Return the stored time as it stands now; on the leg to this door an estimate where none is stored."""
    task = find_task(db, order_id=order.id, route_id=sheet.route.id)
    if task is None:
        return None
    stored = next(
        (row for row in etas_of_route(db, sheet.route.id, now) if row.stop_id == task.stop_id), None
    )
    if stored is not None or phase != "next":
        return stored
    last = position_before(db, sheet.route.rider_id, now - DELAY, at_most=OLDEST)
    seen = Seen(last[0], LonLat(last[1], last[2])) if last else None
    found = estimate(db, sheet, task.stop_id, seen=seen)
    return as_of(found, now) if found else None


def _vehicle(sheet: RouteSheet | None) -> VehicleOut | None:
    kind = vehicle_kinds().get(sheet.route.vehicle_kind) if sheet else None
    return VehicleOut(kind=kind.code, label=kind.label) if kind else None


def _first_name(db: Session, sheet: RouteSheet | None) -> str | None:
    name = get_rider(db, sheet.route.rider_id).name if sheet else None
    return name.split()[0] if name else None


def _done(view: AttemptView, token: str) -> DoneOut:
    code = success_codes().get(view.reason or "")
    kinds = {proof.kind for proof in view.proofs}
    photo = next((proof for proof in view.proofs if proof.kind == "photo" and proof.has_file), None)
    return DoneOut(
        at=view.at,
        how=handed_over(view.reason, code.label if code else None),
        signed=bool(kinds & {"signature", "name"}),
        photo_url=f"/t/{token}/photo/{photo.id}" if photo else None,
    )


def _not_done(view: AttemptView, order: OrderView) -> NotDoneOut | None:
    if view.outcome != "failed":
        return None
    known = failure_reasons().get(view.reason or "")
    return NotDoneOut(
        at=view.at,
        reason=view.reason or "other",
        label=known.label if known else "It could not be handed over",
        next=next_step(order.status, order.service_date),
    )


def _pin(order: OrderView) -> str | None:
    return pin_of(order.org_id, order.id) if policy_of(order.proof)["pin"] != "off" else None


def _window(db: Session, order: OrderView) -> SpanOut | None:
    """Return when it is promised; of several windows the one that its route plans to keep."""
    begins = planned_start_of(db, order_id=order.id, route_id=order.route_id) if order.more_windows else None
    start, end = order.window_at(begins)
    return SpanOut(start=start, end=end) if start and end else None


def _sender(db: Session, order: OrderView) -> str:
    """Return whose parcel it is, as the recipient knows them: the shop, else the carrier."""
    return get_organisation(db, order.merchant_org_id or order.org_id).name


def _zone(db: Session, order: OrderView) -> ZoneInfo:
    name = get_hub(db, order.hub_id).timezone if order.hub_id else get_organisation(db, order.org_id).timezone
    return ZoneInfo(name)


def may_see_proof(db: Session, order_id: uuid.UUID, proof_id: uuid.UUID) -> bool:
    """Tell whether a picture belongs to the attempt that holds for exactly this order."""
    for view in attempts_of(db, order_id):
        if view.effective and any(proof.id == proof_id and proof.kind == "photo" for proof in view.proofs):
            return True
    return False


def local_times(view: RecipientOut) -> dict[str, Any]:
    """Return the page's times in words, in the hub's zone."""
    zone = ZoneInfo(view.zone)

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%H:%M}"

    def day(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%A %-d %B}"

    return {"at": at, "day": day}
