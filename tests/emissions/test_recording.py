"""Recording: baselines are frozen before driving, rounds wait for them, late facts are corrections."""

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from pannier.accounts.people import grant_merchant
from pannier.base.eventlog import record
from pannier.base.jobs import Job
from pannier.core.events import JobFailed, TransferArrived
from pannier.emissions.export import export_lines
from pannier.emissions.freeze import VanDay
from pannier.emissions.models import EmissionBaseline, EmissionRound, LedgerRow
from pannier.emissions.rounds import settle_baseline
from pannier.emissions.shipments import forget_shipment
from pannier.emissions.verify import verify_export
from pannier.hub.models import Transfer, TransferParcel
from pannier.orders.models import Order
from pannier.orders.queries import parcels_of
from pannier.partners.models import PartnerContract
from tests.support.driven_days import DrivenDay, make_day, make_order
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation, make_organisation

# One kWh at the plug in Monaco in 2026: 44.18 g of the French grid and 7 % losses.
ONE_KWH_MG = 47_273
VAN_KM_MG = 280_460 + 67_060


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """Two orders of the same mass and distance on one released route."""
    made = make_day(operator)
    made.add("A-1", east(1_000))
    made.add("A-2", east(-1_000))
    made.release()
    operator.read_events("emissions")
    return made


def _freeze(day: DrivenDay, *, distance_m: int = 20_000, reason: str | None = None) -> None:
    vans = VanDay(distance_m=distance_m, vans=1, order_ids=sorted(day.orders.values()))
    with day.operator.session() as db:
        settle_baseline(db, hub_id=day.hub.id, service_date=DAY, day=None if reason else vans, reason=reason)


def _finish(day: DrivenDay, **values: Any) -> None:
    day.complete(**values)
    day.operator.read_events("emissions")


def _emission(client: TestClient, day: DrivenDay, reference: str) -> dict[str, Any]:
    answer = client.get(
        f"/v1/orders/{day.orders[reference]}/emission", headers=day.operator.headers("dispatcher")
    )
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def _export(operator: Organisation) -> list[str]:
    with operator.session() as db:
        return list(export_lines(db))


def test_the_first_release_asks_for_the_days_baseline_once(day: DrivenDay) -> None:
    day.release()
    day.operator.read_events("emissions")
    with day.operator.session() as db:
        jobs = list(db.scalars(select(Job).where(Job.kind == "emission_baseline")))
    assert [job.arguments for job in jobs] == [{"hub_id": str(day.hub.id), "date": "2026-03-10"}]


def test_a_round_waits_until_its_baseline_is_frozen(client: TestClient, day: DrivenDay) -> None:
    day.attempt("A-1")
    day.attempt("A-2")
    _finish(day)
    assert _emission(client, day, "A-1")["state"] == "none"
    listed = client.get(
        "/v1/emissions",
        params={"date": str(DAY), "hub_id": str(day.hub.id)},
        headers=day.operator.headers("auditor"),
    ).json()
    assert (listed["totals"]["waiting"], listed["baseline"]["state"]) == (1, "requested")
    _freeze(day)
    assert _emission(client, day, "A-1")["state"] == "recorded"
    assert [event["type"] for event in day.operator.events("emission.recorded")] == ["emission.recorded"] * 2


def test_shares_sum_to_the_round_and_say_how_they_were_computed(client: TestClient, day: DrivenDay) -> None:
    """1 kWh x 0.0472726 kg; half each; the vans' 20 km x 0.34752 kg, half each."""
    _freeze(day)
    day.attempt("A-1")
    day.attempt("A-2")
    _finish(day)
    one, two = _emission(client, day, "A-1"), _emission(client, day, "A-2")
    assert one["co2e_mg"] + two["co2e_mg"] == ONE_KWH_MG
    assert {one["co2e_mg"], two["co2e_mg"]} == {23_636, 23_637}
    assert one["baseline_mg"] == 10 * VAN_KM_MG
    assert one["saved_mg"] == one["baseline_mg"] - one["co2e_mg"]
    element = one["elements"][0]
    assert element["computed"]["edition"] == "2026-MC"
    assert element["computed"]["factor"]["total_kg"] == "0.0472726"
    assert element["computed"]["quality"]["data_type"] == "primary"
    assert element["baseline"]["kind"] == "B2"
    assert "1.0000 kWh x 0.0472726 kg CO2e per kWh = 47.3 g CO2e" in element["computed"]["steps"][1]
    assert one["claim"] == (
        f"This delivery: {one['co2e_mg'] / 1000:.1f} g CO2e (ISO 14083, well-to-wheel, factors 2026-MC, "
        "100 % primary data)."
    )


def test_a_failed_attempt_bears_nothing(client: TestClient, day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    day.attempt("A-2", "failed")
    _finish(day)
    failed = _emission(client, day, "A-2")
    assert (failed["co2e_mg"], failed["baseline_mg"], failed["tonne_km"]) == (0, 0, "0.000000")
    assert "came back" in failed["elements"][0]["computed"]["steps"][2]
    assert _emission(client, day, "A-1")["co2e_mg"] == ONE_KWH_MG
    assert _emission(client, day, "A-1")["baseline_mg"] == 20 * VAN_KM_MG


def test_the_whole_ledger_is_recomputed_from_its_export(client: TestClient, day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    _finish(day)
    answer = client.get("/v1/emissions/ledger", headers=day.operator.headers("auditor"))
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    findings = verify_export(answer.text.splitlines())
    assert findings.faults == ()
    assert (findings.rounds, findings.co2e_mg) == (1, ONE_KWH_MG)
    head = client.get("/v1/emissions/ledger/head", headers=day.operator.headers("auditor")).json()
    assert head == {"entries": findings.entries, "head": findings.head}


def test_the_ledger_names_no_order_and_no_person(day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    _finish(day)
    text = "\n".join(_export(day.operator))
    for secret in ("Rossi", "Grimaldi", "A-1", "7.43", str(day.orders["A-1"]), str(day.crew.rider.id)):
        assert secret not in text
    before = _export(day.operator)
    with day.operator.session() as db:
        forget_shipment(db, day.orders["A-1"])
    assert _export(day.operator) == before
    assert verify_export(before).ok


def test_the_database_refuses_to_change_or_delete_an_entry(day: DrivenDay) -> None:
    _freeze(day)
    for statement in (
        update(LedgerRow).values(payload_hash="0" * 64),
        delete(LedgerRow).where(LedgerRow.seq == 1),
    ):
        with pytest.raises(IntegrityError, match="append-only"), day.operator.session() as db:
            db.execute(statement)
    assert verify_export(_export(day.operator)).ok


def test_a_day_that_vans_could_not_be_planned_for_is_compared_by_ratio_and_says_why(
    client: TestClient, day: DrivenDay
) -> None:
    """10 km by bike x 1.294 km by van."""
    _freeze(day, reason="The hub has no map.")
    day.attempt("A-1")
    _finish(day)
    one = _emission(client, day, "A-1")
    assert (one["elements"][0]["baseline"]["kind"], one["baseline_mg"]) == ("B3", 3_629_152 + 867_756)
    assert "ratio" in one["elements"][0]["baseline"]["words"]
    listed = client.get(
        "/v1/emissions",
        params={"date": str(DAY), "hub_id": str(day.hub.id)},
        headers=day.operator.headers("auditor"),
    ).json()
    assert listed["baseline"]["reason"] == "The hub has no map."


def test_a_baseline_job_that_breaks_off_lets_no_round_wait_for_ever(
    client: TestClient, day: DrivenDay
) -> None:
    day.attempt("A-1")
    _finish(day)
    with day.operator.session() as db:
        job = db.scalars(select(Job).where(Job.kind == "emission_baseline")).one()
        job.state, job.error = "error", {"detail": "The worker ran out of memory."}
        record(db, JobFailed(job_id=job.id, kind=job.kind, code="internal"))
    day.operator.read_events("emissions")
    assert _emission(client, day, "A-1")["elements"][0]["baseline"]["kind"] == "B3"
    with day.operator.session() as db:
        assert db.scalars(select(EmissionBaseline)).one().reason == "The worker ran out of memory."


def test_a_frozen_baseline_is_never_frozen_again(day: DrivenDay) -> None:
    _freeze(day, distance_m=20_000)
    _freeze(day, distance_m=90_000)
    with day.operator.session() as db:
        assert db.scalars(select(EmissionBaseline)).one().distance_m == 20_000
        assert len(list(db.scalars(select(LedgerRow).where(LedgerRow.type == "baseline")))) == 1


def test_an_order_that_came_after_freezing_is_compared_by_ratio(client: TestClient, day: DrivenDay) -> None:
    _freeze(day)
    day.add("LATE", east(1_000))
    day.attempt("A-1")
    day.attempt("LATE")
    _finish(day)
    late = _emission(client, day, "LATE")["elements"][0]
    assert late["baseline"]["kind"] == "B2+B3"
    assert "by ratio" in late["baseline"]["words"]
    assert "frozen before" in _emission(client, day, "A-1")["elements"][0]["baseline"]["words"]


def test_a_baseline_that_was_frozen_after_driving_began_says_so(client: TestClient, day: DrivenDay) -> None:
    day.attempt("A-1")
    _finish(day)
    _freeze(day)
    words = _emission(client, day, "A-1")["elements"][0]["baseline"]["words"]
    assert "frozen only after driving had begun" in words


def test_a_late_fact_is_a_new_entry_that_replaces_the_old_one(client: TestClient, day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    attempt_id = day.attempt("A-2")
    _finish(day)
    before = len(_export(day.operator))
    day.take_back("A-2", attempt_id)
    day.attempt("A-2", "failed", at=local(11))
    day.operator.read_events("emissions")
    assert _emission(client, day, "A-2")["co2e_mg"] == 0
    assert _emission(client, day, "A-1")["co2e_mg"] == ONE_KWH_MG
    findings = verify_export(_export(day.operator))
    assert findings.ok
    assert (findings.corrections, findings.co2e_mg) == (1, ONE_KWH_MG)
    assert findings.entries + 1 == before + 1


def test_reading_the_same_events_again_enters_nothing(day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    _finish(day)
    before = _export(day.operator)
    day.release()
    with day.operator.session() as db:
        from pannier.core.events import RouteCompleted

        record(db, RouteCompleted(route_id=day.route_id, round_id=day.round_id))
    day.operator.read_events("emissions")
    assert _export(day.operator) == before


def test_a_round_on_foot_emits_nothing(client: TestClient, operator: Organisation) -> None:
    day = make_day(operator, kind="walker")
    day.add("A-1", east(500))
    day.release()
    operator.read_events("emissions")
    _freeze(day)
    day.attempt("A-1")
    _finish(day, energy_j=0, plug_j=0, energy_source="none")
    one = _emission(client, day, "A-1")
    assert (one["co2e_mg"], one["saved_mg"]) == (0, 20 * VAN_KM_MG)


def test_a_transfer_is_borne_by_its_parcels_and_counts_against_what_is_saved(
    client: TestClient, day: DrivenDay
) -> None:
    _freeze(day)
    with day.operator.session() as db:
        depot = make_hub(db, lon=7.40)
        van = make_crew(db, depot.id, kind="e_van", name="Van").vehicle
        transfer = Transfer(
            from_hub_id=depot.id, to_hub_id=day.hub.id, vehicle_id=van.id, state="arrived",
            departed_at=local(6), arrived_at=local(6.5), distance_m=3_000, duration_s=600,
            energy_j=3_168_000, plug_j=3_600_000, geometry="",
        )  # fmt: skip
        db.add(transfer)
        db.flush()
        for order_id, parcels in parcels_of(db, day.orders.values()).items():
            for parcel in parcels:
                db.add(
                    TransferParcel(
                        transfer_id=transfer.id, parcel_id=parcel.id, order_id=order_id,
                        barcode=parcel.barcode,
                    )
                )  # fmt: skip
        record(db, TransferArrived(transfer_id=transfer.id, from_hub_id=depot.id, to_hub_id=day.hub.id))
    day.attempt("A-1")
    day.attempt("A-2")
    _finish(day)
    one, two = _emission(client, day, "A-1"), _emission(client, day, "A-2")
    assert [element["kind"] for element in one["elements"]] == ["transfer", "round"]
    assert one["co2e_mg"] + two["co2e_mg"] == 2 * ONE_KWH_MG
    assert one["saved_mg"] + two["saved_mg"] == 20 * VAN_KM_MG - 2 * ONE_KWH_MG
    assert verify_export(_export(day.operator)).ok


def test_a_partners_delivery_is_its_own_estimate_and_saves_nothing(
    client: TestClient, day: DrivenDay
) -> None:
    partner = make_organisation("partner")
    with day.operator.session() as db:
        db.add(
            PartnerContract(
                partner_org_id=partner.org_id, name="Bikes", zones=[], max_share=0.5,
                co2e_g_per_delivery=40, promise="same day", rate_card=None,
            )
        )  # fmt: skip
        order = make_order(db, day.hub, "P-1", east(900), carrier="partner", partner_org_id=partner.org_id)
        day.orders["P-1"] = order.id
    day.attempt("P-1")
    day.operator.read_events("emissions")
    one = _emission(client, day, "P-1")
    assert (one["co2e_mg"], one["saved_mg"], one["primary_share"]) == (40_000, None, 0.0)
    assert one["elements"][0]["computed"]["quality"]["data_type"] == "default"


def test_a_merchant_sees_its_own_deliveries_and_not_the_ledger(client: TestClient, day: DrivenDay) -> None:
    merchant = make_organisation("merchant")
    with day.operator.session() as db:
        grant_merchant(db, merchant.org_id)
        db.get_one(Order, day.orders["A-2"]).merchant_org_id = merchant.org_id
    _freeze(day)
    day.attempt("A-1")
    day.attempt("A-2")
    _finish(day)
    headers = merchant.headers("merchant")
    own = client.get(f"/v1/orders/{day.orders['A-2']}/emission", headers=headers).json()
    assert own["co2e_mg"] in {23_636, 23_637}
    assert client.get(f"/v1/orders/{day.orders['A-1']}/emission", headers=headers).status_code == 404
    listed = client.get("/v1/emissions", params={"date": str(DAY)}, headers=headers).json()
    assert (listed["rounds"], listed["totals"]["co2e_mg"]) == ([], own["co2e_mg"])
    refused = client.get("/v1/emissions/ledger", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "operators_only")
    assert client.get(f"/v1/emissions/rounds/{day.round_id}", headers=headers).status_code == 404


def test_a_round_shows_the_share_of_each_order(client: TestClient, day: DrivenDay) -> None:
    _freeze(day)
    day.attempt("A-1")
    day.attempt("A-2")
    _finish(day)
    headers = day.operator.headers("dispatcher")
    shown = client.get(f"/v1/emissions/rounds/{day.round_id}", headers=headers).json()
    assert sum(share["co2e_mg"] for share in shown["shares"]) == shown["co2e_mg"] == ONE_KWH_MG
    assert (shown["unit"], shown["plug_j"], shown["baseline_kind"]) == ("tkm_gcd", 3_600_000, "B2")
    missing = client.get(f"/v1/emissions/rounds/{uuid.uuid4()}", headers=headers)
    assert missing.json()["code"] == "emission_round_not_found"


def test_another_operator_has_a_ledger_of_its_own(
    client: TestClient, day: DrivenDay, stranger: Organisation
) -> None:
    _freeze(day)
    lines = client.get("/v1/emissions/ledger", headers=stranger.headers("auditor")).text.splitlines()
    assert json.loads(lines[0])["entries"] == 0
    assert len(lines) == 1
    with stranger.session() as db:
        assert list(db.scalars(select(EmissionRound))) == []
