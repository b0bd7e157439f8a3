"""What an operator's kinds cost counts wherever a day is planned, timed, asked, changed, allocated or reported."""

from datetime import date, timedelta

import pytest

from pannier.allocation.market import Market
from pannier.base import clock
from pannier.fleet.kind_costs import OwnCosts, set_kind_costs
from pannier.fleet.roster import roster_entry
from pannier.planning.load_day import load_day
from pannier.planning.progress import release_route
from pannier.planning.queries import get_plan, sheet_of
from pannier.planning.retime import problem_of_route
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import load_running_day
from pannier.planning.standing import standing_plan
from tests.planning.test_quotes import NEW, asked, shown, window
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, HubDay, make_hub_day
from tests.support.rounds import make_order

LONG_AGO = date(2026, 1, 1)
DEAR_KM = OwnCosts(per_km_cents=9_000)


def say(operator: Organisation, kind: str, own: OwnCosts) -> None:
    with operator.session() as db:
        set_kind_costs(db, kind, own, since=LONG_AGO)


@pytest.fixture
def mixed(operator: Organisation) -> HubDay:
    """Two orders that a bike or a van brings; as shipped the bike is cheaper."""
    with operator.session() as db:
        hub = make_hub(db, map_name="nowhere")
        crews = [make_crew(db, hub.id, kind=kind, name=kind) for kind in ("cargo_bike", "e_van")]
        points = [east(600 * n) for n in (1, 2)]
        orders = [make_order(db, hub.id, n, lon=at.lon, lat=at.lat).id for n, at in enumerate(points)]
        return HubDay(operator, hub.id, crews, orders)


def kinds_driven(day: HubDay) -> set[str]:
    return {route.vehicle_kind for route in day.routes(day.plan(iterations=200))}


def test_a_dearer_kind_stays_at_home(mixed: HubDay) -> None:
    assert kinds_driven(mixed) == {"cargo_bike"}
    say(mixed.operator, "cargo_bike", OwnCosts(fixed_cents=90_000))
    assert kinds_driven(mixed) == {"e_van"}
    say(mixed.operator, "cargo_bike", OwnCosts())
    assert kinds_driven(mixed) == {"cargo_bike"}


def test_a_plan_costs_what_the_own_figures_add_up_to(operator: Organisation) -> None:
    """Only a shift costs anything: one bike is out."""
    say(
        operator,
        "cargo_bike",
        OwnCosts(fixed_cents=1_234, per_hour_cents=0, per_km_cents=0, per_kwh_cents=0),
    )
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    assert day.plans()[0].totals["cost_cents"] == 1_234


@pytest.mark.parametrize(("since", "per_km_cents"), [(DAY, 9_000), (DAY + timedelta(1), 4)])
def test_costs_count_from_their_service_day_on(
    operator: Organisation, since: date, per_km_cents: float
) -> None:
    day = make_hub_day(operator, orders=0, crews=1)
    with clock.fixed(local(48)), operator.session() as db:
        set_kind_costs(db, "cargo_bike", DEAR_KM, since=since)
        (shift,) = load_day(db, hub_id=day.hub_id, service_date=DAY).shifts
        assert shift.vehicle.kind.cost.per_km_cents == per_km_cents


def test_timing_asking_and_changing_count_the_own_costs(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    plan_id = day.plan()
    (route,) = day.routes(plan_id)
    with operator.session() as db:
        before = standing_plan(db, get_plan(db, plan_id), GRID, currency="EUR")
        release_route(db, route.id, at=local(7))
    say(operator, "cargo_bike", DEAR_KM)
    with operator.session() as db:
        sheet, entry = sheet_of(db, route.id), roster_entry(db, day.crews[0].shift.id)
        change = Change(operation="replanned")
        standing = standing_plan(db, get_plan(db, plan_id), GRID, currency="EUR")
        days = (
            problem_of_route(db, sheet, entry, network=GRID).day,
            standing.day,
            load_running_day(db, hub_id=day.hub_id, service_date=DAY, change=change, network=GRID).day,
        )
    assert standing is not before
    assert [one.shifts[0].vehicle.kind.cost.per_km_cents for one in days] == [9_000] * 3


def extra_cents(day: HubDay) -> int:
    (only,) = shown(day, asked(NEW, window(8, 12))).windows
    assert only.extra_cents is not None
    return only.extra_cents


@pytest.mark.usefixtures("monaco_installed")
def test_a_quote_asks_what_the_way_now_costs(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    before = extra_cents(day)
    say(operator, "cargo_bike", OwnCosts(per_hour_cents=9_900, per_km_cents=9_000))
    assert extra_cents(day) > before


def test_the_choice_between_own_fleet_and_partners_counts_the_own_costs(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=0, crews=1)
    say(operator, "cargo_bike", DEAR_KM)
    with operator.session() as db:
        (kind,) = Market(db).kinds(day.hub_id, DAY)
        assert kind.per_km_cents == 9_000
        (earlier,) = Market(db).kinds(day.hub_id, date(2025, 12, 31))
        assert earlier.per_km_cents < 100
