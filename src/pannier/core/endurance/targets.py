"""What a plan shall hold on days that are not as planned."""

from dataclasses import dataclass

LEAST_PROMISES, MOST_PROMISES = 0.5, 0.999
LEAST_RESERVE, MOST_RESERVE = 0.001, 0.5


class BadTarget(ValueError):
    """A target cannot be aimed at; the message says which and what is possible."""


@dataclass(frozen=True)
class Targets:
    """`promises`: the least share of windows kept. `reserve`: the largest share of routes that touch the reserve.

    None aims at nothing. Raises BadTarget for shares that a simulation of 1,000 days cannot tell.
    """

    promises: float | None = None
    reserve: float | None = None

    def __post_init__(self) -> None:
        _require("promises", self.promises, LEAST_PROMISES, MOST_PROMISES)
        _require("reserve", self.reserve, LEAST_RESERVE, MOST_RESERVE)

    @property
    def are_off(self) -> bool:
        """Tell whether nothing is aimed at."""
        return self.promises is None and self.reserve is None


def _require(name: str, share: float | None, least: float, most: float) -> None:
    if share is not None and not least <= share <= most:
        raise BadTarget(
            f"The target of {name} is {share:g}; give a share from {least:g} to {most:g}, or none."
        )


NO_TARGETS = Targets()
