"""What orders ask of plans: time aboard, goods, company, when they are due, several windows; by API and by file."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.orders.queries import order_by_reference
from pannier.planning.order_facts import order_of_day
from tests.orders.test_imports import counts, imported, order_of, rows
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation

HERE = {"line": "Rue Grimaldi", "house_number": "12", "postcode": "98000", "city": "Monaco"}
DAY = "2026-03-11"


def span(start: str, end: str) -> dict[str, str]:
    return {name: f"{DAY}T{clock}:00+01:00" for name, clock in (("start", start), ("end", end))}


WISHES: dict[str, Any] = {
    "max_aboard_min": 30.0,
    "goods": "hot_food",
    "together": "family",
    "apart": "surprise",
    "due_at": f"{DAY}T11:00:00+01:00",
    "more_windows": [span("14:00", "16:00")],
}
BODY: dict[str, Any] = {"reference": "A-1", "date": DAY, "address": HERE, "window": span("10:00", "12:00")}


@pytest.fixture(autouse=True)
def a_hub(operator: Organisation, monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    with operator.session() as db:
        return make_hub(db, map_name="nowhere").id


def sent(client: TestClient, operator: Organisation, **values: Any) -> Any:
    answer = client.post("/v1/orders", json=BODY | values, headers=operator.headers())
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def shown(answer: Any) -> dict[str, Any]:
    return {name: answer[name] for name in WISHES}


def test_an_order_says_what_it_asks_of_plans(client: TestClient, operator: Organisation) -> None:
    assert shown(sent(client, operator, **WISHES)) == WISHES
    with operator.session() as db:
        stored = order_by_reference(db, "A-1")
        assert stored is not None
        stored.lon, stored.lat = 7.42, 43.73
        of_day = order_of_day(stored)
    assert of_day is not None
    assert (of_day.max_aboard_s, of_day.goods, len(of_day.windows)) == (1800, "hot_food", 2)
    assert (of_day.together, of_day.apart) == ("None family", "None surprise")
    assert of_day.due_at == datetime.fromisoformat(WISHES["due_at"])


def test_an_order_that_says_nothing_asks_nothing(client: TestClient, operator: Organisation) -> None:
    assert shown(sent(client, operator)) == dict.fromkeys(WISHES) | {"more_windows": []}


def test_wishes_are_changed_emptied_and_move_with_the_day(client: TestClient, operator: Organisation) -> None:
    path = f"/v1/orders/{sent(client, operator, **WISHES)['id']}"
    moved = client.patch(path, json={"date": "2026-03-12"}, headers=operator.headers()).json()
    assert moved["due_at"] == "2026-03-12T11:00:00+01:00"
    assert moved["more_windows"][0]["start"] == "2026-03-12T14:00:00+01:00"
    nothing = dict.fromkeys(WISHES) | {"more_windows": []}
    less = client.patch(path, json=nothing, headers=operator.headers()).json()
    assert shown(less) == nothing
    more = client.patch(path, json={"max_aboard_min": 20, "goods": "food"}, headers=operator.headers()).json()
    assert (more["max_aboard_min"], more["goods"]) == (20, "food")


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"max_aboard_min": 0}, "/max_aboard_min", "aboard_out_of_range"),
        ({"max_aboard_min": 30, "kind": "return"}, "/max_aboard_min", "aboard_of_return"),
        ({"goods": "gold"}, "/goods", "goods_unknown"),
        ({"due_at": "2026-03-13T11:00:00+01:00"}, "/due_at", "due_other_day"),
        ({"due_at": f"{DAY}T12:00:00+01:00"}, "/due_at", "due_after_window"),
        ({"more_windows": [span("11:00", "13:00")]}, "/more_windows", "windows_overlap"),
        ({"more_windows": [span("15:00", "14:00")]}, "/more_windows", "window_reversed"),
        (
            {"window": None, "more_windows": [span("11:00", "13:00")]},
            "/more_windows",
            "windows_without_first",
        ),
    ],
)
def test_what_cannot_be_meant_names_its_field(
    client: TestClient, operator: Organisation, values: Any, pointer: str, code: str
) -> None:
    answer = client.post("/v1/orders", json=BODY | values, headers=operator.headers())
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, pointer, code)
    row = client.post("/v1/orders/bulk", json={"orders": [BODY | values]}, headers=operator.headers()).json()
    assert (row["rows"][0]["outcome"], row["rows"][0]["errors"][0]["code"]) == ("rejected", code)


HEADER = (
    "reference,address,house_number,postcode,date,timeslot,max_aboard_min,goods,together,apart,due_by,notes"
)
LINE = "A,Rue Grimaldi,34,98000,2026-03-02,10:00-12:00 | 14:00-16:00,30,Hot food,family,surprise,11:00,Ring"


def test_a_file_says_them_too(client: TestClient, operator: Organisation) -> None:
    content = rows(LINE, header=HEADER)
    report = imported(client, operator, content)
    order = order_of(client, operator, report["rows"][0])
    assert shown(order) == WISHES | {
        "due_at": "2026-03-02T11:00:00+01:00",
        "more_windows": [{"start": "2026-03-02T14:00:00+01:00", "end": "2026-03-02T16:00:00+01:00"}],
    }
    assert counts(imported(client, operator, content)) == (0, 0, 1, 0)
    # What a file has no column for stays.
    fewer = "reference,address,house_number,postcode,date,notes"
    again = imported(client, operator, rows("A,Rue Grimaldi,34,98000,2026-03-02,Knock", header=fewer))
    kept = order_of(client, operator, again["rows"][0])
    assert (kept["notes"], kept["goods"], kept["together"], kept["max_aboard_min"]) == (
        "Knock",
        "hot_food",
        "family",
        30,
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (",30,", ",long,", ("max_aboard_min", "not_a_number")),
        (",30,", ",2000,", ("max_aboard_min", "aboard_out_of_range")),
        ("Hot food", "gold", ("goods", "goods_unknown")),
        ("Hot food", "%", ("goods", "goods_unreadable")),
        ("11:00,R", "soon,R", ("due_by", "not_a_time")),
        ("11:00,R", "17:00,R", ("due_by", "due_after_window")),
        ("14:00-16:00", "11:00-13:00", ("timeslot", "windows_overlap")),
    ],
)
def test_a_faulty_cell_is_told_with_its_row_and_column(
    client: TestClient, operator: Organisation, old: str, new: str, fault: tuple[str, str]
) -> None:
    (row,) = imported(client, operator, rows(LINE.replace(old, new), header=HEADER))["rows"]
    assert row["row"] == 2
    assert [(error["column"], error["code"]) for error in row["errors"]] == [fault]


def test_an_organisation_keeps_its_own_classes_and_prices(client: TestClient, operator: Organisation) -> None:
    own = client.get("/v1/organisation", headers=operator.headers("operator_admin")).json()
    assert (own["late_once_cents"], own["late_hour_cents"], own["has_own_classes"]) == (300, 600, False)
    assert "hot_food" in [one["code"] for one in own["goods_classes"]]
    piano = {"code": "piano", "label": "Pianos", "not_with": ["piano"]}
    changed = client.patch(
        "/v1/organisation",
        json={"goods_classes": [piano], "late_once_cents": 500},
        headers=operator.headers("operator_admin"),
    ).json()
    assert (changed["goods_classes"], changed["late_once_cents"]) == ([piano], 500)
    assert changed["has_own_classes"] is True
    assert sent(client, operator, goods="piano")["goods"] == "piano"
    back = client.patch(
        "/v1/organisation", json={"goods_classes": None}, headers=operator.headers("operator_admin")
    ).json()
    assert back["has_own_classes"] is False


@pytest.mark.parametrize(
    ("classes", "pointer"),
    [
        ([{"code": "a", "label": "A"}, {"code": "a", "label": "B"}], "/goods_classes/1/code"),
        ([{"code": "a", "label": "A", "not_with": ["b"]}], "/goods_classes/0/not_with"),
        ([{"code": "A b", "label": "A"}], "/goods_classes/0/code"),
    ],
)
def test_classes_that_cannot_be_meant_are_refused(
    client: TestClient, operator: Organisation, classes: Any, pointer: str
) -> None:
    answer = client.patch(
        "/v1/organisation", json={"goods_classes": classes}, headers=operator.headers("operator_admin")
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_of_several_windows_the_one_counts_in_which_a_stop_is_planned(
    client: TestClient, operator: Organisation
) -> None:
    sent(client, operator, **WISHES)
    with operator.session() as db:
        stored = order_by_reference(db, "A-1")
        assert stored is not None
        told = [
            stored.window_at(begins and datetime.fromisoformat(f"{DAY}T{begins}:00+01:00"))[0]
            for begins in (None, "11:30", "14:30", "17:00")
        ]
    hours = [
        start.astimezone().astimezone(told[0].tzinfo).hour if start and told[0] else None for start in told
    ]
    assert [hour is not None and hour - (hours[0] or 0) for hour in hours] == [0, 0, 4, 0]
