"""Zones with hours: what a rule means on a day, and ways that lead around what is closed."""

from dataclasses import replace
from datetime import date

import numpy as np

from pannier.connect.road_network import Matrix
from pannier.core.plan import LeftOutCode
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.factors.kinds import vehicle_kind
from pannier.places.grid import GridNetwork
from pannier.places.zone_rules import ZoneRule, rules_of
from pannier.planning.areas import access_of, hours_of_day, limits_of, profile_between, streets_around
from pannier.planning.day import AreaOfDay, Day
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import HUB, day, east, order, shift, spec

HOUR = 3600
TUESDAY, NEXT_DAY = 2, 3
MORNING = ((6 * 60, 10 * 60 + 30),)


def box(west_m: float, east_m: float) -> dict:
    west, far = east(west_m).lon, east(east_m).lon
    ring = [[west, 43.7], [far, 43.7], [far, 43.8], [west, 43.8], [west, 43.7]]
    return {"type": "Polygon", "coordinates": [ring]}


def town(
    *rules: ZoneRule, west_m: float = 900, east_m: float = 1100, name: str = "the old town"
) -> AreaOfDay:
    return AreaOfDay(name=name, polygon=box(west_m, east_m), rules=rules)


def with_areas(*areas: AreaOfDay, kind: str = "e_van") -> Day:
    orders = [order("near", east(500)), order("inside", east(1000)), order("behind", east(1500))]
    return replace(day(orders, [shift(spec(kind), (5, 20))]), areas=areas)


def windows(rule: ZoneRule, **changes) -> tuple[TimeWindow, ...] | None:
    """Return when an e-van may be inside on the day, None for any time."""
    found = hours_of_day(replace(with_areas(town(rule)), **changes))
    return found[0].windows if found else None


def test_hours_are_local_times_of_the_weekday():
    rule = ZoneRule(hours=MORNING, weekdays=(TUESDAY,))
    today = windows(rule)
    assert today is not None
    # Monday ends, and is free; Wednesday comes after every shift.
    assert today == (TimeWindow(0, 0), TimeWindow(6 * HOUR, 37_800))
    # The clock goes forward at two: six in the morning comes an hour sooner.
    spring = date(2026, 3, 29)
    later = shift(spec("e_van"), (24 * 19, 24 * 19 + 12))
    early = windows(ZoneRule(hours=MORNING), service_date=spring, shifts=(later,))
    assert early is not None
    assert early[0] == TimeWindow(5 * HOUR, 34_200)


def test_days_and_kinds_without_a_rule_are_free():
    assert windows(ZoneRule(weekdays=(5,))) is None
    assert windows(ZoneRule(kinds=("cargo_bike",))) is None
    assert windows(ZoneRule(fuel_only=True)) is None
    assert windows(ZoneRule(hours=((0, 24 * 60),))) is None


def test_no_hours_are_never_and_a_night_goes_into_the_next_day():
    assert windows(ZoneRule()) == ()
    night = windows(ZoneRule(hours=((22 * 60, 6 * 60),)))
    assert night is not None
    assert night == (TimeWindow(0, 6 * HOUR),)


def all_windows(*rules: ZoneRule) -> tuple[TimeWindow, ...] | None:
    found = hours_of_day(with_areas(town(*rules)))
    return found[0].windows if found else None


def test_hours_of_several_rules_add_up_and_a_ban_wins():
    early, late = ZoneRule(hours=((6 * 60, 8 * 60),)), ZoneRule(hours=((12 * 60, 13 * 60),))
    assert all_windows(early, late) == (TimeWindow(6 * HOUR, 8 * HOUR), TimeWindow(12 * HOUR, 13 * HOUR))
    assert all_windows(early, ZoneRule(kinds=("e_van",))) == ()
    # A rule for other kinds, or other days, takes nothing away and gives nothing.
    assert all_windows(early, ZoneRule(kinds=("cargo_bike",))) == (TimeWindow(6 * HOUR, 8 * HOUR),)
    assert all_windows(early, replace(late, weekdays=(5,))) == (TimeWindow(6 * HOUR, 8 * HOUR),)


def test_kinds_that_may_enter_at_the_same_hours_stand_together():
    crews = [shift(spec("e_van"), (5, 20)), shift(spec("cargo_bike", name="Two"), (5, 20))]
    both = replace(day([], crews), areas=(town(ZoneRule(hours=MORNING)),))
    (hours,) = hours_of_day(both)
    assert set(hours.kinds) == {"e_van", "cargo_bike"}


class Counting(GridNetwork):
    """Counts the ways that are asked for."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "asked", [])

    def matrix(self, points, profile, *, targets=None) -> Matrix:
        self.asked.append(len(points) * len(points if targets is None else targets))
        return super().matrix(points, profile, targets=targets)


def test_every_way_is_asked_for_once_however_many_zones_there_are():
    zones = [
        town(ZoneRule(hours=MORNING), west_m=500 * n - 100, east_m=500 * n + 100, name=f"zone {n}")
        for n in range(1, 6)
    ]
    orders = [order(f"o{n}", east(250 * n)) for n in range(1, 11)]
    of = replace(day(orders, [shift(spec("e_van"), (5, 20))]), areas=tuple(zones))
    network, places = Counting(), places_of(of)
    streets_around(of, network, places.points, kinds_of(of)[0])
    assert sum(network.asked) == len(places.points) ** 2


def test_a_low_emission_zone_without_rules_is_closed_to_fuel():
    (rule,) = rules_of("low_emission", [])
    assert [rule.binds(vehicle_kind(code)) for code in ("diesel_van", "e_van", "walker")] == [
        True,
        False,
        False,
    ]


def test_the_problem_knows_the_places_inside():
    of = with_areas(town(ZoneRule(hours=MORNING)))
    places = places_of(of)
    (area,) = access_of(of, places)
    assert [places.points[place] for place in area.places] == [east(1000)]
    assert (area.name, area.kinds) == ("the old town", ("e_van",))


def test_a_hub_in_the_middle_of_it_stays_open_to_its_vehicles():
    of = with_areas(town(ZoneRule(), west_m=-100, east_m=1100))
    assert 0 not in access_of(of, places_of(of))[0].places


class Walled(GridNetwork):
    """A grid on which what is excluded makes every way longer, by a hundred kilometres an area."""

    def matrix(self, points, profile, *, targets=None) -> Matrix:
        found = super().matrix(points, profile, targets=targets)
        return replace(found, distance_m=found.distance_m + np.int32(100_000 * len(profile.exclude)))


def metres(of: Day) -> np.ndarray:
    """Return by hundred kilometres how many areas each way leads around."""
    kind = kinds_of(of)[0]
    return streets_around(of, Walled(), places_of(of).points, kind).distance_m // 100_000


def test_ways_lead_around_what_is_closed_unless_they_begin_or_end_there():
    free = with_areas(town(ZoneRule(kinds=("cargo_bike",))))
    assert not metres(free).any()
    around = metres(with_areas(town(ZoneRule(hours=MORNING))))
    inside = 2
    expected = np.ones((4, 4))
    expected[inside, :] = expected[:, inside] = 0
    assert (around == expected).all()


def test_two_areas_are_minded_each_for_itself():
    two = with_areas(town(ZoneRule()), town(ZoneRule(), west_m=1400, east_m=1600, name="the port"))
    around = metres(two)
    hub, near, inside, port = range(4)
    assert [around[hub, near], around[hub, inside], around[port, near], around[inside, port]] == [2, 1, 1, 0]


def test_lines_on_the_map_take_the_same_ways():
    of = with_areas(town(ZoneRule(hours=MORNING)))
    kind = kinds_of(of)[0]
    limits = limits_of(of, kind)
    assert profile_between(limits, kind, HUB, east(1500)).exclude != ()
    assert profile_between(limits, kind, HUB, east(1000)).exclude == ()


def planned(of: Day):
    places = places_of(of)
    streets = {kind.code: streets_around(of, GridNetwork(), places.points, kind) for kind in kinds_of(of)}
    made = problem_of_day(of, places, streets)
    return solve(made.problem, budget=Budget(iterations=60), seed=1)


def test_a_van_comes_before_the_old_town_closes_and_a_closed_one_is_told():
    plan = planned(with_areas(town(ZoneRule(hours=((9 * 60, 9 * 60 + 10),)))))
    (route,) = plan.routes
    assert plan.left_out == ()
    inside = next(activity for activity in route.activities if activity.place == 2)
    assert inside.start_s >= 9 * HOUR
    assert inside.departure_s <= 9 * HOUR + 600
    (left,) = planned(with_areas(town(ZoneRule(fuel_only=True)), kind="diesel_van")).left_out
    assert (left.code, left.reason) == (
        LeftOutCode.ACCESS,
        "It lies in the old town, which no diesel van may enter.",
    )
