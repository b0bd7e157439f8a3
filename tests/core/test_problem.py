"""What a routing problem refuses, and how it is named."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Break,
    Bundle,
    Charge,
    CostRates,
    CurvePoint,
    Dimension,
    InvalidProblem,
    Limits,
    Matrices,
    Swap,
    TaskKind,
    Trips,
    int_matrix,
    problem_sha256,
)
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import (
    HOUR,
    bike,
    dropoff,
    matrices,
    morning,
    pair,
    pickup,
    problem,
    with_task,
    with_vehicle,
)

SQUARE = [[0, 1], [1, 0]]

REFUSED = {
    "NaN in a matrix": (lambda: int_matrix([[0, float("nan")], [1, 0]]), "NaN"),
    "a fraction in a matrix": (lambda: int_matrix([[0, 1.5], [1, 0]]), "fractions"),
    "a negative distance": (lambda: int_matrix([[0, -2], [1, 0]]), "below -1"),
    "more than 32 bits": (lambda: int_matrix([[0, 2**31], [1, 0]]), "32 bits"),
    "text in a matrix": (lambda: int_matrix([["a", "b"], ["c", "d"]]), "not numbers"),
    "a missing entry": (lambda: int_matrix([[0, None], [1, 0]]), "not numbers"),
    "a missing row": (lambda: int_matrix([[0, 1], None]), "differ in length"),
    "no matrix": (lambda: int_matrix(None), "not square"),
    "a matrix that is not square": (lambda: int_matrix([[0, 1]]), "not square"),
    "a place away from itself": (lambda: Matrices.without_energy("f", [[1, 1], [1, 0]], SQUARE), "diagonal"),
    "matrices of two sizes": (lambda: Matrices.without_energy("f", SQUARE, [[0]]), "differs from distance_m"),
    "a way with no duration": (
        lambda: Matrices.without_energy("f", SQUARE, [[0, UNREACHABLE], [1, 0]]),
        r"duration_s\[0\]\[1\]",
    ),
    "more charge than fits": (lambda: Battery(100, 101), "start_j: is more"),
    "a reserve that leaves nothing": (lambda: Battery(100, 100, 100), "reserve_j"),
    "a negative number of spares": (lambda: Swap(1, -1), "spares: -1 is below 0"),
    "a falling charging curve": (
        lambda: Charge((CurvePoint(0, 0), CurvePoint(5, 10), CurvePoint(6, 9))),
        "must rise",
    ),
    "a curve that starts charged": (lambda: Charge((CurvePoint(0, 1), CurvePoint(5, 10))), "empty battery"),
    "a curve of one point": (lambda: Charge((CurvePoint(0, 0),)), "two points"),
    "a curve that ends early": (
        lambda: Battery(100, 100, 0, Charge((CurvePoint(0, 0), CurvePoint(5, 10)))),
        "end at the battery's capacity",
    ),
    "a break longer than its window": (lambda: Break(TimeWindow(0, 10), 11), "shorter than the break"),
    "two trips without a hub": (lambda: Trips(max_trips=2), "reload_places"),
    "a limit in fractions": (lambda: Limits(distance_m=1.5), "not a whole number"),
    "a negative rate": (lambda: CostRates(km_millicents=-1), "km_millicents"),
    "a negative parking time": (lambda: bike(parking_s=-1), r"vehicles\[bike\]\.parking_s"),
    "a negative weight": (lambda: dropoff("a", 1, demand=(-1, 1)), r"tasks\[a\]\.demand\[0\]"),
    "a task with hub and pair": (lambda: dropoff("a", 1, pair="p"), r"tasks\[a\]\.hub"),
    "a release of a paired drop-off": (lambda: pair("p", 1, 2, release_s=1), "belongs to the pickup"),
    "windows that overlap": (
        lambda: dropoff("a", 1, windows=(TimeWindow(0, 9), TimeWindow(9, 12))),
        "overlap",
    ),
    "a place that does not exist": (lambda: problem(dropoff("a", 6)), "place 6 does not exist"),
    "a hub that does not exist": (lambda: problem(dropoff("a", 1, hub=-1)), r"tasks\[a\]\.hub"),
    "a task without a dimension": (lambda: problem(dropoff("a", 1, demand=(1,))), "one number a dimension"),
    "a vehicle without a dimension": (lambda: problem(vehicles=(bike(capacity=(1,)),)), r"\.capacity"),
    "an unknown profile": (lambda: problem(vehicles=(bike(profile="boat"),)), "boat is unknown"),
    "two tasks of one name": (lambda: problem(dropoff("a", 1), dropoff("a", 2)), "tasks: .*more than once"),
    "half a pair": (lambda: problem(pair("p", 1, 2)[0]), r"pairs\[p\]: needs at least one"),
    "a pair that changes weight": (
        lambda: problem(pair("p", 1, 2)[0], replace(pair("p", 1, 2)[1], demand=(1, 1))),
        r"pairs\[p\]\.demand",
    ),
    "a pair with two prizes": (
        lambda: problem(pair("p", 1, 2)[0], replace(pair("p", 1, 2)[1], prize_cents=1)),
        r"pairs\[p\]\.prize_cents",
    ),
    "nine dimensions": (
        lambda: replace(problem(), dimensions=tuple(Dimension(str(i), "g") for i in range(9)), vehicles=()),
        "more than 8",
    ),
    "a payload in litres": (lambda: replace(problem(), payload_dimension=1), "needs grams"),
    "a payload nowhere": (lambda: replace(problem(), payload_dimension=7), "names no dimension"),
    "matrices without a place": (lambda: replace(problem(), places=problem().places[:5]), "join 6 places"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_with_the_field(case):
    build, words = REFUSED[case]
    with pytest.raises(InvalidProblem, match=words) as refusal:
        build()
    assert refusal.value.field


def test_a_refusal_survives_another_process():
    refusal = pickle.loads(pickle.dumps(InvalidProblem("tasks[3]", "is odd.")))
    assert (refusal.field, refusal.detail, str(refusal)) == ("tasks[3]", "is odd.", "tasks[3]: is odd.")


def test_a_problem_survives_another_process():
    copy = pickle.loads(pickle.dumps(morning()))
    assert problem_sha256(copy) == problem_sha256(morning())


def test_matrices_cannot_be_written_to():
    made = matrices("bike")
    with pytest.raises(ValueError, match="read-only"):
        made.distance_m[0, 1] = 5
    assert made.distance_m.dtype == np.int32


def test_walkers_need_no_energy_where_a_way_exists():
    made = Matrices.without_energy("foot", [[0, -1], [7, 0]], [[0, -1], [9, 0]])
    assert made.energy_base_j.tolist() == [[0, -1], [0, 0]]


CHANGES = {
    "a matrix": replace(morning(), matrices=(matrices("bike", seconds_per_km=99), matrices("slow"))),
    "a skill": with_vehicle(morning(), skills=frozenset({"cold", "crane"})),
    "a limit": with_vehicle(morning(), limits=Limits(15_000, 7 * HOUR, 9)),
    "the order of tasks": replace(morning(), tasks=tuple(reversed(morning().tasks))),
    "a window": with_task(morning(), "b", windows=(TimeWindow(0, 9),)),
    "a prize": with_task(morning(), "unwanted", prize_cents=6),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_problem_has_another_digest(change):
    assert problem_sha256(CHANGES[change]) != problem_sha256(morning())


def test_the_digest_does_not_depend_on_the_order_of_skills():
    forth = with_vehicle(morning(), skills=frozenset(["cold", "crane", "lift"]))
    back = with_vehicle(morning(), skills=frozenset(["lift", "crane", "cold"]))
    assert problem_sha256(forth) == problem_sha256(back)


def test_rates_in_cents_are_kept_to_a_thousandth():
    assert CostRates.of_cents(per_km=0.1234).km_millicents == 123


def test_an_empty_problem_is_a_problem():
    assert problem(vehicles=()).tasks == ()


def test_pairs_are_found_by_their_name():
    given = problem(dropoff("a", 1), *pair("p", 1, 2), pickup("c", 3))
    assert given.pairs == {"p": Bundle((1,), (2,))}
    assert given.tasks[1].kind is TaskKind.PICKUP
