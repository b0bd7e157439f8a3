"""A city's day: the riders and the partner of one service day, played against a running server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pannier.simulate.behaviour import Behaviour
from pannier.simulate.client import Caller, Json
from pannier.simulate.handover import Recipients
from pannier.simulate.journal import Journal
from pannier.simulate.loop import Actor, run
from pannier.simulate.moments import DemoTime
from pannier.simulate.partner import Partner
from pannier.simulate.rider import Rider


@dataclass
class CityDay:
    """Who takes part in a day; `dispatcher` is a signed-in caller of the operator."""

    dispatcher: Caller
    hub_id: str
    date: str
    time: DemoTime
    seed: int = 1
    behaviour: Behaviour = field(default_factory=Behaviour)
    journal: Journal = field(default_factory=Journal)

    def riders(self) -> list[Rider]:
        """Return the riders of the day's shifts, their phones signed in with a one-time code each."""
        recipients = Recipients(self.dispatcher)
        shifts = self.dispatcher.get("/v1/shifts", hub_id=self.hub_id, date=self.date)
        return [self._rider(shift, recipients) for shift in sorted(shifts, key=_by_name)]

    def _rider(self, shift: Json, recipients: Recipients) -> Rider:
        phone = self.dispatcher.another()
        phone.sign_in_rider(self.dispatcher.post(f"/v1/riders/{shift['rider_id']}/sign-in-codes")["code"])
        return Rider(
            name=shift["rider_name"],
            shift=shift,
            caller=phone,
            recipients=recipients,
            journal=self.journal,
            behaviour=self.behaviour,
            time=self.time,
            seed=self.seed,
        )

    def play(
        self,
        riders: Sequence[Rider],
        partners: Sequence[Partner] = (),
        on_step: Callable[[datetime], None] = lambda at: None,
    ) -> Journal:
        """Play the day to its end and return what happened."""
        actors: list[Actor] = [*riders, *partners]
        run(actors, self.time, on_step)
        return self.journal

    def first_start(self) -> datetime:
        """Return when the first route of the day begins."""
        routes = self.dispatcher.get("/v1/routes", hub_id=self.hub_id, date=self.date)
        return min(datetime.fromisoformat(route["starts_at"]) for route in routes)


def _by_name(shift: Json) -> str:
    return f"{shift['rider_name']}|{shift['starts_at']}"
