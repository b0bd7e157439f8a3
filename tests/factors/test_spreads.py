"""The table of spreads, row by row."""

import pytest

from pannier.factors.kinds import fleet_kinds
from pannier.factors.spreads import SpreadError, parse_spreads, spreads


@pytest.mark.parametrize("kind", fleet_kinds())
def test_every_kind_of_a_fleet_has_a_spread_of_travel_and_service(kind: str) -> None:
    found = spreads().of(kind)
    assert 0 < found.day_travel < found.leg_travel < 0.5
    assert 0 < found.pace < found.service <= 0.6


def test_every_row_belongs_to_a_kind() -> None:
    assert set(spreads().by_kind) <= set(fleet_kinds())


def test_a_kind_keeps_what_its_row_does_not_name() -> None:
    found = parse_spreads({"usual": {"pace": 0.1, "service": 0.4}, "walker": {"service": 0.2}})
    assert (found.of("walker").pace, found.of("walker").service) == (0.1, 0.2)
    assert found.of("e_van").service == 0.4


def test_a_wrong_table_is_named() -> None:
    with pytest.raises(SpreadError, match="walker/serivce: is unknown"):
        parse_spreads({"usual": {}, "walker": {"serivce": 0.2}})
    with pytest.raises(SpreadError, match=r"spreads.toml: usual: A spread's pace is -0.1"):
        parse_spreads({"usual": {"pace": -0.1}})
    with pytest.raises(SpreadError, match="usual is missing"):
        parse_spreads({"walker": {}})
