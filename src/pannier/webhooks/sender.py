"""Send queued webhooks: signed, at least once, with longer and longer pauses, for three days.

The body's `sequence` and the `webhook-id` (stable over retries) let a receiver drop repeats.
"""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx2 as httpx
import structlog
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.problems import Problem
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.core.events import WebhookDelivered, WebhookFailed
from pannier.webhooks.addresses import resolve
from pannier.webhooks.models import WebhookDelivery, WebhookEndpoint

PAUSES_S = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
# Longer than a whole batch of slow receivers takes, so that no other worker sends the same again.
LEASE = timedelta(seconds=300)
TIMEOUT_S = 10.0
EXCERPT = 500
BATCH = 20
IDLE_S = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way."""

    delivery_id: UUID
    endpoint_id: UUID
    org_id: UUID
    url: str
    secret: str
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try."""

    status: int | None
    excerpt: str
    latency_ms: int
    error: str | None

    @property
    def success(self) -> bool:
        """Any 2xx counts."""
        return self.status is not None and 200 <= self.status < 300


def claim(bind: Engine | None = None) -> list[Parcel]:
    """Take due messages; if we die, they are due again when the lease is over."""
    with transaction(SYSTEM, bind=bind) as db:
        now = clock.wall_now()
        due = (WebhookDelivery.state == "pending") & (WebhookDelivery.next_at <= now)
        query = select(WebhookDelivery).where(due).order_by(WebhookDelivery.next_at).limit(BATCH)
        rows = list(db.scalars(query.with_for_update(skip_locked=True)))
        for row in rows:
            row.next_at = now + LEASE
        return [_parcel(db, row) for row in rows]


def _parcel(db: Session, row: WebhookDelivery) -> Parcel:
    endpoint = db.get_one(WebhookEndpoint, row.endpoint_id)
    body = json.dumps({"id": str(row.id), **row.body}, separators=(",", ":"))
    return Parcel(row.id, endpoint.id, row.org_id, endpoint.url, endpoint.secret or "", body, row.attempts)


def post(parcel: Parcel) -> Answer:
    """Send one message and say what came of it; never raises for what a receiver does."""
    started = time.monotonic()
    try:
        # The address is checked and pinned, redirects are not followed: a name must not lead into our own network.
        address = resolve(parcel.url)
        status, excerpt = _exchange(parcel, address)
        return Answer(status, excerpt, _ms(started), None)
    except Problem as problem:
        return Answer(None, "", _ms(started), problem.detail)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Answer(None, "", _ms(started), f"{type(error).__name__}: {error}"[:EXCERPT])


def _exchange(parcel: Parcel, address: str) -> tuple[int, str]:
    parts = urlsplit(parcel.url)
    host = f"[{address}]" if ":" in address else address
    netloc = f"{host}:{parts.port}" if parts.port else host
    url = parts._replace(netloc=netloc).geturl()
    headers = _signed_headers(parcel) | {"Host": parts.netloc, "Accept-Encoding": "identity"}
    extensions = {"sni_hostname": parts.hostname or ""}
    with (
        httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client,
        client.stream("POST", url, content=parcel.body, headers=headers, extensions=extensions) as response,
    ):
        return response.status_code, _excerpt(response)


def _excerpt(response: httpx.Response) -> str:
    """Return the beginning of an answer; a receiver that drips its answer is not waited for."""
    read, until = b"", time.monotonic() + TIMEOUT_S
    for chunk in response.iter_raw():
        read += chunk
        if len(read) >= EXCERPT or time.monotonic() > until:
            break
    return read[:EXCERPT].decode("utf-8", "replace").replace("\0", "")


def _signed_headers(parcel: Parcel) -> dict[str, str]:
    now = clock.wall_now()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pannier-Webhooks",
        "webhook-id": str(parcel.delivery_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(parcel.secret).sign(str(parcel.delivery_id), now, parcel.body),
    }


def settle(parcel: Parcel, answer: Answer, bind: Engine | None = None) -> None:
    """Write down what came of one try and when the next one is."""
    with transaction(Scope(parcel.org_id), actor="webhooks", bind=bind) as db:
        row = db.get_one(WebhookDelivery, parcel.delivery_id)
        endpoint = db.get_one(WebhookEndpoint, parcel.endpoint_id)
        row.attempts += 1
        row.response_status, row.response_excerpt = answer.status, answer.excerpt
        row.latency_ms, row.error = answer.latency_ms, answer.error
        if answer.success:
            row.state, row.delivered_at = "delivered", clock.now()
            endpoint.failures_in_a_row = 0
            record(db, WebhookDelivered(delivery_id=row.id, endpoint_id=endpoint.id))
            return
        endpoint.failures_in_a_row += 1
        if row.attempts > len(PAUSES_S):
            row.state = "dead"
            record(
                db, WebhookFailed(delivery_id=row.id, endpoint_id=endpoint.id, response_status=answer.status)
            )
            return
        pause = PAUSES_S[row.attempts - 1]
        row.next_at = clock.wall_now() + timedelta(seconds=pause * random.uniform(0.9, 1.1))  # noqa: S311 (spread only)


def send_due(bind: Engine | None = None) -> int:
    """Send what is due now, several at a time; return how many were tried."""
    parcels = claim(bind)
    if parcels:
        with ThreadPoolExecutor(max_workers=8) as pool:
            for parcel, answer in zip(parcels, pool.map(post, parcels), strict=True):
                settle(parcel, answer, bind)
    return len(parcels)


def _ms(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


class WebhookSender:
    """Sends due webhooks in a thread until stopped."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="webhook-sender")

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present batch."""
        self._stop.set()
        self._thread.join(TIMEOUT_S + 2)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                sent = send_due()
            except Exception as error:
                # The database may be away; what is queued stays queued.
                log.warning("webhooks.waiting", error=str(error))
                sent = 0
            if not sent:
                self._stop.wait(IDLE_S)
