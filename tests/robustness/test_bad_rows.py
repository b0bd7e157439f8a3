"""Bad rows of a file: each is named with its column, the good ones are taken, and none disappears."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.organisations import Organisation
from tests.support.sending import accepted

pytestmark = pytest.mark.usefixtures("hub")
HEADER = "reference,dropoff_address,postcode,city,date,timeslot,weight_kg,cod_amount,hub,lon,lat"
GOOD = "{},Rue Grimaldi 34,98000,Monaco,2026-03-02,,3,,,,"


def _import(client: TestClient, operator: Organisation, *rows: str, encoding: str = "utf-8") -> Any:
    content = "\n".join([HEADER, *rows]).encode(encoding)
    headers = operator.headers("dispatcher")
    files = {"file": ("orders.csv", content, "text/csv")}
    import_id = accepted(client.post("/v1/imports", files=files, headers=headers))["import_id"]
    operator.read_events("jobs")
    operator.run_jobs()
    return accepted(client.get(f"/v1/imports/{import_id}", headers=headers))


ROWS = [
    (
        "a negative weight",
        "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,-3,,,,",
        "weight_kg",
        "weight_not_positive",
    ),
    ("a word", "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,heavy,,,,", "weight_kg", "not_a_number"),
    (
        "an absurd weight",
        "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,999999999,,,,",
        "weight_kg",
        "weight_too_large",
    ),
    ("no address", "B,,98000,Monaco,2026-03-02,,3,,,,", "dropoff_address", "missing_value"),
    ("no reference", ",Rue Grimaldi 34,98000,Monaco,2026-03-02,,3,,,,", "reference", "missing_value"),
    ("cash", "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,3,20,,,", "cod_amount", "cod_not_offered"),
    (
        "backwards",
        "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,12:00-10:00,3,,,,",
        "timeslot",
        "window_reversed",
    ),
    ("a day that is over", "B,Rue Grimaldi 34,98000,Monaco,2026-02-01,,3,,,,", "date", "date_past"),
    ("far away", "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,3,,,2.35,48.85", "lon", "point_outside_map"),
    ("half a point", "B,Rue Grimaldi 34,98000,Monaco,2026-03-02,,3,,,7.42,", "lat", "point_incomplete"),
    ("too few cells", "B,Rue Grimaldi 34", "row", "wrong_number_of_cells"),
]


@pytest.mark.parametrize(
    ("row", "column", "code"), [each[1:] for each in ROWS], ids=[each[0] for each in ROWS]
)
def test_a_bad_row_is_named_and_its_neighbours_are_taken(
    client: TestClient, operator: Organisation, row: str, column: str, code: str
) -> None:
    report = _import(client, operator, GOOD.format("A"), row, GOOD.format("C"))
    assert (report["created"], report["rejected"], report["rows_total"]) == (2, 1, 3)
    (bad,) = [each for each in report["rows"] if each["outcome"] == "rejected"]
    assert (column, code) in {(error["column"], error["code"]) for error in bad["errors"]}, bad
    assert len(operator.events("order.accepted")) == 2


def test_a_report_runs_no_formulas_in_a_spreadsheet(client: TestClient, operator: Organisation) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK(""http://example.com"")']
    rows = [GOOD.format(f'"{text}"') for text in formulas]
    report = _import(client, operator, *rows)
    assert report["created"] == len(formulas)
    answer = client.get(f"/v1/imports/{report['id']}/report.csv", headers=operator.headers("dispatcher"))
    references = [line.split(",")[2].strip('"') for line in answer.text.splitlines()[1:]]
    assert [text[:1] for text in references] == ["'"] * len(formulas)


def test_umlauts_of_an_old_spreadsheet_survive(client: TestClient, operator: Organisation) -> None:
    report = _import(client, operator, GOOD.format("Bücher-1"), encoding="cp1252")
    (row,) = report["rows"]
    assert (row["outcome"], row["reference"]) == ("created", "Bücher-1")
    assert uuid.UUID(row["order_id"])
