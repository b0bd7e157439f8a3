"""Who rides what when: a shift is made at the console, with its break."""

import pytest

from tests.web.conftest import Doing, Seeing
from tests.web.world import DAY, World

pytestmark = pytest.mark.web


def test_shift_made_at_the_console_has_its_break(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Carnier", riders=1, orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_shifts()
    when.dispatcher.begins_a_shift()
    then.dispatcher.sees_no("Has a shift 08:00–14:00 already.")
    when.dispatcher.asks_for_the_shift(from_="8")
    then.dispatcher.sees("Has a shift 08:00–14:00 already.")
    when.dispatcher.asks_for_the_shift(from_="14", until="20.00", break_over_by="17:00")
    then.dispatcher.sees("Longer than the time for it.")
    when.dispatcher.asks_for_the_shift(break_not_before="16:00", break_over_by="18:00")
    when.dispatcher.is_told("The shift is part of the next plan.")
    then.dispatcher.sees("30 min within 16:00–18:00")
    shifts = world.admin.get("/v1/shifts", hub_id=day.hub_id, date=DAY.isoformat())
    [made] = [shift for shift in shifts if shift["break_s"]]
    assert made["break_s"] == 1800
    assert made["starts_at"].startswith("2026-03-10T13:00")
    assert made["break_start"].startswith("2026-03-10T15:00")
    assert made["break_end"].startswith("2026-03-10T17:00")
