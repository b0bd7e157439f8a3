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
