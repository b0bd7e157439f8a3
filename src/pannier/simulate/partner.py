"""A delivery partner: answers offers in the morning and reports through the day what became of its orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannier.simulate.behaviour import Behaviour
from pannier.simulate.chance import dice, name_id, pick
from pannier.simulate.client import Caller, Json
from pannier.simulate.journal import Journal


@dataclass
class Partner:
    """One partner's dispatcher; `day` is the morning and the evening of its work."""

    name: str
    caller: Caller
    journal: Journal
    behaviour: Behaviour
    day: tuple[datetime, datetime]
    seed: int

    def answer_offers(self) -> int:
        """Accept or reject every open offer; return how many there were."""
        offers = self.caller.pages("/v1/offers", state="offered")
        for offer in sorted(offers, key=lambda row: str(row["order_id"])):
            refuse = dice(self.seed, "offer", self._kind_of(offer)).random() < self.behaviour.partner_refuses
            answer = "reject" if refuse else "accept"
            self.caller.post(f"/v1/offers/{offer['id']}/{answer}")
            self.journal.count(f"offers {answer}ed")
        return len(offers)

    def steps(self) -> Iterator[datetime]:
        """Report each accepted order at a time within its window."""
        start, _ = self.day
        yield start
        accepted = self.caller.pages("/v1/offers", state="accepted")
        rounds = sorted((self._time_of(offer), offer["partner_order_id"], offer) for offer in accepted)
        for at, order_id, offer in rounds:
            yield at
            self._report(order_id, offer, at)

    def _time_of(self, offer: Json) -> datetime:
        window = offer["order"]["window"]
        begin, end = (datetime.fromisoformat(window[k]) for k in ("start", "end")) if window else self.day
        latest = max(begin, min(end, self.day[1]) - timedelta(minutes=5))
        share: float = dice(self.seed, "partner time", offer["order_id"]).random()
        return begin + (latest - begin) * share

    def _report(self, order_id: str, offer: Json, at: datetime) -> None:
        source = dice(self.seed, "partner", self._kind_of(offer))
        fails = source.random() < self.behaviour.failure_rate
        body: Json = {
            "id": str(name_id(self.seed, "outcome", order_id)),
            "outcome": "failed" if fails else "succeeded",
            "device_time": at.isoformat(),
        }
        if fails:
            body["reason"] = pick(source, self.behaviour.failure_reasons)
        self.caller.post(f"/v1/orders/{order_id}/outcomes", body)
        self.journal.count(f"partner {body['outcome']}")

    @staticmethod
    def _kind_of(offer: Json) -> str:
        """Return what names an offer in every run of a seed: ids differ, the order's facts do not."""
        order = offer["order"]
        return f"{order['postcode']}|{order['weight_g']}|{order['window']}|{order['parcels']}"
