"""Errors of emissions."""

from pannier.base.problems import NotAllowed, NotFound


class RoundNotRecorded(NotFound):
    """No emissions of a round with this id here."""

    code = "emission_round_not_found"
    title = "No emissions of this round"


class OperatorsOnly(NotAllowed):
    """The ledger holds all merchants' deliveries."""

    code = "operators_only"
    title = "Not for merchants"
