"""Errors of tracking.

TrackingProblem -> NotOnDuty
"""

from pannier.base.problems import Conflict, Problem


class TrackingProblem(Problem):
    """Base of all errors of tracking."""


class NotOnDuty(TrackingProblem, Conflict):
    """The rider has not started duty, so no position may be kept."""

    code = "not_on_duty"
    title = "Not on duty"
