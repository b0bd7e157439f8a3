"""The worker processes of `serve`: started beside it, started again when one dies, ended with it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)
PAUSE_S = 1.0
END_TIMEOUT_S = 20
COMMAND = (sys.executable, "-m", "pannier.app.cli", "worker", "--until-input-ends")

type Worker = subprocess.Popen[bytes]


@contextmanager
def worker_processes(count: int) -> Iterator[None]:
    """Keep so many workers running; they end when we do, however we end, because their input closes."""
    children = [_start() for _ in range(count)]
    ending = threading.Event()
    watch = threading.Thread(target=_replace_dead, args=(children, ending), daemon=True, name="workers")
    watch.start()
    try:
        yield
    finally:
        ending.set()
        watch.join()
        for child in children:
            _close_input(child)
        for child in children:
            _wait_for(child)


def _start() -> Worker:
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE)


def _replace_dead(children: list[Worker], ending: threading.Event) -> None:
    """Start another worker for each that died; what it was at is taken again by the queue."""
    while not ending.wait(PAUSE_S):
        for n, child in enumerate(children):
            if child.poll() is not None:
                log.error("worker.died", process=child.pid, status=child.returncode)
                _close_input(child)
                children[n] = _start()


def _close_input(child: Worker) -> None:
    if child.stdin is not None:
        child.stdin.close()


def _wait_for(child: Worker) -> None:
    try:
        child.wait(timeout=END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
