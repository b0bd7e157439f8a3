"""The routing problem of a hub and a day: places, matrices, vehicles and tasks as frozen values.

How large its numbers may be stands in `bounds`.
"""

from pannier.core.problem.battery import Battery, Charge, CurvePoint, StationCurve, Swap
from pannier.core.problem.bundle import Bundle
from pannier.core.problem.errors import InvalidProblem
from pannier.core.problem.fingerprint import problem_sha256
from pannier.core.problem.matrices import UNREACHABLE, IntMatrix, Matrices, int_matrix
from pannier.core.problem.problem import MAX_DIMENSIONS, Dimension, Place, Problem
from pannier.core.problem.rules import Rule
from pannier.core.problem.station import Station
from pannier.core.problem.task import Task, TaskKind
from pannier.core.problem.vehicle import Break, CostRates, Limits, Trips, Vehicle
from pannier.core.problem.wishes import Due, Preference

__all__ = [
    "MAX_DIMENSIONS",
    "UNREACHABLE",
    "Battery",
    "Break",
    "Bundle",
    "Charge",
    "CostRates",
    "CurvePoint",
    "Dimension",
    "Due",
    "IntMatrix",
    "InvalidProblem",
    "Limits",
    "Matrices",
    "Place",
    "Preference",
    "Problem",
    "Rule",
    "Station",
    "StationCurve",
    "Swap",
    "Task",
    "TaskKind",
    "Trips",
    "Vehicle",
    "int_matrix",
    "problem_sha256",
]
