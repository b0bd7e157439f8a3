"""A round's distance is measured only where positions tell the whole of it."""

from datetime import UTC, datetime, timedelta

from pannier.core.geo import LonLat
from pannier.planning.models import Stop
from pannier.tracking.measured import covers
from pannier.tracking.on_foot import of_vehicle, stays_along

START = datetime(2026, 3, 10, 8, tzinfo=UTC)
HERE = LonLat(7.42, 43.73)
AWAY = LonLat(7.43, 43.74)
Fix = tuple[LonLat, datetime]


def riding(start_min: float, minutes: float) -> list[Fix]:
    """Positions of a way, one every 30 seconds."""
    steps = int(minutes * 2)
    return [
        (
            LonLat(
                HERE.lon + (AWAY.lon - HERE.lon) * n / steps, HERE.lat + (AWAY.lat - HERE.lat) * n / steps
            ),
            START + timedelta(minutes=start_min, seconds=30 * n),
        )
        for n in range(steps + 1)
    ]


def tells(trace: list[Fix]) -> bool:
    return covers(trace, START, trace[-1][1])


def test_positions_all_the_way_tell_of_a_round() -> None:
    assert tells(riding(0, 20))


def test_a_silent_phone_at_a_door_hides_nothing() -> None:
    there, back = riding(0, 10), riding(19, 10)
    assert tells([*there, (AWAY, there[-1][1] + timedelta(seconds=1)), (AWAY, back[0][1]), *back[1:]])


def test_a_silent_phone_on_the_way_hides_the_way() -> None:
    assert not tells(riding(0, 10) + riding(40, 10))


def test_a_phone_is_silent_in_a_break() -> None:
    there, back = riding(0, 10), riding(45, 10)
    trace = [*there, (AWAY, back[0][1]), *back[1:]]
    assert covers(trace, START, trace[-1][1], [(there[-1][1], there[-1][1] + timedelta(minutes=30))])
    assert not tells(trace)


def test_who_is_silent_for_long_in_the_hub_may_have_driven_a_trip() -> None:
    there, back = riding(0, 10), riding(40, 10)
    assert not tells([*there, (AWAY, back[0][1]), *back[1:]])
    assert not tells(there[:5])


def test_metres_on_foot_are_not_the_vehicles() -> None:
    doors = [
        Stop(
            kind="delivery", park_lon=HERE.lon, park_lat=HERE.lat, walk_s=60, arrived_at=START + timedelta(minutes=n),
            planned_arrival=START, planned_departure=START + timedelta(minutes=3),
        )
        for n in (10, 15)
    ]  # fmt: skip
    rest = Stop(kind="break", park_lon=None, park_lat=None, walk_s=0, arrived_at=None)
    far = Stop(
        kind="delivery", park_lon=None, park_lat=None, walk_s=0, arrived_at=START + timedelta(minutes=30)
    )
    (stay,) = stays_along([doors[0], rest, doors[1], far])
    # From leaving the vehicle for the first door to being back from the last one.
    assert stay == (START + timedelta(minutes=9), START + timedelta(minutes=19), HERE)
    trace = of_vehicle([(AWAY, START + timedelta(minutes=n)) for n in (8, 9, 14, 19, 20)], [stay])
    assert [point for point, _ in trace] == [AWAY, HERE, HERE, HERE, AWAY]
