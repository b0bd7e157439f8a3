"""The whole list of who reacts to what, which routes exist and which long work there is; nothing else is wired.

AT_ONCE reactions run in the transaction that caused them. AFTERWARDS readers run in the worker, each with a bookmark
of its own, so a slow or failing one holds up nobody else.
"""

from collections.abc import Callable
from typing import Protocol

from pannier.accounts import api as accounts_api
from pannier.accounts.authenticate import authenticate
from pannier.allocation import api as allocation_api
from pannier.allocation import reactions as allocation_reactions
from pannier.app import mail_sink_page, system_api
from pannier.base import eventlog
from pannier.base.edge import Router, authenticate_with
from pannier.base.job_queue import enqueue_requested
from pannier.base.jobs import Handler as JobHandler
from pannier.base.raw import RawRoute
from pannier.base.readers import Handler, Reader, know
from pannier.billing import api as billing_api
from pannier.billing import reactions as billing_reactions
from pannier.dispatch import api as dispatch_api
from pannier.dispatch import proposals, proposals_api
from pannier.dispatch import reactions as dispatch_reactions
from pannier.dispatch.expiry import ExpiryLoop
from pannier.driving import api as driving_api
from pannier.driving import raw as driving_raw
from pannier.driving import reactions as driving_reactions
from pannier.emissions import api as emissions_api
from pannier.emissions import jobs as emissions_jobs
from pannier.emissions import reactions as emissions_reactions
from pannier.emissions.freeze import JOB as EMISSION_BASELINE
from pannier.factors import api as factors_api
from pannier.fleet import api as fleet_api
from pannier.fleet import charging_api as fleet_charging_api
from pannier.fleet import cost_api as fleet_cost_api
from pannier.fleet import on_demand_api as fleet_on_demand_api
from pannier.fleet import rules_api as fleet_rules_api
from pannier.hub import api as hub_api
from pannier.hub import reactions as hub_reactions
from pannier.notify import api as notify_api
from pannier.notify import reactions as notify_reactions
from pannier.notify.sender import MessageSender
from pannier.orders import api as orders_api
from pannier.orders import import_api
from pannier.orders import reactions as orders_reactions
from pannier.orders.files.service import KIND as IMPORT_ORDERS
from pannier.orders.files.service import run_import
from pannier.orders.quotes_loop import QuotesLoop
from pannier.partners import api as partners_api
from pannier.places import api as places_api
from pannier.places import blockages_api
from pannier.places import uploads as map_uploads
from pannier.planning import api as planning_api
from pannier.planning import reactions as planning_reactions
from pannier.planning.jobs import plan_day
from pannier.planning.on_demand import api as on_demand_api
from pannier.planning.on_demand import reactions as on_demand_reactions
from pannier.planning.on_demand.loop import OnDemandLoop
from pannier.planning.quotes import api as quotes_api
from pannier.planning.quotes import reactions as quote_reactions
from pannier.planning.running_day.job import KIND as PROPOSE_CHANGE
from pannier.planning.service import KIND as PLAN_DAY
from pannier.planning.several import api as several_api
from pannier.planning.several.jobs import plan_part, plan_several
from pannier.planning.several.parts import PART_KIND as PLAN_PART
from pannier.planning.several.service import KIND as PLAN_SEVERAL
from pannier.planning.told_loop import ToldLoop
from pannier.reports import api as reports_api
from pannier.tracking import api as tracking_api
from pannier.tracking import public_api as tracking_page
from pannier.tracking import raw as tracking_raw
from pannier.tracking import reactions as tracking_reactions
from pannier.tracking.jobs import LEARN_ARRIVALS, run_learning
from pannier.tracking.measured import measure_round
from pannier.webhooks import api as webhooks_api
from pannier.webhooks import reactions as webhooks_reactions
from pannier.webhooks.catalogue import published_events
from pannier.webhooks.sender import WebhookSender


class Loop(Protocol):
    """Something that works in a thread of its own until stopped."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Finish what is at hand and end."""


ROUTERS: tuple[Router, ...] = (
    system_api.router,
    accounts_api.router,
    factors_api.router,
    fleet_api.router,
    fleet_rules_api.router,
    fleet_charging_api.router,
    fleet_cost_api.router,
    fleet_on_demand_api.router,
    partners_api.router,
    orders_api.router,
    import_api.router,
    allocation_api.router,
    several_api.router,
    planning_api.router,
    quotes_api.router,
    on_demand_api.router,
    dispatch_api.router,
    proposals_api.router,
    places_api.router,
    blockages_api.router,
    places_api.map_files,
    hub_api.router,
    driving_api.router,
    tracking_api.router,
    tracking_page.router,
    billing_api.router,
    emissions_api.router,
    notify_api.router,
    webhooks_api.router,
    reports_api.router,
    mail_sink_page.router,
)

RAW_ROUTES: tuple[RawRoute, ...] = (
    *driving_raw.RAW_ROUTES,
    *tracking_raw.RAW_ROUTES,
)

AT_ONCE: dict[str, tuple[eventlog.AtOnce, ...]] = {
    "attempt.failed": (orders_reactions.failed,),
    "attempt.partial": (orders_reactions.partial,),
    "attempt.reopened": (orders_reactions.reopened,),
    "attempt.succeeded": (orders_reactions.succeeded,),
    "collection.failed": (orders_reactions.failed,),
    "collection.reopened": (orders_reactions.collection_reopened,),
    "collection.succeeded": (orders_reactions.collected,),
    "offer.cancelled": (orders_reactions.partner_declined,),
    "offer.expired": (orders_reactions.partner_declined,),
    "offer.rejected": (orders_reactions.partner_declined,),
    "order.cancelled": (planning_reactions.drop_cancelled,),
    "order.left_out": (orders_reactions.left_out,),
    "order.planned": (orders_reactions.planned,),
    "order.sought": (orders_reactions.sought,),
    "order.taken_back": (orders_reactions.taken_back,),
    "parcel.lost": (orders_reactions.parcel_ended,),
    "parcel.received": (orders_reactions.came_in,),
    "parcel.returned": (orders_reactions.parcel_ended,),
    "route.cancelled": (orders_reactions.route_cancelled,),
    "route.completed": (measure_round,),
    "route.started": (orders_reactions.route_started,),
    "route.stopped": (driving_reactions.on_route_stopped,),
}

AFTERWARDS: dict[str, dict[str, tuple[Handler, ...]]] = {
    "eta": {
        "attempt.failed": (tracking_reactions.foretell,),
        "attempt.partial": (tracking_reactions.foretell,),
        "attempt.reopened": (tracking_reactions.foretell,),
        "attempt.succeeded": (tracking_reactions.foretell,),
        "collection.failed": (tracking_reactions.foretell,),
        "collection.reopened": (tracking_reactions.foretell,),
        "collection.succeeded": (tracking_reactions.foretell,),
        "route.released": (tracking_reactions.foretell,),
        "route.started": (tracking_reactions.foretell,),
        "stop.arrived": (tracking_reactions.foretell,),
    },
    "live": {
        "attempt.failed": (tracking_reactions.show_stop,),
        "attempt.partial": (tracking_reactions.show_stop,),
        "attempt.reopened": (tracking_reactions.show_stop,),
        "attempt.succeeded": (tracking_reactions.show_stop,),
        "collection.failed": (tracking_reactions.show_stop,),
        "collection.reopened": (tracking_reactions.show_stop,),
        "collection.succeeded": (tracking_reactions.show_stop,),
        "route.cancelled": (tracking_reactions.show_route,),
        "route.completed": (tracking_reactions.show_route,),
        "route.released": (tracking_reactions.show_route,),
        "route.started": (tracking_reactions.show_route,),
        "stop.arrived": (tracking_reactions.show_stop,),
    },
    "tracking": {
        "emission.recorded": (tracking_reactions.note_emission,),
        "order.delivered": (tracking_reactions.limit_link,),
        "order.partially_delivered": (tracking_reactions.limit_link,),
        "route.started": (tracking_reactions.learn_before,),
    },
    "driving": {
        "attempt.failed": (driving_reactions.on_partner_attempt,),
        "attempt.partial": (driving_reactions.on_partner_attempt,),
        "attempt.reopened": (driving_reactions.on_partner_attempt,),
        "attempt.succeeded": (driving_reactions.on_partner_attempt,),
        "outcome.reported": (driving_reactions.on_outcome_reported,),
    },
    "hub": {
        "order.accepted": (hub_reactions.on_order_known,),
        "order.changed": (hub_reactions.on_order_known,),
        "order.left_out": (hub_reactions.on_order_known,),
        "order.located": (hub_reactions.on_order_known,),
        "order.reopened": (hub_reactions.on_order_known,),
    },
    "jobs": {"job.requested": (enqueue_requested,)},
    "orders": {
        "order.accepted": (orders_reactions.locate_accepted,),
        "order.changed": (orders_reactions.locate_changed,),
    },
    "allocation": {
        "offer.cancelled": (allocation_reactions.declined,),
        "offer.expired": (allocation_reactions.declined,),
        "offer.rejected": (allocation_reactions.declined,),
        "order.changed": (allocation_reactions.changed,),
        "order.left_out": (allocation_reactions.left_out,),
        "order.located": (allocation_reactions.located,),
    },
    "on_demand": dict.fromkeys(on_demand_reactions.WATCHED, (on_demand_reactions.look_again,)),
    "quotes": dict.fromkeys(quote_reactions.WATCHED, (quote_reactions.tell,)),
    "dispatch": {
        "order.allocated": (dispatch_reactions.offer_allocated,),
        "order.cancelled": (dispatch_reactions.withdraw,),
    },
    "billing": {
        "attempt.failed": (billing_reactions.charge_failure,),
        "attempt.partial": (billing_reactions.charge_success,),
        "attempt.reopened": (billing_reactions.take_back,),
        "attempt.succeeded": (billing_reactions.charge_success,),
        "collection.failed": (billing_reactions.charge_failure,),
        "collection.reopened": (billing_reactions.take_back,),
        "order.returned": (billing_reactions.charge_return,),
    },
    "emissions": {
        "attempt.failed": (emissions_reactions.take_late_fact,),
        "attempt.partial": (emissions_reactions.take_partner_delivery, emissions_reactions.take_late_fact),
        "attempt.reopened": (emissions_reactions.take_late_fact,),
        "attempt.succeeded": (emissions_reactions.take_partner_delivery, emissions_reactions.take_late_fact),
        "collection.failed": (emissions_reactions.take_late_fact,),
        "collection.reopened": (emissions_reactions.take_late_fact,),
        "job.failed": (emissions_reactions.fall_back,),
        "route.completed": (emissions_reactions.take_completed_round,),
        "route.released": (emissions_reactions.ask_for_baseline,),
        "transfer.arrived": (emissions_reactions.take_arrived_transfer,),
    },
    "notify": {
        "attempt.failed": (notify_reactions.tell_failed,),
        "attempt.succeeded": (notify_reactions.tell_delivered,),
        "collection.failed": (notify_reactions.tell_not_collected,),
        "delay.predicted": (notify_reactions.tell_late,),
        "route.released": (notify_reactions.tell_on_route,),
    },
    "webhooks": dict.fromkeys(published_events(), (webhooks_reactions.queue_webhooks,)),
}

SENDERS: tuple[Callable[[], Loop], ...] = (
    ExpiryLoop,
    OnDemandLoop,
    QuotesLoop,
    ToldLoop,
    MessageSender,
    WebhookSender,
)

JOBS: dict[str, JobHandler] = {
    map_uploads.JOB: map_uploads.run_build,
    IMPORT_ORDERS: run_import,
    PLAN_DAY: plan_day,
    PROPOSE_CHANGE: proposals.run,
    PLAN_SEVERAL: plan_several,
    PLAN_PART: plan_part,
    EMISSION_BASELINE: emissions_jobs.emission_baseline,
    LEARN_ARRIVALS: run_learning,
}


def wire() -> None:
    """Connect all parts of this process; call once before the first request."""
    authenticate_with(authenticate)
    eventlog.react_at_once(AT_ONCE)
    know(all_readers())


def all_readers() -> tuple[Reader, ...]:
    """Return the readers of the event log."""
    return tuple(Reader(name, handlers) for name, handlers in AFTERWARDS.items())
