"""Errors of planning.

The tree: Problem -> NotFound | Conflict | PlanRefused -> one class per code below.
"""

from pannier.base.problems import Conflict, NotFound, Problem


class PlanNotFound(NotFound):
    """No such plan in this organisation."""

    code = "plan_not_found"
    title = "Plan not found"


class RouteNotFound(NotFound):
    """No such route in this organisation."""

    code = "route_not_found"
    title = "Route not found"


class StopNotFound(NotFound):
    """No such stop in this organisation."""

    code = "stop_not_found"
    title = "Stop not found"


class TaskNotFound(NotFound):
    """No such task in this organisation."""

    code = "task_not_found"
    title = "Task not found"


class NoShifts(Conflict):
    """Nobody can drive: no shift of the hub and day is still free."""

    code = "no_shifts"
    title = "No shift to plan with"


class HubOffNetwork(Conflict):
    """No vehicle of the day can leave the hub on the street network."""

    code = "hub_off_network"
    title = "The hub lies off the street network"


class DayKeepsChanging(Conflict):
    """Orders or shifts changed each time while the plan was made."""

    code = "day_keeps_changing"
    title = "The day changed while it was planned"


class HubsApart(Conflict):
    """These hubs cannot be planned together."""

    code = "hubs_apart"
    title = "Hubs that cannot be planned together"


class PlanRefused(Problem):
    """The checker found faults, so nothing was stored; `errors` lists them."""

    status = 500
    code = "plan_refused"
    title = "The plan breaks rules"


class NotAChoice(Conflict):
    """The plan does not wait to be chosen: another one was taken, or a newer plan took its place."""

    code = "not_a_choice"
    title = "This plan cannot be chosen"


class DayChanged(Conflict):
    """Orders or shifts changed since the plans were made."""

    code = "day_changed"
    title = "The day changed since"


class OptimiserDied(Problem):
    """The process that planned ended before it answered."""

    status = 503
    code = "optimiser_died"
    title = "The optimiser stopped"


class RouteState(Conflict):
    """The route's state does not allow this step."""

    code = "route_state"
    title = "Not possible in this state of the route"


class ReassignBlocked(Conflict):
    """The other vehicle cannot drive the route; `errors` lists what it would break."""

    code = "reassign_blocked"
    title = "The route does not fit the other shift"


class NothingRuns(Conflict):
    """No route of the day is out, so there is no running plan to change."""

    code = "nothing_runs"
    title = "No route is out"


class OrderNotFree(Conflict):
    """The order cannot be put on a route of this hub and day."""

    code = "order_not_free"
    title = "The order cannot be put on a route"


class NothingToLock(Conflict):
    """What is to be fixed of the order's stop is not there."""

    code = "nothing_to_lock"
    title = "Nothing to lock"


class RiderHasParcels(Conflict):
    """Who is to be taken out has parcels aboard."""

    code = "rider_has_parcels"
    title = "The rider has parcels aboard"


class ProposalNotFound(NotFound):
    """No such proposal exists here."""

    code = "proposal_not_found"
    title = "Proposal not found"


class ProposalOutdated(Conflict):
    """Something happened since the proposal was made that it does not know."""

    code = "proposal_outdated"
    title = "Something happened since"


class ProposalClosed(Conflict):
    """The proposal was accepted or discarded already, or cannot be accepted."""

    code = "proposal_closed"
    title = "This proposal is not open"


class NoPlan(Conflict):
    """No plan of the hub's day is there to answer from."""

    code = "no_plan"
    title = "There is no plan of this day"
