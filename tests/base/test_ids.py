"""Identifiers are version 7, unique and ascending."""

import threading
import time
from uuid import UUID

import pytest

from pannier.base.ids import new_id


def test_id_is_version_seven_of_the_rfc_variant() -> None:
    assert new_id().version == 7
    assert new_id().variant == "specified in RFC 4122"


def test_first_bits_are_milliseconds_of_the_wall_clock() -> None:
    before_ms = time.time_ns() // 1_000_000
    made_ms = new_id().int >> 80
    assert before_ms <= made_ms <= time.time_ns() // 1_000_000 + 1


def test_ids_of_one_process_ascend() -> None:
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == 5_000


def test_ids_ascend_when_the_wall_clock_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = new_id()
    monkeypatch.setattr("time.time_ns", lambda: 1_000_000_000)
    assert new_id() > first


def test_threads_never_share_an_id() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id_.int >> 64 for id_ in made}) == 2_000
