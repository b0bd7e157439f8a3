"""At the door: one attempt, told with its proofs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pannier.simulate import pictures
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.chance import dice
from pannier.simulate.client import Caller, Json
from pannier.simulate.journal import Journal
from pannier.simulate.outcomes import DoorOutcome, outcome_at_door
from pannier.simulate.phone import Phone

NEIGHBOURS = ("the concierge", "a neighbour", "the reception")
Place = dict[str, float]


class Recipients:
    """The people at the doors: they read their tracking page, where their PIN is."""

    def __init__(self, caller: Caller) -> None:
        # The link went to them by mail; the simulator asks the operator for the same link.
        self._caller = caller
        self._pins: dict[str, str] = {}

    def pin(self, order_id: str) -> str:
        """Return the PIN that the recipient of an order reads out."""
        if order_id not in self._pins:
            url = self._caller.get(f"/v1/orders/{order_id}/tracking-link")["url"]
            state = self._caller.another().get(f"/t/{url.rpartition('/t/')[2]}/state")
            self._pins[order_id] = state["pin"] or ""
        return self._pins[order_id]


@dataclass
class Handover:
    """How a rider tells attempts."""

    phone: Phone
    recipients: Recipients
    behaviour: Behaviour
    journal: Journal
    seed: int
    photo_codes: frozenset[str]
    """Codes of success and failure that ask for a photo by themselves."""

    def attempt(
        self, order: Json, stop: Json, route_id: str, *, at: datetime, give_up: bool = False
    ) -> DoorOutcome:
        """Try one order at a stop and tell how it ended; after the shift there is no time left."""
        ends = DoorOutcome(False, "no_time") if give_up else self._ends(order)
        where = {"lon": stop["lon"], "lat": stop["lat"]}
        collects = order["kind"] == "collection"
        kind = f"{'collection' if collects else 'attempt'}.{'succeed' if ends.succeeded else 'fail'}"
        data = self._success(order, ends) if ends.succeeded else _failure(ends)
        event_id = self.phone.event(
            kind, at, about=order["order_id"], order_id=order["order_id"], stop_id=stop["id"], route_id=route_id,
            data=data, **where,
        )  # fmt: skip
        for proof in self._proofs(order, ends):
            content = (pictures.photo if proof == "photo" else pictures.signature)(
                self.seed, order["reference"]
            )
            self.phone.proof(at, content, kind=proof, event_id=event_id, order_id=order["order_id"])
        done = "collected" if collects else "delivered"
        self.journal.count(f"{done if ends.succeeded else 'failed'} {ends.code}")
        return ends

    def _ends(self, order: Json) -> DoorOutcome:
        return outcome_at_door(order, seed=self.seed, behaviour=self.behaviour)

    def _success(self, order: Json, ends: DoorOutcome) -> Json:
        data: Json = {"code": ends.code}
        if ends.code == "delivered_to_third_party":
            data["name"] = dice(self.seed, "neighbour", order["reference"]).choice(NEIGHBOURS)
        elif "recipient" in ends.code and order["recipient_name"]:
            data["name"] = order["recipient_name"]
        if order["proof"].get("pin") == "required" and order["kind"] == "delivery":
            data |= {"pin": self.recipients.pin(order["order_id"]), "pin_tries": 1}
        if ends.kept_parcels:
            aboard = [parcel["barcode"] for parcel in order["parcels"]]
            data |= {"delivered_parcels": aboard[ends.kept_parcels :], "reason": "damaged"}
        return data

    def _proofs(self, order: Json, ends: DoorOutcome) -> list[str]:
        wanted = []
        if ends.code in self.photo_codes or (ends.succeeded and order["proof"].get("photo") == "required"):
            wanted.append("photo")
        if ends.succeeded and order["proof"].get("signature") == "required":
            wanted.append("signature")
        return wanted


def _failure(ends: DoorOutcome) -> Json:
    return {"reason": ends.code}


def photo_codes(today: dict[str, Any]) -> frozenset[str]:
    """Return the codes of a rider's day that ask for a photo."""
    rows = [*today["failure_reasons"], *today["success_codes"]]
    return frozenset(row["code"] for row in rows if row["photo"] == "required")
