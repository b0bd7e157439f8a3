"""The doctor names what is missing, how to get it, and whether it is needed."""

import os
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pannier.app import cli_running
from pannier.app.cli import app
from pannier.app.demo_folders import demo_folder
from pannier.app.demo_ports import is_free, next_free
from pannier.app.demo_world import DemoError
from pannier.app.doctor import Finding, examine
from pannier.app.mail_sink import free_port
from pannier.base.settings import Settings, override


@pytest.fixture
def usual(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", port=free_port(), https_port=0)


def found(configured: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in examine(configured)}


def test_all_that_is_needed_is_on_the_machine_that_runs_the_tests(usual: Settings) -> None:
    assert [finding.words for finding in found(usual).values() if finding.needed and not finding.fine] == []


def test_an_absent_map_is_no_fault_but_says_how_to_get_one(usual: Settings) -> None:
    finding = found(usual)["Maps"]
    assert not finding.fine
    assert not finding.needed
    assert "pannier map build" in finding.remedy


def test_a_running_demo_is_named_with_its_folder(usual: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_running, "_is_pannier", lambda pid: pid == os.getpid())
    assert not found(usual)["Server"].fine
    folder = demo_folder(usual.data_dir, until_done=True)
    with cli_running.noted_running(usual.model_copy(update={"data_dir": folder})):
        server = found(usual)["Server"]
    assert server.fine
    assert f"127.0.0.1:{usual.port}" in server.words
    assert str(folder) in server.words


def test_a_folder_without_postgresql_programs_is_named(usual: Settings, tmp_path: Path) -> None:
    finding = found(usual.model_copy(update={"pg_bin": tmp_path}))["PostgreSQL"]
    assert not finding.fine
    assert str(tmp_path) in finding.words
    assert "PANNIER_PG_BIN" in finding.remedy


def test_a_busy_port_is_named_and_the_next_free_one_is_found(usual: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", usual.port))
        taken.listen()
        finding = found(usual)["Ports"]
        assert not finding.fine
        assert str(usual.port) in finding.words
        assert next_free(usual.port) > usual.port
    assert is_free(usual.port)


def test_when_all_ports_are_busy_the_demo_says_how_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pannier.app.demo_ports.is_free", lambda port, host: False)
    with pytest.raises(DemoError, match="--port"):
        next_free(8400)


def test_the_command_ends_with_one_when_something_needed_is_missing(tmp_path: Path) -> None:
    with override(data_dir=tmp_path, database_url=None, port=free_port(), https_port=0):
        assert CliRunner().invoke(app, ["doctor"]).exit_code == 0
    with override(data_dir=tmp_path, database_url=None, pg_bin=tmp_path, port=free_port(), https_port=0):
        result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "Something needed is missing." in result.output
