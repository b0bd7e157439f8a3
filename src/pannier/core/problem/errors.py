"""What can be wrong with a routing problem before anybody tries to solve it."""


class InvalidProblem(ValueError):
    """A field of the problem cannot be meant as it stands; `field` names it like `tasks[3].windows`."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail

    def __reduce__(self) -> tuple[type["InvalidProblem"], tuple[str, str]]:
        return type(self), (self.field, self.detail)


def require(condition: bool, field: str, detail: str) -> None:
    """Raise InvalidProblem for the field unless the condition holds."""
    if not condition:
        raise InvalidProblem(field, detail)


def require_whole(value: int | None, field: str, *, least: int = 0) -> None:
    """Raise InvalidProblem unless the value is a whole number not below `least`, or None."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidProblem(field, f"{value!r} is not a whole number.")
    require(value >= least, field, f"{value} is below {least}.")
