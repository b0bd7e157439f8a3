"""Errors of dispatch.

The tree: Problem -> NotFound | Conflict | Invalid | NotAllowed -> one class per code below.
"""

from pannier.base.problems import Conflict, Invalid, NotAllowed, NotFound


class OfferNotFound(NotFound):
    """No such offer for this organisation."""

    code = "offer_not_found"
    title = "Offer not found"


class OfferClosed(Conflict):
    """The offer was answered, withdrawn or has expired."""

    code = "offer_closed"
    title = "The offer is closed"


class NotYourOffer(NotAllowed):
    """Only the partner answers an offer, only the operator withdraws it."""

    code = "not_your_offer"
    title = "This is not yours to decide"


class CannotOffer(Conflict):
    """The order cannot be offered to this partner."""

    code = "cannot_offer"
    title = "This order cannot be offered"


class PlanNotChosen(Conflict):
    """The plan waits beside others of its run; one of them has to be chosen first."""

    code = "plan_not_chosen"
    title = "Choose the plan first"


class PlanSuperseded(Conflict):
    """A newer plan took this one's place."""

    code = "plan_superseded"
    title = "There is a newer plan"


class AlreadyLoaded(Conflict):
    """Parcels are in the vehicle that shall no longer drive the route."""

    code = "already_loaded"
    title = "Parcels are loaded already"


class NotCarried(Conflict):
    """The order is not one that a partner carries for somebody."""

    code = "not_carried"
    title = "No outcome to report"


class UnknownOutcome(Invalid):
    """An outcome or reason that does not exist, or one without the other."""

    code = "unknown_outcome"
    title = "Unknown outcome"


class OutcomeReused(Conflict):
    """The id of an outcome came again with another content."""

    code = "outcome_reused"
    title = "This id belongs to another report"
