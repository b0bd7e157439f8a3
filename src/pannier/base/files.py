"""Keep files (proof photos, signatures, uploads) sealed, each under the SHA-256 of its content.

`data_dir/files/<organisation>/<first two digits>/<sha256>`: the same content is kept once per organisation,
a damaged file is noticed when it is loaded, and a file is never changed in place.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pannier.base.atomic import write_atomically
from pannier.base.encryption import CannotUnseal, vault
from pannier.base.problems import NotFound, Problem, TooLarge
from pannier.base.settings import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")


class FileMissing(NotFound):
    """No file with this content is kept for the organisation."""

    code = "file_not_found"
    title = "File not found"


class FileDamaged(Problem):
    """The kept file is not what was stored."""

    status = 500
    code = "file_damaged"
    title = "File damaged"


class FileTooLarge(TooLarge):
    """The file is larger than this installation accepts."""

    code = "file_too_large"
    title = "File too large"


@dataclass(frozen=True)
class FileRef:
    """Names a kept file: SHA-256 of its content in hex, its size in bytes and what kind it is (`.jpg`)."""

    sha256: str
    size: int
    suffix: str = ""


def store(org_id: UUID, content: bytes, suffix: str = "") -> FileRef:
    """Keep `content` for the organisation, on the disk before this returns; again changes nothing.

    Raises FileTooLarge above PANNIER_UPLOAD_MAX_BYTES and ValueError for an odd suffix.
    """
    limit = settings().upload_max_bytes
    if len(content) > limit:
        raise FileTooLarge(
            f"The file has {len(content)} bytes and at most {limit} are accepted; make it smaller."
        )
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"{suffix!r} is no file suffix; give one like '.jpg'.")
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(org_id, sha256)
    if not path.exists():
        write_atomically(path, vault().seal(org_id, content))
    return FileRef(sha256, len(content), suffix)


def load(org_id: UUID, sha256: str) -> bytes:
    """Return the content; raise FileMissing, or FileDamaged when it is not what was stored."""
    try:
        sealed = _path(org_id, sha256).read_bytes()
    except FileNotFoundError:
        raise FileMissing(f"File {sha256} is not kept here; upload it again.") from None
    try:
        content = vault().unseal(org_id, sealed)
    except CannotUnseal as fault:
        raise FileDamaged(f"File {sha256} does not open; restore it from the backup.") from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(f"File {sha256} holds something else; restore it from the backup.")
    return content


def exists(org_id: UUID, sha256: str) -> bool:
    """Say whether the organisation keeps a file with this content."""
    return _path(org_id, sha256).exists()


def remove(org_id: UUID, sha256: str) -> None:
    """Delete the file when its retention is over; a missing one is fine."""
    _path(org_id, sha256).unlink(missing_ok=True)


def _path(org_id: UUID, sha256: str) -> Path:
    """Return where the file lies; refuse what is no SHA-256, which could lead out of the folder."""
    if not _SHA256.fullmatch(sha256):
        raise FileMissing(f"{sha256[:80]!r} is no SHA-256 in hex; ask with the one that the upload returned.")
    return settings().data_dir / "files" / str(org_id) / sha256[:2] / sha256
