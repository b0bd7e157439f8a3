"""What happens to a day's plan, its routes and the offers to partners."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pannier.core.events.registry import event


@event("plan.requested")
class PlanRequested:
    """Someone asked for a plan of one hub and day."""

    job_id: UUID
    hub_id: UUID | None = None
    service_date: date | None = None


@event("plan.ready")
class PlanReady:
    """A plan that the checker passed was stored."""

    plan_id: UUID
    hub_id: UUID
    service_date: date
    revision: int


@event("plan.failed")
class PlanFailed:
    """No plan could be made; `code` says why."""

    job_id: UUID
    hub_id: UUID | None = None
    service_date: date | None = None
    code: str


@event("route.released")
class RouteReleased:
    """A route went to its rider; `override` tells that parcels were missing and a person let it go."""

    route_id: UUID
    revision: int
    override: bool = False


@event("route.started")
class RouteStarted:
    """A rider left with the first load of a route."""

    route_id: UUID


@event("route.stopped")
class RouteStopped:
    """A route that had left does not go on: its rider is away or its vehicle broken, and others have what was left."""

    route_id: UUID


@event("route.completed")
class RouteCompleted:
    """A route was driven to its end; the round holds what was really driven."""

    route_id: UUID
    round_id: UUID


@event("route.cancelled")
class RouteCancelled:
    """A route was called off; its undelivered orders go back to planning."""

    route_id: UUID
    reason: str | None = None


@event("offer.made")
class OfferMade:
    """An order was offered to a partner."""

    offer_id: UUID
    order_id: UUID
    partner_org_id: UUID


@event("offer.accepted")
class OfferAccepted:
    """A partner took an offered order."""

    offer_id: UUID
    order_id: UUID
    partner_org_id: UUID


@event("offer.rejected")
class OfferRejected:
    """A partner turned an offered order down."""

    offer_id: UUID
    order_id: UUID
    partner_org_id: UUID


@event("offer.expired")
class OfferExpired:
    """A partner did not answer in time."""

    offer_id: UUID
    order_id: UUID
    partner_org_id: UUID


@event("offer.cancelled")
class OfferCancelled:
    """An offer was withdrawn, before or after the partner accepted it."""

    offer_id: UUID
    order_id: UUID
    partner_org_id: UUID


@event("outcome.reported")
class OutcomeReported:
    """A partner told how an order that it carries went, without driving it in Pannier; an attempt follows."""

    outcome_id: UUID
    order_id: UUID
    outcome: str
    reason: str | None = None
    device_time: datetime
