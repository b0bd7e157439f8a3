"""Two people decide about one proposal at the same moment: the second waits, and is told what the first one did."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from pannier.base.jobs import Job
from pannier.dispatch import proposals
from pannier.orders.models import Order
from pannier.planning.models import Proposal
from pannier.planning.problems import ProposalClosed
from pannier.planning.running_day.job import KIND
from pannier.planning.running_day.propose import discard
from tests.dispatch.test_proposals import ask, day, first_route
from tests.planning.test_lock_beside_on_demand import impatient
from tests.support.planned_days import HubDay, on_the_grid

__all__ = ["day"]

DECIDE: dict[str, Callable[[Session, uuid.UUID], object]] = {
    "accept": partial(proposals.accept, by="person:1", network_of=on_the_grid),
    "discard": partial(discard, by="person:2"),
    "ask again": partial(proposals.ask_again, by="person:2"),
}
STATES = {"accept": "accepted", "discard": "discarded", "ask again": "discarded"}
AT_ONCE = [("accept", "discard"), ("accept", "ask again"), ("discard", "accept"), ("ask again", "accept")]


@pytest.fixture
def proposal(day: HubDay) -> uuid.UUID:
    """A rider is away: all orders would go to the other one."""
    return ask(day, operation="rider_away", without=(first_route(day).shift_id,)).id


def holders(day: HubDay) -> set[uuid.UUID | None]:
    with day.operator.session() as db:
        return {db.get_one(Order, order).route_id for order in day.orders}


def check_decided(day: HubDay, proposal: uuid.UUID, first: str, before: set[uuid.UUID | None]) -> None:
    """Check that all is as the first one decided: who has the orders, and how often was searched."""
    with day.operator.session() as db:
        assert db.get_one(Proposal, proposal).state == STATES[first]
        searches = db.scalar(select(func.count(Job.id)).where(Job.kind == KIND))
    assert searches == 1 + (first == "ask again")
    assert (holders(day) == before) == (first != "accept")


@pytest.mark.parametrize(("first", "second"), AT_ONCE)
def test_who_decides_second_waits_and_is_told(
    day: HubDay, proposal: uuid.UUID, first: str, second: str
) -> None:
    before = holders(day)
    with day.operator.session() as deciding:
        DECIDE[first](deciding, proposal)
        with pytest.raises(OperationalError, match="lock timeout"), day.operator.session() as waiting:
            DECIDE[second](impatient(waiting), proposal)
    with pytest.raises(ProposalClosed, match=STATES[first]), day.operator.session() as late:
        DECIDE[second](late, proposal)
    check_decided(day, proposal, first, before)


@pytest.mark.parametrize(("first", "second"), AT_ONCE)
def test_what_was_read_before_the_first_one_decided_is_read_again(
    day: HubDay, proposal: uuid.UUID, first: str, second: str
) -> None:
    before = holders(day)
    with day.operator.session() as late:
        assert late.get_one(Proposal, proposal).state == "open"
        with day.operator.session() as deciding:
            DECIDE[first](deciding, proposal)
        with pytest.raises(ProposalClosed, match=STATES[first]):
            DECIDE[second](late, proposal)
    check_decided(day, proposal, first, before)
