"""What orders say for plans: other loads, what staying out costs, when they are ready."""

from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.orders.queries import order_by_reference
from pannier.orders.service import set_release
from pannier.planning.order_facts import order_of_day
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation

HERE = {"line": "Rue Grimaldi", "house_number": "12", "postcode": "98000", "city": "Monaco"}
FACTS: dict[str, Any] = {
    "other_loads": {"cold_l": 12},
    "prize_cents": 900,
    "release_at": "2026-03-11T10:00:00+01:00",
}


@pytest.fixture(autouse=True)
def a_hub(operator: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    with operator.session() as db:
        make_hub(db, map_name="nowhere")


def sent(client: TestClient, operator: Organisation, **values: Any) -> Any:
    body = {"reference": "A-1", "date": "2026-03-11", "address": HERE, **values}
    answer = client.post("/v1/orders", json=body, headers=operator.headers())
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def shown(answer: Any) -> dict[str, Any]:
    moment = answer["release_at"]
    facts = {name: answer[name] for name in ("other_loads", "prize_cents")}
    return facts | {"release_at": moment and datetime.fromisoformat(moment)}


def facts(**values: Any) -> dict[str, Any]:
    said = FACTS | values
    return said | {"release_at": said["release_at"] and datetime.fromisoformat(said["release_at"])}


def test_an_order_says_what_plans_must_know(client: TestClient, operator: Organisation) -> None:
    assert shown(sent(client, operator, **FACTS)) == facts()
    with operator.session() as db:
        order = order_by_reference(db, "A-1")
        assert order is not None
        order.lon, order.lat = 7.42, 43.73
        of_day = order_of_day(order, order.prize_cents)
    assert of_day is not None
    assert (of_day.loads, of_day.prize_cents, of_day.release_at) == (
        {"cold_l": 12},
        900,
        facts()["release_at"],
    )


def test_an_order_that_says_nothing_must_be_served_at_once(
    client: TestClient, operator: Organisation
) -> None:
    assert shown(sent(client, operator)) == {"other_loads": {}, "prize_cents": None, "release_at": None}


def test_nothing_of_a_load_is_no_load(client: TestClient, operator: Organisation) -> None:
    assert sent(client, operator, other_loads={"cold_l": 0})["other_loads"] == {}


def test_they_are_changed_and_emptied(client: TestClient, operator: Organisation) -> None:
    order_id = sent(client, operator, **FACTS)["id"]
    path = f"/v1/orders/{order_id}"
    more = client.patch(path, json={"prize_cents": 1200}, headers=operator.headers()).json()
    assert shown(more) == facts(prize_cents=1200)
    nothing = {"prize_cents": None, "release_at": None, "other_loads": {}}
    less = client.patch(path, json=nothing, headers=operator.headers()).json()
    assert shown(less) == {"other_loads": {}, "prize_cents": None, "release_at": None}


def test_what_a_transfer_said_stays_when_the_order_is_sent_again(
    client: TestClient, operator: Organisation
) -> None:
    order = sent(client, operator)
    with operator.session() as db:
        stored = order_by_reference(db, "A-1")
        assert stored is not None
        set_release(db, stored.id, facts()["release_at"])
    again = sent(client, operator, notes="Ring twice")
    assert (again["id"], shown(again)["release_at"]) == (order["id"], facts()["release_at"])


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"prize_cents": -1}, "/prize_cents"),
        ({"other_loads": {"cold_l": -1}}, "/other_loads/cold_l"),
        ({"other_loads": {f"l{n}": 1 for n in range(6)}}, "/other_loads"),
        ({"release_at": "2026-03-11T10:00:00"}, "/release_at"),
        ({"release_at": "0001-01-01T00:00:00+14:00"}, "/release_at"),
        (
            {"window": {"start": "0001-01-01T00:00:00+14:00", "end": "2026-03-11T10:00:00Z"}},
            "/window/start",
        ),
    ],
)
def test_wrong_values_name_their_field(
    client: TestClient, operator: Organisation, values: dict[str, Any], pointer: str
) -> None:
    body = {"reference": "A-1", "date": "2026-03-11", "address": HERE, **values}
    answer = client.post("/v1/orders", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
