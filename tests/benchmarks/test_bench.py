"""Long runs go on where they ended, and a table says what they say together."""

from dataclasses import replace

import pytest

from benchmarks.bench import keys_in, missing
from benchmarks.routing.instance import BadFile
from benchmarks.routing.planning import ClassOfRuns, jobs_of, read_plan
from benchmarks.routing.summary import rows_of
from benchmarks.table import between_markers, current, table_of

BLOCK = ClassOfRuns(set="city", name="Days", seconds=[5], seeds=[1, 2], names=["30", "40"])


def a_result(**changed):
    usual = {
        "key": "k",
        "set": "vrptw",
        "class": "A",
        "objective": "hier",
        "solver": "pannier",
        "instance": "r1",
        "budget": 10,
        "vehicles": 10,
        "cost": 102.0,
        "best_vehicles": 10,
        "best_cost": 100.0,
        "violations": [],
        "iterations": 500,
        "seconds": 10.0,
    }
    return {**usual, **changed}


def test_a_run_already_there_is_not_made_again(tmp_path):
    jobs = list(jobs_of(BLOCK, tmp_path))
    assert len(jobs) == 4
    first = [(job.cls, key) for job, key in missing(jobs, set())][:3]
    rest = [job for job, _ in missing(jobs, set(first))]
    assert [(job.file, job.seed) for job in rest] == [("40", 2)]


def test_a_run_that_another_class_has_is_made_for_each(tmp_path):
    jobs = [job for name in ("Days", "Days again") for job in jobs_of(replace(BLOCK, name=name), tmp_path)]
    assert [job.cls for job, _ in missing(jobs, set())] == ["Days"] * 4 + ["Days again"] * 4


def test_a_line_cut_off_is_no_run(tmp_path):
    results = tmp_path / "runs.jsonl"
    results.write_text('{"class": "A", "key": "a"}\n{"class": "A", "key": "b', encoding="utf-8")
    assert keys_in(results) == {("A", "a")}


def test_a_sample_is_spread_over_the_files(tmp_path):
    for number in range(10):
        (tmp_path / f"x{number}.txt").write_text("", encoding="utf-8")
    block = ClassOfRuns(set="vrptw", name="A", seconds=[1], seeds=[1], files="x*.txt", sample=3)
    assert [job.file[-5:] for job in jobs_of(block, tmp_path)] == ["1.txt", "5.txt", "8.txt"]


def test_the_plan_in_the_project_can_be_read_and_another_word_is_refused(tmp_path):
    from benchmarks.bench import HERE

    assert {block.set for block in read_plan(HERE / "plan.toml")} >= {"vrptw", "cvrp", "evrptw-pr", "city"}
    (tmp_path / "plan.toml").write_text("[[class]]\nset='city'\nfiels='x'\n", encoding="utf-8")
    with pytest.raises(BadFile, match="fiels"):
        read_plan(tmp_path / "plan.toml")


def test_the_gap_counts_only_plans_with_the_best_known_vehicles():
    results = [
        a_result(),
        a_result(instance="r2", vehicles=11, cost=50.0),
        a_result(instance="r3", violations=["customer 1 is served 0 times."], cost=10.0),
    ]
    (row,) = rows_of(results)
    assert row.gap == row.mean_gap == pytest.approx(2.0)
    assert (row.vehicles, row.best_vehicles, row.instances, row.broken) == (21, 20, 3, 1)


def test_the_gap_s_median_and_mean_are_over_instances():
    results = [
        a_result(instance=name, cost=cost) for name, cost in (("a", 100.0), ("b", 101.0), ("c", 108.0))
    ]
    (row,) = rows_of([*results, a_result(instance="c", cost=108.0)])
    assert (row.gap, row.mean_gap) == (pytest.approx(1.0), pytest.approx(3.0))


def test_rivals_are_compared_on_the_same_instance_and_budget():
    results = [
        a_result(),
        a_result(solver="pyvrp", cost=104.0),
        a_result(solver="vroom", vehicles=20, cost=51.0),
        a_result(solver="pyvrp", instance="r9", cost=1.0),
    ]
    (row,) = rows_of(results)
    assert row.ratios["pyvrp"] == (pytest.approx(102 / 104), 1.0, 1)
    assert row.ratios["vroom"] == (None, 0.5, 1)


def test_a_class_keeps_its_runs_until_another_engine_made_some():
    results = [
        a_result(key="k old"),
        a_result(key="k old", **{"class": "B"}),
        a_result(key="k new", **{"class": "B"}),
        a_result(key="k rival", solver="pyvrp", **{"class": "B"}),
    ]
    assert [(one["class"], one["key"]) for one in current(results)] == [
        ("A", "k old"),
        ("B", "k new"),
        ("B", "k rival"),
    ]


def test_the_table_goes_between_the_markers():
    table = table_of(rows_of([a_result()]))
    page = between_markers("before <!-- benchmarks:begin -->old<!-- benchmarks:end --> after", table)
    assert "old" not in page
    assert "| vrptw | A | 10 | 1, 1 | 2.00 / 2.00 % | 10 (10) |  | 50 |" in page
    assert page.startswith("before ")
    assert page.endswith(" after")
