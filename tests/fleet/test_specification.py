"""What a vehicle can do is what its kind can, unless the vehicle says otherwise."""

import pytest

from pannier.factors.kinds import fleet_kinds, vehicle_kind, vehicle_kinds
from pannier.fleet.models import Vehicle
from pannier.fleet.problems import BatteryMismatch, UnknownKind
from pannier.fleet.specification import check_battery, fleet_kind, specification


def test_a_vehicle_is_as_its_kind() -> None:
    kind = vehicle_kind("cargo_trike")
    spec = specification(Vehicle(name="Tilda", kind="cargo_trike", spare_batteries=1))
    assert (spec.payload_g, spec.volume_ml, spec.parcels_max) == (
        kind.payload_g,
        kind.volume_ml,
        kind.parcels_max,
    )
    assert (spec.battery_wh, spec.spare_batteries) == (1000, 1)


@pytest.mark.parametrize("name", ["payload_g", "volume_ml", "parcels_max", "battery_wh"])
def test_a_vehicles_own_figure_wins(name: str) -> None:
    spec = specification(Vehicle(name="Tilda", kind="cargo_trike", spare_batteries=0, **{name: 77}))
    assert getattr(spec, name) == 77


def test_a_walker_has_no_battery() -> None:
    assert specification(Vehicle(name="Wim", kind="walker", spare_batteries=0)).battery_wh is None
    with pytest.raises(BatteryMismatch, match="Walker has no battery"):
        check_battery(vehicle_kind("walker"), battery_wh=500, spare_batteries=0)


def test_spare_batteries_are_only_for_kinds_that_swap() -> None:
    for code, kind in fleet_kinds().items():
        if kind.battery is not None and kind.battery.swap_s:
            check_battery(kind, battery_wh=None, spare_batteries=2)
        else:
            with pytest.raises(BatteryMismatch, match="leave spare_batteries at 0"):
                check_battery(kind, battery_wh=None, spare_batteries=2)
            assert code in {"walker", "bicycle", "e_van", "e_van_small"}


def test_no_fleet_owns_a_vehicle_of_the_baseline() -> None:
    assert vehicle_kinds()["diesel_van"].baseline_only
    with pytest.raises(UnknownKind, match="use one of"):
        fleet_kind("diesel_van")
