"""Send queued messages: e-mail by SMTP, text messages through any service that apprise knows. At least once."""

import asyncio
import threading
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import structlog
from sqlalchemy import Engine, select

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.scope import SYSTEM, Scope
from pannier.base.settings import settings
from pannier.base.transactions import transaction
from pannier.core.events import MessageFailed, MessageSent
from pannier.notify.models import Message

PAUSES_S = (5, 60, 300, 1800, 7200, 21_600)
TIMEOUT_S = 15
BATCH = 20
# Longer than a whole batch takes with a slow server, so that no other worker sends the same again.
LEASE = timedelta(seconds=BATCH * TIMEOUT_S + 60)
IDLE_S = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way."""

    id: UUID
    org_id: UUID
    channel: str
    address: str
    subject: str
    body: str


def claim(bind: Engine | None = None) -> list[Letter]:
    """Take due messages whose channel is set up; if we die, they are due again when the lease is over."""
    channels = [name for name, url in (("email", settings().smtp_url), ("sms", settings().sms_url)) if url]
    with transaction(SYSTEM, bind=bind) as db:
        now = clock.wall_now()
        due = (Message.state == "queued") & (Message.next_at <= now) & Message.channel.in_(channels)
        rows = list(db.scalars(select(Message).where(due).limit(BATCH).with_for_update(skip_locked=True)))
        for row in rows:
            row.next_at = now + LEASE
        return [
            Letter(row.id, row.org_id, row.channel, row.address or "", row.subject or "", row.body or "")
            for row in rows
        ]


async def deliver(letters: list[Letter]) -> list[str | None]:
    """Send letters; return for each the error in words, or None."""
    mails = [letter for letter in letters if letter.channel == "email"]
    errors = dict(zip([mail.id for mail in mails], await _send_mails(mails), strict=True))
    for letter in letters:
        if letter.channel == "sms":
            errors[letter.id] = await _send_text(letter)
    return [errors[letter.id] for letter in letters]


async def _send_mails(mails: list[Letter]) -> list[str | None]:
    """Send mails over one connection; what was sent before it broke counts as sent."""
    done: list[str | None] = []
    if not mails:
        return done
    try:
        async with _smtp() as server:
            for mail in mails:
                done.append(await _send_mail(server, mail))
    except (aiosmtplib.SMTPException, OSError) as error:
        done += [f"{type(error).__name__}: {error}"[:300]] * (len(mails) - len(done))
    return done


async def _send_mail(server: aiosmtplib.SMTP, mail: Letter) -> str | None:
    try:
        await server.send_message(envelope(mail))
    except (aiosmtplib.SMTPException, ValueError) as error:  # ValueError: an address that no mail can carry
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _smtp() -> aiosmtplib.SMTP:
    url = settings().smtp_url
    parts = urlsplit(url.get_secret_value() if url else "smtp://127.0.0.1:25")
    secure = parts.scheme == "smtps"
    return aiosmtplib.SMTP(
        hostname=parts.hostname or "127.0.0.1",
        port=parts.port or (465 if secure else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=secure,
        timeout=TIMEOUT_S,
    )


def envelope(mail: Letter) -> EmailMessage:
    """Return the e-mail; its Message-ID is the message's own id, so repeats can be told apart."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings().mail_from, mail.address, mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.id}@pannier>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


async def _send_text(letter: Letter) -> str | None:
    import apprise

    url = settings().sms_url
    service = apprise.Apprise()
    number = "".join(character for character in letter.address if character.isdigit() or character == "+")
    if url is None or not service.add(url.get_secret_value().replace("{phone}", number)):
        return "PANNIER_SMS_URL is not an address that apprise understands."
    return None if await service.async_notify(body=letter.body) else "The text service refused the message."


def settle(letter: Letter, error: str | None, bind: Engine | None = None) -> None:
    """Write down what came of one try and when the next one is."""
    with transaction(Scope(letter.org_id), actor="notify", bind=bind) as db:
        row = db.get_one(Message, letter.id)
        row.attempts += 1
        row.error = error
        if error is None:
            row.state, row.sent_at = "sent", clock.now()
            record(db, MessageSent(message_id=row.id, order_id=row.order_id, kind=row.kind))
        elif row.attempts > len(PAUSES_S):
            row.state = "failed"
            record(
                db,
                MessageFailed(message_id=row.id, order_id=row.order_id, kind=row.kind, code="undeliverable"),
            )
        else:
            row.next_at = clock.wall_now() + timedelta(seconds=PAUSES_S[row.attempts - 1])


def send_due(bind: Engine | None = None) -> int:
    """Send what is due now; return how many were tried."""
    letters = claim(bind)
    if letters:
        for letter, error in zip(letters, asyncio.run(deliver(letters)), strict=True):
            settle(letter, error, bind)
    return len(letters)


class MessageSender:
    """Sends due messages in a thread until stopped."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="message-sender")

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
                log.warning("messages.waiting", error=str(error))
                sent = 0
            if not sent:
                self._stop.wait(IDLE_S)
