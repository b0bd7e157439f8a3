"""As whom the server runs: PostgreSQL refuses to run as root, so root hands it to `nobody`."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pannier.base.postgres.errors import PostgresFailed

_UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """An operating-system account that exists on every Unix and owns nothing else."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Say whether the account can enter the folder, by trying it."""
        return self._try("cd", folder)

    def can_run(self, program: Path) -> bool:
        """Say whether the account can run the program, by trying it."""
        return self._try('"$1" --version >/dev/null; test $? -eq 0 && test -x', program)

    def take(self, path: Path) -> None:
        """Make the account the owner of a path."""
        os.chown(path, self.uid, self.gid)

    def _try(self, test: str, path: Path) -> bool:
        try:
            done = subprocess.run(
                ["/bin/sh", "-c", f'{test} "$1"', "sh", path],
                cwd="/",
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
        except PermissionError:
            raise PostgresFailed(
                "This root may not become another user, and PostgreSQL does not run as root; "
                "run Pannier as an ordinary user, or set PANNIER_DATABASE_URL to a server."
            ) from None
        return done.returncode == 0


def server_account() -> Account | None:
    """Return the account to hand the server to when we are root, None when it can run as we do."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(_UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)
