"""What can go wrong in a simulated day.

SimulationError
├── Refused     the server answered with an error that trying again does not mend
└── NoAnswer    the server did not answer for long
    └── Gone    the server has ended
"""


class SimulationError(Exception):
    """A simulated day cannot go on."""


class Refused(SimulationError):
    """The server refused a call; `code` is the stable code of its problem, `status` the HTTP status."""

    def __init__(self, call: str, *, status: int, code: str, detail: str) -> None:
        super().__init__(f"{call} was refused with {status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class NoAnswer(SimulationError):
    """The server did not answer."""


class Gone(NoAnswer):
    """The server has ended: nobody will answer any more."""
