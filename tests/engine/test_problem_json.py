"""Problems and plans as JSON: read back as they were, and refused in one sentence with the field."""

import copy
import json
import tracemalloc
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from pannier.core.check import check
from pannier.core.problem import (
    Charge,
    CurvePoint,
    InvalidProblem,
    Matrices,
    Station,
    StationCurve,
    problem_sha256,
)
from pannier.engine import Budget, solve
from pannier.engine.problem_json import BadDocument, read_plan, read_problem, write_plan, write_problem
from tests.core.line_city import morning, plan_of, with_vehicle
from tests.engine.days import random_day
from tests.engine.random_wishes import with_wishes

TEXT = write_problem(morning())


def test_a_problem_is_read_back_as_it_was():
    assert problem_sha256(read_problem(TEXT)) == problem_sha256(morning())


def test_stations_and_their_curves_are_read_back():
    charge = Charge((CurvePoint(0, 0), CurvePoint(9, 130_000)), only_full=True)
    battery = replace(
        morning().vehicles[0].battery, at_hub=charge, at_stations=(StationCurve("fast", charge),)
    )
    given = replace(with_vehicle(morning(), battery=battery), stations=(Station("s", 2, "fast"),))
    assert problem_sha256(read_problem(write_problem(given))) == problem_sha256(given)


@settings(max_examples=60, deadline=None, derandomize=True)
@over(st.integers(0, 10**6))
def test_random_days_and_their_plans_are_read_back(seed):
    problem = with_wishes(Random(seed), random_day(seed))
    assert problem_sha256(read_problem(write_problem(problem))) == problem_sha256(problem)
    plan = solve(problem, budget=Budget(iterations=0), seed=seed)
    assert read_plan(write_plan(plan)) == plan
    assert check(read_problem(write_problem(problem)), read_plan(write_plan(plan))) == ()


def test_nothing_at_all_is_a_problem():
    text = b'{"places": [], "dimensions": [], "matrices": [], "vehicles": [], "tasks": []}'
    plan = solve(read_problem(text), budget=Budget(iterations=1), seed=1)
    assert (plan.routes, plan.left_out) == ((), ())
    with_profile = text.replace(
        b'"matrices": []', b'"matrices": [{"profile": "x", "distance_m": [], "duration_s": []}]'
    )
    assert read_problem(with_profile).matrices[0].size == 0


def test_a_plan_is_read_back_as_it_was():
    plan = plan_of(morning())
    assert read_plan(write_plan(plan)) == plan


def changed(*path, to):
    """Return the text of the morning with one value changed; `to` None takes it out."""
    document = json.loads(TEXT)
    owner = document
    for step in path[:-1]:
        owner = owner[step]
    if to is None:
        del owner[path[-1]]
    else:
        owner[path[-1]] = to
    return json.dumps(document).encode()


def test_a_byte_order_mark_before_the_text_is_passed_over():
    assert problem_sha256(read_problem(b"\xef\xbb\xbf" + TEXT)) == problem_sha256(morning())


def test_equal_keys_in_different_objects_and_texts_that_look_like_keys_are_none_twice():
    odd = TEXT.replace(b'"id":"b"', b'"id":"id\\": [{, tasks"', 1)
    assert read_problem(odd).tasks[1].id == 'id": [{, tasks'


def test_a_plan_with_a_key_twice_is_refused():
    text = write_plan(plan_of(morning())).rstrip()[:-1] + b', "left_out": []}'
    with pytest.raises(BadDocument, match="left_out stands twice in the file, again in line "):
        read_plan(text)


def test_a_constant_matrix_is_the_same_number_for_every_leg():
    document = json.loads(TEXT)
    for matrices in document["matrices"]:
        del matrices["energy_base_j"]
        matrices["energy_j_per_kg"] = {"constant": 7}
    made = read_problem(json.dumps(document).encode()).matrices[0]
    assert made.energy_base_j.tolist()[0] == [0, 0, 0, 0, 0, -1]
    assert made.energy_j_per_kg.tolist()[1] == [7, 0, 7, 7, 7, -1]


def test_zeros_everywhere_take_no_memory_on_either_way():
    at = np.zeros((6, 6), dtype=np.int32)
    walked = tuple(Matrices.without_energy(profile, at, at) for profile in ("bike", "slow"))
    given = replace(morning(), matrices=walked)
    assert b'{"constant":0}' in write_problem(given)
    assert read_problem(write_problem(given)).matrices[0].energy_base_j.strides == (0, 0)


def test_a_large_matrix_is_read_row_by_row():
    size = 500
    rows = [[7 * abs(a - b) for b in range(size)] for a in range(size)]
    places = [{"id": str(number)} for number in range(size)]
    matrices = [{"profile": "x", "distance_m": rows, "duration_s": {"constant": 0}}]
    document = {"places": places, "dimensions": [], "matrices": matrices, "vehicles": [], "tasks": []}
    text = json.dumps(document).encode()
    tracemalloc.start()
    made = read_problem(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made.matrices[0].distance_m.tolist() == rows
    # A list of lists of numbers would take 9 MB and more; the matrix takes 1 MB, its rows as text 1.4 MB.
    assert peak < 3_000_000


BAD = {
    "no text": (b"", "not JSON: input data was truncated"),
    "half a text": (TEXT[:100], "not JSON: input data was truncated"),
    "another language": (b"<problem/>", "invalid character in line 1, column 1"),
    "no text at all": (b'{"currency": "\xff"}', r"\."),
    "a list": (b"[]", "the document: expected object"),
    "nested deeply": (b'{"places":' + b"[" * 100_000, r"\."),
    "not a number": (
        TEXT.replace(b'"service_s":120', b'"service_s":NaN', 1),
        r"tasks\[0\]\.service_s is NaN; ",
    ),
    "minus infinity": (
        TEXT.replace(b'"service_s":120', b'"service_s": -Infinity', 1),
        r"tasks\[0\]\.service_s is -Infinity; ",
    ),
    "not a number in a matrix": (
        changed("matrices", 0, "duration_s", 3, 2, to=float("nan")),
        r"matrices\[0\]\.duration_s\[3\]\[2\] is NaN; .*-1",
    ),
    "the end said twice": (
        TEXT.rstrip()[:-1] + b',"tasks":[]}',
        "tasks stands twice in the file, again in line 1",
    ),
    "a place said twice": (
        TEXT.replace(b'"id":"b"', b'"id": "[x, \\"{", \n"pl\\u0061ce": 0, "id":"b"', 1),
        r"tasks\[1\]\.id stands twice in the file, again in line 2",
    ),
    "a curve of a station": (
        changed("vehicles", 0, "battery", "at_stations", to=[{"kind": "s", "curve": []}]),
        r"vehicles\[bike\]\.battery\.at_stations\[0\]\.curve: needs",
    ),
    "a curve of the hub": (
        changed("vehicles", 0, "battery", "at_hub", to={"type": "charge", "curve": []}),
        r"vehicles\[bike\]\.battery\.at_hub\.curve: needs",
    ),
    "infinity": (TEXT.replace(b'"service_s":120', b'"service_s":1e999', 1), r"tasks\[0\]\.service_s: "),
    "a huge number": (
        TEXT.replace(b'"service_s":120', b'"service_s":' + b"9" * 5000, 1),
        r"tasks\[0\]\.service_s: ",
    ),
    "a field forgotten": (changed("tasks", 0, "place", to=None), "missing required field place"),
    "a field too many": (changed("tasks", 0, "colour", to="red"), r"tasks\[0\]: .*unknown field colour"),
    "another type": (changed("tasks", 0, "place", to="1"), r"tasks\[0\]\.place: expected int, got str"),
    "a fraction": (changed("tasks", 0, "place", to=1.5), r"tasks\[0\]\.place: expected int, got float"),
    "a negative number": (changed("tasks", 0, "demand", 1, to=-1), r"tasks\[0\]\.demand\[1\]: .* >= 0"),
    "an unknown kind": (changed("tasks", 0, "kind", to="visit"), r"tasks\[0\]\.kind: "),
    "a window reversed": (
        changed("tasks", 0, "windows", 0, "end_s", to=0),
        r"tasks\[a\]\.windows\[0\]: The window ends at 0 s, before",
    ),
    "a shift reversed": (changed("vehicles", 0, "shift", "end_s", to=0), r"vehicles\[bike\]\.shift: "),
    "a break's window reversed": (
        changed("vehicles", 0, "breaks", 0, "window", "end_s", to=0),
        r"vehicles\[bike\]\.breaks\[0\]\.window: ",
    ),
    "a battery too full": (changed("vehicles", 0, "battery", "start_j", to=10**6), r"\]\.battery\.start_j: "),
    "a place nowhere": (changed("tasks", 0, "place", to=6), r"tasks\[a\]\.place: place 6 does not exist"),
    "a missing row": (changed("matrices", 0, "duration_s", 5, to=None), r"\.duration_s: has 5 rows"),
    "a missing entry": (changed("matrices", 0, "duration_s", 5, 0, to=None), r"\.duration_s\[5\]: has 5"),
    "a negative entry": (
        changed("matrices", 0, "duration_s", 5, 0, to=-2),
        r"matrices\[0\]\.duration_s\[5\]\[0\]: ",
    ),
    "a double": (changed("tasks", 1, "id", to="a"), "tasks: .*more than once"),
    "half a pair": (changed("tasks", 3, "pair", to="q"), r"pairs\[q\]: needs at least one"),
    "a point off the earth": (changed("places", 1, "at", "lat", to=91), r"places\[1\]\.at\.lat: "),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_problem_is_refused_in_one_sentence_with_its_place(case):
    text, words = BAD[case]
    with pytest.raises((BadDocument, InvalidProblem), match=words) as refusal:
        read_problem(text)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 300
    assert "\n" not in str(refusal.value)


JUNK = [None, True, -1, 0, 1, 5, 2**31, 2**63, 2**64, 10**400, 0.5, 1e300, float("nan"), float("inf")]
JUNK += ["", "x", "a", "bike", "-1", [], [[]], {}, {"constant": 0}, {"constant": -1}, [0, 0], [1] * 6]

NUMBERS = [0, 1, 2, 3, 60, 100, 5000, 10**6, 2**30 - 1, 2**31 - 1, 2**32, 2**40]


def _spots(value, path=()):
    """Yield where something stands in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _spots(inner, (*path, key))


def _mutated(text, rng):
    """Return a document with one to three things wrong."""
    document = json.loads(text)
    for _ in range(rng.randint(1, 3)):
        *path, last = rng.choice(list(_spots(document)) or [("x",)])
        owner = document
        for step in path:
            owner = owner[step]
        kind = rng.choice(("junk", "number", "number", "number", "gone", "double", "renamed", "swapped"))
        if kind == "gone":
            del owner[last]
        elif kind == "double" and isinstance(owner, list):
            owner.append(owner[last])
        elif kind == "renamed" and isinstance(owner, dict):
            owner[f"{last}_"] = owner.pop(last, None)
        elif kind == "swapped" and isinstance(owner, list):
            owner.reverse()
        elif kind == "number" and isinstance(owner[last], int):
            owner[last] = rng.choice(NUMBERS)
        else:
            owner[last] = copy.deepcopy(rng.choice(JUNK))
    return json.dumps(document).encode()


def _read(read, text):
    """Return what a text holds, or the sentence that refuses it."""
    try:
        return read(text)
    except (BadDocument, InvalidProblem) as refusal:
        return str(refusal)


@settings(max_examples=250, deadline=None, derandomize=True)
@over(st.randoms(use_true_random=False), st.sampled_from([TEXT, write_problem(random_day(12))]))
def test_a_damaged_problem_is_refused_or_planned(rng, text):
    problem = _read(read_problem, _mutated(text, rng))
    if isinstance(problem, str):
        assert problem.endswith(".")
        assert len(problem) < 700
        return
    plan = solve(problem, budget=Budget(iterations=2), seed=1)
    assert check(problem, plan) == ()
    assert problem_sha256(read_problem(write_problem(problem))) == problem_sha256(problem)


@settings(max_examples=250, deadline=None, derandomize=True)
@over(st.randoms(use_true_random=False))
def test_a_damaged_plan_is_refused_or_found_wrong(rng):
    whole = plan_of(morning())
    plan = _read(read_plan, _mutated(write_plan(whole), rng))
    if isinstance(plan, str):
        assert plan.endswith(".")
        return
    found = check(morning(), plan)
    assert bool(found) or plan.routes == whole.routes


@settings(max_examples=200, deadline=None)
@over(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused(text):
    for read in (read_problem, read_plan):
        with pytest.raises((BadDocument, InvalidProblem)):
            read(text)
