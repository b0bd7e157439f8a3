"""How a set turns real numbers into what it counts: exact, cut to tenths, rounded, in thousandths.

Each convention also says by which scale the same numbers become the whole numbers that the engine works with.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.routing.instance import BadFile, Instance

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Convention:
    """`scale` whole numbers make one unit of the file; `cost_per_unit` of the published value make one too.

    With `is_exact`, published values are sums of real numbers: the engine's whole numbers are rounded so that
    what it finds feasible is feasible in real numbers too (ways up, allowances down).
    """

    name: str
    scale: int
    is_exact: bool = False
    rounds_nearest: bool = False
    vehicles_first: bool = False
    cost_per_unit: float = 1.0
    decimals: int = 2

    def ways(self, values: Floats) -> npt.NDArray[np.int64]:
        """Return distances and times as whole numbers."""
        # What is whole but for the last bits of a float stays as it is.
        scaled = self.scale * values
        if self.is_exact:
            return np.ceil(scaled - 1e-6).astype(np.int64)
        return (np.rint(scaled) if self.rounds_nearest else np.floor(scaled)).astype(np.int64)

    def one(self, value: float) -> int:
        """Return one time, amount or limit as a whole number."""
        scaled = self.scale * value
        return round(scaled) if self.is_exact or self.rounds_nearest else int(scaled)


DOUBLE = Convention("double", 10_000, is_exact=True)
HIERARCHICAL = Convention("hier", 10_000, is_exact=True, vehicles_first=True)
DIMACS = Convention("dimacs", 10, decimals=1)
ROUNDED = Convention("round", 1, rounds_nearest=True, decimals=0)
DIMACS_TENTHS = Convention("dimacs", 10, cost_per_unit=10, decimals=0)
THOUSANDTHS = Convention("exact", 1000, rounds_nearest=True, cost_per_unit=1000, decimals=0)
HUNDREDTH_COSTS = Convention("exact", 1000, rounds_nearest=True, cost_per_unit=0.01)
HOURS = Convention("hours", 100_000, is_exact=True)


def whole_distances(
    instance: Instance, convention: Convention, *, speed: float = 1.0
) -> npt.NDArray[np.int32]:
    """Return the distances between all nodes over the speed as whole numbers.

    They are made block by block, so that 20,000 nodes take the 1.6 GB of the result and little more.
    """
    points = np.array([(node.x, node.y) for node in instance.nodes])
    whole = np.empty((len(points), len(points)), dtype=np.int32)
    for first in range(0, len(points), 512):
        rows = points[first : first + 512]
        squares = (rows[:, None, 0] - points[None, :, 0]) ** 2 + (rows[:, None, 1] - points[None, :, 1]) ** 2
        ways = convention.ways(np.sqrt(squares) / speed)
        if ways.max() >= 2**31:
            words = f"{ways.max() / convention.scale:,.0f} is the longest way, or what it takes"
            raise BadFile(f"{instance.name}: {words}; the engine counts up to {2**31 // convention.scale:,}.")
        whole[first : first + 512] = ways
    np.fill_diagonal(whole, 0)
    return whole
