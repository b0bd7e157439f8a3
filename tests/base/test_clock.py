"""The clock: real, scaled, jumping and fixed time."""

import asyncio
import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pannier.base import clock
from pannier.base.settings import override

DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with override(data_dir=tmp_path):
        yield tmp_path / "run" / "clock"
    clock.stop(tmp_path / "run" / "clock")


def in_another_process(data_dir: Path, code: str) -> str:
    script = f"from datetime import datetime\nfrom pannier.base import clock\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PANNIER_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_without_demo_clock_time_is_real(path: Path) -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.read().mode is clock.Mode.SYSTEM
    assert clock.now().utcoffset() == timedelta(0)


def test_fixed_clock_moves_only_when_moved() -> None:
    with clock.fixed(DAY) as it:
        assert clock.now() == DAY
        assert it.advance(minutes=5) == clock.now() == DAY + timedelta(minutes=5)
        it.move_to(DAY)
        assert clock.now() == DAY
        assert not clock.read().running
    assert clock.now() > DAY


def test_fixed_clock_is_seen_by_other_threads() -> None:
    seen: list[datetime] = []
    with clock.fixed(DAY):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [DAY]


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"), clock.fixed(DAY.replace(tzinfo=None)):
        pass


def test_other_zones_become_utc() -> None:
    with clock.fixed(DAY.astimezone(timezone(timedelta(hours=2)))):
        assert clock.now().isoformat() == "2026-03-02T08:00:00+00:00"


def test_scaled_clock_starts_where_told_and_runs_faster(path: Path) -> None:
    clock.start(path, start=DAY, factor=3600)
    first = clock.now()
    assert clock.sleep_until(first + timedelta(minutes=1))
    assert DAY <= first < first + timedelta(minutes=1) <= clock.now() < DAY + timedelta(hours=1)
    assert clock.read().factor == 3600
    assert clock.read().running


def test_seconds_until_are_real_seconds(path: Path) -> None:
    clock.start(path, start=DAY, factor=60)
    assert clock.seconds_until(DAY + timedelta(hours=1)) == pytest.approx(60, abs=2)
    assert clock.seconds_until(DAY - timedelta(hours=1)) == 0


def test_another_process_agrees_on_scaled_time(path: Path) -> None:
    clock.start(path, start=DAY, factor=10)
    before = clock.now()
    theirs = datetime.fromisoformat(in_another_process(path.parent.parent, "print(clock.now())"))
    assert before <= theirs <= clock.now()


def test_jumping_clock_stands_still_until_told(path: Path) -> None:
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)
    assert clock.now() == clock.now() == DAY
    assert clock.jump_to(DAY + timedelta(hours=3)) == clock.now() == DAY + timedelta(hours=3)
    assert clock.seconds_until(DAY + timedelta(hours=4)) == math.inf


def test_jumping_clock_never_goes_back(path: Path) -> None:
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)
    assert clock.jump_to(DAY - timedelta(hours=3)) == clock.now() == DAY


def test_jump_in_another_process_wakes_sleepers_here(path: Path) -> None:
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)
    woken: list[datetime] = []

    def sleeper() -> None:
        clock.sleep_until(DAY + timedelta(hours=2))
        woken.append(clock.now())

    thread = threading.Thread(target=sleeper)
    thread.start()
    in_another_process(
        path.parent.parent, "clock.jump_to(datetime.fromisoformat('2026-03-02T10:00:00+00:00'))"
    )
    thread.join(timeout=5)
    assert woken == [DAY + timedelta(hours=2)]


def test_sleep_ends_early_when_stopped(path: Path) -> None:
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)
    stop = threading.Event()
    threading.Timer(0.02, stop.set).start()
    assert not clock.sleep_until(DAY + timedelta(hours=2), stop=stop)


def test_waiting_does_not_hold_up_the_event_loop(path: Path) -> None:
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)

    async def both() -> None:
        waiting = asyncio.create_task(clock.wait_until(DAY + timedelta(hours=1)))
        await asyncio.sleep(0)
        assert not waiting.done()
        clock.jump_to(DAY + timedelta(hours=1))
        await asyncio.wait_for(waiting, 5)

    asyncio.run(both())
    assert clock.now() == DAY + timedelta(hours=1)


def test_only_a_jumping_clock_jumps(path: Path) -> None:
    clock.start(path, start=DAY, factor=60)
    with pytest.raises(RuntimeError, match="PANNIER_CLOCK_JUMP"):
        clock.jump_to(DAY + timedelta(hours=1))


def test_restart_resumes_or_begins_anew_as_told(path: Path) -> None:
    noon = DAY + timedelta(hours=4)
    clock.start(path, start=DAY, mode=clock.Mode.JUMP)
    clock.jump_to(noon)
    assert noon <= clock.start(path, start=DAY, factor=60, resume=True) < noon + timedelta(minutes=10)
    assert clock.start(path, start=DAY, factor=60) < DAY + timedelta(minutes=10)


def test_after_stop_time_is_real_again(path: Path) -> None:
    clock.start(path, start=DAY, factor=60)
    clock.stop(path)
    assert clock.now() > datetime(2026, 6, 1, tzinfo=UTC)
    assert not path.exists()


def test_a_file_that_is_no_clock_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(64))
    with pytest.raises(ValueError, match="not a clock file"):
        clock.now()


@pytest.mark.parametrize(("factor", "mode"), [(0, clock.Mode.SCALED), (1, clock.Mode.SYSTEM)])
def test_impossible_clocks_are_refused(path: Path, factor: float, mode: clock.Mode) -> None:
    with pytest.raises(ValueError, match="is scaled or jumps"):
        clock.start(path, start=DAY, factor=factor, mode=mode)


def test_held_clock_stands_still_may_be_moved_and_then_runs(path: Path) -> None:
    clock.start(path, start=DAY, factor=3600, held=True)
    assert clock.now() == DAY == clock.now()
    assert not clock.read().running
    assert clock.jump_to(DAY + timedelta(hours=1)) == DAY + timedelta(hours=1)
    clock.let_run()
    assert clock.read().running
    assert clock.sleep_until(DAY + timedelta(hours=1, minutes=1))
    assert DAY + timedelta(hours=1) < clock.now() < DAY + timedelta(hours=2)


def test_a_clock_that_is_held_again_does_not_count_the_pause(path: Path) -> None:
    clock.start(path, start=DAY, factor=1_000_000)
    clock.hold()
    stopped = clock.now()
    assert stopped == clock.now()
    assert clock.start(path, start=DAY, factor=1, resume=True) - stopped < timedelta(seconds=30)


def test_running_clock_cannot_be_moved_and_letting_it_run_again_changes_nothing(path: Path) -> None:
    clock.start(path, start=DAY, factor=1)
    clock.let_run()
    assert not clock.moves_when_told()
    with pytest.raises(RuntimeError):
        clock.jump_to(DAY + timedelta(hours=5))
    assert clock.now() < DAY + timedelta(minutes=1)


def test_other_process_sees_a_held_clock_start_to_run(path: Path) -> None:
    clock.start(path, start=DAY, factor=3600, held=True)
    first = in_another_process(path.parent.parent, "print(clock.read().running)")
    clock.let_run()
    second = in_another_process(path.parent.parent, "print(clock.read().running)")
    assert (first, second) == ("False", "True")
