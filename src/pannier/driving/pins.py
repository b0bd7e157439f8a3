"""One-time PINs of orders: derived from the order and the organisation's key, so nothing is stored.

The recipient finds the PIN on the tracking page; the phone gets only a salted hash of it, to check it offline.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass

from pannier.base.encryption import blind_index

DIGITS = 4
ITERATIONS = 20_000
TRIES = 5


@dataclass(frozen=True, slots=True)
class PinCheck:
    """What a phone needs to check a PIN offline: PBKDF2-HMAC-SHA256, salt and hash in hex."""

    salt: str
    iterations: int
    hash: str


def pin_of(org_id: uuid.UUID, order_id: uuid.UUID) -> str:
    """Return the PIN of an order."""
    digest = blind_index(org_id, f"pin:{order_id}")
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def pin_check(org_id: uuid.UUID, order_id: uuid.UUID) -> PinCheck:
    """Return the salted hash of the order's PIN; the salt is the order's own, so the answer is always the same."""
    salt = blind_index(org_id, f"pin-salt:{order_id}")[:16]
    digest = hashlib.pbkdf2_hmac("sha256", pin_of(org_id, order_id).encode(), salt, ITERATIONS)
    return PinCheck(salt.hex(), ITERATIONS, digest.hex())


def pin_matches(org_id: uuid.UUID, order_id: uuid.UUID, pin: str) -> bool:
    """Tell whether this is the order's PIN."""
    return hmac.compare_digest(pin_of(org_id, order_id).encode(), pin.strip().encode())
