"""What can be wrong with a routing problem before anybody tries to solve it."""

from pannier.core.problem.bounds import MOST_NUMBER, MOST_S
from pannier.core.timewindow import TimeWindow


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


def require_whole(value: int | None, field: str, *, least: int = 0, most: int = MOST_NUMBER) -> None:
    """Raise InvalidProblem unless the value is a whole number from `least` to `most`, or None."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidProblem(field, f"{value!r} is not a whole number.")
    if not least <= value <= most:
        limit = f"below {least}" if value < least else f"above {most}"
        raise InvalidProblem(field, f"{_shown(value)} is {limit}.")


def _shown(value: int) -> str:
    """Return a number for a sentence; only the length of a very long one."""
    if value.bit_length() <= 100:
        return str(value)
    return f"A number of {value.bit_length()} bits"


def require_window(window: TimeWindow, field: str) -> None:
    """Raise InvalidProblem unless the window's ends are whole seconds within bounds."""
    require_whole(window.start_s, f"{field}.start_s", most=MOST_S)
    require_whole(window.end_s, f"{field}.end_s", most=MOST_S)
