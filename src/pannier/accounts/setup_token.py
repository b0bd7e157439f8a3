"""The token of the first run: whoever can read the server's data folder or its start-up lines may set it up."""

import hmac
import os
from pathlib import Path

from pannier.accounts.problems import WrongCredentials
from pannier.accounts.tokens import new_token
from pannier.base.settings import settings

TOKEN_FILE = "setup.token"  # noqa: S105 (the name of a file)


def _path() -> Path:
    return settings().data_dir / TOKEN_FILE


def setup_token() -> str:
    """Return the token, made at the first call and kept in a file that only the server's user reads."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(new_token())
    return path.read_text().strip()


def check_setup_token(token: str) -> None:
    """Raise WrongCredentials unless it is the token of this installation."""
    if not hmac.compare_digest(token.encode(), setup_token().encode()):
        raise WrongCredentials(
            "This is not the set-up token; `pannier serve` prints it until set-up is done."
        )
