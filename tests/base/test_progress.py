"""Long steps show how far they have come."""

import io

import pytest
from rich.console import Console

from pannier.base.progress import Bars, Lines, Reporter, Silent, reporter


def bars() -> tuple[Reporter, io.StringIO]:
    out = io.StringIO()
    return Bars(Console(file=out, force_terminal=True, width=100)), out


def lines() -> tuple[Reporter, io.StringIO]:
    out = io.StringIO()
    return Lines(out, every_s=0), out


@pytest.mark.parametrize("make", [bars, lines])
def test_step_shows_title_share_and_message(make: object) -> None:
    assert callable(make)
    shower, out = make()
    with shower.step("Building tiles") as step:
        step.update(0.4, "reading ways")
    assert "Building tiles" in out.getvalue()


@pytest.mark.parametrize("make", [bars, lines])
def test_broken_step_says_so_and_passes_the_error_on(make: object) -> None:
    assert callable(make)
    shower, out = make()
    with pytest.raises(OSError, match="disk full"), shower.step("Building tiles"):
        raise OSError("disk full")
    assert "broke off" in out.getvalue()


def test_lines_are_rare() -> None:
    out = io.StringIO()
    with Lines(out, every_s=60).step("Matrix") as step:
        for share in range(100):
            step.update(share / 100)
    first, last = out.getvalue().splitlines()
    assert first == "Matrix ..."
    assert last.startswith("Matrix done in ")


def test_lines_carry_share_and_message() -> None:
    shower, out = lines()
    with shower.step("Matrix") as step:
        step.update(0.4, "bicycle")
        step.update(1.7)
    assert out.getvalue().splitlines()[1:3] == ["Matrix 40% (bicycle)", "Matrix 100%"]


def test_bars_of_nested_steps_end_together() -> None:
    shower, out = bars()
    with shower.step("Day"), shower.step("Plan") as step:
        step.update(0.5, "second round")
    assert "100 %" in out.getvalue()
    assert "Plan" in out.getvalue()


def test_silent_remembers_for_tests() -> None:
    silent = Silent()
    with silent.step("Plan") as step:
        step.update(-1)
        step.update(0.5, "half")
    assert silent.told == [("Plan", 0.0, None), ("Plan", 0.5, "half"), ("Plan", 1.0, None)]


def test_pipe_gets_lines_and_terminal_gets_bars() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(reporter(io.StringIO()), Lines)
    assert isinstance(reporter(Terminal()), Bars)
