"""Sealing, keys per organisation, the blind index and changing the master key."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.base import encryption
from pannier.base.encryption import CannotUnseal, KeyUnusable, Vault
from pannier.base.key_store import FileKeyStore, KeyStore, MemoryKeyStore
from pannier.base.master_key import MasterKeys, load_keys, new_key, parse_keys
from pannier.base.settings import override

ANNA = UUID("01900000-0000-7000-8000-000000000001")
BOB = UUID("01900000-0000-7000-8000-000000000002")


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Path]:
    with override(data_dir=tmp_path), encryption.in_memory():
        encryption.use_store(FileKeyStore(tmp_path / "keys.json"))
        yield tmp_path


@pytest.fixture
def memory() -> Iterator[Vault]:
    with encryption.in_memory() as vault:
        yield vault


@given(st.text())
def test_what_is_sealed_unseals(text: str) -> None:
    with encryption.in_memory():
        assert encryption.unseal(ANNA, encryption.seal(ANNA, text)) == text


def test_sealed_bytes_hide_the_text_and_its_repetition(memory: Vault) -> None:
    first, second = encryption.seal(ANNA, "12 Rue Grimaldi"), encryption.seal(ANNA, "12 Rue Grimaldi")
    assert first != second
    assert b"Grimaldi" not in first


def test_another_organisation_cannot_unseal(memory: Vault) -> None:
    sealed = encryption.seal(ANNA, "secret")
    encryption.seal(BOB, "own key")
    with pytest.raises(CannotUnseal, match=str(BOB)):
        encryption.unseal(BOB, sealed)


def test_not_even_with_the_same_data_key(memory: Vault) -> None:
    sealed = encryption.seal(ANNA, "secret")
    data_key = memory.keys.unwrap(ANNA, memory.store.list_all()[ANNA])
    memory.store.add(BOB, memory.keys.wrap(BOB, data_key))
    with pytest.raises(CannotUnseal):
        encryption.unseal(BOB, sealed)


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_a_changed_byte_is_noticed(memory: Vault, position: int) -> None:
    sealed = bytearray(encryption.seal(ANNA, "secret"))
    sealed[position] ^= 1
    with pytest.raises(CannotUnseal):
        encryption.unseal(ANNA, bytes(sealed))


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01short", b"\x02" * 40])
def test_rubbish_is_noticed(memory: Vault, rubbish: bytes) -> None:
    encryption.seal(ANNA, "make the key")
    with pytest.raises(CannotUnseal):
        encryption.unseal(ANNA, rubbish)


def test_destroyed_key_makes_all_unreadable(memory: Vault) -> None:
    sealed = encryption.seal(ANNA, "secret")
    memory.destroy(ANNA)
    with pytest.raises(CannotUnseal, match="gone for good"):
        encryption.unseal(ANNA, sealed)
    assert memory.store.find(ANNA) is None


def test_blind_index_ignores_case_width_and_spaces(memory: Vault) -> None:
    index = encryption.blind_index(ANNA, "Anna@Example.org")
    assert index == encryption.blind_index(ANNA, "  anna@example.ORG ")
    assert encryption.blind_index(ANNA, "A  B") == encryption.blind_index(ANNA, "Ａ b")
    assert len(index) == 16


def test_blind_index_differs_by_text_and_organisation(memory: Vault) -> None:
    index = encryption.blind_index(ANNA, "+37799001122")
    assert index != encryption.blind_index(ANNA, "+37799001123")
    assert index != encryption.blind_index(BOB, "+37799001122")


def test_key_files_are_only_for_their_owner(on_disk: Path) -> None:
    encryption.seal(ANNA, "secret")
    assert (on_disk / "master.key").stat().st_mode & 0o777 == 0o600
    assert (on_disk / "keys.json").stat().st_mode & 0o777 == 0o600


def test_key_file_others_may_read_is_refused(on_disk: Path) -> None:
    (on_disk / "master.key").chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        load_keys(on_disk / "master.key")


def test_restart_reads_what_was_sealed_before(on_disk: Path) -> None:
    sealed = encryption.seal(ANNA, "secret")
    encryption.use_store(FileKeyStore(on_disk / "keys.json"))
    assert encryption.unseal(ANNA, sealed) == "secret"


def test_lost_master_key_says_which_and_what_to_do(on_disk: Path) -> None:
    sealed = encryption.seal(ANNA, "secret")
    (on_disk / "master.key").unlink()
    encryption.use_store(FileKeyStore(on_disk / "keys.json"))
    with pytest.raises(KeyUnusable, match="restore that master"):
        encryption.unseal(ANNA, sealed)


def test_master_key_comes_from_the_environment_when_given(tmp_path: Path) -> None:
    given_key = "A" * 43 + "="
    with override(data_dir=tmp_path, master_key=given_key), encryption.in_memory():
        encryption.use_store(MemoryKeyStore())
        assert encryption.vault().keys.present == bytes(32)
        with pytest.raises(KeyUnusable, match="new,old"):
            encryption.rotate_master_key()
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("text", ["", "  ", "not base64!", "c2hvcnQ="])
def test_malformed_master_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnusable):
        parse_keys(text)


def test_changing_the_master_key_keeps_all_readable(on_disk: Path) -> None:
    sealed = {org: encryption.seal(org, f"of {org}") for org in (ANNA, BOB)}
    before = load_keys(on_disk / "master.key")
    assert encryption.rotate_master_key() == 2
    after = load_keys(on_disk / "master.key")
    assert after.present != before.present
    assert after.former == ()
    encryption.use_store(FileKeyStore(on_disk / "keys.json"))
    assert all(encryption.unseal(org, content) == f"of {org}" for org, content in sealed.items())


def test_change_that_broke_off_goes_on_where_it_stopped() -> None:
    old, new = new_key(), new_key()
    store = BreaksOff(after=1)
    vault = Vault(MasterKeys(old), store)
    sealed = {org: vault.seal(org, b"content") for org in (ANNA, BOB)}
    with pytest.raises(ConnectionError):
        vault.rewrap(MasterKeys(new, (old,)))
    restarted = Vault(MasterKeys(new, (old,)), store)
    assert all(restarted.unseal(org, content) == b"content" for org, content in sealed.items())
    store.after = 99
    assert restarted.rewrap(MasterKeys(new, (old,))) == 1
    assert Vault(MasterKeys(new), store).unseal(BOB, sealed[BOB]) == b"content"


def test_wrapped_key_of_another_organisation_is_refused() -> None:
    keys = MasterKeys(new_key())
    with pytest.raises(KeyUnusable, match="damaged"):
        keys.unwrap(BOB, keys.wrap(ANNA, new_key()))


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_every_key_store_keeps_the_first_key(tmp_path: Path, kind: str) -> None:
    store: KeyStore = MemoryKeyStore() if kind == "memory" else FileKeyStore(tmp_path / "keys.json")
    assert store.find(ANNA) is None
    assert store.add(ANNA, b"first") == b"first"
    assert store.add(ANNA, b"second") == b"first"
    store.replace(ANNA, b"again")
    assert store.list_all() == {ANNA: b"again"}
    store.remove(ANNA)
    assert store.find(ANNA) is None


class BreaksOff(MemoryKeyStore):
    """Loses its connection after some replacements."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def replace(self, org_id: UUID, wrapped: bytes) -> None:
        if self.after == 0:
            raise ConnectionError
        self.after -= 1
        super().replace(org_id, wrapped)
