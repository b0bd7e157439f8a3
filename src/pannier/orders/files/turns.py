"""Whose turn it is: files of one merchant are worked in the order in which they were sent."""

import uuid

from sqlalchemy import func, select

from pannier.base import jobs
from pannier.base.scope import Scope
from pannier.base.transactions import transaction
from pannier.orders.models import OrderFile


def finish_earlier(job: jobs.RunningJob, row: OrderFile, handler: jobs.Handler, *, kind: str) -> None:
    """Carry out the merchant's earlier files first, here and now, with `handler`.

    To wait for them instead could fill every place of a worker with waiting jobs, while the one they wait for, whose
    worker was killed, finds none. Where another worker is at it still, both take its chunks in turn.
    """
    while (earlier := _oldest_before(job, row)) is not None:
        job.progress(0, "An earlier file of the same merchant goes first")
        jobs.run(earlier, row.org_id, {kind: handler}, job.bind)


def _oldest_before(job: jobs.RunningJob, row: OrderFile) -> uuid.UUID | None:
    """Return the job of the merchant's oldest file that was sent before this one and is not done yet."""
    merchant = func.coalesce(OrderFile.merchant_of_orders, OrderFile.merchant_org_id)
    query = (
        select(OrderFile.job_id)
        .join(jobs.Job, jobs.Job.id == OrderFile.job_id)
        .where(
            OrderFile.id < row.id,
            OrderFile.state != "finished",
            OrderFile.dry_run.is_(False),
            merchant.is_not_distinct_from(row.merchant_of_orders or row.merchant_org_id),
            jobs.Job.state.not_in(jobs.ENDED),
        )
        .order_by(OrderFile.id)
        .limit(1)
    )
    # Not in the job's own scope: an operator uploads for its merchants, who do not see those files.
    with transaction(Scope(row.org_id), bind=job.bind) as db:
        return db.scalars(query).first()
