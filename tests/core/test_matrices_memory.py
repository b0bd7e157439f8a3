"""Large matrices are neither copied nor spread out."""

import pickle
import tracemalloc

import numpy as np
import pytest

from pannier.core.geo import LonLat
from pannier.core.problem import (
    UNREACHABLE,
    Dimension,
    InvalidProblem,
    Matrices,
    Place,
    Problem,
    int_matrix,
    problem_sha256,
)

SIZE = 1000
MATRIX_BYTES = 4 * SIZE * SIZE


def metres():
    """Return the distances of places on a line."""
    at = np.arange(SIZE, dtype=np.int32)
    return np.abs(at[:, None] - at[None, :])


def peak_bytes(work):
    """Return what the work needs beyond what is there before, at its worst."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - before


def zeros():
    return np.broadcast_to(np.int32(0), (SIZE, SIZE))


def test_one_array_may_be_distance_and_duration():
    given = metres()
    made = Matrices.without_energy("car", given, given)
    assert made.distance_m is made.duration_s
    assert np.shares_memory(made.distance_m, given)


def test_a_constant_matrix_stays_one_number():
    assert int_matrix(zeros()).strides == (0, 0)
    assert int_matrix(np.broadcast_to(7.0, (3, 3))).strides == (0, 0)
    assert Matrices.without_energy("car", metres(), zeros()).energy_base_j.strides == (0, 0)


def test_a_constant_matrix_is_still_looked_at():
    for number, words in ((float("nan"), "NaN"), (-2.0, "below"), (2.0**31, "32 bits"), (0.5, "fractions")):
        with pytest.raises(InvalidProblem, match=words):
            int_matrix(np.broadcast_to(number, (3, 3)))
    with pytest.raises(InvalidProblem, match="diagonal"):
        Matrices.without_energy("car", metres(), np.broadcast_to(1, (SIZE, SIZE)))


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.float64])
def test_checks_need_a_tenth_of_a_matrix_besides_the_result(kind):
    given = metres().astype(kind)
    result = 0 if kind is np.int32 else MATRIX_BYTES
    assert peak_bytes(lambda: Matrices.without_energy("car", given, given)) < result + 0.1 * MATRIX_BYTES


def test_gaps_need_one_matrix_of_energy_and_no_more():
    given = metres()
    given[0, 1] = UNREACHABLE
    assert peak_bytes(lambda: Matrices.without_energy("car", given, given)) < 1.1 * MATRIX_BYTES
    made = Matrices.without_energy("car", given, given)
    assert made.energy_base_j is made.energy_j_per_kg
    assert made.energy_base_j.tolist()[0][:3] == [0, UNREACHABLE, 0]


@pytest.mark.parametrize("place", [(0, 1), (SIZE // 2, 3), (SIZE - 1, SIZE - 2)])
def test_a_gap_in_one_matrix_is_found_in_any_block(place):
    duration = metres()
    duration[place] = UNREACHABLE
    with pytest.raises(InvalidProblem, match=rf"duration_s\[{place[0]}\]\[{place[1]}\]"):
        Matrices.without_energy("car", metres(), duration)


def problem(*parts):
    """Return a problem of places only."""
    return Problem(
        places=tuple(Place(str(n), LonLat(0, 0)) for n in range(len(parts[0]))),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(Matrices("car", *parts),),
        vehicles=(),
        tasks=(),
    )


def test_the_fingerprint_does_not_see_how_a_matrix_lies_in_memory():
    given = metres()
    spread = problem(given, given.copy(), np.zeros_like(given), np.zeros_like(given))
    tight = problem(given, given, zeros(), zeros())
    assert problem_sha256(spread) == problem_sha256(tight)
    assert peak_bytes(lambda: problem_sha256(tight)) < 0.2 * MATRIX_BYTES


def test_constant_and_shared_matrices_travel_to_other_processes_as_such():
    given = metres()
    packed = pickle.dumps(problem(given, given, zeros(), zeros()))
    assert len(packed) < 1.1 * MATRIX_BYTES
    there = pickle.loads(packed).matrices[0]
    assert there.distance_m is there.duration_s
    assert there.energy_base_j.strides == (0, 0)
    nowhere = np.broadcast_to(np.int32(0), (2, 2))
    assert pickle.loads(pickle.dumps(Matrices("car", *[nowhere] * 4))).size == 2


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(InvalidProblem, match="differ in length"):
        int_matrix([[0, 1], [1]])
