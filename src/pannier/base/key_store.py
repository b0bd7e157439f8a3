"""Where the wrapped data keys of organisations are kept: a contract, one in memory and one in a file."""

import base64
import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from pannier.base.atomic import make_folder, write_atomically


class KeyStore(Protocol):
    """Keeps one wrapped data key per organisation; it never sees an open key."""

    def find(self, org_id: UUID) -> bytes | None:
        """Return the wrapped key of an organisation, or None when it has none."""

    def add(self, org_id: UUID, wrapped: bytes) -> bytes:
        """Keep a first key and return it; when another process was faster, keep and return that one."""

    def replace(self, org_id: UUID, wrapped: bytes) -> None:
        """Keep the same data key under another wrapping."""

    def remove(self, org_id: UUID) -> None:
        """Destroy the key of an organisation, and with it all that was sealed under it."""

    def list_all(self) -> dict[UUID, bytes]:
        """Return all wrapped keys."""


class MemoryKeyStore:
    """Wrapped keys that live as long as the process, for tests."""

    def __init__(self) -> None:
        self._wrapped: dict[UUID, bytes] = {}

    def find(self, org_id: UUID) -> bytes | None:
        """Return the wrapped key of an organisation, or None."""
        return self._wrapped.get(org_id)

    def add(self, org_id: UUID, wrapped: bytes) -> bytes:
        """Keep a first key, or return the one that is kept already."""
        return self._wrapped.setdefault(org_id, wrapped)

    def replace(self, org_id: UUID, wrapped: bytes) -> None:
        """Keep another wrapping."""
        self._wrapped[org_id] = wrapped

    def remove(self, org_id: UUID) -> None:
        """Forget the key."""
        self._wrapped.pop(org_id, None)

    def list_all(self) -> dict[UUID, bytes]:
        """Return a copy of all wrapped keys."""
        return dict(self._wrapped)


class FileKeyStore:
    """Wrapped keys in one JSON file, for an installation on one machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    def find(self, org_id: UUID) -> bytes | None:
        """Return the wrapped key of an organisation, or None."""
        return self.list_all().get(org_id)

    def add(self, org_id: UUID, wrapped: bytes) -> bytes:
        """Keep a first key, or return the one that is kept already."""
        with self._changing() as keys:
            return keys.setdefault(org_id, wrapped)

    def replace(self, org_id: UUID, wrapped: bytes) -> None:
        """Keep another wrapping."""
        with self._changing() as keys:
            keys[org_id] = wrapped

    def remove(self, org_id: UUID) -> None:
        """Delete the key from the file."""
        with self._changing() as keys:
            keys.pop(org_id, None)

    def list_all(self) -> dict[UUID, bytes]:
        """Return all wrapped keys in the file."""
        try:
            texts = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        return {UUID(org_id): base64.b64decode(text) for org_id, text in texts.items()}

    @contextmanager
    def _changing(self) -> Iterator[dict[UUID, bytes]]:
        """Read, let change and write the keys while no other thread or process does."""
        make_folder(self._path.parent)
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._threads:
                fcntl.flock(lock, fcntl.LOCK_EX)
                keys = self.list_all()
                yield keys
                texts = {str(org_id): base64.b64encode(key).decode() for org_id, key in keys.items()}
                write_atomically(self._path, json.dumps(texts).encode())
        finally:
            os.close(lock)
