"""The routing problem of a hub and a day: places, matrices, vehicles and tasks as frozen values.

How large its numbers may be stands in `bounds`.
"""

from pannier.core.problem.access import Access
from pannier.core.problem.battery import Battery, Charge, CurvePoint, StationCurve, Swap
from pannier.core.problem.bundle import Bundle
from pannier.core.problem.charger import HubCharger, Plugs, Tariff, TariffSlice
from pannier.core.problem.errors import InvalidProblem
from pannier.core.problem.fingerprint import problem_sha256
from pannier.core.problem.matrices import UNREACHABLE, IntMatrix, Matrices, int_matrix
from pannier.core.problem.problem import MAX_DIMENSIONS, Dimension, Place, Problem
from pannier.core.problem.rules import Rule
from pannier.core.problem.station import Station
from pannier.core.problem.task import Task, TaskKind
from pannier.core.problem.traffic import Traffic, TrafficSlice
from pannier.core.problem.vehicle import Break, CostRates, Limits, Trips, Vehicle
from pannier.core.problem.wishes import Due, Preference
from pannier.core.problem.work_rule import BreakTotal, Counted, WorkRule

__all__ = [
    "MAX_DIMENSIONS",
    "UNREACHABLE",
    "Access",
    "Battery",
    "Break",
    "BreakTotal",
    "Bundle",
    "Charge",
    "CostRates",
    "Counted",
    "CurvePoint",
    "Dimension",
    "Due",
    "HubCharger",
    "IntMatrix",
    "InvalidProblem",
    "Limits",
    "Matrices",
    "Place",
    "Plugs",
    "Preference",
    "Problem",
    "Rule",
    "Station",
    "StationCurve",
    "Swap",
    "Tariff",
    "TariffSlice",
    "Task",
    "TaskKind",
    "Traffic",
    "TrafficSlice",
    "Trips",
    "Vehicle",
    "WorkRule",
    "int_matrix",
    "problem_sha256",
]
