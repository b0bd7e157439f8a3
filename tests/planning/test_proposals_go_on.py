"""A proposal stands while the day goes on as it says; only what contradicts it makes it outdated, and says so."""

import uuid
from collections.abc import Sequence

import pytest

from pannier.base import clock
from pannier.orders.models import Order
from pannier.planning.models import Proposal, Route
from pannier.planning.problems import ProposalClosed, ProposalOutdated
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import sheet_of, sheets_of_day
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.ask_again import asked_again
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.outdated import outdated_ones, why_outdated
from pannier.planning.running_day.propose import Asked, discard, propose
from pannier.planning.solver import Effort
from pannier.planning.task_ids import DROPOFF, task_id_of
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    """Half of the orders are as many as one rider can serve in time."""
    return make_hub_day(operator, orders=8, crews=2, window_end=local(10), service_s=900)


@pytest.fixture
def routes(day: HubDay) -> list[Route]:
    plan_id = day.plan()
    with day.operator.session() as db:
        found = [release_route(db, route.id, at=local(7)) for route in day.routes(plan_id)]
    assert len(found) == 2
    return found


def ask(day: HubDay, operation: str = "urgent_order", **change: object) -> Proposal:
    wanted = Change(operation=operation, **change)  # type: ignore[arg-type]
    effort = Effort(seed=1, iterations=60)
    asked = Asked(hub_id=day.hub_id, service_date=DAY, change=wanted, effort=effort)
    with day.operator.session() as db:
        return propose(db, asked, network_of=on_the_grid)


def take(day: HubDay, proposal: Proposal) -> Proposal:
    with day.operator.session() as db:
        return accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def why(day: HubDay, proposal: Proposal) -> str | None:
    with day.operator.session() as db:
        return outdated_ones(db, [db.get_one(Proposal, proposal.id)]).get(proposal.id)


def new_order(day: HubDay, number: int = 50, *, at_m: float = 5000, **values: object) -> uuid.UUID:
    at = east(at_m)
    with day.operator.session() as db:
        return make_order(db, day.hub_id, number, lon=at.lon, lat=at.lat, **values).id


def changed_and_other(day: HubDay, routes: Sequence[Route], proposal: Proposal) -> tuple[Route, Route]:
    (changed,) = [route for route in routes if str(route.id) in proposal.base]
    (other,) = [route for route in routes if route.id != changed.id]
    return changed, other


def drive(day: HubDay, route: Route, stops: int) -> None:
    """Leave the hub and serve so many stops as planned."""
    with day.operator.session() as db:
        if db.get_one(Route, route.id).state == "released":
            start_route(db, route.id, at=route.starts_at)
        for shown in sheet_of(db, route.id).stops[: stops + 1]:
            mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
            for task in shown.tasks:
                if task.state != "closed":
                    mark_task(db, task.id, state="closed", outcome="succeeded")


def orders_of(day: HubDay, route: Route) -> list[uuid.UUID]:
    with day.operator.session() as db:
        return [task.order_id for shown in sheet_of(db, route.id).stops for task in shown.tasks]


def left_after(day: HubDay, route: Route, stops: int):
    with day.operator.session() as db:
        return sheet_of(db, route.id).stops[stops].stop.planned_departure


def test_what_happens_on_a_route_that_it_leaves_alone_is_no_matter(day: HubDay, routes: list[Route]) -> None:
    """The other route is driven, and even changed: it stays as it is by now."""
    fresh = new_order(day)
    proposal = ask(day, order_ids=(fresh,))
    changed, other = changed_and_other(day, routes, proposal)
    drive(day, other, 1)
    with day.operator.session() as db:
        db.get_one(Route, other.id).revision = 7
    assert why(day, proposal) is None
    with clock.fixed(left_after(day, other, 1)):
        assert take(day, proposal).state == "accepted"
    with day.operator.session() as db:
        assert db.get_one(Order, fresh).route_id == changed.id
        assert db.get_one(Route, other.id).revision == 7


def test_a_rider_who_goes_on_as_it_says_does_not_contradict_it(day: HubDay, routes: list[Route]) -> None:
    """The route has begun with all that the proposal leaves on it, and its first stops are served."""
    fresh = new_order(day)
    proposal = ask(day, "replanned", order_ids=(fresh,))
    changed, _ = changed_and_other(day, routes, proposal)
    with day.operator.session() as db:
        # What is to be added lies in the hub; so that it can be on this trip, the rider loads it before leaving.
        start_route(db, changed.id, at=changed.starts_at)
    assert why(day, proposal) is None


def test_a_changed_route_that_was_changed_since_makes_it_outdated_and_says_whose(
    day: HubDay, routes: list[Route]
) -> None:
    proposal = ask(day, order_ids=(new_order(day),))
    changed, _ = changed_and_other(day, routes, proposal)
    with day.operator.session() as db:
        db.get_one(Route, changed.id).revision += 1
    words = why(day, proposal)
    assert words is not None
    assert f"{{shift:{changed.shift_id}}}" in words
    with pytest.raises(ProposalOutdated, match="was changed since"):
        take(day, proposal)


def test_who_left_with_what_would_go_to_another_makes_it_outdated(day: HubDay, routes: list[Route]) -> None:
    """Everything of one rider would go over to the other; that stands until he leaves with it."""
    away, other = routes
    steps = {
        str(away.shift_id): [],
        str(other.shift_id): [{"task": str(one)} for one in orders_of(day, away)],
    }

    def words(*, without: tuple[uuid.UUID, ...] = ()) -> str | None:
        with day.operator.session() as db:
            found = sheets_of_day(db, hub_id=day.hub_id, service_date=DAY)
            sheets = {str(sheet.route.shift_id): sheet for sheet in found}
            base = {str(sheet.route.id): sheet.route.revision for sheet in found}
            return why_outdated(sheets, base=base, steps=steps, without=without)

    assert words() is None
    drive(day, away, 0)
    assert words() is not None
    assert "would go with another rider" in str(words())
    assert words(without=(away.shift_id,)) is None


def test_a_proposal_that_is_decided_is_not_outdated(day: HubDay, routes: list[Route]) -> None:
    proposal = ask(day, order_ids=(new_order(day),))
    take(day, proposal)
    assert why(day, proposal) is None


def test_asked_again_it_is_the_same_change_without_what_is_done(day: HubDay, routes: list[Route]) -> None:
    fresh = new_order(day)
    proposal = ask(day, order_ids=(fresh,), keep_rider=tuple(orders_of(day, routes[0])))
    drive(day, routes[0], 1)
    with day.operator.session() as db:
        again = asked_again(db, db.get_one(Proposal, proposal.id))
    assert again.change.order_ids == (fresh,)
    assert set(again.change.keep_rider) == set(orders_of(day, routes[0])[1:])
    with day.operator.session() as db:
        discard(db, proposal.id, by="person:1")
    with pytest.raises(ProposalClosed):
        take(day, proposal)


def test_an_order_that_another_rider_got_meanwhile_is_told(day: HubDay, routes: list[Route]) -> None:
    changed, other = routes
    theirs = task_id_of(orders_of(day, other)[0], DROPOFF)
    steps = {str(changed.shift_id): [{"task": theirs}]}
    with day.operator.session() as db:
        found = sheets_of_day(db, hub_id=day.hub_id, service_date=DAY)
        sheets = {str(sheet.route.shift_id): sheet for sheet in found}
        base = {str(changed.id): sheets[str(changed.shift_id)].route.revision}
        words = why_outdated(sheets, base=base, steps=steps)
        both = base | {str(other.id): sheets[str(other.shift_id)].route.revision}
        assert why_outdated(sheets, base=both, steps=steps) is None
    assert words == f"An order that it would give to another rider is with {{shift:{other.shift_id}}} by now."


def left_out_of(proposal: Proposal) -> list[str]:
    return [one["order_id"] for one in proposal.diff["left_out"]]


def test_who_left_with_what_would_be_left_out_makes_it_outdated(day: HubDay, routes: list[Route]) -> None:
    """Nobody scans: that the rider has left says that what was planned for the trip is aboard."""
    optional = orders_of(day, routes[0])[-1]
    with day.operator.session() as db:
        db.get_one(Order, optional).prize_cents = 1
    proposal = ask(day, "replanned")
    assert left_out_of(proposal) == [str(optional)]
    assert why(day, proposal) is None
    with day.operator.session() as db:
        start_route(db, routes[0].id, at=routes[0].starts_at)
    words = why(day, proposal)
    assert words is not None
    assert f"{{shift:{routes[0].shift_id}}}" in words
    assert "would be left out" in words
    with clock.fixed(routes[0].starts_at), pytest.raises(ProposalOutdated, match="would be left out"):
        take(day, proposal)
    assert optional in orders_of(day, routes[0])


def test_who_is_on_the_way_to_what_would_be_left_out_makes_it_outdated(
    day: HubDay, routes: list[Route]
) -> None:
    away, _ = routes
    orders = orders_of(day, away)
    drive(day, away, 0)
    steps = {str(away.shift_id): [{"task": str(one)} for one in orders[1:]]}
    with day.operator.session() as db:
        (sheet,) = [
            one for one in sheets_of_day(db, hub_id=day.hub_id, service_date=DAY) if one.route.id == away.id
        ]
        sheets, base = {str(away.shift_id): sheet}, {str(away.id): sheet.route.revision}
        assert why_outdated(sheets, base=base, steps=steps) is not None
        # What it left out although the rider had it is what it means: it comes back to the hub.
        assert why_outdated(sheets, base=base, steps=steps, left_knowing=(str(orders[0]),)) is None
