"""From the problem and its plan to JSON; what is as usual is left out of a problem."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

import msgspec

from pannier.core.plan import Plan
from pannier.core.problem import Charge, IntMatrix, Matrices, Problem, StationCurve, Swap


def write_plan(plan: Plan) -> bytes:
    """Return a plan as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"


def write_problem(problem: Problem) -> bytes:
    """Return a problem as JSON that `read_problem` reads back to the same one."""
    return msgspec.json.encode(_plain(problem)) + b"\n"


def _plain(value: Any) -> Any:
    """Return a value in the shapes of JSON."""
    if isinstance(value, Matrices):
        return _matrices(value)
    if isinstance(value, StationCurve):
        return {"kind": value.kind, **_fields(value.charge)}
    if is_dataclass(value):
        kind = {Swap: {"type": "swap"}, Charge: {"type": "charge"}}.get(type(value), {})
        return {**kind, **_fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _fields(value: Any) -> Mapping[str, Any]:
    """Return the fields of a dataclass that are not as usual."""
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)
        if not _is_usual(field, getattr(value, field.name))
    }


def _is_usual(field: "Field[Any]", value: Any) -> bool:
    """Tell whether a field holds its default."""
    return field.default is not MISSING and bool(value == field.default)


def _matrices(matrices: Matrices) -> Mapping[str, Any]:
    """Return the four matrices as rows, or as a constant where one number is all there is."""
    named = {field.name: getattr(matrices, field.name) for field in fields(matrices)}
    traffic, groups = named.pop("traffic"), named.pop("stop_groups")
    written = {name: _matrix(matrix) for name, matrix in named.items()}
    more = {"traffic": _plain(traffic)} if traffic is not None else {}
    return written | more | ({"stop_groups": _plain(groups)} if groups else {})


def _matrix(matrix: IntMatrix | str) -> Any:
    """Return one matrix; the profile's name stays as it is."""
    if isinstance(matrix, str):
        return matrix
    if matrix.size and matrix.strides == (0, 0):
        return {"constant": int(matrix[0, 0])}
    return [msgspec.Raw(msgspec.json.encode(row.tolist())) for row in matrix]
