"""Where a server's files lie: in the data folder, or under /var/lib/pannier when it cannot go there."""

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog

from pannier.base.atomic import make_folder, write_atomically
from pannier.base.postgres.account import Account
from pannier.base.postgres.errors import PostgresFailed

_SYSTEM_HOME = Path("/var/lib/pannier")
_SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET = 107 if sys.platform == "linux" else 103

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Home:
    """The folders of one server; `base` is ours, `data` and `socket` are its account's alone."""

    base: Path
    data: Path
    socket: Path
    passwords: Path
    log: Path

    @property
    def major(self) -> int | None:
        """Return the PostgreSQL version that wrote the data, None before the first start."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None


def home_of(data_dir: Path, account: Account | None = None) -> Home:
    """Return the folders that belong to a data folder, without making any."""
    marker = data_dir / "postgres.location"
    base = Path(marker.read_text()) if marker.exists() else data_dir / "postgres"
    socket = base / "run"
    if len(os.fsencode(socket / _SOCKET_NAME)) > _LONGEST_SOCKET:
        socket = _short_socket(base, account)
    return Home(
        base=base,
        data=base / "data",
        socket=socket,
        passwords=data_dir / "postgres.json",
        log=data_dir / "log" / "postgres.log",
    )


def make_home(data_dir: Path, account: Account | None) -> Home:
    """Choose the folders at the first start, make them, and return them."""
    make_folder(data_dir)
    marker = data_dir / "postgres.location"
    if not marker.exists() and account and not (data_dir / "postgres" / "data").exists():
        make_folder(data_dir / "postgres")
        if not account.can_enter(data_dir / "postgres"):
            (data_dir / "postgres").rmdir()
            write_atomically(marker, os.fsencode(_free_system_home(data_dir)))
    home = home_of(data_dir, account)
    for folder in (home.base, home.log.parent):
        make_folder(folder)
    if account and not account.can_enter(home.base):
        raise PostgresFailed(
            f"The account that runs PostgreSQL can no longer enter {home.base}; let others pass through the "
            f"folders above it again (chmod o+x)."
        )
    _make_private(home.socket, account)
    return home


def _free_system_home(data_dir: Path) -> Path:
    """Return a folder under /var/lib/pannier that no other data folder has ever used."""
    name = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    base, number = _SYSTEM_HOME / name, 1
    while base.exists():
        log.warning(
            "postgres.forgotten_data", folder=str(base), hint="Its data folder was deleted; delete it too."
        )
        number += 1
        base = _SYSTEM_HOME / f"{name}-{number}"
    _SYSTEM_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
    return base


def _short_socket(base: Path, account: Account | None) -> Path:
    """Return a folder with a short path for the socket, whose length the kernel limits."""
    name = f"pannier-{hashlib.sha256(os.fsencode(base)).hexdigest()[:12]}"
    runtime = Path("/run") if account else Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    short = runtime / name
    fits = runtime.is_dir() and len(os.fsencode(short / _SOCKET_NAME)) <= _LONGEST_SOCKET
    return short if fits else Path("/tmp") / name  # noqa: S108 (made 0700 and its owner checked)


def _make_private(folder: Path, account: Account | None) -> None:
    """Make a folder only the server's account may enter; refuse one that somebody else has put there."""
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if account:
            account.take(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise PostgresFailed(f"{folder} belongs to somebody else; find out who, and delete it.") from None
        if account:
            account.take(folder)
        folder.chmod(0o700)
