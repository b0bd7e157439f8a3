"""Errors of the fleet.

The tree: Problem -> NotFound | Conflict | Invalid -> one class per code below.
"""

from pannier.base.problems import Conflict, Invalid, NotFound


class VehicleNotFound(NotFound):
    """No such vehicle in this organisation."""

    code = "vehicle_not_found"
    title = "Vehicle not found"


class RiderNotFound(NotFound):
    """No such rider in this organisation."""

    code = "rider_not_found"
    title = "Rider not found"


class ShiftNotFound(NotFound):
    """No such shift in this organisation."""

    code = "shift_not_found"
    title = "Shift not found"


class StationNotFound(NotFound):
    """No such charging station in this organisation."""

    code = "charging_station_not_found"
    title = "Charging station not found"


class StationNameTaken(Conflict):
    """Another charging station of the organisation has this name."""

    code = "station_name_taken"
    title = "This name is taken"


class UnknownKind(Invalid):
    """A vehicle kind that no fleet may own."""

    code = "unknown_vehicle_kind"
    title = "Unknown vehicle kind"


class BatteryMismatch(Invalid):
    """A battery, or spare ones, for a kind that has or swaps none."""

    code = "battery_mismatch"
    title = "This kind has no such battery"


class CannotCharge(Invalid):
    """A vehicle kind that no charging station can serve."""

    code = "cannot_charge_on_the_way"
    title = "This kind does not charge on the way"


class InvalidCharger(Invalid):
    """What is said of a charger cannot be meant."""

    code = "invalid_charger"
    title = "The charger does not make sense"


class InvalidGridHours(Invalid):
    """What is said of the grid's emissions is not one figure for each hour of the day."""

    code = "invalid_grid_hours"
    title = "The hours of the grid do not make sense"


class ShiftTimes(Invalid):
    """The times of a shift or of its break cannot be meant."""

    code = "shift_times"
    title = "The times of the shift do not fit"


class ShiftOverlap(Conflict):
    """The rider or the vehicle has another shift at that time."""

    code = "shift_overlap"
    title = "Shifts overlap"


class NotAtHub(Conflict):
    """Rider and vehicle belong to different hubs, or one of them is not active."""

    code = "not_at_hub"
    title = "Rider and vehicle do not go together"


class RiderTaken(Conflict):
    """The person is a rider already, or has not the role."""

    code = "rider_taken"
    title = "This person cannot become this rider"


class UnknownWorkTimeRules(Invalid):
    """No such set of rules of working time, or none for riders."""

    code = "unknown_work_time_rules"
    title = "Unknown rules of working time"


class CannotSplitBreaks(Invalid):
    """Breaks in pieces, where the set of rules in force knows none."""

    code = "cannot_split_breaks"
    title = "These rules allow no break in pieces"


class CannotWalk(Invalid):
    """A rule of walking for a kind that nobody parks, or a second one for the same kind."""

    code = "cannot_walk"
    title = "No such rule of walking"


class VehicleKindNotFound(NotFound):
    """No kind of vehicle that a fleet may own has this code."""

    code = "vehicle_kind_not_found"
    title = "Vehicle kind not found"


class InvalidKindCosts(Invalid):
    """Costs of a kind in another currency than the organisation's, or from a day that has not come."""

    code = "invalid_kind_costs"
    title = "These costs of a kind cannot be meant"


class UnknownArea(Invalid):
    """An area that a rider knows is no zone of the organisation."""

    code = "unknown_area"
    title = "No such zone"


class InvalidOnDemand(Invalid):
    """Rules of orders on demand that no order could be served by."""

    code = "invalid_on_demand"
    title = "These rules of orders on demand do not fit together"
