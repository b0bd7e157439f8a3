"""Rules for riders are chosen at the console, and the shifts of the day say what they make of them."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web


def test_law_chosen_at_the_console_gives_shifts_their_breaks(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Pasteur", riders=1, orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Rules for riders")
    then.dispatcher.sees(
        "Working time", "Even work", "Areas that riders know", "When a running day is changed"
    )
    when.dispatcher.chooses_rules("fr_young", fair_hours="5")
    when.dispatcher.is_told("The next plan goes by it.")
    rules = world.admin.get("/v1/fleet-rules")
    assert (rules["in_force"], rules["fair_hours_cents"]) == ("fr_young", 500)
    faults = faults_in_every_look(when.dispatcher.page, "Rules for riders", (PHONE, DESKTOP))
    when.dispatcher.screen.keep_picture("rules-for-riders")
    when.dispatcher.looks_at_the_shifts()
    then.dispatcher.sees("30 min begun within 09:00–12:30")
    faults += faults_in_every_look(when.dispatcher.page, "Shifts", (PHONE, DESKTOP))
    # The days of other tests go by no law.
    when.dispatcher.looks_at_the_fleet("Rules for riders")
    when.dispatcher.chooses_rules("none", fair_hours="0")
    assert world.admin.get("/v1/fleet-rules")["in_force"] == "none"
    assert not faults
