"""`pannier solve`: from a file to a checked plan, and what it says when something is wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pannier.app.cli import app
from pannier.core.problem import Problem
from pannier.engine.problem_json import read_plan, read_problem, write_problem
from tests.core.line_city import morning

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "problem-json.md"
FEW = ("--iterations", "50")


def solve(*words: object) -> Result:
    return CliRunner().invoke(app, ["solve", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_bytes(write_problem(morning()))
    return path


def test_the_plan_goes_to_the_output_and_progress_to_the_other(file: Path) -> None:
    done = solve(file, *FEW)
    assert done.exit_code == 0
    assert read_plan(done.stdout.encode()).planned_task_ids
    assert re.search(r"\d\.\d s  cost [\d.]+, 1 of 7 left out", done.stderr)


def test_a_plan_written_to_a_file_can_be_checked(file: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert solve(file, *FEW, "--out", plan).stdout == ""
    checked = solve(file, "--check", plan)
    assert (checked.exit_code, checked.stdout[:27]) == (0, "The plan keeps every rule: ")


def test_a_plan_that_breaks_a_rule_ends_with_1_and_a_sentence(file: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    solve(file, *FEW, "--out", plan)
    document = json.loads(plan.read_text())
    document["left_out"] = []
    plan.write_text(json.dumps(document))
    checked = solve(file, "--check", plan)
    assert checked.exit_code == 1
    assert "assignment: Task unwanted is neither planned nor left out." in checked.stdout


def test_the_same_seed_writes_the_same_plan(file: Path) -> None:
    first, second = (read_plan(solve(file, *FEW, "--seed", 4).stdout.encode()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("text", ["", "{", '{"tasks": NaN}', "[" * 9999, '{"places": 1}', "\x00"])
def test_a_bad_file_ends_with_2_and_one_sentence(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text)
    for done in (solve(bad), solve(bad, "--check", bad)):
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("bad.json: ")
        assert done.stderr.endswith(".\n")
        assert done.stderr.count("\n") == 1


BAD_OPTIONS = [
    ("--seconds", "1", "--iterations", "1"),
    ("--seconds", "-1"),
    ("--seconds", "nan"),
    ("--seconds", "inf"),
    ("--iterations", "-1"),
    ("--iterations", "many"),
    ("--seed", "-1"),
    ("--threads", "0"),
    ("--out", "/nowhere/at/all.json", *FEW),
    ("--check", "/nowhere/at/all.json"),
]


@pytest.mark.parametrize("options", BAD_OPTIONS)
def test_bad_options_end_with_2_and_words(file: Path, options: tuple[str, ...]) -> None:
    done = solve(file, *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_an_output_that_cannot_be_written_is_told_before_the_search(file: Path, tmp_path: Path) -> None:
    done = solve(file, *FEW, "--out", tmp_path / "nowhere" / "plan.json")
    assert done.stderr.endswith("plan.json cannot be written: No such file or directory.\n")
    assert "cost" not in done.stderr


def test_looking_whether_the_output_can_be_written_leaves_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "old.json").write_text("old")
    for out in ("new.json", "old.json"):
        assert solve(tmp_path / "bad.json", "--out", tmp_path / out).exit_code == 2
    assert (tmp_path / "old.json").read_text() == "old"
    assert not (tmp_path / "new.json").exists()


def test_a_fleet_that_costs_nothing_is_told_and_planned(file: Path) -> None:
    document = json.loads(file.read_text())
    assert "costs anything" not in solve(file, *FEW).stderr
    for vehicle in document["vehicles"]:
        del vehicle["rates"]
    file.write_text(json.dumps(document))
    done = solve(file, *FEW)
    assert done.exit_code == 0
    assert done.stderr.startswith("No vehicle costs anything, so only what is left out tells plans apart")


def test_more_threads_than_can_search_are_told(file: Path) -> None:
    assert (
        "One thread searched: 7 tasks are too few to share among more.\n"
        in solve(file, *FEW, "--threads", 2).stderr
    )
    assert "thread" not in solve(file, *FEW).stderr


def test_who_does_not_get_the_vehicle_it_should_is_told_and_why(file: Path) -> None:
    document = json.loads(file.read_text())
    wish = {"vehicles": ["other"], "millicents": 1, "why": "knows the area"}
    document["vehicles"].append({**document["vehicles"][0], "id": "other", "max_overtime_s": 0, "rates": {}})
    document["vehicles"][1]["shift"] = {"start_s": 0, "end_s": 1}
    document["tasks"][0]["preferences"] = [wish]
    file.write_text(json.dumps(document))
    told = solve(file, *FEW).stderr
    assert "Task a goes with bike; it should go with other (knows the area).\n" in told


def test_solve_imports_no_server(file: Path) -> None:
    code = (
        "import sys; from pannier.app.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'fastapi', 'psycopg', 'shapely', 'structlog', 'httpx2'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code, "solve", str(file), *FEW, "--out", str(file.with_name("plan.json"))]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_no_time_still_gives_a_plan(file: Path) -> None:
    for budget in (("--seconds", "0"), ("--iterations", "0")):
        assert read_plan(solve(file, *budget).stdout.encode()).planned_task_ids


def test_threads_are_passed_on(file: Path) -> None:
    assert solve(file, *FEW, "--threads", 2).exit_code == 0


def example() -> Problem:
    (text,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return read_problem(text.encode())


def test_the_example_of_the_page_runs_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text()
    (text,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    Path("problem.json").write_text(text)
    (commands,) = re.findall(r"```bash\n(.*?)```", page, re.DOTALL)
    for line in commands.splitlines():
        done = solve(*line.removeprefix(".venv/bin/pannier solve ").split())
        assert done.exit_code == 0, done.output
    assert "3 tasks served, 0 left out" in done.stdout
    (route,) = read_plan(Path("plan.json").read_bytes()).routes
    kinds = {str(activity.kind) for activity in route.activities}
    assert kinds == {"start", "delivery", "pickup", "reload", "swap", "charge", "end"}
    assert {activity.place for activity in route.activities} == {0, 1, 2, 3}


def test_the_page_shows_a_station_a_swap_and_every_kind_of_goods() -> None:
    problem = example()
    assert problem.stations[0].id == "market square"
    assert {task.hub for task in problem.tasks} == {0, None}
    assert {str(task.kind) for task in problem.tasks} == {"dropoff", "pickup"}
