"""Two uploads at once agree on who creates an order."""

import threading
import uuid
from collections import Counter
from datetime import date

from pannier.orders.accept import accept_many
from pannier.orders.submission import Submission
from tests.support.organisations import Organisation


def test_the_same_references_from_two_sides_make_each_order_once(
    operator: Organisation, hub: uuid.UUID
) -> None:
    sent = [
        Submission(reference=f"R-{n}", line="Rue Grimaldi 34", hub_id=hub, date=date(2026, 3, 2))
        for n in range(20)
    ]
    outcomes: Counter[str] = Counter()
    ready = threading.Barrier(4)

    def upload(order: list[Submission]) -> None:
        ready.wait()
        with operator.session() as db:
            outcomes.update(result.outcome for result in accept_many(db, order, source="api"))

    sides = [
        threading.Thread(target=upload, args=(list(reversed(sent)) if n % 2 else sent,)) for n in range(4)
    ]
    for side in sides:
        side.start()
    for side in sides:
        side.join()
    assert outcomes == {"created": 20, "unchanged": 60}
    assert len(operator.events("order.accepted")) == 20
