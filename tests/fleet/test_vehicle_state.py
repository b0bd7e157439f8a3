"""What is known of a vehicle: the newest fact holds, with its source and age."""

from datetime import timedelta

import pytest

from pannier.fleet.problems import VehicleNotFound
from pannier.fleet.state_schemas import VehicleStateOut
from pannier.fleet.vehicle_state import (
    find_state,
    list_states,
    note_charge,
    note_clock,
    note_load,
    note_position,
)
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation


def test_an_older_fact_never_replaces_a_newer_one(operator: Organisation) -> None:
    with operator.session() as db:
        vehicle_id = make_crew(db, make_hub(db).id).vehicle.id
        assert note_position(db, vehicle_id, lon=7.42, lat=43.73, source="gps", at=local(9))
        assert not note_position(db, vehicle_id, lon=7.0, lat=43.0, source="gps", at=local(8))
        assert note_charge(db, vehicle_id, charge_wh=250.0, source="rider", at=local(8))
        state = find_state(db, vehicle_id)
        assert state is not None
        assert (state.lon, state.lat, state.charge_wh) == (7.42, 43.73, 250.0)
        assert (state.position_at, state.charge_at) == (local(9), local(8))


def test_each_part_is_shown_with_source_and_age(operator: Organisation) -> None:
    with operator.session() as db:
        hub_id = make_hub(db).id
        crew = make_crew(db, hub_id)
        now = local(10)
        note_load(
            db, crew.vehicle.id, mass_g=12_000, parcels=4, source="plan", at=now - timedelta(seconds=90)
        )
        note_clock(db, crew.vehicle.id, free_at=local(11), source="rider", at=now)
        note_charge(db, crew.vehicle.id, charge_wh=125.0, source="rider", at=now)
        ((vehicle, state),) = list_states(db, hub_id)
        shown = VehicleStateOut.of(vehicle, state, now)
        assert shown.position is None
        assert shown.load is not None
        assert (shown.load.parcels, shown.load.age_s, shown.load.source) == (4, 90, "plan")
        assert shown.charge is not None
        assert shown.charge.pct == 25.0
        assert shown.clock is not None
        assert shown.clock.free_at == local(11)


def test_nothing_known_is_shown_as_nothing(operator: Organisation) -> None:
    with operator.session() as db:
        hub_id = make_hub(db).id
        vehicle = make_crew(db, hub_id).vehicle
        shown = VehicleStateOut.of(vehicle, None, local(10))
        assert (shown.position, shown.charge, shown.load, shown.clock) == (None, None, None, None)


def test_the_source_is_one_of_the_known_ones_and_the_vehicle_ones_own(
    operator: Organisation, stranger: Organisation
) -> None:
    with operator.session() as db:
        vehicle_id = make_crew(db, make_hub(db).id).vehicle.id
        with pytest.raises(ValueError, match="hearsay"):
            note_load(db, vehicle_id, mass_g=0, parcels=0, source="hearsay", at=local(9))
    with stranger.session() as db, pytest.raises(VehicleNotFound):
        note_load(db, vehicle_id, mass_g=0, parcels=0, source="rider", at=local(9))
