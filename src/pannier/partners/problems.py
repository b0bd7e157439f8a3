"""Errors of partners."""

from pannier.base.problems import Conflict, Invalid, NotFound


class MerchantNotFound(NotFound):
    """No merchant with this id works with the operator."""

    code = "merchant_not_found"
    title = "Merchant not found"


class PartnerNotFound(NotFound):
    """No partner with this id works for the operator."""

    code = "partner_not_found"
    title = "Partner not found"


class RateCardNotFound(NotFound):
    """No such rate card here."""

    code = "rate_card_not_found"
    title = "Rate card not found"


class RateCardRefused(Invalid):
    """The body of a rate card cannot be used."""

    code = "rate_card_invalid"
    title = "The rate card cannot be used"


class NotPriced(Invalid):
    """A rate card has no price for what was asked."""

    code = "no_price"
    title = "No price on this rate card"


class ContractExists(Conflict):
    """The two organisations work together already."""

    code = "contract_exists"
    title = "This contract exists already"


class ZoneUnknown(Invalid):
    """A contract names a zone that the operator does not have."""

    code = "zone_not_found"
    title = "Unknown zone"
