"""Addresses of a database: one for migrations, one for daily work."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

OWNER = "pannier_owner"
APP = "pannier_app"
DATABASE = "pannier"


@dataclass(frozen=True)
class Urls:
    """`owner_url` may change tables, `app_url` only their rows, and row-level security binds it."""

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)


def socket_url(folder: Path, *, user: str, password: str, database: str) -> str:
    """Return the URL of a database behind a unix socket; libpq and SQLAlchemy both read it."""
    host = quote(str(folder), safe="")
    return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={host}"
