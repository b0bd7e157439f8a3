"""How far the demo of a data folder is: what a second start goes by."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pannier.app.cli_running import find_running
from pannier.app.demo_world import DemoError, DemoFolders
from pannier.base.atomic import write_atomically
from pannier.base.postgres import DataFolderInUse, erase

KEPT_ON_FRESH_START = frozenset({"maps", "matrices"})


class Stage(StrEnum):
    """Where a demo stands."""

    NOTHING = "nothing"
    PREPARING = "preparing"
    DRIVING = "driving"
    OVER = "over"


@dataclass(frozen=True)
class State:
    """The stage, with the seed of the day and the time at which its first rider leaves."""

    stage: Stage
    seed: int = 1
    starts_at: str = ""

    @property
    def start(self) -> datetime:
        """Return when the first rider leaves."""
        return datetime.fromisoformat(self.starts_at)


def read_state(folders: DemoFolders) -> State:
    """Return how far the demo of a folder is."""
    try:
        found = json.loads(folders.marker.read_text())
        return State(Stage(found["stage"]), int(found["seed"]), str(found["starts_at"]))
    except (FileNotFoundError, ValueError, KeyError):
        return State(Stage.NOTHING)


def write_state(folders: DemoFolders, state: State) -> None:
    """Note how far it is."""
    write_atomically(folders.marker, json.dumps(asdict(state)).encode())


def refuse_running(data: Path) -> None:
    """Raise DemoError when a server works on the folder already."""
    found = find_running(data)
    if found is not None:
        raise DemoError(
            f"A demo is running already at {found.url} (process {found.pid}). Open it, or end it with"
            " `pannier demo --stop`."
        )


def start_afresh(folders: DemoFolders) -> None:
    """Delete all data of the demo but for the map and what was measured on it."""
    _erase_database(folders.data)
    for path in list(folders.data.iterdir()) if folders.data.is_dir() else []:
        if path.name in KEPT_ON_FRESH_START:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def delete_all(data: Path) -> None:
    """Delete everything of the demo, the map too; raises DemoError while it runs."""
    refuse_running(data)
    _erase_database(data)
    shutil.rmtree(data, ignore_errors=True)


def _erase_database(data: Path) -> None:
    try:
        erase(data)
    except DataFolderInUse as error:
        raise DemoError(f"{error} End it with `pannier demo --stop`.") from error
