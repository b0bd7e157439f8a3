"""A round's distance is measured only where positions tell the whole of it."""

from datetime import UTC, datetime, timedelta

from pannier.core.geo import LonLat
from pannier.tracking.measured import covers

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
