"""The master key: wraps the data key of every organisation, and lies in a file only its owner can read."""

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pannier.base.atomic import write_atomically

KEY_BYTES = 32
_NONCE_BYTES = 12
_NAME_BYTES = 8


class EncryptionError(Exception):
    """Base of what goes wrong with keys: KeyUnusable (which key, what to do), CannotUnseal (wrong or damaged)."""


class KeyUnusable(EncryptionError):
    """A key is missing, malformed, readable by others or destroyed."""


@dataclass(frozen=True)
class MasterKeys:
    """The present master key and those that may still be in use while it is being changed."""

    present: bytes
    former: tuple[bytes, ...] = ()

    def wrap(self, org_id: UUID, data_key: bytes) -> bytes:
        """Return the data key sealed under the present master key: its name, a nonce, the sealed key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        name = _name(self.present)
        return name + nonce + AESGCM(self.present).encrypt(nonce, data_key, name + org_id.bytes)

    def unwrap(self, org_id: UUID, wrapped: bytes) -> bytes:
        """Return the data key; raise KeyUnusable when no known master key opens it for this organisation."""
        name, rest = wrapped[:_NAME_BYTES], wrapped[_NAME_BYTES:]
        master = next((key for key in (self.present, *self.former) if _name(key) == name), None)
        if master is None:
            raise KeyUnusable(
                f"The data key of organisation {org_id} needs master key {name.hex()}, which is not here; "
                "restore that master.key from the backup or set PANNIER_MASTER_KEY."
            )
        try:
            return AESGCM(master).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], name + org_id.bytes)
        except InvalidTag:
            raise KeyUnusable(f"The data key of organisation {org_id} is damaged; restore it.") from None

    def is_present(self, wrapped: bytes) -> bool:
        """Say whether the present master key wraps this data key."""
        return wrapped[:_NAME_BYTES] == _name(self.present)


def new_key() -> bytes:
    """Return a fresh random key."""
    return secrets.token_bytes(KEY_BYTES)


def parse_keys(text: str) -> MasterKeys:
    """Read base64 keys parted by commas, spaces or line ends, the present one first."""
    keys = [_decode(word) for word in text.replace(",", " ").split()]
    if not keys:
        raise KeyUnusable("The master key is empty; restore master.key from the backup.")
    return MasterKeys(keys[0], tuple(keys[1:]))


def load_keys(path: Path) -> MasterKeys:
    """Read the master key file, and make it with a new key when it is missing; two processes agree on one."""
    if not path.exists():
        write_atomically(path, _encode([new_key()]), replace=False)
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise KeyUnusable(f"{path} may be read by others (mode {mode:o}); run chmod 600 on it.")
    return parse_keys(path.read_text())


def save_keys(path: Path, keys: MasterKeys) -> None:
    """Replace the master key file in one step."""
    write_atomically(path, _encode([keys.present, *keys.former]))


def _name(key: bytes) -> bytes:
    """Return a short public name of a key; it tells nothing about the key."""
    return hashlib.sha256(b"pannier master key name" + key).digest()[:_NAME_BYTES]


def _encode(keys: list[bytes]) -> bytes:
    return b"".join(base64.b64encode(key) + os.linesep.encode() for key in keys)


def _decode(word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyUnusable(
            "The master key is not base64 of 32 bytes; restore master.key or make one with `openssl rand -base64 32`."
        )
    return key
