"""Orders on demand: who gets a rider first, how long one may wait for company, who has not answered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.on_demand import (
    Answer,
    OpenOrder,
    Option,
    Policy,
    Terms,
    ask_again,
    asked_again_s,
    held_until,
    is_due,
    is_unanswered,
    lateness_s,
    next_choice,
    open_order,
    price_of,
    stuck,
)

POLICY = Policy(hold_s=60, late_minute_millicents=100_000, minute_millicents=1_000, changed_millicents=50_000)
ORDER = OpenOrder(id="a", known_s=1_000, ready_s=1_000, leave_by_s=1_900, deliver_by_s=3_400)


def way(order="a", vehicle="ana", extra=0, leave=1_500, door=2_200, **more) -> Option:
    return Option(order=order, vehicle=vehicle, extra_millicents=extra, leave_s=leave, door_s=door, **more)


def test_deadlines_count_from_when_an_order_is_ready_or_known_if_that_is_later():
    terms = Terms(leave_within_s=900, deliver_within_s=2_400)
    ready_later = open_order("a", terms, known_s=1_000, ready_s=1_600)
    assert (ready_later.ready_s, ready_later.leave_by_s, ready_later.deliver_by_s) == (1_600, 2_500, 4_000)
    known_later = open_order("a", terms, known_s=1_000, ready_s=0)
    assert (known_later.leave_by_s, known_later.deliver_by_s) == (1_900, 3_400)


def test_an_order_that_would_be_there_before_it_left_is_refused():
    with pytest.raises(ValueError, match="longer"):
        Terms(leave_within_s=900, deliver_within_s=600)


def test_lateness_is_the_worse_of_leaving_and_arriving():
    assert lateness_s(ORDER, way(leave=1_900, door=3_400)) == 0
    assert lateness_s(ORDER, way(leave=1_960, door=3_400)) == 60
    assert lateness_s(ORDER, way(leave=1_960, door=3_700)) == 300


def test_a_price_is_money_minutes_and_lateness_that_nobody_counted_yet():
    # 20 minutes until the door at 1 cent each, and 5 minutes late at a euro each.
    assert price_of(ORDER, way(extra=7_000), POLICY) == 7_000 + 20_000
    assert price_of(ORDER, way(leave=2_200), POLICY) == 20_000 + 500_000
    assert price_of(ORDER, way(leave=2_200, counted_late_s=300), POLICY) == 20_000


def test_taking_an_order_from_the_rider_who_has_it_has_a_price():
    given_to_ben = replace(ORDER, rider="ben")
    assert price_of(given_to_ben, way(vehicle="ben"), POLICY) == 20_000
    assert price_of(given_to_ben, way(vehicle="ana"), POLICY) == 70_000


def test_who_would_lose_most_without_the_best_way_comes_first():
    first, second = ORDER, replace(ORDER, id="b")
    ways = {
        "a": [way("a", "ana", 1_000), way("a", "ben", 2_000)],
        "b": [way("b", "ana", 5_000), way("b", "ben", 90_000)],
    }
    chosen = next_choice([first, second], ways, POLICY)
    assert (chosen.order.id, chosen.option.vehicle, chosen.regret_millicents) == ("b", "ana", 85_000)


def test_who_has_one_way_only_comes_before_all_others():
    ways = {"a": [way("a", "ana"), way("a", "ben", 900_000)], "b": [way("b", "ana", 10)]}
    assert next_choice([ORDER, replace(ORDER, id="b")], ways, POLICY).order.id == "b"


def test_a_rider_who_did_not_answer_is_not_asked_again():
    order = replace(ORDER, refused={"ana": 0})
    assert next_choice([order], {"a": [way()]}, POLICY) is None
    assert next_choice([order], {"a": [way(), way(vehicle="ben", extra=9)]}, POLICY).option.vehicle == "ben"


def test_who_did_not_answer_a_while_ago_may_be_asked_again():
    order = replace(ORDER, refused={"ana": 1_000, "ben": 1_100})
    assert asked_again_s(order, "ana", POLICY) == 1_300
    assert ask_again(order, 1_299, POLICY) == order
    assert ask_again(order, 1_300, POLICY).refused == {"ben": 1_100}
    assert ask_again(order, 1_400, POLICY).refused == {}


def test_only_what_nobody_takes_and_somebody_did_not_answer_is_asked_for_again():
    refused = replace(ORDER, id="b", refused={"ana": 0})
    assert stuck([ORDER, refused], {"a", "b"}) == {"b"}
    assert stuck([ORDER, refused], {"a"}) == frozenset()


def test_an_order_that_nobody_can_serve_in_time_goes_late_or_to_nobody_as_the_operator_wants():
    late = {"a": [way(leave=2_500)]}
    assert next_choice([ORDER], late, POLICY).option.leave_s == 2_500
    assert next_choice([ORDER], late, replace(POLICY, serve_late=False)) is None


def test_an_order_is_looked_at_shortly_before_it_is_ready():
    order = replace(ORDER, ready_s=10_000)
    assert not is_due(order, 10_000 - POLICY.ahead_s - 1, POLICY)
    assert is_due(order, 10_000 - POLICY.ahead_s, POLICY)


def test_a_ride_for_one_order_alone_waits_for_another_but_not_for_long():
    own = way(is_own_ride=True)
    assert held_until(ORDER, own, 1_010, POLICY) == 1_060
    assert held_until(ORDER, own, 1_060, POLICY) is None


def test_an_order_waits_never_until_it_is_late():
    tight = way(leave=1_880, door=2_200, is_own_ride=True)
    assert held_until(ORDER, tight, 1_010, POLICY) == 1_030
    assert held_until(ORDER, way(leave=1_901, is_own_ride=True), 1_010, POLICY) is None


def test_who_joins_a_ride_that_goes_anyway_or_has_a_rider_does_not_wait():
    assert held_until(ORDER, way(is_own_ride=False), 1_010, POLICY) is None
    assert held_until(replace(ORDER, rider="ana"), way(is_own_ride=True), 1_010, POLICY) is None


def test_a_rider_has_answered_who_set_out_and_else_has_some_minutes():
    told = Answer(given_s=1_000, leave_s=1_200, has_begun=False)
    assert not is_unanswered(told, 1_499, POLICY)
    assert is_unanswered(told, 1_500, POLICY)
    assert not is_unanswered(replace(told, has_begun=True), 9_999, POLICY)


ways = st.builds(
    lambda vehicle, extra, leave, ride: way("a", vehicle, extra, leave, leave + ride),
    st.sampled_from(["ana", "ben", "cem", "dia"]),
    st.integers(0, 10_000_000),
    st.integers(1_000, 9_000),
    st.integers(60, 3_000),
)


@given(st.lists(ways, max_size=8), st.sets(st.sampled_from(["ana", "ben"])), st.booleans())
def test_what_is_chosen_is_allowed_and_nothing_allowed_is_cheaper(options, refused, serve_late):
    order = replace(ORDER, refused=dict.fromkeys(refused, 0))
    policy = replace(POLICY, serve_late=serve_late)
    chosen = next_choice([order], {"a": options}, policy)
    allowed = [
        one for one in options if one.vehicle not in refused and (serve_late or lateness_s(order, one) == 0)
    ]
    if chosen is None:
        assert not allowed
    else:
        assert chosen.option in allowed
        assert price_of(order, chosen.option, policy) == min(price_of(order, one, policy) for one in allowed)


@given(ways, st.integers(1_000, 4_000), st.integers(0, 600))
def test_waiting_ends_in_time_and_at_the_latest_after_the_hold(option, now_s, hold_s):
    own = replace(option, is_own_ride=True)
    until_s = held_until(ORDER, own, now_s, replace(POLICY, hold_s=hold_s))
    if until_s is not None:
        waited_s = until_s - now_s
        assert now_s < until_s <= ORDER.known_s + hold_s
        assert own.leave_s + waited_s <= ORDER.leave_by_s
        assert own.door_s + waited_s <= ORDER.deliver_by_s
