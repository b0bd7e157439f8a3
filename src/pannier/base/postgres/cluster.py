"""Make a new data folder with initdb: UTF-8, data checksums, passwords by SCRAM only."""

import json
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from pannier.base.atomic import write_atomically
from pannier.base.postgres.account import Account
from pannier.base.postgres.binaries import Binaries
from pannier.base.postgres.errors import PostgresFailed
from pannier.base.postgres.home import Home
from pannier.base.postgres.process import child_command
from pannier.base.postgres.urls import APP, OWNER

SUPERUSER = "postgres"
_BUILTIN_LOCALES_SINCE = 17


def load_passwords(path: Path) -> dict[str, str]:
    """Return the passwords of the three roles from their file, made with random ones when missing."""
    if not path.exists():
        fresh = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, APP)}
        write_atomically(path, json.dumps(fresh).encode(), replace=False)
    return dict(json.loads(path.read_text()))


def create_cluster(home: Home, binaries: Binaries, *, account: Account | None, sync: bool = True) -> None:
    """Make the data folder; after a crash midway the next start does it again from the beginning."""
    if home.data.exists():
        raise PostgresFailed(
            f"{home.data} exists but holds no database; move it away to begin with an empty one."
        )
    password = load_passwords(home.passwords)[SUPERUSER]
    draft = home.base / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    pwfile = draft / "password"
    write_atomically(pwfile, password.encode())
    if account:
        account.take(draft)
        account.take(pwfile)
    _initdb(draft / "data", binaries, account=account, pwfile=pwfile, sync=sync)
    (draft / "data").rename(home.data)
    shutil.rmtree(draft)


def _initdb(data: Path, binaries: Binaries, *, account: Account | None, pwfile: Path, sync: bool) -> None:
    command: list[str | Path] = [
        binaries.folder / "initdb",
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={pwfile}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *_locale(binaries.major),
        *([] if sync else ["--no-sync"]),
    ]
    done = subprocess.run(
        child_command(command, account),
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PostgresFailed(f"initdb could not make {data}: {(done.stderr or done.stdout).strip()[-1500:]}")


def _locale(major: int) -> list[str]:
    """Return options for an order by code point that is the same on every machine and after any upgrade."""
    if major >= _BUILTIN_LOCALES_SINCE:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C", f"--lc-ctype={'UTF-8' if sys.platform == 'darwin' else 'C.UTF-8'}"]
