"""Files of orders: taken in row by row, reported by row and column, repeatable."""

import csv
import io
import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import jobs
from pannier.orders.files import service
from tests.support.organisations import Organisation

HEADER = (
    "reference,address,house_number,postcode,date,timeslot,weight_kg,parcels,customer_name,phone,notes,shop"
)
GOOD = "{ref},Rue Grimaldi,34,98000,2026-03-02,10:00-12:00,2.5,1,Ana Rossi,+37799112233,Ring,web"


def rows(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


def upload(
    client: TestClient, operator: Organisation, content: bytes, role: str = "dispatcher", **form: Any
) -> Any:
    return client.post(
        "/v1/imports",
        files={"file": ("orders.csv", content, "text/csv")},
        data=form,
        headers=operator.headers(role),
    )


def imported(client: TestClient, operator: Organisation, content: bytes, **form: Any) -> Any:
    """Upload a file, run its job, and return the report."""
    answer = upload(client, operator, content, **form)
    assert answer.status_code == 202, answer.text
    job = operator.run_jobs()[-1]
    assert job.state == "finished", job.error
    return client.get(f"/v1/imports/{answer.json()['import_id']}", headers=operator.headers()).json()


def counts(report: Any) -> tuple[int, int, int, int]:
    return report["created"], report["updated"], report["unchanged"], report["rejected"]


def order_of(client: TestClient, operator: Organisation, row: Any) -> Any:
    return client.get(f"/v1/orders/{row['order_id']}", headers=operator.headers()).json()


def test_a_file_becomes_orders_with_a_report(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    answer = upload(client, operator, rows(GOOD.format(ref="A"), GOOD.format(ref="B")))
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json()['id']}"
    assert answer.json()["kept_columns"] == ["shop"]
    operator.run_jobs()
    report = client.get(f"/v1/imports/{answer.json()['import_id']}", headers=operator.headers()).json()
    assert (counts(report), report["state"], report["encoding"]) == ((2, 0, 0, 0), "finished", "utf-8")
    assert [(row["row"], row["outcome"], row["reference"]) for row in report["rows"]] == [
        (2, "created", "A"), (3, "created", "B"),
    ]  # fmt: skip
    order = order_of(client, operator, report["rows"][0])
    assert (order["weight_kg"], order["source"], order["recipient"]["name"]) == (2.5, "file", "Ana Rossi")
    assert order["window"] == {"start": "2026-03-02T10:00:00+01:00", "end": "2026-03-02T12:00:00+01:00"}
    assert order["metadata"] == {"shop": "web"}
    assert operator.events("import.finished")[0]["created"] == 2


def test_the_same_file_twice_changes_nothing(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    content = rows(GOOD.format(ref="A"), GOOD.format(ref="B"))
    imported(client, operator, content)
    before = [event for event in operator.events() if event["type"].startswith("order.")]
    again = imported(client, operator, content)
    assert counts(again) == (0, 0, 2, 0)
    assert [event for event in operator.events() if event["type"].startswith("order.")] == before


def test_a_changed_row_updates_its_order_only(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    imported(client, operator, rows(GOOD.format(ref="A"), GOOD.format(ref="B")))
    again = imported(client, operator, rows(GOOD.format(ref="A"), GOOD.format(ref="B").replace("2.5", "4")))
    assert counts(again) == (0, 1, 1, 0)
    assert order_of(client, operator, again["rows"][1])["weight_kg"] == 4


BASE = GOOD + ",,,"
FAULTY = {
    BASE.format(ref=""): ("reference", "missing_value"),
    BASE.format(ref="W").replace("2.5", "-3"): ("weight_kg", "weight_not_positive"),
    BASE.format(ref="N").replace("2.5", "heavy"): ("weight_kg", "not_a_number"),
    BASE.format(ref="D").replace("2026-03-02", "31/02/2026"): ("date", "not_a_date"),
    BASE.format(ref="T").replace("10:00-12:00", "12:00-10:00"): ("timeslot", "window_reversed"),
    BASE.format(ref="H").replace("10:00-12:00", "02:00-03:00"): ("timeslot", "window_outside_hours"),
    BASE.format(ref="E").replace("Rue Grimaldi", ""): ("address", "missing_value"),
    BASE.format(ref="P").replace("+37799112233", "call me"): ("phone", "string_pattern_mismatch"),
    (GOOD + ",12.50,,").format(ref="C"): ("cod_amount", "cod_not_offered"),
    (GOOD + ",,43.73,").format(ref="L"): ("lon", "point_incomplete"),
    "S,Rue Grimaldi": ("row", "wrong_number_of_cells"),
    BASE.format(ref="M").replace("2.5", '"1,500"'): ("weight_kg", "ambiguous_number"),
}


def test_every_fault_is_told_by_row_and_column_and_stops_no_other_row(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    lines = [BASE.format(ref="OK-1"), *FAULTY, BASE.format(ref="OK-2")]
    report = imported(client, operator, rows(*lines, header=f"{HEADER},cod_amount,lat,lon"))
    assert counts(report) == (2, 0, 0, 12)
    told = [(row["row"], *row["errors"][0].values()) for row in report["rows"] if row["errors"]]
    assert [(row, column, code) for row, column, code, _ in sorted(told)] == [
        (number, *fault) for number, fault in enumerate(FAULTY.values(), 3)
    ]
    assert len(client.get("/v1/orders", headers=operator.headers()).json()["items"]) == 2


def test_several_rows_of_one_reference_are_several_parcels(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    lines = [
        GOOD.format(ref="A"),
        GOOD.format(ref="B"),
        GOOD.format(ref="A").replace("2.5", "4"),
        "A,,,,,,1,,,,,",
    ]
    report = imported(client, operator, rows(*lines))
    assert counts(report) == (4, 0, 0, 0)
    order = order_of(client, operator, report["rows"][0])
    assert [parcel["weight_kg"] for parcel in order["parcel_list"]] == [2.5, 4, 1]
    assert (order["parcels"], order["weight_kg"]) == (3, 7.5)


def test_rows_of_one_order_that_disagree_are_refused_together(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    report = imported(
        client, operator, rows(GOOD.format(ref="A"), GOOD.format(ref="A").replace("Ana Rossi", "Bea"))
    )
    assert [row["outcome"] for row in report["rows"]] == ["rejected", "rejected"]
    assert [row["errors"][0]["code"] for row in report["rows"]] == [
        "other_row_rejected",
        "contradicts_first_row",
    ]
    assert report["rows"][1]["errors"][0]["column"] == "customer_name"


def test_a_dry_run_reports_and_writes_no_order(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    content = rows(GOOD.format(ref="A"), GOOD.format(ref="B").replace("2.5", "-1"))
    report = imported(client, operator, content, dry_run=True)
    assert (counts(report), report["dry_run"]) == ((1, 0, 0, 1), True)
    assert report["rows"][0]["order_id"] is None
    assert client.get("/v1/orders", headers=operator.headers()).json()["items"] == []


def test_form_fields_hold_for_rows_that_say_nothing(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    content = rows("A,Rue Grimaldi 34", header="ref,address")
    report = imported(client, operator, content, date="2026-03-04", hub_id=str(hub))
    assert order_of(client, operator, report["rows"][0])["date"] == "2026-03-04"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_and_decimal_commas_are_read(
    client: TestClient, operator: Organisation, hub: uuid.UUID, encoding: str
) -> None:
    text = "Référence;ref;adresse;address;Gewicht;weight;notes\nx;A;y;Rue Grimaldi 34;z;2,5;Été €\n"
    report = imported(client, operator, text.encode(encoding))
    order = order_of(client, operator, report["rows"][0])
    assert (order["weight_kg"], order["notes"]) == (2.5, "Été €")
    assert report["delimiter"] == ";"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04\x14\x00", "file_not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_not_text"),
        (b"reference\x81\xff,address", "encoding_unknown"),
        (b"", "file_empty"),
        (rows(), "file_refused"),
        (b"reference,weight\nA,2", "file_refused"),
    ],
)
def test_what_is_no_list_of_orders_is_refused_at_once(
    client: TestClient, operator: Organisation, hub: uuid.UUID, content: bytes, code: str
) -> None:
    answer = upload(client, operator, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert client.get("/v1/imports", headers=operator.headers()).json()["items"] == []


def test_unknown_hub_merchant_and_date_are_refused_at_once(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    content = rows(GOOD.format(ref="A"))
    for form, code in (
        ({"hub_id": str(uuid.uuid4())}, "hub_not_found"),
        ({"merchant_id": str(uuid.uuid4())}, "merchant_not_found"),
        ({"date": "tomorrow"}, "order_refused"),
    ):
        assert upload(client, operator, content, **form).json()["code"] == code


def test_an_import_cut_off_goes_on_where_it_was(
    client: TestClient, operator: Organisation, hub: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)
    import_id = upload(client, operator, rows(*[GOOD.format(ref=f"R{n}") for n in range(5)])).json()[
        "import_id"
    ]
    with operator.session() as db:
        job_id = service.get_import(db, uuid.UUID(import_id)).job_id
    running = jobs.RunningJob(job_id, operator.scope, {"import_id": import_id}, "test")

    def die(row: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.run_import(running, after_chunk=die)
    assert len(client.get("/v1/orders", headers=operator.headers()).json()["items"]) == 2
    operator.run_jobs()
    report = client.get(f"/v1/imports/{import_id}", headers=operator.headers()).json()
    assert (counts(report), [row["row"] for row in report["rows"]]) == ((5, 0, 0, 0), [2, 3, 4, 5, 6])
    assert len(operator.events("order.accepted")) == 5
    assert len(operator.events("import.finished")) == 1


def test_the_report_is_a_safe_csv(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    evil = '=HYPERLINK("http://x")'
    line = GOOD.format(ref='"=HYPERLINK(""http://x"")"').replace("2.5", "-1")
    report = imported(client, operator, rows(line, GOOD.format(ref="B")))
    answer = client.get(f"/v1/imports/{report['id']}/report.csv", headers=operator.headers())
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert table[0]["reference"] == f"'{evil}"
    assert (table[0]["column"], table[1]["outcome"]) == ("weight_kg", "created")


def test_imports_are_seen_by_their_organisation_only(
    client: TestClient, operator: Organisation, stranger: Organisation, hub: uuid.UUID
) -> None:
    report = imported(client, operator, rows(GOOD.format(ref="A")))
    for path in (f"/v1/imports/{report['id']}", f"/v1/imports/{report['id']}/report.csv"):
        assert client.get(path, headers=stranger.headers()).status_code == 404
    assert client.get("/v1/imports", headers=stranger.headers()).json()["items"] == []
    assert len(client.get("/v1/imports", headers=operator.headers()).json()["items"]) == 1
    assert upload(client, operator, rows(GOOD.format(ref="A")), role="rider").status_code == 403


def test_only_the_rows_with_one_outcome_can_be_asked_for(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    report = imported(client, operator, rows(GOOD.format(ref="A"), GOOD.format(ref="B").replace("2.5", "-1")))
    url = f"/v1/imports/{report['id']}"
    bad = client.get(url, params={"outcome": "rejected"}, headers=operator.headers()).json()
    assert [row["reference"] for row in bad["rows"]] == ["B"]
