"""A vault seals and unseals bytes under one data key per organisation (AES-256-GCM).

Sealed bytes are: format (1), nonce (12), ciphertext with tag. The organisation is part of what is
authenticated, so what one organisation sealed never opens for another.
"""

import hmac
import secrets
import threading
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pannier.base.key_store import KeyStore
from pannier.base.master_key import EncryptionError, MasterKeys, new_key

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_INDEX_BYTES = 16


class CannotUnseal(EncryptionError):
    """The bytes were not sealed by this organisation, or were changed since."""


class Vault:
    """Seals and unseals with the keys of a store; data keys are unwrapped once per process."""

    def __init__(self, keys: MasterKeys, store: KeyStore) -> None:
        self.keys = keys
        self.store = store
        self._open: dict[UUID, bytes] = {}
        self._lock = threading.Lock()

    def seal(self, org_id: UUID, content: bytes) -> bytes:
        """Return `content` sealed for the organisation; twice the same content gives different bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        key = self._key(org_id, make=True)
        return _FORMAT + nonce + AESGCM(key).encrypt(nonce, content, _FORMAT + org_id.bytes)

    def unseal(self, org_id: UUID, sealed: bytes) -> bytes:
        """Return the content; raise CannotUnseal for another organisation's or changed bytes."""
        start = 1 + _NONCE_BYTES
        try:
            if sealed[:1] != _FORMAT:
                raise InvalidTag
            return AESGCM(self._key(org_id)).decrypt(sealed[1:start], sealed[start:], _FORMAT + org_id.bytes)
        except (InvalidTag, ValueError):
            raise CannotUnseal(
                f"This does not open with the key of organisation {org_id}: it belongs to another or is damaged."
            ) from None

    def blind_index(self, org_id: UUID, text: str) -> bytes:
        """Return 16 bytes that are equal for equal texts of one organisation and tell nothing else.

        Case, width and repeated spaces do not matter; bring phone numbers to one form first.
        """
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        index_key = hmac.digest(self._key(org_id, make=True), b"blind index", "sha256")
        return hmac.digest(index_key, plain.encode(), "sha256")[:_INDEX_BYTES]

    def destroy(self, org_id: UUID) -> None:
        """Destroy the organisation's data key for ever; other processes forget it when they restart."""
        with self._lock:
            self.store.remove(org_id)
            self._open.pop(org_id, None)

    def rewrap(self, keys: MasterKeys) -> int:
        """Wrap every data key by the present one of `keys`; return how many; a second run changes nothing."""
        self.keys = keys
        due = {org: wrapped for org, wrapped in self.store.list_all().items() if not keys.is_present(wrapped)}
        for org_id, wrapped in due.items():
            self.store.replace(org_id, keys.wrap(org_id, keys.unwrap(org_id, wrapped)))
        return len(due)

    def _key(self, org_id: UUID, *, make: bool = False) -> bytes:
        """Return the open data key; if there is none, make one or raise CannotUnseal."""
        key = self._open.get(org_id)
        if key is None:
            with self._lock:
                wrapped = self.store.find(org_id)
                if wrapped is None and not make:
                    raise CannotUnseal(
                        f"Organisation {org_id} has no data key; what it sealed is gone for good."
                    )
                wrapped = wrapped or self.store.add(org_id, self.keys.wrap(org_id, new_key()))
                key = self._open[org_id] = self.keys.unwrap(org_id, wrapped)
        return key
