"""Errors of webhooks."""

from pannier.base.problems import Conflict, Invalid, NotFound


class EndpointNotFound(NotFound):
    """No such endpoint here."""

    code = "webhook_not_found"
    title = "Webhook not found"


class DeliveryNotFound(NotFound):
    """No such delivery here."""

    code = "webhook_delivery_not_found"
    title = "Webhook delivery not found"


class UnknownEvent(Invalid):
    """An event type that is not sent as webhook."""

    code = "unknown_event"
    title = "Unknown event"


class BadAddress(Invalid):
    """An address that webhooks may not call."""

    code = "webhook_address"
    title = "This address cannot be called"


class AlreadyDelivered(Conflict):
    """The delivery succeeded before."""

    code = "already_delivered"
    title = "Already delivered"
