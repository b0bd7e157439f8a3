"""Show how far a long step has come: bars on a terminal, one line now and then elsewhere, or nothing."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_LINE_EVERY_S = 5.0


class Step(Protocol):
    """One step of a long work."""

    def update(self, share: float, message: str | None = None) -> None:
        """Say that `share` (0 to 1) is done, and optionally what is being done now."""


class Reporter(Protocol):
    """Where steps are shown."""

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show a step for as long as it takes; on an error it is shown as broken off."""


class Silent:
    """Shows nothing; remembers the steps and shares it was told, for tests."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float, str | None]] = []

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Remember a step."""
        yield _Told(self.told, title)
        self.told.append((title, 1.0, None))


class Lines:
    """Writes a line at the start, at the end and every five seconds, for logs and pipes."""

    def __init__(self, out: TextIO | None = None, *, every_s: float = _LINE_EVERY_S) -> None:
        self._out = out or sys.stderr
        self._every_s = every_s

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Write lines about a step."""
        begin = time.monotonic()
        self._write(f"{title} ...")
        try:
            yield _Line(self._write, title, every_s=self._every_s)
        except BaseException:
            self._write(f"{title} broke off after {time.monotonic() - begin:.1f} s")
            raise
        self._write(f"{title} done in {time.monotonic() - begin:.1f} s")

    def _write(self, line: str) -> None:
        self._out.write(f"{line}\n")
        self._out.flush()


class Bars:
    """Draws bars on a terminal; steps may be nested or run side by side in threads."""

    def __init__(self, console: Console | None = None) -> None:
        columns = (
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[message]}"),
        )
        self._progress = Progress(*columns, console=console or Console(stderr=True))
        self._open = 0

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Draw a bar for a step."""
        self._progress.start()
        self._open += 1
        task = self._progress.add_task(title, total=1.0, message="")
        try:
            yield _Bar(self._progress, task)
            self._progress.update(task, completed=1.0, message="")
        except BaseException:
            self._progress.update(task, message="broke off")
            self._progress.stop_task(task)
            raise
        finally:
            self._open -= 1
            if not self._open:
                self._progress.stop()


def reporter(out: TextIO | None = None) -> Reporter:
    """Return bars when `out` (standard error by default) is a terminal, else lines."""
    out = out or sys.stderr
    return Bars(Console(file=out)) if out.isatty() else Lines(out)


class _Told:
    def __init__(self, told: list[tuple[str, float, str | None]], title: str) -> None:
        self._told = told
        self._title = title

    def update(self, share: float, message: str | None = None) -> None:
        self._told.append((self._title, _clamp(share), message))


class _Line:
    def __init__(self, write: "_Write", title: str, *, every_s: float) -> None:
        self._write = write
        self._title = title
        self._every_s = every_s
        self._last_s = time.monotonic()

    def update(self, share: float, message: str | None = None) -> None:
        if time.monotonic() - self._last_s >= self._every_s:
            self._last_s = time.monotonic()
            what = f" ({message})" if message else ""
            self._write(f"{self._title} {_clamp(share):.0%}{what}")


class _Bar:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def update(self, share: float, message: str | None = None) -> None:
        self._progress.update(self._task, completed=_clamp(share))
        if message is not None:
            self._progress.update(self._task, message=message)


class _Write(Protocol):
    def __call__(self, line: str) -> None: ...


def _clamp(share: float) -> float:
    return min(max(share, 0.0), 1.0)
