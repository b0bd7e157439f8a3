"""Vectors are those of the energy model's page, computed there by hand and by an independent script."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.energy import (
    BikeEnergy,
    Conditions,
    Leg,
    NoEnergy,
    VanEnergy,
    air_density,
    battery_j,
    forces,
    leg_energy,
    linear_upper_bound,
    range_factor,
    stops_on,
)
from pannier.core.energy.formula import hvac_w, moving_s

VAN = VanEnergy(
    empty_kg=2350,
    driver_kg=75,
    rolling_coefficient=0.010,
    drag_area_m2=1.65,
    rotating_mass_factor=1.05,
    drive_efficiency=0.80,
    recuperation_efficiency=0.55,
    acceleration_mps2=1.0,
    base_load_w=400,
    standing_w=0,
    heating_w_per_k=120,
    heating_cop=1,
    cooling_w_per_k=150,
    cooling_cop=2.5,
    hvac_max_w=5000,
    charging_efficiency=0.88,
    stops_per_km=2.5,
)
BIKE = BikeEnergy(
    empty_kg=60,
    driver_kg=75,
    rolling_coefficient=0.008,
    drag_area_m2=0.89,
    rotating_mass_factor=1.02,
    drive_efficiency=0.95,
    motor_efficiency=0.70,
    rider_w=80,
    motor_max_w=250,
    base_load_w=10,
    standing_w=0,
    acceleration_mps2=0.7,
    charging_efficiency=0.85,
    stops_per_km=3,
    range_by_temperature=((-15, 0.54), (0, 0.80), (21, 1.15), (35, 0.95)),
)
QUAD = replace(
    BIKE,
    empty_kg=150,
    rolling_coefficient=0.010,
    drag_area_m2=1.3,
    drive_efficiency=0.92,
    motor_max_w=500,
    base_load_w=25,
    acceleration_mps2=0.6,
)
UPHILL = Leg(distance_m=500, duration_s=45, stops=1, grade=0.04)
COOL = Conditions(temperature_c=5, air_kg_per_m3=1.27)


def _city_km(speed_kmh: float, stops: float) -> Leg:
    return Leg(distance_m=1000, duration_s=3600 / speed_kmh, stops=stops)


def test_van_uphill_meets_the_forces_of_the_vector() -> None:
    found = forces(VAN, UPHILL, mass_kg=2725, conditions=COOL)
    assert (found.roll_n, found.grade_n, found.air_n) == pytest.approx((267.01768, 1068.07073, 129.35185))
    assert found.total_n * 500 == pytest.approx(732220.13525)


def test_van_uphill_takes_the_time_and_energy_of_the_vector() -> None:
    assert moving_s(VAN, UPHILL) == pytest.approx(56.11111, abs=1e-5)
    assert (400 + hvac_w(VAN, 5)) * moving_s(VAN, UPHILL) == pytest.approx(109977.77778)
    energy = leg_energy(VAN, UPHILL, payload_kg=300, conditions=COOL)
    assert energy.battery_j / 3.6e6 == pytest.approx(0.31914, abs=5e-6)
    assert energy.plug_kwh == pytest.approx(0.36265, abs=5e-6)


def test_a_halt_costs_what_recuperation_does_not_give_back() -> None:
    rolling = replace(UPHILL, stops=0)
    extra = battery_j(VAN, UPHILL, payload_kg=300, conditions=COOL) - battery_j(
        VAN, rolling, payload_kg=300, conditions=COOL
    )
    seconds_lost = 500 / 45 / 1.0
    assert extra == pytest.approx(123634.25926 + seconds_lost * (400 + 13 * 120))


def test_van_downhill_wins_energy_back() -> None:
    downhill = replace(UPHILL, grade=-0.04)
    assert forces(VAN, downhill, mass_kg=2725, conditions=COOL).total_n * 500 == pytest.approx(-335850.59967)
    energy = leg_energy(VAN, downhill, payload_kg=300, conditions=COOL)
    assert energy.battery_j / 3.6e6 == pytest.approx(0.01358, abs=5e-6)


def test_bike_uphill_is_held_at_the_limit_of_its_motor() -> None:
    leg = Leg(distance_m=1000, duration_s=300, stops=1, grade=0.04)
    conditions = Conditions(temperature_c=20, air_kg_per_m3=1.225)
    assert forces(BIKE, leg, mass_kg=235, conditions=conditions).total_n == pytest.approx(116.5876, abs=5e-5)
    energy = leg_energy(BIKE, leg, payload_kg=100, conditions=conditions)
    assert energy.battery_j / 3600 == pytest.approx(31.0809, abs=5e-5)
    assert energy.plug_j == pytest.approx(energy.battery_j / 0.85)


@pytest.mark.parametrize(
    ("temperature_c", "payload_kg", "kwh"),
    [
        (20, 0, 0.188),
        (20, 400, 0.211),
        (20, 800, 0.235),
        (0, 0, 0.286),
        (0, 400, 0.309),
        (0, 800, 0.333),
        (-10, 0, 0.340),
        (-10, 400, 0.364),
        (-10, 800, 0.387),
    ],
)
def test_van_in_the_city_takes_the_kwh_per_km_of_the_table(
    temperature_c: float, payload_kg: float, kwh: float
) -> None:
    energy = leg_energy(
        VAN, _city_km(30, 2.5), payload_kg=payload_kg, conditions=Conditions(temperature_c=temperature_c)
    )
    assert energy.plug_kwh == pytest.approx(kwh, abs=5e-4)


@pytest.mark.parametrize(("payload_kg", "wh"), [(0, 4.2), (60, 7.4), (120, 10.6)])
def test_cargo_bike_in_the_city_takes_the_wh_per_km_of_the_table(payload_kg: float, wh: float) -> None:
    standard_air = Conditions(temperature_c=20, air_kg_per_m3=1.225)
    energy = leg_energy(BIKE, _city_km(16, 3), payload_kg=payload_kg, conditions=standard_air)
    assert 1000 * energy.plug_kwh == pytest.approx(wh, abs=0.05)


@pytest.mark.parametrize(("payload_kg", "wh"), [(0, 15), (100, 22), (200, 28)])
def test_quad_in_the_city_takes_the_wh_per_km_of_the_table(payload_kg: float, wh: float) -> None:
    energy = leg_energy(QUAD, _city_km(16, 3), payload_kg=payload_kg)
    assert 1000 * energy.plug_kwh == pytest.approx(wh, abs=0.5)


def test_a_walker_and_a_leg_without_length_take_nothing() -> None:
    assert leg_energy(NoEnergy(), _city_km(5, 0), payload_kg=20).plug_j == 0
    assert leg_energy(VAN, Leg(distance_m=0, duration_s=0), payload_kg=20).battery_j == 0


def test_standing_at_a_stop_takes_the_standing_power() -> None:
    van = replace(VAN, standing_w=100)
    assert leg_energy(van, Leg(distance_m=0, duration_s=0, service_s=60), payload_kg=0).battery_j == 6000


def test_headwind_costs_and_tailwind_helps() -> None:
    calm, head, tail = (
        leg_energy(BIKE, _city_km(16, 0), payload_kg=60, conditions=Conditions(wind_mps=wind)).battery_j
        for wind in (0, 3, -3)
    )
    assert tail < calm < head


def test_cold_takes_from_the_bike_battery_and_warmth_gives_nothing() -> None:
    assert range_factor(BIKE, 0) == 0.80
    assert range_factor(BIKE, 21) == 1.0
    assert range_factor(BIKE, -40) == 0.54


def test_cooling_and_heating_stay_below_the_limit_of_the_device() -> None:
    assert hvac_w(VAN, 20) == 0
    assert hvac_w(VAN, 34) == pytest.approx(10 * 150 / 2.5)
    assert hvac_w(VAN, -40) == 5000


def test_air_is_denser_in_the_cold() -> None:
    assert air_density(15) == pytest.approx(1.225, abs=5e-4)
    assert air_density(0) > air_density(15)


def test_halts_follow_from_the_distance_and_the_stop_at_its_end() -> None:
    assert stops_on(VAN, 2000.0) == 6
    assert stops_on(VAN, 0.0) == 0


KINDS = st.sampled_from([(VAN, 800.0), (BIKE, 120.0), (QUAD, 200.0)])
LEGS = st.builds(
    Leg,
    distance_m=st.floats(1, 30_000),
    duration_s=st.floats(1, 4_000),
    stops=st.floats(0, 60),
    grade=st.floats(-0.15, 0.15),
    service_s=st.floats(0, 600),
).filter(lambda leg: 0.5 < leg.speed_mps < 25)
TEMPERATURES = st.floats(-25, 42)


@given(KINDS, LEGS, TEMPERATURES, st.floats(0, 1), st.floats(0, 1))
def test_more_payload_never_needs_less_energy_unless_it_rolls_downhill(
    kind: tuple[VanEnergy | BikeEnergy, float], leg: Leg, temperature_c: float, one: float, other: float
) -> None:
    params, limit_kg = kind
    flat = replace(leg, grade=abs(float(leg.grade)))
    conditions = Conditions(temperature_c=temperature_c)
    light, heavy = (
        leg_energy(params, flat, payload_kg=share * limit_kg, conditions=conditions).battery_j
        for share in sorted((one, other))
    )
    assert heavy >= light - 1e-6 * abs(light)


@given(KINDS, LEGS, TEMPERATURES, st.floats(0, 1))
def test_the_linear_bound_never_promises_less_than_the_full_formula(
    kind: tuple[VanEnergy | BikeEnergy, float], leg: Leg, temperature_c: float, share: float
) -> None:
    params, limit_kg = kind
    base, per_kg = linear_upper_bound(
        params,
        leg.distance_m,
        duration_s=leg.duration_s,
        payload_max_kg=limit_kg,
        temperature_c=temperature_c,
        stops=leg.stops,
        grade=leg.grade,
        service_s=leg.service_s,
    )
    payload_kg = share * limit_kg
    full = leg_energy(
        params, leg, payload_kg=payload_kg, conditions=Conditions(temperature_c=temperature_c)
    ).battery_j
    assert int(base) + int(per_kg) * payload_kg >= full * (1 - 1e-12)


def test_the_bound_is_tight_for_a_van_on_flat_ground() -> None:
    distances = np.array([[0.0, 500.0], [1200.0, 8000.0]])
    durations = distances / 8.0
    base, per_kg = linear_upper_bound(VAN, distances, duration_s=durations, payload_max_kg=800)
    assert base.dtype == per_kg.dtype == np.int32
    exact = battery_j(
        VAN, Leg(distance_m=distances, duration_s=durations, stops=stops_on(VAN, distances)), payload_kg=400
    )
    assert np.all(base + 400.0 * per_kg - exact <= 401)
    assert base[0, 0] == per_kg[0, 0] == 0


def test_the_bound_of_a_steep_bike_leg_is_the_limit_of_its_motor() -> None:
    base, per_kg = linear_upper_bound(
        BIKE, 1000.0, duration_s=300.0, payload_max_kg=120, stops=1.0, grade=0.06
    )
    assert per_kg == 0
    assert (
        int(base)
        == int(
            leg_energy(
                BIKE, Leg(distance_m=1000, duration_s=300, stops=1, grade=0.06), payload_kg=120
            ).battery_j
        )
        + 1
    )


def test_a_walker_needs_nothing_in_the_matrix_either() -> None:
    base, per_kg = linear_upper_bound(
        NoEnergy(), np.ones((3, 3)), duration_s=np.ones((3, 3)), payload_max_kg=25
    )
    assert not base.any()
    assert not per_kg.any()
