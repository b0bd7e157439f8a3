"""The guide to the first day is run as it is written."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pannier.app.mail_sink import free_port

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "guide" / "first-day.md"
BLOCK = re.compile(r"```(bash|python)\n(.*?)```", re.DOTALL)

pytestmark = pytest.mark.timeout(400)


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """A fresh folder with the demo's map beside, and the variables of its shell."""
    (tmp_path / "demo").symlink_to(ROOT / "demo", target_is_directory=True)
    port = free_port()
    kept = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PANNIER_PORT": str(port),
        "PANNIER_HTTPS_PORT": "0",
        "PANNIER_URL_OF_PAGE": f"http://127.0.0.1:{port}",
    } | {name: os.environ[name] for name in kept if name in os.environ}


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run `pannier serve` beside the other commands and end it as the page says."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(["pannier", "serve"], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            wait_for_server(folder)
            yield
            subprocess.run(["pannier", "stop"], cwd=folder, env=environment, check=True, capture_output=True)
        finally:
            server.terminate()
            server.wait(timeout=60)


def run(kind: str, code: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a block; variables that it exports are kept for the next ones."""
    if kind == "python":
        with_url = environment | {"PANNIER_URL": environment["PANNIER_URL_OF_PAGE"]}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=with_url, capture_output=True, text=True
        )
    else:
        script = f"set -e\n{code}\nenv > .environment"
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
        )
        if found := re.search(r"^DAY=(.*)$", (folder / ".environment").read_text(), re.MULTILINE):
            environment["DAY"] = found[1]
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def wait_for_server(folder: Path) -> None:
    end = time.monotonic() + 120
    while not (folder / ".pannier" / "run" / "server.json").exists():
        assert time.monotonic() < end, "pannier serve did not start"
        time.sleep(0.1)


def test_a_new_operator_gets_from_an_empty_folder_to_released_routes(
    tmp_path: Path, shell: dict[str, str]
) -> None:
    told = []
    with ExitStack() as running:
        for kind, code in blocks():
            if code.strip() == "pannier serve":
                running.enter_context(served(tmp_path, shell))
            else:
                told.append(run(kind, code, tmp_path, shell))
    text = "\n".join(told)
    assert "4 created, 0 updated, 0 unchanged, 0 rejected" in text
    assert "4 of 4 orders" in text
    assert "5 parcels" in text
    assert re.search(r"released [12] held back 0", text)
    assert "chain unbroken" in text
