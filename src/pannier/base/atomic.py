"""Write a file so that after any crash it is there whole or not at all."""

import os
import secrets
from pathlib import Path


def write_atomically(path: Path, content: bytes, *, mode: int = 0o600, replace: bool = True) -> bool:
    """Write `content` to `path` and to the disk; return False if it existed and `replace` is off.

    The folder is made when missing. Readers see the old or the new content, never a part.
    """
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write(draft, content, mode)
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    # The name is safe only once the folder is on the disk too.
    sync_folder(path.parent)
    return True


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, whose names others cannot list.

    When we are root, others may pass through it: the database below runs in another account.
    """
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(path: Path, content: bytes, mode: int) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(file, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
