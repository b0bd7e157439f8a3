"""Positions are kept as long as the settings say, and no longer."""

from datetime import UTC, datetime

import psycopg

from pannier.app.position_days import DAYS_AHEAD, keep_positions, positions_kept
from pannier.base import clock
from tests.conftest_postgres import NewDatabase


def days_with_a_partition(owner_url: str) -> list[str]:
    query = (
        "select relname from pg_class join pg_inherits on inhrelid = pg_class.oid"
        " where inhparent = 'positions'::regclass and relname <> 'positions_default' order by 1"
    )
    with psycopg.connect(owner_url) as connection:
        return [str(name).removeprefix("positions_") for (name,) in connection.execute(query)]


def test_days_are_made_ahead_and_dropped_when_their_time_is_over(new_database: NewDatabase) -> None:
    owner_url = new_database().owner_url
    with clock.fixed(datetime(2026, 3, 10, 12, tzinfo=UTC)) as now:
        assert keep_positions(owner_url, days=3) == []
        assert len(days_with_a_partition(owner_url)) == DAYS_AHEAD
        now.move_to(datetime(2026, 3, 15, 12, tzinfo=UTC))
        assert keep_positions(owner_url, days=3) == ["positions_2026_03_10", "positions_2026_03_11"]
    left = days_with_a_partition(owner_url)
    assert (left[0], left[-1], len(left)) == ("2026_03_12", "2026_03_28", 17)


def test_a_server_sees_to_it_from_its_start(new_database: NewDatabase) -> None:
    owner_url = new_database().owner_url
    with (
        clock.fixed(datetime(2026, 3, 10, 12, tzinfo=UTC)),
        positions_kept(owner_url, days=30),
    ):
        assert days_with_a_partition(owner_url)[0] == "2026_03_10"
