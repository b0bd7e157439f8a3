"""Secrets that people and programs carry: made once, stored only as hashes."""

import functools
import hashlib
import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Printed by `pannier demo` for everybody to see, so it opens nothing outside demo mode.
DEMO_PASSWORD = "pannier-demo"  # noqa: S105 (no secret)


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def new_token(nbytes: int = 24) -> str:
    """Return a random secret that fits into a URL (192 bits by default)."""
    return secrets.token_urlsafe(nbytes)


def digest(token: str) -> bytes:
    """Return what is stored of a random token; SHA-256 is enough where the token itself is random."""
    return hashlib.sha256(token.encode()).digest()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher().hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Tell whether the password belongs to the hash; takes the same time where there is no hash."""
    try:
        return _hasher().verify(password_hash or _decoy(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _decoy() -> str:
    """Return a hash that no password has, without the work of making one, which would tell the first caller."""
    hasher = _hasher()
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${_base64(hasher.salt_len)}${_base64(hasher.hash_len)}"


def _base64(length: int) -> str:
    return b64encode(bytes(length)).decode().rstrip("=")
