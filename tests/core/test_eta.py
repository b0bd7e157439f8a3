"""Expected arrivals."""

import uuid
from datetime import UTC, datetime, timedelta

from pannier.core.eta import Anchor, EtaSource, StopAhead, expected_arrivals, worth_telling

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
A, B, C = (uuid.UUID(int=n) for n in (1, 2, 3))
WAY = (StopAhead(A, 300, 120), StopAhead(B, 180, 120), StopAhead(C, 60, 120))
FREE = Anchor(TEN, EtaSource.PROGRESS)


def minutes(value):
    return timedelta(minutes=value)


def test_times_add_up_along_the_route():
    etas = expected_arrivals(WAY, FREE, now=TEN)
    assert [eta.eta for eta in etas] == [TEN + minutes(5), TEN + minutes(10), TEN + minutes(13)]


def test_a_vehicle_waits_for_a_window_to_open():
    way = (StopAhead(A, 300, 120, opens=TEN + minutes(30)), StopAhead(B, 180, 120))
    assert expected_arrivals(way, FREE, now=TEN)[1].eta == TEN + minutes(35)


def test_waiting_makes_what_follows_more_certain():
    wait = (StopAhead(A, 300, 120, opens=TEN + minutes(30)), StopAhead(B, 180, 120))
    go = (StopAhead(A, 300, 120), StopAhead(B, 180, 120))

    def width(way):
        eta = expected_arrivals(way, FREE, now=TEN)[1]
        return eta.late - eta.early

    assert width(wait) < width(go)


def test_the_interval_grows_with_every_stop_in_between():
    widths = [eta.late - eta.early for eta in expected_arrivals(WAY, FREE, now=TEN)]
    assert widths == sorted(widths)
    assert widths[0] < widths[2]


def test_a_measured_way_replaces_the_planned_one():
    anchor = Anchor(TEN, EtaSource.POSITION, to_first_s=60)
    assert expected_arrivals(WAY, anchor, now=TEN)[0].eta == TEN + minutes(1)


def test_nobody_arrives_in_the_past():
    later = TEN + minutes(20)
    etas = expected_arrivals(WAY, FREE, now=later)
    assert etas[0].eta == later
    assert etas[0].early == later
    assert etas[1].eta == later + minutes(5)


def test_small_moves_are_not_worth_telling():
    assert not worth_telling(TEN, TEN + timedelta(seconds=59))
    assert worth_telling(TEN, TEN - timedelta(seconds=60))
    assert worth_telling(None, TEN)
