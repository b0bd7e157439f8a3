"""What becomes of an attempt at a door: by chance, but the same for the same order and seed."""

from dataclasses import dataclass
from typing import Any

from pannier.simulate.behaviour import Behaviour
from pannier.simulate.chance import dice, pick

ATTENDED = frozenset({"signature", "pin", "name"})


@dataclass(frozen=True, slots=True)
class DoorOutcome:
    """How an attempt ends: a code of success or a reason of failure, and how many parcels stay aboard."""

    succeeded: bool
    code: str
    kept_parcels: int = 0


def outcome_at_door(order: dict[str, Any], *, seed: int, behaviour: Behaviour) -> DoorOutcome:
    """Return how the attempt at an order of the rider's day ends.

    A parcel that is not aboard fails whatever chance says. Who must sign or show a PIN is met in person.
    """
    source = dice(seed, "outcome", order["reference"], order["attempts"])
    fails, reason, success = source.random(), pick(source, behaviour.failure_reasons), source.random()
    if order["kind"] == "collection":
        if source.random() < behaviour.collection_failure_rate:
            return DoorOutcome(False, pick(source, behaviour.collection_reasons))
        return DoorOutcome(True, "collected_from_sender")
    if order["kind"] == "return":
        if fails < behaviour.failure_rate:
            return DoorOutcome(False, "recipient_absent")
        return DoorOutcome(True, "picked_up_from_customer")
    if not any(parcel["custody"] == "loaded" for parcel in order["parcels"]):
        return DoorOutcome(False, "missing_item")
    if fails < behaviour.failure_rate:
        return DoorOutcome(False, reason)
    kept = int(len(order["parcels"]) > 1 and source.random() < behaviour.partial_rate)
    if kept or success < behaviour.success_codes["delivered_to_recipient"] or _attended(order):
        return DoorOutcome(True, "delivered_to_recipient", kept)
    return DoorOutcome(True, _elsewhere(order, source.random(), behaviour))


def _attended(order: dict[str, Any]) -> bool:
    return any(order["proof"].get(kind) == "required" for kind in ATTENDED)


def _elsewhere(order: dict[str, Any], chance: float, behaviour: Behaviour) -> str:
    """Return where the parcel is left when the recipient does not take it in person."""
    places = {
        code: share for code, share in behaviour.success_codes.items() if code != "delivered_to_recipient"
    }
    if sum(parcel["weight_g"] for parcel in order["parcels"]) > behaviour.mailbox_up_to_g:
        places.pop("delivered_to_mailbox", None)
    rest = chance * sum(places.values())
    for code, share in places.items():
        rest -= share
        if rest < 0:
            return code
    return "delivered_to_recipient"
