"""One command, one line: a file never seen before is solved and judged."""

import json
import sys

import pytest

from benchmarks import run
from tests.benchmarks.files import CVRP, SOLOMON


def said(monkeypatch, capsys, *words):
    """Run the command line and return its exit status and what it printed."""
    monkeypatch.setattr(sys, "argv", ["run", *words])
    with pytest.raises(SystemExit) as ended:
        run.main()
    return ended.value.code, capsys.readouterr().out


def test_a_file_never_seen_before_gives_one_line_of_json(monkeypatch, capsys, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text(SOLOMON, encoding="utf-8")
    status, printed = said(
        monkeypatch, capsys, "vrptw", str(file), "--iterations", "50", "--json", "--routes"
    )
    line = json.loads(printed)
    # 0-1-2-0 is 5 + 4 + 3, and 0-3-0 twice 1.4.
    assert status == 0
    assert (line["instance"], line["vehicles"], line["cost"], line["violations"]) == ("mine", 2, 14.8, [])
    assert line["seconds"] >= 0
    assert sorted(node for route in line["routes"] for node in route) == ["1", "2", "3"]


def test_without_json_the_same_is_a_table(monkeypatch, capsys, tmp_path):
    file = tmp_path / "mine.vrp"
    file.write_text(CVRP, encoding="utf-8")
    status, printed = said(monkeypatch, capsys, "cvrp", str(file), "--iterations", "50")
    assert status == 0
    assert "vehicles       2" in printed
    assert "cost           12" in printed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["vrptw", "nowhere"], "has no such instance of vrptw"),
        (["cvrp", "{file}", "--objective", "hier"], "cvrp has no objective hier"),
        (["vrptw", "{file}"], "line 7: expected 2 numbers"),
        (["city", "many"], "A city is named"),
        (["city", "30", "--peer", "vroom"], "No rival can express"),
    ],
)
def test_what_cannot_be_meant_ends_with_one_sentence(monkeypatch, capsys, tmp_path, words, sentence):
    file = tmp_path / "mine.vrp"
    file.write_text(CVRP, encoding="utf-8")
    status, _ = said(
        monkeypatch, capsys, *(word.format(file=file) for word in words), "--data", str(tmp_path)
    )
    assert sentence in status
    assert "\n" not in status
