"""An order that vanishes while riders are chosen stops no other: a hub's orders on demand go on."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from pannier.orders.models import Order, Parcel
from pannier.planning.on_demand import asking, decide
from pannier.planning.on_demand.choose import Chosen, choose
from pannier.planning.running_day.load import RunningDay
from tests.planning.test_on_demand import alone
from tests.planning.test_on_demand_silent import let_pass
from tests.support.on_demand_days import DemandDay

__all__ = ["alone"]


def vanish_while_read(day: DemandDay, order: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an order be deleted by somebody else when it is in the book already and the day is not read yet."""
    load = decide.load_day_on_demand

    def without_it(*given: Any, **named: Any) -> RunningDay:
        with day.operator.session() as db:
            for parcel in db.query(Parcel).where(Parcel.order_id == order):
                db.delete(parcel)
            db.delete(db.get_one(Order, order))
        return load(*given, **named)

    monkeypatch.setattr(decide, "load_day_on_demand", without_it)


def test_an_order_that_is_gone_before_it_is_given_keeps_no_other_waiting(
    alone: DemandDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, other = alone.wish(1), alone.wish(2)
    vanish_while_read(alone, gone, monkeypatch)
    alone.look()
    assert alone.row(other).state == "given"


def test_one_that_nobody_answered_and_that_is_gone_keeps_no_other_waiting(
    alone: DemandDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = alone.wish(1, from_hub=True)
    alone.look()
    told = let_pass(alone, gone)
    other = alone.wish(2, from_hub=True)
    vanish_while_read(alone, gone, monkeypatch)
    alone.look(told)
    assert alone.row(other).state == "given"


def test_one_that_is_gone_from_a_route_keeps_no_other_waiting(
    alone: DemandDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = alone.wish(1)
    alone.look()
    other = alone.wish(2)
    vanish_while_read(alone, gone, monkeypatch)
    alone.look()
    assert alone.row(other).state == "given"


def test_who_could_have_taken_it_is_not_told_where_the_probe_does_not_place_it(
    alone: DemandDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two orders that the only rider did not answer, the probe that says so may find a way for one only."""
    first, second = (alone.wish(number, from_hub=True) for number in (1, 2))
    alone.look()
    told = let_pass(alone, first)

    def for_the_first_only(*given: Any) -> Chosen:
        chosen = choose(*given)
        options = {one: option for one, option in chosen.placed.options.items() if one != str(second)}
        return replace(chosen, placed=replace(chosen.placed, options=options))

    monkeypatch.setattr(asking, "choose", for_the_first_only)
    alone.look(told)
    assert {alone.row(first).code, alone.row(second).code} == {"only_unanswered", "nobody_fits"}
