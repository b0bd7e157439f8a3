"""Files of one merchant count in the order in which they were sent, whichever job a worker takes first."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.app import wiring
from pannier.base import jobs
from pannier.orders.files import service
from pannier.orders.models import Order
from tests.orders.test_imports import GOOD, rows, upload
from tests.support.organisations import Organisation


@pytest.fixture(autouse=True)
def _short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)


def sent(client: TestClient, operator: Organisation, kg: str, **form: str) -> uuid.UUID:
    """Upload three orders that weigh so much; return the job."""
    lines = [GOOD.format(ref=f"R{n}").replace("2.5", kg) for n in range(3)]
    return uuid.UUID(upload(client, operator, rows(*lines), **form).json()["id"])


def work(operator: Organisation, job_id: uuid.UUID) -> jobs.Job:
    jobs.run(job_id, operator.org_id, wiring.JOBS)
    with operator.session() as db:
        return jobs.get_job(db, job_id)


def weights(operator: Organisation) -> list[int]:
    with operator.session() as db:
        return list(db.scalars(select(Order.weight_g).order_by(Order.reference)))


def stand_at(operator: Organisation, job_id: uuid.UUID, state: str) -> None:
    with operator.session() as db:
        jobs.get_job(db, job_id).state = state


def test_the_later_file_counts_though_its_job_is_taken_first(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    older, newer = sent(client, operator, "1"), sent(client, operator, "2")
    assert work(operator, newer).state == "finished"
    assert work(operator, older).state == "finished"
    assert weights(operator) == [2000, 2000, 2000]
    assert len(operator.events("import.finished")) == len(operator.events("job.finished")) == 2


def test_a_file_whose_worker_was_killed_is_read_on_before_the_next(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    older, newer = sent(client, operator, "1"), sent(client, operator, "2")
    with operator.session() as db:
        arguments = jobs.get_job(db, older).arguments
    stand_at(operator, older, "processing")

    def die(row: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.run_import(jobs.RunningJob(older, operator.scope, arguments, "test"), after_chunk=die)
    assert work(operator, newer).state == "finished"
    assert work(operator, older).state == "finished"
    assert weights(operator) == [2000, 2000, 2000]


def test_two_workers_at_the_same_files_take_each_order_once(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    older, newer = sent(client, operator, "1"), sent(client, operator, "2")
    with ThreadPoolExecutor(2) as both:
        ended = list(both.map(lambda job_id: work(operator, job_id), (newer, older)))
    assert [job.state for job in ended] == ["finished", "finished"]
    assert weights(operator) == [2000, 2000, 2000]
    assert len(operator.events("order.accepted")) == len(operator.events("order.changed")) == 3
    assert len(operator.events("import.finished")) == len(operator.events("job.finished")) == 2


def test_a_file_whose_job_failed_keeps_none_waiting(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    older, newer = sent(client, operator, "1"), sent(client, operator, "2")
    stand_at(operator, older, "error")
    assert work(operator, newer).state == "finished"
    assert weights(operator) == [2000, 2000, 2000]


def test_a_file_that_cannot_be_read_any_more_fails_alone(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    older, newer = sent(client, operator, "1"), sent(client, operator, "2")
    with operator.session() as db:
        import_id = uuid.UUID(jobs.get_job(db, older).arguments["import_id"])
        service.get_import(db, import_id).file_sha256 = "0" * 64
    assert work(operator, newer).state == "finished"
    assert work(operator, older).state == "error"
    assert weights(operator) == [2000, 2000, 2000]


def test_a_trial_run_and_another_merchants_file_go_their_own_way(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    trial = sent(client, operator, "1", dry_run="true")
    assert work(operator, sent(client, operator, "2")).state == "finished"
    with operator.session() as db:
        assert jobs.get_job(db, trial).state == "pending"
        row = service.get_import(db, uuid.UUID(jobs.get_job(db, trial).arguments["import_id"]))
        row.dry_run, row.merchant_of_orders = False, uuid.uuid4()
    assert work(operator, sent(client, operator, "3")).state == "finished"
    with operator.session() as db:
        assert jobs.get_job(db, trial).state == "pending"
