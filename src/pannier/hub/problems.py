"""Errors of hubs.

HubProblem -> ParcelUnknown · WrongHub · WrongRoute · NoRouteYet · CustodyStep · TransferNotFound · TransferState ·
TransferParcels · NoWay
"""

from pannier.base.problems import Conflict, Invalid, NotFound, Problem


class HubProblem(Problem):
    """Base of all errors of hubs."""


class ParcelUnknown(HubProblem, NotFound):
    """No parcel of this organisation carries the barcode."""

    code = "parcel_unknown"
    title = "Unknown parcel"


class WrongHub(HubProblem, Conflict):
    """The parcel belongs to another hub."""

    code = "wrong_hub"
    title = "The parcel belongs to another hub"


class WrongRoute(HubProblem, Conflict):
    """The parcel belongs to another route."""

    code = "wrong_route"
    title = "The parcel belongs to another route"


class NoRouteYet(HubProblem, Conflict):
    """The parcel's order is on no route."""

    code = "no_route"
    title = "The parcel is on no route"


class CustodyStep(HubProblem, Conflict):
    """The scan contradicts where the parcel is."""

    code = "custody_step"
    title = "This scan cannot be true"


class TransferNotFound(HubProblem, NotFound):
    """No such transfer in this organisation."""

    code = "transfer_not_found"
    title = "Transfer not found"


class TransferState(HubProblem, Conflict):
    """The transfer has departed, arrived or not departed yet."""

    code = "transfer_state"
    title = "The transfer is not in that state"


class TransferParcels(HubProblem, Conflict):
    """Some parcels of the manifest are not at the hub."""

    code = "transfer_parcels"
    title = "Parcels of the manifest are not at hand"


class NothingToLabel(HubProblem, NotFound):
    """There are no parcels to print labels for."""

    code = "nothing_to_label"
    title = "Nothing to label"


class SameHub(HubProblem, Invalid):
    """A transfer leads from a hub to another one."""

    code = "same_hub"
    title = "Both hubs are the same"


class NoWay(HubProblem, Invalid):
    """The vehicle cannot get from one hub to the other."""

    code = "no_way_between_hubs"
    title = "No way between the hubs"


BY_CODE: dict[str, type[HubProblem]] = {
    kind.code: kind for kind in (ParcelUnknown, WrongHub, WrongRoute, NoRouteYet, CustodyStep)
}
