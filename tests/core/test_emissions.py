from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.emissions import (
    METHOD_VERSION,
    AllocationUnit,
    Baseline,
    BaselineKind,
    Consignment,
    DataType,
    Element,
    ElementKind,
    EmissionFactor,
    EnergySource,
    EnergyUse,
    Footprint,
    allocate,
    blocked_words,
    chain_of,
    delivery_claim,
    footprint,
    kilowatt_hours,
    primary_share,
    saved_mg,
)
from pannier.core.emissions.baseline import VAN_KM_PER_BIKE_KM
from pannier.core.emissions.shares import KNOWN_MASSES_PERCENT, default_unit, tonne_km
from pannier.core.geo import LonLat, great_circle_m

UK_2025 = EmissionFactor(operation_kg=Decimal(0), provision_kg=Decimal("0.2454"), per="kWh")
VAN_2025 = EmissionFactor(operation_kg=Decimal("0.27878"), provision_kg=Decimal("0.06706"), per="km")
HUB = LonLat(-0.1278, 51.5074)
A, B, C = LonLat(-0.0922, 51.5155), LonLat(-0.1195, 51.5033), LonLat(-0.0873, 51.5246)


def _drop(name: str, mass_g: int | None, km: float, *, carried: bool = True) -> Consignment:
    return Consignment(order_id=name, mass_g=mass_g, direct_mm=round(km * 1e6), carried=carried)


def _to(name: str, mass_g: int, place: LonLat, *, carried: bool = True) -> Consignment:
    return _drop(name, mass_g, great_circle_m(HUB, place) / 1000, carried=carried)


def _round() -> Footprint:
    return footprint([EnergyUse(quantity=Decimal("18.2"), factor=UK_2025)])


def test_a_round_emits_its_kwh_times_the_grid_all_of_it_energy_provision() -> None:
    assert _round() == Footprint(operation_mg=0, provision_mg=4_466_280)


def test_a_round_is_shared_by_mass_and_direct_way_as_in_the_own_vector() -> None:
    drops = [_to("A", 12_000, A), _to("B", 1_500, B), _to("C", 3_000, C), _to("D", 8_000, C)]
    assert [drop.direct_mm / 1e6 for drop in drops] == pytest.approx(
        [2.6231, 0.7334, 3.3929, 3.3929], abs=5e-5
    )
    assert sum(tonne_km(drop) for drop in drops) == pytest.approx(0.069899, abs=5e-7)
    shares = [share.total_mg for share in allocate(_round(), drops).shares]
    assert [mg / 1e6 for mg in shares] == pytest.approx([2.01128, 0.07029, 0.65037, 1.73433], abs=6e-6)
    assert sum(shares) == 4_466_280


def test_a_failed_attempt_is_borne_by_the_others() -> None:
    drops = [_to("A", 12_000, A), _to("B", 1_500, B), _to("C", 3_000, C, carried=False), _to("D", 8_000, C)]
    assert sum(tonne_km(drop) for drop in drops) == pytest.approx(0.059720, abs=5e-7)
    shares = [share.total_mg for share in allocate(_round(), drops).shares]
    assert shares[2] == 0
    assert sum(shares) == 4_466_280


def test_the_shares_of_the_published_example_round() -> None:
    others = _drop("others", 1_000_000, 0.3632 - 0.0280 - 0.0072 - 0.0178 - 0.0035)
    drops = [_drop("1", 4_000, 7), _drop("2", 1_000, 7.2), _drop("4", 2_000, 8.9), _drop("5", 500, 7), others]
    shares = allocate(Footprint(operation_mg=1_000_000, provision_mg=0), drops).shares
    percent = [round(share.operation_mg / 10_000, 2) for share in shares]
    assert percent[:4] == [7.71, 1.98, 4.90, 0.96]


def test_a_round_on_which_all_failed_is_borne_by_all_alike() -> None:
    drops = [_drop("A", 1_000, 1, carried=False), _drop("B", 9_000, 4, carried=False)]
    assert [s.total_mg for s in allocate(Footprint(operation_mg=0, provision_mg=10), drops).shares] == [5, 5]


def test_items_are_counted_where_too_few_masses_are_known() -> None:
    drops = [_drop(str(n), 1_000, 2) for n in range(18)] + [_drop("x", None, 9), _drop("y", None, 9)]
    assert default_unit(drops) is AllocationUnit.ITEM
    shared = allocate(Footprint(operation_mg=0, provision_mg=2_000), drops)
    assert {share.total_mg for share in shared.shares} == {100}
    assert shared.estimated_masses == 0


def test_a_few_unknown_masses_count_as_the_mean_of_the_known() -> None:
    drops = [_drop(str(n), 1_000 if n else 20_000, 2) for n in range(19)] + [_drop("x", None, 2)]
    shared = allocate(Footprint(operation_mg=0, provision_mg=40_000), drops)
    assert shared.unit is AllocationUnit.TKM_GCD
    assert shared.estimated_masses == 1
    assert shared.shares[-1].total_mg == 2_000


def test_the_other_units_are_kept_for_the_reviewer() -> None:
    drops = [_drop("A", 9_000, 1), _drop("B", 1_000, 3)]
    shared = allocate(Footprint(operation_mg=0, provision_mg=1_200), drops)
    assert [share.total_mg for share in shared.shares] == [900, 300]
    assert shared.sensitivity == {AllocationUnit.ITEM: (600, 600), AllocationUnit.ITEM_KM: (300, 900)}


def test_tonne_km_need_a_mass() -> None:
    with pytest.raises(ValueError, match="share it by item"):
        allocate(_round(), [_drop("A", None, 1)], unit=AllocationUnit.TKM_GCD)
    assert allocate(_round(), [_drop("A", None, 1)]).unit is AllocationUnit.ITEM
    with pytest.raises(ValueError, match="Order A: distance, mass and items must be positive"):
        _drop("A", 0, 1)


CONSIGNMENTS = st.lists(
    st.builds(
        Consignment,
        order_id=st.just("o"),
        mass_g=st.none() | st.integers(1, 50_000),
        direct_mm=st.integers(0, 20_000_000),
        items=st.integers(1, 9),
        carried=st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


@given(CONSIGNMENTS, st.integers(0, 10**10), st.integers(0, 10**10))
def test_the_shares_of_every_unit_sum_to_the_round_to_the_milligram(
    drops: list[Consignment], operation: int, provision: int
) -> None:
    shared = allocate(Footprint(operation_mg=operation, provision_mg=provision), drops)
    assert sum(share.operation_mg for share in shared.shares) == operation
    assert sum(share.provision_mg for share in shared.shares) == provision
    assert all(sum(shares) == operation + provision for shares in shared.sensitivity.values())


@given(CONSIGNMENTS)
def test_failed_attempts_bear_nothing_while_anything_was_carried(drops: list[Consignment]) -> None:
    shared = allocate(Footprint(operation_mg=0, provision_mg=10**9), drops, unit=AllocationUnit.ITEM)
    if any(drop.carried for drop in drops):
        burdens = [s.total_mg for s, drop in zip(shared.shares, drops, strict=True) if not drop.carried]
        assert not any(burdens)


def test_joules_become_kwh_and_negative_quantities_are_refused() -> None:
    assert kilowatt_hours(18_000_000) == 5
    with pytest.raises(ValueError, match="-1 kWh cannot be accounted for"):
        EnergyUse(quantity=Decimal(-1), factor=UK_2025)


def _baseline(kind: BaselineKind) -> Baseline:
    return Baseline(
        kind=kind,
        vehicle_kind="diesel_van",
        per_km=VAN_2025,
        edition="2025-GB",
        frozen_at=datetime(2025, 1, 1, tzinfo=UTC),
        method_version="1",
    )


def test_the_baseline_van_emits_its_km_times_its_factor_in_two_parts() -> None:
    assert VAN_2025.total_kg == Decimal("0.34584")
    assert _baseline(BaselineKind.REROUTED).footprint(10_000) == Footprint(
        operation_mg=2_787_800, provision_mg=670_600
    )


def test_a_ratio_baseline_drives_the_van_further_than_the_bike() -> None:
    assert _baseline(BaselineKind.RATIO).footprint(7_709_000).total_mg == round(7_709 * 1.294 * 345_840)


def test_saving_is_negative_when_the_round_emitted_more() -> None:
    van = _baseline(BaselineKind.REROUTED).footprint(1_000)
    assert saved_mg(van, Footprint(operation_mg=0, provision_mg=100)) == 345_740
    assert saved_mg(van, _round()) == 345_840 - 4_466_280


def test_a_chain_counts_hubs_in_its_emissions_but_not_in_its_tonne_km() -> None:
    elements = [
        Element(kind=ElementKind.ROUND, co2e_mg=75_000_000, tonne_km=Decimal(500)),
        Element(kind=ElementKind.HUB, co2e_mg=10_700_000),
        Element(kind=ElementKind.TRANSFER, co2e_mg=71_900_000, tonne_km=Decimal(5000)),
        Element(kind=ElementKind.HUB, co2e_mg=10_700_000),
        Element(kind=ElementKind.ROUND, co2e_mg=150_000_000, tonne_km=Decimal(1000)),
    ]
    chain = chain_of(elements)
    assert chain.co2e_mg == 318_300_000
    assert chain.kg_per_tonne_km is not None
    assert round(chain.kg_per_tonne_km, 5) == Decimal("0.04897")
    assert chain_of([]).kg_per_tonne_km is None
    with pytest.raises(ValueError, match="A hub carries nothing"):
        Element(kind=ElementKind.HUB, co2e_mg=1, tonne_km=Decimal(1))


def test_only_measured_energy_counts_as_primary() -> None:
    assert EnergySource.METER.data_type is DataType.PRIMARY
    assert EnergySource.ODOMETER.data_type is DataType.MODELLED
    assert EnergySource.FACTOR.data_type is DataType.DEFAULT
    assert primary_share([(300, DataType.PRIMARY), (100, DataType.MODELLED)]) == 0.75
    assert primary_share([]) == 1.0


@pytest.mark.parametrize(
    "text",
    ["Carbon neutral delivery", "our CO2-neutral bikes", "net zero", "an eco-friendly way", "Green delivery"],
)
def test_claims_that_the_law_bans_are_found(text: str) -> None:
    assert blocked_words(text)


def test_the_sentence_for_recipients_holds_no_blocked_word() -> None:
    claim = delivery_claim(139_960, edition="2025-GB", primary=0.82)
    assert claim.startswith("This delivery: 140.0 g CO2e (ISO 14083, well-to-wheel, factors 2025-GB, 82 %")
    assert blocked_words(claim) == ()
    assert blocked_words("zero emissions at the tailpipe") == ()


def test_the_method_page_tells_the_version_and_the_numbers_of_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "emissions.md").read_text()
    assert f"Method version {METHOD_VERSION} " in page
    assert f"{KNOWN_MASSES_PERCENT} % of the masses" in page
    assert f"times {VAN_KM_PER_BIKE_KM} (B3" in page
