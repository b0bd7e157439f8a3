"""The method: from inputs to results, with numbers of the worked examples."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pannier.core.energy import Leg, leg_energy, stops_on
from pannier.emissions.method import energy_plug_j, round_result
from pannier.emissions.texts import number_text, parameters_from, parameters_texts
from pannier.emissions.verify import verify_export
from pannier.factors.kinds import vehicle_kind, vehicle_kinds
from tests.emissions.ledgers import Ledger, baseline_inputs, consignment, round_inputs

# Hub 51.5074, -0.1278 to A, B, C and D of the method page (section 8, example 5), great circle in millimetres.
A, B, C, D = 2_623_100, 733_400, 3_392_900, 3_392_900


def _example(c_carried: bool = True) -> list[dict[str, object]]:
    return [
        consignment("A", 12_000, A),
        consignment("B", 1_500, B),
        consignment("C", 3_000, C, carried=c_carried),
        consignment("D", 8_000, D),
    ]


def test_the_worked_example_of_a_round_comes_out() -> None:
    """18.2 kWh x 0.2454 kg = 4.46628 kg; shares 2.01128, 0.07029, 0.65037 and 1.73433 kg."""
    ledger = Ledger("2025-GB")
    result = round_result(round_inputs(ledger, _example()), ledger.edition, None)
    assert result["co2e_mg"] == 4_466_280
    kg = [round(share["co2e_mg"] / 1e6, 4) for share in result["shares"]]
    assert kg == [2.0113, 0.0703, 0.6504, 1.7343]
    assert sum(share["co2e_mg"] for share in result["shares"]) == 4_466_280
    assert (result["operation_mg"], result["provision_mg"]) == (0, 4_466_280)


def test_a_failed_attempt_bears_nothing_and_the_others_bear_all() -> None:
    ledger = Ledger()
    result = round_result(round_inputs(ledger, _example(c_carried=False)), ledger.edition, None)
    shares = {share["shipment"]: share["co2e_mg"] for share in result["shares"]}
    assert shares["C"] == 0
    assert sum(shares.values()) == 4_466_280
    # 0.0314772 of 0.059720 tonne-km
    assert round(shares["A"] / 1e6, 3) == round(4.46628 * 0.0314772 / 0.0597205, 3)


def test_the_frozen_shares_of_a_rounds_orders_are_its_baseline() -> None:
    """50 km x 0.34584 kg = 17.292 kg, shared half and half; the round carries one of the two orders."""
    ledger = Ledger()
    both = [consignment("A", 1_000, A), consignment("X", 1_000, A)]
    entry = ledger.baseline(baseline_inputs(ledger, both))
    assert ledger.payloads[entry]["result"]["total_mg"] == 17_292_000
    inputs = round_inputs(
        ledger,
        [consignment("A", 1_000, A, frozen=True)],
        baseline={"entry": entry, "ratio": "1", "factor": "van3.diesel"},
    )
    result = round_result(inputs, ledger.edition, ledger.payloads[entry])
    assert (result["baseline_mg"], result["baseline_kind"]) == (8_646_000, "B2")
    assert result["saved_mg"] == 8_646_000 - 4_466_280


def test_an_order_without_a_frozen_share_is_compared_by_ratio_and_said_so() -> None:
    """10 km by bike x 1.294 = 12.94 km, x 0.27878 kg from the tailpipe and 0.06706 kg from supplying the fuel."""
    ledger = Ledger()
    inputs = round_inputs(
        ledger,
        [consignment("A", 1_000, A)],
        distance_m=10_000,
        vehicle_kind="cargo_bike",
        baseline={"entry": None, "ratio": "1.294", "factor": "van3.diesel"},
    )
    result = round_result(inputs, ledger.edition, None)
    assert (result["baseline_mg"], result["baseline_kind"]) == (3_607_413 + 867_756, "B3")


def test_saved_may_be_negative_and_is_then_shown() -> None:
    ledger = Ledger()
    result = round_result(
        round_inputs(ledger, [consignment("A", 1_000, A)], distance_m=1_000), ledger.edition, None
    )
    assert result["saved_mg"] == 345_840 - 4_466_280 < 0


def test_a_transfer_has_no_baseline_and_counts_fully_against_us() -> None:
    ledger = Ledger()
    inputs = round_inputs(ledger, [consignment("A", 1_000, A)], kind="transfer", baseline=None)
    result = round_result(inputs, ledger.edition, None)
    assert (result["baseline_mg"], result["saved_mg"]) == (0, -4_466_280)


def test_modelled_energy_is_recomputed_from_legs_and_parameters() -> None:
    kind = vehicle_kind("cargo_bike")
    leg = Leg(
        distance_m=1000.5, duration_s=240.25, stops=float(stops_on(kind.energy, 1000.5)), service_s=180.0
    )
    expected_j = round(leg_energy(kind.energy, leg, payload_kg=42.0).plug_j)
    energy = {
        "plug_j": 0,
        "temperature_c": "20.0",
        "parameters": parameters_texts(kind.energy),
        "legs": [{"distance_m": "1000.5", "duration_s": "240.25", "payload_g": 42_000, "service_s": "180.0"}],
    }
    assert energy_plug_j(energy) == expected_j > 0


def test_parameters_of_every_kind_read_back_as_they_were() -> None:
    for kind in vehicle_kinds().values():
        assert parameters_from(parameters_texts(kind.energy)) == kind.energy


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_exactly(value: float) -> None:
    assert float(number_text(value)) == value


masses = st.one_of(st.none(), st.integers(1, 60_000))
consignments = st.lists(
    st.tuples(masses, st.integers(0, 20_000_000), st.integers(1, 9), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(consignments, st.integers(0, 10**9), st.integers(0, 80_000))
def test_any_round_sums_exactly_and_passes_the_check(
    rows: list[tuple[int | None, int, int, bool]], plug_j: int, distance_m: int
) -> None:
    ledger = Ledger()
    carried = [
        consignment(str(n), mass, direct, items=items, carried=ok)
        for n, (mass, direct, items, ok) in enumerate(rows)
    ]
    energy = {"source": "reported", "data_type": "primary", "plug_j": plug_j}
    entry = ledger.round(round_inputs(ledger, carried, energy=energy, distance_m=distance_m))
    result = ledger.payloads[entry]["result"]
    assert sum(share["co2e_mg"] for share in result["shares"]) == result["co2e_mg"]
    assert sum(share["baseline_mg"] for share in result["shares"]) == result["baseline_mg"]
    assert verify_export(ledger.lines()).ok
