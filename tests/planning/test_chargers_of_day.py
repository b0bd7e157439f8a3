"""Plugs, hours and prices by the clock on the wall, as the routing problem takes them in."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pannier.core.timewindow import TimeWindow
from pannier.fleet.charger_values import Charger, PriceFrom, Reserved
from pannier.planning.chargers_of_day import hub_chargers_of, plugs_of, tariff_of
from pannier.planning.day import Carbon, ChargerOfDay, Day
from tests.support.fleet_days import DAY, at, day, shift, spec

H = 3600
NIGHT = (PriceFrom(begin_min=420, kwh_millicents=30_000), PriceFrom(begin_min=1320, kwh_millicents=12_000))
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def on(service_date: date = DAY, **values: object) -> Day:
    made = day([], [shift(spec("e_van")), shift(spec("e_van", name="Two"))], **values)
    return Day(
        **{name: getattr(made, name) for name in made.__dataclass_fields__} | {"service_date": service_date}
    )


def said(**values: object) -> ChargerOfDay:
    return ChargerOfDay(said=Charger(**values))  # type: ignore[arg-type]


def test_the_last_price_of_a_day_holds_until_the_first_of_the_next() -> None:
    tariff = tariff_of(on(), said(prices=NIGHT))
    assert [(one.from_s, one.kwh_millicents) for one in tariff[:4]] == [
        (0, 12_000),
        (7 * H, 30_000),
        (22 * H, 12_000),
        (31 * H, 30_000),
    ]


def test_without_prices_and_hours_of_the_grid_the_vehicles_own_rates_hold() -> None:
    assert tariff_of(on(), said(plugs=2)) == ()
    assert hub_chargers_of(on()) == ()


def test_the_grid_by_hour_is_known_at_the_usual_price() -> None:
    by_hour = (*(300_000,) * 10, *(100_000,) * 6, *(300_000,) * 8)
    tariff = tariff_of(on(carbon=Carbon(grid_mg_per_kwh=250_000, grid_mg_by_hour=by_hour)), said())
    assert [(one.from_s, one.kwh_millicents, one.co2e_mg_per_kwh) for one in tariff[:3]] == [
        (0, 28_000, 300_000),
        (10 * H, 28_000, 100_000),
        (16 * H, 28_000, 300_000),
    ]


def test_prices_alone_emit_as_the_year_says() -> None:
    tariff = tariff_of(on(carbon=Carbon(grid_mg_per_kwh=250_000)), said(prices=NIGHT))
    assert {one.co2e_mg_per_kwh for one in tariff} == {250_000}


@given(
    prices=st.dictionaries(st.integers(0, 1439), st.integers(0, 50_000), min_size=1, max_size=8),
    by_hour=st.sampled_from([(), tuple(range(24))]),
    service_date=st.sampled_from([DAY, FORWARD, BACK, FORWARD - timedelta(days=1)]),
    second=st.integers(0, 48 * H),
)
def test_every_moment_has_the_price_of_its_local_time(
    prices: dict[int, int], by_hour: tuple[int, ...], service_date: date, second: int
) -> None:
    rows = tuple(PriceFrom(begin_min=minute, kwh_millicents=prices[minute]) for minute in sorted(prices))
    of = on(service_date, carbon=Carbon(grid_mg_by_hour=by_hour))
    tariff = tariff_of(of, said(prices=rows))
    assert tariff[0].from_s == 0
    assert all(before.from_s < after.from_s for before, after in pairwise(tariff))
    local = of.moment(second)
    if local.date() in {FORWARD, BACK} and 1 <= local.hour <= 3:
        return  # The clock is put while this holds: which of two prices counts then nobody says.
    minute = local.hour * 60 + local.minute
    now = max(one.from_s for one in tariff if one.from_s <= second)
    slice_ = next(one for one in tariff if one.from_s == now)
    begun = [one for one in sorted(prices) if one <= minute] or sorted(prices)
    assert slice_.kwh_millicents == prices[begun[-1]]
    assert not by_hour or slice_.co2e_mg_per_kwh == local.hour


def test_hours_over_midnight_touch_both_days() -> None:
    plugs = plugs_of(on(), said(plugs=2, hours=((1320, 1800), (1800 - 1440, 480))))
    assert plugs is not None
    assert plugs.count == 2
    assert plugs.open[:2] == (TimeWindow(0, 8 * H), TimeWindow(22 * H, 32 * H))


def test_a_reservation_takes_a_plug_on_its_date_only() -> None:
    reserved = (
        Reserved(on=DAY, begin_min=720, end_min=810),
        Reserved(on=DAY - timedelta(days=1), begin_min=1380, end_min=1500),
        Reserved(on=DAY - timedelta(days=2), begin_min=0, end_min=1440),
    )
    plugs = plugs_of(on(), said(plugs=1, reserved=reserved))
    assert plugs is not None
    assert plugs.taken == (TimeWindow(0, H), TimeWindow(12 * H, 13 * H + H // 2))


def test_riders_of_other_plans_take_plugs() -> None:
    busy = ChargerOfDay(said=Charger(plugs=1), busy=((at(9), at(9.5)),))
    plugs = plugs_of(on(), busy)
    assert plugs is not None
    assert plugs.taken == (TimeWindow(9 * H, 9 * H + H // 2),)


def test_plenty_of_plugs_at_some_hours_are_one_for_each_vehicle() -> None:
    plugs = plugs_of(on(), said(hours=((360, 600),)))
    assert plugs is not None
    assert (plugs.count, plugs.open[0]) == (2, TimeWindow(6 * H, 10 * H))
    assert plugs_of(on(), said()) is None


def test_an_hour_that_the_clock_leaves_out_gives_way_to_the_next() -> None:
    prices = tuple(PriceFrom(begin_min=minute, kwh_millicents=minute) for minute in (0, 150, 180))
    tariff = tariff_of(on(FORWARD), said(prices=prices))
    three = datetime(2026, 3, 29, 3, tzinfo=ZoneInfo("Europe/Monaco"))
    assert (tariff[1].from_s, tariff[1].kwh_millicents) == (on(FORWARD).seconds(three), 180)
