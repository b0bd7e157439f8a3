"""One command, one line: a file never seen before is solved and judged."""

import json
import sys

import pytest

from benchmarks import run
from tests.benchmarks.files import CVRP, HFVRP, SCHNEIDER, SOLOMON, TEXTS


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


def sentence_of(monkeypatch, capsys, tmp_path, text, *words):
    """Return what is said of a file that cannot be solved as asked."""
    file = tmp_path / "mine.txt"
    file.write_text(text, encoding="utf-8")
    said_, _ = said(monkeypatch, capsys, words[0], str(file), *words[1:], "--iterations", "5")
    assert "\n" not in said_
    return said_


BAD_FILES = {
    "a file of another set": ("cvrp", HFVRP, "this is a file of hfvrp, not of cvrp: it has VEHICLES"),
    "a set that wants more": ("hfvrp", CVRP, "this is a file of cvrp, not of hfvrp: it names no VEHICLES"),
    "no kind of distance": (
        "cvrp",
        CVRP.replace("EDGE_WEIGHT_TYPE", "EDGE_WEIGHT"),
        "the header lacks EDGE_WEIGHT_TYPE",
    ),
    "less than nothing": (
        "vrptw",
        SOLOMON.replace("    1 ", "       9 0 0 -1 0 99 0\n    1 ", 1),
        "the demand is -1, less than nothing",
    ),
    "a point out of this world": (
        "vrptw",
        SOLOMON.replace("    1 ", "       9 3e300 0 1 0 99 0\n    1 ", 1),
        "'3e300' is too large; a number is at most",
    ),
    "a way too long to count": (
        "vrptw",
        SOLOMON.replace("    1 ", "       9 1e10 0 1 0 99 0\n    1 ", 1),
        "the longest way, or what it takes; the engine counts up to",
    ),
    "goods that do not arrive": ("pdptw", TEXTS["pdptw"].replace("-6", "-7", 1), "but its delivery, row"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_told_by_what_stands_in_it(monkeypatch, capsys, tmp_path, case):
    set_name, text, words = BAD_FILES[case]
    assert words in sentence_of(monkeypatch, capsys, tmp_path, text, set_name)


def test_a_rival_that_cannot_solve_a_set_is_not_asked_to_be_installed(monkeypatch, capsys, tmp_path):
    words = sentence_of(monkeypatch, capsys, tmp_path, SCHNEIDER, "evrptw-pr", "--peer", "pyvrp")
    assert words == "pyvrp cannot solve evrptw-pr; it can vrptw, cvrp, pdptw, hfvrp, mtvrptw, mdvrptw."


@pytest.mark.parametrize(
    "words",
    [("--seconds", "-1"), ("--seconds", "nan"), ("--iterations", "-1"), ("--threads", "0"), ("--seed", "x")],
)
def test_options_that_cannot_be_meant_are_refused_with_their_name(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["run", "vrptw", "r101", *words])
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert f"argument {words[0]}: " in capsys.readouterr().err


def test_the_objective_is_told_by_the_word_of_the_option(monkeypatch, capsys, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text(SOLOMON, encoding="utf-8")
    for objective, convention in (("dist", "dimacs"), ("hier", "hier")):
        words = ("vrptw", str(file), "--iterations", "5", "--json", "--objective", objective)
        line = json.loads(said(monkeypatch, capsys, *words)[1])
        assert (line["objective"], line["convention"]) == (objective, convention)


def test_a_customer_left_out_is_told_with_the_reason(monkeypatch, capsys, tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text(SOLOMON.replace("    1 ", "       9 3 3 900 0 99 0\n    1 ", 1), encoding="utf-8")
    status, printed = said(monkeypatch, capsys, "vrptw", str(file), "--iterations", "5", "--json")
    assert status == 1
    assert any(
        words.startswith("customer 9 is left out: Too large for every vehicle on shift: 900 units load")
        for words in json.loads(printed)["violations"]
    )


def test_the_best_known_value_is_found_beside_the_file(monkeypatch, capsys, tmp_path):
    folder = tmp_path / "cvrp_x_uchoa"
    folder.mkdir()
    (folder / "mine.vrp").write_text(CVRP, encoding="utf-8")
    (folder / "bks.csv").write_text("instance,best_distance\nmine,12\n", encoding="utf-8")
    words = ("cvrp", str(folder / "mine.vrp"), "--iterations", "5", "--json", "--data", str(tmp_path / "no"))
    assert json.loads(said(monkeypatch, capsys, *words)[1])["best_cost"] == 12
