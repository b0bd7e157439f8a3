"""The demo's mailbox: a mail server on this machine that delivers to nobody and keeps every mail in a folder."""

import itertools
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from pannier.base.settings import settings

MOST = 5_000
_NUMBER = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Mail:
    """One mail as it is shown."""

    number: str
    to: str
    subject: str
    date: str
    text: str


class _Keeper:
    """Writes each mail into a file of its own; the oldest go when there are too many."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        last = max((int(path.stem) for path in mail_files(folder)), default=0)
        self._numbers = itertools.count(last + 1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd)
        """Keep a mail."""
        number = next(self._numbers)
        content = envelope.original_content or b""
        (self._folder / f"{number:06}.eml").write_bytes(content)
        (self._folder / f"{number - MOST:06}.eml").unlink(missing_ok=True)
        return "250 Kept for /demo/mailbox"


def mail_folder() -> Path:
    """Return where the demo's mails are kept."""
    return settings().data_dir / "mail"


def mail_files(folder: Path) -> list[Path]:
    """List the kept mails, oldest first."""
    return sorted(path for path in folder.glob("*.eml") if _NUMBER.fullmatch(path.stem))


@contextmanager
def mail_sink(folder: Path) -> Iterator[str]:
    """Run the mail server on a free port of this machine; gives its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    controller = Controller(_Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def list_mails(folder: Path, *, to: str = "", limit: int = 200) -> list[Mail]:
    """List the newest mails first, those whose receiver contains `to`."""
    mails = (read_mail(path) for path in reversed(mail_files(folder)))
    wanted = (mail for mail in mails if to.casefold() in mail.to.casefold())
    return list(itertools.islice(wanted, limit))


def find_mail(folder: Path, number: str) -> Mail | None:
    """Return one mail, or None."""
    path = folder / f"{number}.eml"
    return read_mail(path) if _NUMBER.fullmatch(number) and path.exists() else None


def read_mail(path: Path) -> Mail:
    """Read a kept mail."""
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
    text = body.get_content() if body is not None else ""
    return Mail(
        path.stem, str(message["to"] or ""), str(message["subject"] or ""), str(message["date"] or ""), text
    )
