"""Our own PostgreSQL: private, ends with its parent, loses nothing, and never starts twice."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from pannier.base.postgres import (
    DataFolderInUse,
    EmbeddedPostgres,
    Options,
    PostgresFailed,
    erase,
    find_running,
)
from pannier.base.postgres.account import server_account
from pannier.base.postgres.binaries import find_binaries
from pannier.base.postgres.home import home_of
from pannier.base.postgres.leftover import works_in

TIMEOUT_S = 20
SERVE_AND_WAIT = """
import pathlib, signal, sys, psycopg
from pannier.base.postgres import EmbeddedPostgres
server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
with psycopg.connect(server.start().owner_url) as db:
    db.execute("INSERT INTO parcels VALUES (%s)", [sys.argv[2]])
print(server.pid, flush=True)
signal.pause()
"""


def barcodes(server: EmbeddedPostgres) -> set[str]:
    with psycopg.connect(server.urls().app_url) as db:
        return {barcode for (barcode,) in db.execute("SELECT barcode FROM parcels")}


def served_elsewhere(data_dir: Path, barcode: str) -> tuple[subprocess.Popen[str], psutil.Process]:
    """Serve the folder in another process that has committed a barcode; return it and its server."""
    command = [sys.executable, "-c", SERVE_AND_WAIT, str(data_dir), barcode]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    return parent, psutil.Process(int(parent.stdout.readline()))


def end(parent: subprocess.Popen[str]) -> None:
    parent.kill()
    parent.communicate(timeout=TIMEOUT_S)


def wait_until_gone(pid: int, data_dir: Path) -> None:
    """Wait until the server has ended; its number may stay taken until somebody asks for its exit code."""
    latest = time.monotonic() + TIMEOUT_S
    while works_in(pid, home_of(data_dir).data):
        assert time.monotonic() < latest
        time.sleep(0.01)


def orphan_server(data_dir: Path) -> subprocess.Popen[bytes]:
    """Start a server as a crashed parent would leave it where the kernel sends no death signal."""
    home, account = home_of(data_dir, server_account()), server_account()
    command: list[str | Path] = [find_binaries(major=home.major).folder / "postgres", "-D", home.data]
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={home.socket}"]
    orphan = subprocess.Popen(
        [*command, *options],
        cwd="/",
        stderr=subprocess.DEVNULL,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    pid_file = home.data / "postmaster.pid"
    while not (pid_file.exists() and "ready" in pid_file.read_text()):
        assert orphan.poll() is None
        time.sleep(0.01)
    return orphan


def test_killed_parent_leaves_no_server_and_no_loss(data_dir: Path) -> None:
    parent, server = served_elsewhere(data_dir, "parent killed")
    end(parent)
    wait_until_gone(server.pid, data_dir)
    with EmbeddedPostgres(data_dir) as again:
        assert "parent killed" in barcodes(again)


def test_killed_server_comes_back_with_what_was_committed(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        with psycopg.connect(server.urls().app_url) as db:
            db.execute("INSERT INTO parcels VALUES ('before the crash')")
        killed = psutil.Process(server.pid)
        killed.kill()
        wait_until_gone(killed.pid, data_dir)
        assert "before the crash" in until_answered(server)
        assert server.pid not in {None, killed.pid}


def until_answered(server: EmbeddedPostgres) -> set[str]:
    while True:
        try:
            return barcodes(server)
        except psycopg.OperationalError:
            time.sleep(0.01)


def test_parent_and_server_killed_at_once_lose_nothing(data_dir: Path) -> None:
    parent, server = served_elsewhere(data_dir, "both killed")
    server.kill()
    end(parent)
    with EmbeddedPostgres(data_dir) as again:
        assert "both killed" in barcodes(again)


def test_server_outlives_the_thread_that_started_it(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()
    try:
        pid = server.pid
        assert barcodes(server) is not None
        assert server.pid == pid
    finally:
        server.stop()


def test_folder_served_by_another_process_is_refused_with_its_number(data_dir: Path) -> None:
    parent, server = served_elsewhere(data_dir, "served")
    with pytest.raises(DataFolderInUse, match=f"process {parent.pid};.*PANNIER_DATA_DIR"):
        EmbeddedPostgres(data_dir).start()
    assert server.is_running()
    end(parent)


def test_folder_served_by_this_process_is_refused(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        with pytest.raises(DataFolderInUse, match="This process already"):
            EmbeddedPostgres(data_dir).start()
        with pytest.raises(DataFolderInUse):
            erase(data_dir)
        assert barcodes(server) is not None


def test_running_server_is_found_by_its_folder(data_dir: Path) -> None:
    assert find_running(data_dir) is None
    with EmbeddedPostgres(data_dir) as server:
        assert find_running(data_dir) == server.urls()
    assert find_running(data_dir) is None


def test_pid_file_with_the_number_of_a_stranger_does_not_matter(data_dir: Path) -> None:
    pid_file = home_of(data_dir).data / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{pid_file.parent}\n")
    if account := server_account():
        account.take(pid_file)
    with EmbeddedPostgres(data_dir) as server:
        assert server.pid != os.getppid()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_server_left_by_a_crash_is_taken_over(
    data_dir: Path, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = orphan_server(data_dir)
    reaper = threading.Thread(target=orphan.wait)
    reaper.start()
    monkeypatch.setattr("pannier.base.postgres.leftover.sys.platform", platform)
    with EmbeddedPostgres(data_dir) as server:
        reaper.join(TIMEOUT_S)
        assert orphan.returncode == 0
        assert server.pid != orphan.pid
        assert barcodes(server) is not None


def test_moved_data_folder_works_even_where_its_path_is_too_long_for_a_socket(data_dir: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="pannier-") as folder:
        Path(folder).chmod(0o711)
        moved = data_dir.rename(Path(folder) / ("long" * 30))
        try:
            with EmbeddedPostgres(moved) as server:
                socket = home_of(moved, server_account()).socket
                assert len(str(socket)) < 80
                assert socket.stat().st_mode & 0o777 == 0o700
                assert barcodes(server) is not None
        finally:
            moved.rename(data_dir)
        assert not socket.exists()


def test_nothing_listens_on_the_network_and_all_files_are_private(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        process = psutil.Process(server.pid)
        assert [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
        home = home_of(data_dir)
        assert {home.socket.stat().st_mode & 0o777, home.data.stat().st_mode & 0o777} == {0o700}
        assert {home.passwords.stat().st_mode & 0o777, home.log.stat().st_mode & 0o777} == {0o600}
        if os.geteuid() == 0:
            assert process.uids().effective != 0


def test_wrong_password_is_refused(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        url = server.urls().app_url
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url.replace("pannier_app:", "pannier_app:x"))


def test_database_is_utf8_with_checksums_and_safe_writes(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server, psycopg.connect(server.urls().app_url) as db:
        shown = {
            name: (db.execute("SELECT current_setting(%s)", [name]).fetchone() or [""])[0]
            for name in ("server_encoding", "data_checksums", "fsync", "synchronous_commit", "timezone")
        }
        assert list(shown.values()) == ["UTF8", "on", "on", "on", "UTC"]
        assert db.execute("SELECT lower('ÄÖÜ')").fetchone() == ("äöü",)


def test_failed_start_says_why_and_leaves_nothing(data_dir: Path) -> None:
    broken = EmbeddedPostgres(data_dir, Options(settings={"shared_buffers": "nonsense"}))
    with pytest.raises(PostgresFailed, match="shared_buffers"):
        broken.start()
    assert broken.pid is None
    with pytest.raises(PostgresFailed, match="not started"):
        broken.urls()
    with EmbeddedPostgres(data_dir) as server:
        assert barcodes(server) is not None


def test_stop_twice_and_passwords_in_no_repr(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    urls = server.start()
    server.stop()
    server.stop()
    assert "pannier_app:" in urls.app_url
    assert "pannier_app:" not in repr(urls)
