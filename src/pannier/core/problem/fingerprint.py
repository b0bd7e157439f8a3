"""A name for exactly this problem, to tell whether a plan still belongs to it."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from pannier.core.geo import LonLat
from pannier.core.problem.matrices import row_blocks
from pannier.core.problem.problem import Problem


def problem_sha256(problem: Problem) -> str:
    """Return the SHA-256 of the problem in canonical form, as hexadecimal digits.

    Equal problems have equal digests whatever machine made them: keys and sets are sorted, matrices are
    hashed as little-endian 32-bit numbers row by row, however they lie in memory.
    """
    text = json.dumps(
        _plain(problem), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; a dataclass carries its name, so that a swap never equals a charge."""
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "sha256": _matrix_sha256(value)}
    if isinstance(value, LonLat):
        # Whole degrees may be given as int; they are the same point.
        return [float(value.lon), float(value.lat)]
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"": type(value).__name__, **named}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _matrix_sha256(matrix: np.ndarray[Any, Any]) -> str:
    """Return the digest of a matrix, made of blocks of rows so that no copy of the whole is needed."""
    digest = hashlib.sha256()
    for rows in row_blocks(matrix):
        digest.update(matrix[rows].astype("<i4").tobytes())
    return digest.hexdigest()
