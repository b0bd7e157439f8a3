"""Seal personal data at rest: AES-256-GCM under a data key per organisation, wrapped by the master key.

This module holds the vault that the process uses. Destroying an organisation's data key makes all it
sealed unreadable, in backups too.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from pannier.base.key_store import FileKeyStore, KeyStore, MemoryKeyStore
from pannier.base.master_key import (
    EncryptionError,
    KeyUnusable,
    MasterKeys,
    load_keys,
    new_key,
    parse_keys,
    save_keys,
)
from pannier.base.settings import settings
from pannier.base.vault import CannotUnseal, Vault

__all__ = [
    "CannotUnseal",
    "EncryptionError",
    "KeyUnusable",
    "Vault",
    "blind_index",
    "in_memory",
    "rotate_master_key",
    "seal",
    "unseal",
    "use_store",
    "vault",
]

_vault: Vault | None = None
_opening = threading.Lock()


def vault() -> Vault:
    """Return the vault of this process; without `use_store` its wrapped keys lie in the data folder."""
    global _vault
    with _opening:
        if _vault is None:
            _vault = Vault(_master_keys(), FileKeyStore(settings().data_dir / "keys.json"))
        return _vault


def use_store(store: KeyStore) -> None:
    """Keep wrapped data keys in `store` from now on."""
    global _vault
    with _opening:
        _vault = Vault(_master_keys(), store)


@contextmanager
def in_memory() -> Iterator[Vault]:
    """Use keys that exist only inside, for tests."""
    global _vault
    before, _vault = _vault, Vault(MasterKeys(new_key()), MemoryKeyStore())
    try:
        yield _vault
    finally:
        _vault = before


def seal(org_id: UUID, text: str) -> bytes:
    """Return `text` sealed for the organisation."""
    return vault().seal(org_id, text.encode())


def unseal(org_id: UUID, sealed: bytes) -> str:
    """Return the sealed text; raise CannotUnseal when it is another organisation's or damaged."""
    return vault().unseal(org_id, sealed).decode()


def blind_index(org_id: UUID, text: str) -> bytes:
    """Return what equal texts of the organisation have in common, to search without unsealing."""
    return vault().blind_index(org_id, text)


def _master_keys() -> MasterKeys:
    """Return the master keys given by the environment, else those of the key file."""
    given = settings().master_key
    return parse_keys(given.get_secret_value()) if given else load_keys(settings().data_dir / "master.key")


def rotate_master_key() -> int:
    """Put a new master key in the place of the old one and return how many data keys were wrapped anew.

    The file holds both keys until all are done, so a crash in between loses nothing: run it again.
    Raises KeyUnusable when the key comes from PANNIER_MASTER_KEY, which only its giver can change.
    """
    if settings().master_key is not None:
        raise KeyUnusable("Put the new key before the old one in PANNIER_MASTER_KEY (new,old) and restart.")
    path = settings().data_dir / "master.key"
    old = load_keys(path)
    both = MasterKeys(new_key(), (old.present, *old.former))
    save_keys(path, both)
    count = vault().rewrap(both)
    save_keys(path, MasterKeys(both.present))
    return count
