"""From rows and constants of a document to matrices."""

import msgspec
import numpy as np

from pannier.core.problem import UNREACHABLE, IntMatrix, InvalidProblem, Matrices, Traffic, TrafficSlice
from pannier.engine.problem_json import problem_document as given
from pannier.engine.problem_json.refusing import misshapen, named_as

_ROW = msgspec.json.Decoder(given.Row)


def matrices_of(document: given.Matrices, *, number: int, size: int) -> Matrices:
    """Return the matrices of one profile; raises BadDocument or InvalidProblem naming the row or entry."""
    at = f"matrices[{number}]"
    distance_m = _matrix(document.distance_m, f"{at}.distance_m", size, None)
    others = (
        _matrix(document.duration_s, f"{at}.duration_s", size, distance_m),
        _matrix(document.energy_base_j, f"{at}.energy_base_j", size, distance_m),
        _matrix(document.energy_j_per_kg, f"{at}.energy_j_per_kg", size, distance_m),
    )
    groups = tuple(document.stop_groups)
    return Matrices(
        document.profile, distance_m, *others, traffic=_traffic(document.traffic, at), stop_groups=groups
    )


def _traffic(document: given.Traffic | None, at: str) -> Traffic | None:
    """Return the slices of the day; raises InvalidProblem naming the field."""
    if document is None:
        return None
    with named_as(f"{at}.traffic"):
        slices = [
            TrafficSlice(one.start_s, tuple(tuple(row) for row in one.permille)) for one in document.slices
        ]
        return Traffic(tuple(document.areas), tuple(slices))


def _matrix(matrix: given.Matrix, field: str, size: int, distance_m: IntMatrix | None) -> IntMatrix:
    """Return one matrix; a constant holds for every leg that has a way by the distances."""
    if isinstance(matrix, given.Constant):
        return _constant(matrix.constant, size, distance_m)
    if len(matrix) != size:
        raise InvalidProblem(field, f"has {len(matrix)} rows, but there are {size} places.")
    found = np.empty((size, size), dtype=np.int32)
    for number, text in enumerate(matrix):
        found[number] = _row(text, f"{field}[{number}]", size)
    found.flags.writeable = False
    return found


def _row(text: msgspec.Raw, field: str, size: int) -> list[int]:
    """Return one row; raises BadDocument for what is no list of entries."""
    try:
        row: list[int] = _ROW.decode(text)
    except msgspec.ValidationError as error:
        raise misshapen(error, inside=field) from error
    if len(row) != size:
        raise InvalidProblem(field, f"has {len(row)} entries, but there are {size} places.")
    return row


def _constant(number: int, size: int, distance_m: IntMatrix | None) -> IntMatrix:
    """Return a matrix of one number; it takes no memory where it can be zero everywhere."""
    gaps = distance_m is not None and distance_m.size > 0 and distance_m.min() == UNREACHABLE
    if number == 0 and not gaps:
        return np.broadcast_to(np.int32(0), (size, size))
    matrix = np.full((size, size), number, dtype=np.int32)
    np.fill_diagonal(matrix, 0)
    if distance_m is not None:
        matrix[distance_m == UNREACHABLE] = UNREACHABLE
    return matrix
