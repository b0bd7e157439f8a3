"""Errors of allocation."""

from pannier.base.problems import NotFound


class NotAllocated(NotFound):
    """No carrier was chosen for the order yet."""

    code = "not_allocated"
    title = "Not allocated yet"
