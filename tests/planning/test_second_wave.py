"""A later plan of the same day knows what is out: fellows of its orders, riders and vehicles."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from pannier.core.geo import LonLat
from pannier.core.plan import LeftOutCode
from pannier.planning.company_of_day import with_riders_out
from pannier.planning.day import OrderOfDay
from pannier.planning.free_shifts import Use, _free_at
from tests.support.fleets import local

HERE = LonLat(7.42, 43.73)


def test_an_order_whose_fellow_is_out_is_left_to_a_change_of_that_route() -> None:
    late, other = (
        OrderOfDay(id=uuid.uuid4(), reference=name, kind="delivery", point=HERE, together=word)
        for name, word in (("late", "wedding"), ("other", None))
    )
    (left,) = with_riders_out((late, other), {"wedding": "R-7"})
    assert (left.task_id, left.code) == (str(late.id), LeftOutCode.TOGETHER)
    assert "R-7" in left.reason


def entry(rider: str, vehicle: str, hour: float) -> Any:
    return SimpleNamespace(
        shift_id=uuid.uuid4(), rider_id=rider, vehicle=SimpleNamespace(id=vehicle), starts_at=local(hour)
    )


def test_a_second_shift_waits_for_its_rider_and_its_vehicle() -> None:
    first = entry("Ana", "bike", 8)
    over = local(14) + timedelta(minutes=20)
    use = Use(frozenset((first.shift_id,)), {first.shift_id: over}, {})
    for rider, vehicle, free in (("Ana", "van", over), ("Bo", "bike", over), ("Bo", "van", local(14))):
        later = entry(rider, vehicle, 14)
        assert _free_at(later, [first, later], use) == free
