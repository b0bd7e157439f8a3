"""One server per data folder: a lock that the kernel releases when its process ends, however it ends."""

import fcntl
import os
import threading
from pathlib import Path

from pannier.base.postgres.errors import DataFolderInUse

_held: dict[Path, int] = {}
_threads = threading.Lock()


def acquire(folder: Path) -> None:
    """Take the lock of a folder; raise DataFolderInUse with the process that holds it.

    It is a POSIX record lock: forked children do not inherit it, so a worker that outlives a killed
    server does not keep the folder.
    """
    path = folder / "lock"
    with _threads:
        # Opening the file again and closing it would drop our own lock, so this comes first.
        if folder in _held:
            raise DataFolderInUse(f"This process already serves {folder}; stop that server first.")
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(file, 20).decode() or "unknown"
            os.close(file)
            raise DataFolderInUse(
                f"{folder} is served by process {holder}; stop that one, or choose another PANNIER_DATA_DIR."
            ) from None
        os.truncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        _held[folder] = file


def release(folder: Path) -> None:
    """Give the lock back; not holding it is fine."""
    with _threads:
        file = _held.pop(folder, None)
        if file is not None:
            os.close(file)
