"""From rows and constants of a document to matrices."""

import numpy as np

from pannier.core.problem import UNREACHABLE, IntMatrix, InvalidProblem, Matrices, int_matrix
from pannier.engine.problem_json import problem_document as given


def matrices_of(document: given.Matrices, *, size: int) -> Matrices:
    """Return the matrices of one profile; raises InvalidProblem naming the row or the matrix."""
    at = f"matrices[{document.profile}]"
    distance_m = _matrix(document.distance_m, f"{at}.distance_m", size, None)
    others = (
        _matrix(document.duration_s, f"{at}.duration_s", size, distance_m),
        _matrix(document.energy_base_j, f"{at}.energy_base_j", size, distance_m),
        _matrix(document.energy_j_per_kg, f"{at}.energy_j_per_kg", size, distance_m),
    )
    return Matrices(document.profile, distance_m, *others)


def _matrix(
    matrix: list[list[int]] | given.Constant, field: str, size: int, distance_m: IntMatrix | None
) -> IntMatrix:
    """Return one matrix; a constant holds for every leg that has a way by the distances."""
    if isinstance(matrix, given.Constant):
        return _constant(matrix.constant, size, distance_m)
    if len(matrix) != size:
        raise InvalidProblem(field, f"has {len(matrix)} rows, but there are {size} places.")
    for number, row in enumerate(matrix):
        if len(row) != size:
            raise InvalidProblem(
                f"{field}[{number}]", f"has {len(row)} entries, but there are {size} places."
            )
    return int_matrix(np.array(matrix, dtype=np.int32).reshape(size, size), field=field)


def _constant(number: int, size: int, distance_m: IntMatrix | None) -> IntMatrix:
    """Return a matrix of one number; it takes no memory where it can be zero everywhere."""
    gaps = distance_m is not None and distance_m.size > 0 and distance_m.min() == UNREACHABLE
    if number == 0 and not gaps:
        return np.broadcast_to(np.int32(0), (size, size))
    matrix = np.full((size, size), number, dtype=np.int32)
    np.fill_diagonal(matrix, 0)
    if distance_m is not None and distance_m.shape == matrix.shape:
        matrix[distance_m == UNREACHABLE] = UNREACHABLE
    return matrix
