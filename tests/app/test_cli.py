"""The command line: its verbs, and what it says when something is wrong."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pannier import __version__
from pannier.app import cli_running
from pannier.app.cli import app
from pannier.app.cli_init import _simple
from pannier.app.demo_folders import demo_folder
from pannier.app.demo_state import Stage, State, read_state, refuse_running, write_state
from pannier.app.demo_world import DemoError, DemoFolders
from pannier.base.settings import Settings, override
from pannier.core.pricing import parse_rate_card

runner = CliRunner()
VERBS = (
    "demo",
    "serve",
    "worker",
    "stop",
    "init",
    "import",
    "plan",
    "report",
    "solve",
    "verify",
    "map",
    "doctor",
    "openapi",
    "db",
    "keys",
)


@pytest.fixture
def nowhere(tmp_path: Path) -> Settings:
    """Settings of a folder in which nothing is."""
    return Settings(data_dir=tmp_path / "data")


def test_help_names_every_verb() -> None:
    told = runner.invoke(app, ["--help"]).output
    assert [verb for verb in VERBS if f"\n  {verb} " not in told] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    result = runner.invoke(app, [verb, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 5


def test_the_version_is_told() -> None:
    told = runner.invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"pannier {__version__}\n")


def test_a_verb_nearly_right_is_guessed() -> None:
    told = runner.invoke(app, ["sovle"])
    assert told.exit_code == 2
    assert "Did you mean 'solve'?" in told.output


def test_a_server_elsewhere_asks_for_a_key() -> None:
    result = runner.invoke(app, ["report", "--url", "http://127.0.0.1:9"], env={"PANNIER_API_KEY": ""})
    assert result.exit_code == 1
    assert "--key" in result.output


def test_openapi_is_printed_whole() -> None:
    described = json.loads(runner.invoke(app, ["openapi"]).output)
    assert {"/v1/orders", "/v1/positions", "/v1/plans"} <= set(described["paths"])


def test_verify_finds_fault_with_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.ndjson"
    path.write_text('{"format": "something else"}\n')
    assert runner.invoke(app, ["verify", str(path)]).exit_code == 1


def test_verify_makes_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    with override(data_dir=folder, database_url=None):
        done = runner.invoke(app, ["verify"])
    assert (done.exit_code, "nothing to verify" in done.output.replace("\n", " ")) == (1, True)
    assert not folder.exists()


def test_verify_names_the_demos_folder_where_only_a_demo_is(tmp_path: Path) -> None:
    demo = demo_folder(tmp_path)
    demo.mkdir()
    (demo / "postgres.json").write_text("{}")
    with override(data_dir=tmp_path, database_url=None):
        done = runner.invoke(app, ["verify"])
    assert (done.exit_code, f"PANNIER_DATA_DIR={demo}" in done.output.replace("\n", "")) == (1, True)


def test_maps_are_listed_or_said_how_to_get(tmp_path: Path) -> None:
    told = runner.invoke(app, ["map", "list", "--maps-dir", str(tmp_path)]).output
    assert "pannier map build" in told


def test_a_file_that_is_no_extract_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "shopping.osm.pbf"
    path.write_text("milk")
    result = runner.invoke(app, ["map", "build", str(path), "--maps-dir", str(tmp_path / "maps")])
    assert result.exit_code == 1
    assert "shopping" in result.output


def test_init_without_a_file_makes_a_working_rate_card_and_pairs_riders_with_vehicles() -> None:
    options = {
        "name": "A", "timezone": "Europe/Paris", "currency": "EUR", "country": "FR", "email": "a@example.org",
        "hub": "2.35,48.85", "address": "", "map_name": None, "bikes": 2, "vans": 1,
    }  # fmt: skip
    file = _simple(options, "secret words")
    assert parse_rate_card(file.rows("rate_cards")[0]["body"]).currency == "EUR"
    assert [row["vehicle"] for row in file.rows("shifts")] == ["Bike 1", "Bike 2", "Van 1"]


def test_init_refuses_a_hub_without_a_place(tmp_path: Path) -> None:
    result = runner.invoke(app, ["init", "--hub", "somewhere"])
    assert result.exit_code == 1
    assert "lon,lat" in result.output


def test_stop_says_when_nothing_runs(nowhere: Settings) -> None:
    with override(data_dir=nowhere.data_dir):
        assert "No server runs" in runner.invoke(app, ["stop"]).output


def test_the_note_of_a_running_server_counts_only_while_its_process_lives(
    nowhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_running, "_is_pannier", lambda pid: pid == os.getpid())
    with cli_running.noted_running(nowhere):
        found = cli_running.find_running(nowhere.data_dir)
        assert found is not None
        assert (found.pid, found.url) == (os.getpid(), f"http://127.0.0.1:{nowhere.port}")
        with pytest.raises(DemoError, match="running already"):
            refuse_running(nowhere.data_dir)
        monkeypatch.setattr(cli_running, "_is_pannier", lambda pid: False)
        assert cli_running.find_running(nowhere.data_dir) is None
    assert not (nowhere.data_dir / "run" / "server.json").exists()


def test_how_far_the_demo_is_survives_a_restart_and_a_spoilt_note_counts_as_nothing(tmp_path: Path) -> None:
    folders = DemoFolders(tmp_path, tmp_path / "demo")
    assert read_state(folders).stage is Stage.NOTHING
    write_state(folders, State(Stage.DRIVING, 7, f"{date(2026, 3, 10)}T08:00:00+01:00"))
    assert (read_state(folders).stage, read_state(folders).seed) == (Stage.DRIVING, 7)
    folders.marker.write_text("{")
    assert read_state(folders).stage is Stage.NOTHING


def test_reset_deletes_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (folder / "maps").mkdir(parents=True)
    result = runner.invoke(app, ["demo", "--reset", "--data-dir", str(folder)])
    assert result.exit_code == 0
    assert not folder.exists()
