"""The demo's fixed points: its date, its folders, its people."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pannier
from pannier.accounts.tokens import DEMO_PASSWORD

DATE = date(2026, 3, 10)
ZONE = ZoneInfo("Europe/Monaco")
MAP = "monaco"
BOOK_FILE = "orders-librairie-imaginaire.csv"
GROCER_FILE = "orders-epicerie-inventee.csv"
ADMIN = "admin@rocher-cargo.example"
DISPATCHER = "dispatch@rocher-cargo.example"
HUB_STAFF = "hub@rocher-cargo.example"
AUDITOR = "auditor@rocher-cargo.example"
PARTNER = "partner@velo-est.example"
MERCHANTS = {"shop@librairie-imaginaire.example": BOOK_FILE, "shop@epicerie-inventee.example": GROCER_FILE}
PASSWORD = DEMO_PASSWORD
LOG_INS = (
    ("console", "Dispatcher", DISPATCHER),
    ("console", "Administrator", ADMIN),
    ("console", "Hub staff", HUB_STAFF),
    ("console", "Auditor", AUDITOR),
    *(("portal", "Merchant", email) for email in MERCHANTS),
    ("portal", "Partner", PARTNER),
)


class DemoError(Exception):
    """The demo cannot go on; the message says why and what to do."""


@dataclass(frozen=True)
class DemoFolders:
    """Where the demo's material lies and where its data go."""

    material: Path
    data: Path

    @property
    def marker(self) -> Path:
        """Return the file that tells how far the demo of this folder is."""
        return self.data / "demo.json"

    @property
    def snapshot(self) -> Path:
        """Return the folder with the day as it was just before the first rider left."""
        return self.data / "snapshot"


def at(clock: str) -> datetime:
    """Return a moment of the demo's day by its local time, HH:MM."""
    return datetime.combine(DATE, time.fromisoformat(clock), ZONE)


def find_material() -> Path:
    """Return the folder with the demo's map, operator and orders; raises DemoError."""
    places = (Path(pannier.__file__).parents[2] / "demo", Path.cwd() / "demo")
    for folder in places:
        if (folder / "operator.toml").is_file():
            return folder
    raise DemoError(
        "The demo's files (folder demo/) are not here; run the demo from a checkout of the repository: `make demo`."
    )
