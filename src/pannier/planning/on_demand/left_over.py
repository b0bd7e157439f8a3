"""What nobody served by the end of its day is left out and goes to the next one: to a partner, or to riders again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import OrderLeftOut
from pannier.core.order_limits import Day as OpenDay
from pannier.fleet.on_demand import ROUNDS, Rules
from pannier.fleet.roster import RosterEntry
from pannier.orders.lifecycle import next_day
from pannier.planning.day import HubOfDay
from pannier.planning.on_demand.book import Entry, set_day
from pannier.planning.on_demand.why import DAY_OVER, day_over, tell


def over_at(hub: HubOfDay, on: date, roster: Sequence[RosterEntry], rules: Rules) -> datetime:
    """Return from when nobody can serve a day's orders on demand any more.

    That is when the hub has closed and the last shift that serves them is over, overtime included.
    """
    ends = [
        one.ends_at + timedelta(seconds=one.overtime_s)
        for one in roster
        if one.rider_active and one.vehicle_active and rules.of_shift(one.serves) != ROUNDS
    ]
    return max([OpenDay(on, hub.opens, hub.closes, ZoneInfo(hub.timezone)).closes_at, *ends])


def leave_out(db: Session, book: Sequence[Entry], rules: Rules, hub: HubOfDay) -> int:
    """Leave out what nobody has and move it to the next day; return how many orders."""
    left = [one for one in book if one.row.state == "waiting" and one.order.route_id is None]
    for one in left:
        _leave_out(db, one, rules, hub)
    return len(left)


def _leave_out(db: Session, entry: Entry, rules: Rules, hub: HubOfDay) -> None:
    order, row = entry.order, entry.row
    on = next_day(db, order)
    row.left_over_from = row.left_over_from or order.service_date
    tell(row, day_over(order.service_date))
    set_day(row, order, on, rules, hub)
    # The order itself moves with the event.
    record(db, OrderLeftOut(order_id=order.id, code=DAY_OVER, moved_to=on))
