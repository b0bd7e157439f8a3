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


class PlanRefused(Problem):
    """The checker found faults, so nothing was stored; `errors` lists them."""

    status = 500
    code = "plan_refused"
    title = "The plan breaks rules"


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
