"""Files are kept sealed under the hash of their content."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from pannier.base import atomic, encryption, files
from pannier.base.settings import override

ANNA = UUID("01900000-0000-7000-8000-000000000001")
BOB = UUID("01900000-0000-7000-8000-000000000002")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override(data_dir=tmp_path, upload_max_bytes=2_000), encryption.in_memory():
        yield tmp_path / "files"


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_stored_file_loads_again() -> None:
    ref = files.store(ANNA, b"photo", ".jpg")
    assert ref == files.FileRef(hashlib.sha256(b"photo").hexdigest(), 5, ".jpg")
    assert files.load(ANNA, ref.sha256) == b"photo"
    assert files.exists(ANNA, ref.sha256)


def test_file_lies_sealed_under_its_hash(folder: Path) -> None:
    ref = files.store(ANNA, b"photo of a door")
    path = folder / str(ANNA) / ref.sha256[:2] / ref.sha256
    assert kept(folder) == [path]
    assert b"door" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_same_content_is_kept_once(folder: Path) -> None:
    assert files.store(ANNA, b"photo") == files.store(ANNA, b"photo")
    assert len(kept(folder)) == 1


def test_another_organisation_does_not_have_it() -> None:
    ref = files.store(ANNA, b"photo")
    assert not files.exists(BOB, ref.sha256)
    with pytest.raises(files.FileMissing, match=ref.sha256):
        files.load(BOB, ref.sha256)


def test_too_large_file_is_refused_and_leaves_nothing(folder: Path) -> None:
    assert files.store(ANNA, bytes(2_000)).size == 2_000
    with pytest.raises(files.FileTooLarge, match="2001 bytes and at most 2000"):
        files.store(ANNA, bytes(2_001))
    assert len(kept(folder)) == 1


def test_damaged_file_is_noticed(folder: Path) -> None:
    ref = files.store(ANNA, b"photo")
    kept(folder)[0].write_bytes(b"\x01" + bytes(40))
    with pytest.raises(files.FileDamaged):
        files.load(ANNA, ref.sha256)


def test_exchanged_file_is_noticed(folder: Path) -> None:
    first, second = files.store(ANNA, b"photo"), files.store(ANNA, b"another")
    path = folder / str(ANNA)
    (path / first.sha256[:2] / first.sha256).write_bytes(
        (path / second.sha256[:2] / second.sha256).read_bytes()
    )
    with pytest.raises(files.FileDamaged, match="something else"):
        files.load(ANNA, first.sha256)


@pytest.mark.parametrize("name", ["", "../../master.key", "a" * 63, "A" * 64])
def test_what_is_no_hash_is_not_found(name: str) -> None:
    with pytest.raises(files.FileMissing):
        files.load(ANNA, name)


def test_odd_suffix_is_refused() -> None:
    with pytest.raises(ValueError, match="no file suffix"):
        files.store(ANNA, b"photo", "/../x")


def test_removed_file_is_gone() -> None:
    ref = files.store(ANNA, b"photo")
    files.remove(ANNA, ref.sha256)
    files.remove(ANNA, ref.sha256)
    assert not files.exists(ANNA, ref.sha256)


def test_failed_write_leaves_the_old_content_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "file"
    atomic.write_atomically(path, b"old")

    def full_disk(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        atomic.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_first_writer_wins_when_nothing_may_be_replaced(tmp_path: Path) -> None:
    assert atomic.write_atomically(tmp_path / "key", b"first", replace=False)
    assert not atomic.write_atomically(tmp_path / "key", b"second", replace=False)
    assert (tmp_path / "key").read_bytes() == b"first"
