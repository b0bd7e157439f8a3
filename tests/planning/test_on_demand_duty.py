"""Who serves orders on demand is at work in a shift of that hub, and what was worked in it between rides counts."""

import uuid
from datetime import datetime, timedelta

from pannier.fleet.models import Shift, WorkRecord
from pannier.fleet.rules import change_fleet_rules
from pannier.planning.queries import sheet_of
from tests.planning.test_on_demand import drive, later, released_round
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew, make_hub
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation


def second_hub(day: DemandDay) -> DemandDay:
    """Give the first rider a shift at another hub, too, that has begun by now."""
    with day.operator.session() as db:
        hub = make_hub(db, name="B", lon=east(2_000).lon)
        crew = make_crew(db, hub.id, name="Bike B")
        db.get_one(Shift, crew.shift.id).rider_id = day.crews[0].rider.id
    other = DemandDay(day.operator, hub.id, [crew], [])
    other.rules(active=True, serves="both", hold_s=0)
    return other


def test_who_drives_for_one_hub_is_not_on_duty_at_another(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=4)
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    at, other = drive(day, route, 1), second_hub(day)
    order = other.wish(9, from_hub=True)
    other.look(at)
    assert (other.row(order).state, other.row(order).code) == ("waiting", "no_riders")
    own = day.wish(8, from_hub=True)
    day.look(at)
    assert day.row(own).state == "given"


def test_who_works_on_when_a_shift_is_over_is_on_duty_in_the_next(operator: Organisation) -> None:
    day = make_demand_day(operator)
    other = second_hub(day)
    day.on_duty(day.crews[0], local(8))
    with operator.session() as db:
        db.get_one(Shift, day.crews[0].shift.id).ends_at = NOON - timedelta(hours=1)
    order = other.wish(9, from_hub=True)
    other.look(NOON)
    assert other.row(order).state == "given"


def test_who_still_drives_for_a_shift_that_is_over_is_not_on_duty_in_the_next(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=4)
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    at, other = drive(day, route, 1), second_hub(day)
    with operator.session() as db:
        db.get_one(Shift, day.crews[0].shift.id).ends_at = at - timedelta(minutes=1)
    order = other.wish(9, from_hub=True)
    other.look(at)
    assert other.row(order).code == "no_riders"


def test_a_shift_of_yesterday_gives_nothing_to_who_began_today(operator: Organisation) -> None:
    day = make_demand_day(operator)
    with operator.session() as db:
        crew = make_crew(db, day.hub_id, name="Bike of yesterday")
        old = db.get_one(Shift, crew.shift.id)
        old.rider_id, old.service_date = day.crews[0].rider.id, DAY - timedelta(days=1)
        old.starts_at, old.ends_at = (at - timedelta(days=1) for at in (old.starts_at, old.ends_at))
    day.on_duty(day.crews[0])
    order = day.wish(1, service_date=DAY - timedelta(days=1))
    day.look(later(1))
    # Yesterday is over, and nobody of it is at work: the order is left over for today.
    assert (day.row(order).code, day.order(order).route_id) == ("day_over", None)


WORKED_H = 5.6
"""Since eight, without a break: 24 minutes are left of the six hours after which there must be one."""


def without_a_break(operator: Organisation) -> tuple[DemandDay, datetime]:
    """Return a day of a rider under German law who has waited since eight, and now."""
    day = make_demand_day(operator)
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de"})
    day.on_duty(day.crews[0], local(8))
    return day, local(8 + WORKED_H)


def long_wish(day: DemandDay, number: int = 1) -> uuid.UUID:
    """Take in an order with an hour at the door, and time enough for a break before."""
    return day.wish(number, service_s=3_600, leave_within_s=5_000, deliver_within_s=9_000)


def breaks_before(day: DemandDay, order: uuid.UUID) -> list[datetime]:
    """Return when the breaks begin that come before an order's door."""
    with day.operator.session() as db:
        stops = sheet_of(db, day.route_of(order).id).stops
    door = next(
        n
        for n, one in enumerate(stops)
        if any(task.order_id == order and task.kind != "collect" for task in one.tasks)
    )
    return [one.stop.planned_start for one in stops[:door] if one.stop.kind == "break"]


def test_who_worked_on_before_the_first_ride_has_the_break_that_is_due(operator: Organisation) -> None:
    day, now = without_a_break(operator)
    order = long_wish(day)
    day.look(now)
    assert day.row(order).state == "given"
    (begins,) = breaks_before(day, order)
    assert begins <= local(14)


def test_the_break_stays_due_when_it_is_looked_at_again(operator: Organisation) -> None:
    day, now = without_a_break(operator)
    order = long_wish(day)
    for seconds in (0, 30, 60, 90):
        day.look(now + timedelta(seconds=seconds))
        (begins,) = breaks_before(day, order)
        assert begins <= local(14)


def test_work_before_a_ride_counts_while_it_is_driven(operator: Organisation) -> None:
    day, now = without_a_break(operator)
    first = day.wish(1, from_hub=True)
    day.look(now)
    at = drive(day, day.route_of(first), 0)
    order = long_wish(day, 2)
    day.look(at)
    assert day.route_of(order).id == day.route_of(first).id
    (begins,) = breaks_before(day, order)
    assert begins <= local(14)


def test_who_has_just_begun_needs_no_break(operator: Organisation) -> None:
    day, now = without_a_break(operator)
    with operator.session() as db:
        (record,) = db.query(WorkRecord).all()
        record.started_at = now - timedelta(minutes=5)
    order = long_wish(day)
    day.look(now)
    assert not breaks_before(day, order)
