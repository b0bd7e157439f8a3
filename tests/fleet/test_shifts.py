"""Nobody and nothing is in two shifts at once, and a break lies in its shift."""

import uuid
from datetime import datetime

import pytest

from pannier.fleet.problems import NotAtHub, ShiftNotFound, ShiftOverlap, ShiftTimes
from pannier.fleet.riders import RiderValues, create_rider
from pannier.fleet.roster import roster, roster_entry
from pannier.fleet.shift_rules import check_break, check_times
from pannier.fleet.shifts import ShiftValues, create_shift, get_shift, list_shifts, shift_of_rider
from pannier.fleet.vehicles import VehicleValues, change_vehicle, create_vehicle
from tests.support.fleet_days import DAY
from tests.support.fleets import ZONE, local, make_crew, make_hub
from tests.support.organisations import Organisation


def test_a_shift_begins_on_its_day_and_ends_after_it_began() -> None:
    check_times(local(20), local(28), service_date=DAY, zone=ZONE)
    for start, end in ((9, 9), (9, 8), (-1, 8), (25, 30), (1, 18)):
        with pytest.raises(ShiftTimes):
            check_times(local(start), local(end), service_date=DAY, zone=ZONE)


def breaks(start: float | None, end: float | None, seconds: int) -> None:
    at: list[datetime | None] = [None if hour is None else local(hour) for hour in (start, end)]
    check_break(local(8), local(16), break_start=at[0], break_end=at[1], break_s=seconds)


def test_a_break_fits_its_window_and_its_window_the_shift() -> None:
    breaks(None, None, 0)
    breaks(12, 13, 3600)
    for start, end, seconds in (
        (12, 13, 3601),
        (7, 9, 600),
        (15, 17, 600),
        (12, None, 600),
        (12, 13, 0),
        (None, None, 9),
    ):
        with pytest.raises(ShiftTimes):
            breaks(start, end, seconds)


def values(rider_id: uuid.UUID, vehicle_id: uuid.UUID, start: float, end: float) -> ShiftValues:
    return ShiftValues(
        rider_id=rider_id, vehicle_id=vehicle_id, service_date=DAY, starts_at=local(start), ends_at=local(end)
    )


def test_shifts_of_a_rider_or_a_vehicle_never_overlap(operator: Organisation) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        one, two = make_crew(db, hub.id), make_crew(db, hub.id, name="Two", hours=(6, 7))
        with pytest.raises(ShiftOverlap, match="The rider has shift"):
            create_shift(db, values(one.rider.id, two.vehicle.id, 15, 18))
        with pytest.raises(ShiftOverlap, match="The vehicle has shift"):
            create_shift(db, values(two.rider.id, one.vehicle.id, 7, 8.5))
        touching = create_shift(db, values(one.rider.id, two.vehicle.id, 16, 18))
        assert [shift.id for shift in list_shifts(db, hub_id=hub.id, service_date=DAY)] == [
            two.shift.id,
            one.shift.id,
            touching.id,
        ]


def test_rider_and_vehicle_belong_to_one_hub_and_are_active(operator: Organisation) -> None:
    with operator.session() as db:
        here, there = make_hub(db), make_hub(db)
        rider = create_rider(db, RiderValues(hub_id=here.id, name="Ana"))
        vehicle = create_vehicle(db, VehicleValues(hub_id=there.id, name="V", kind="e_van"))
        with pytest.raises(NotAtHub, match="different hubs"):
            create_shift(db, values(rider.id, vehicle.id, 8, 9))
        change_vehicle(db, vehicle.id, {"hub_id": here.id, "active": False})
        with pytest.raises(NotAtHub, match="not active"):
            create_shift(db, values(rider.id, vehicle.id, 8, 9))


def test_a_riders_shift_is_the_running_one_then_the_next_then_the_last(operator: Organisation) -> None:
    with operator.session() as db:
        crew = make_crew(db, make_hub(db).id, hours=(8, 10))
        late = create_shift(db, values(crew.rider.id, crew.vehicle.id, 14, 16))
        found = [shift_of_rider(db, crew.rider.id, local(hour)) for hour in (7, 9, 12, 20)]
        assert [shift.id for shift in found if shift] == [crew.shift.id, crew.shift.id, late.id, late.id]
        assert shift_of_rider(db, uuid.uuid4(), local(9)) is None


def test_the_roster_joins_shift_vehicle_and_rider(operator: Organisation, stranger: Organisation) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        crew = make_crew(db, hub.id, kind="cargo_trike", skills=("cool", "age"), payload_g=9_000)
        (entry,) = roster(db, hub_id=hub.id, service_date=DAY)
        assert (entry.shift_id, entry.rider_name, entry.skills) == (
            crew.shift.id,
            "Rider One",
            ("age", "cool"),
        )
        assert (entry.vehicle.payload_g, entry.charge_wh) == (9_000, None)
        assert roster_entry(db, crew.shift.id) == entry
    with stranger.session() as db:
        assert roster(db, hub_id=hub.id, service_date=DAY) == []
        with pytest.raises(ShiftNotFound):
            roster_entry(db, crew.shift.id)
        with pytest.raises(ShiftNotFound):
            get_shift(db, crew.shift.id)
