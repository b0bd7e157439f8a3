"""The sums of a day over its records."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.emissions import DataType, primary_share
from pannier.emissions.models import EmissionRecord, EmissionRound


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """Milligrams of a day: all, that part which has a baseline, the baseline, and how well it is known."""

    co2e_mg: int
    compared_mg: int
    baseline_mg: int | None
    deliveries: int
    primary_share: float
    waiting: int

    @property
    def saved_mg(self) -> int | None:
        """Return baseline less actual, negative when more was emitted; None without any baseline."""
        return None if self.baseline_mg is None else self.baseline_mg - self.compared_mg


def totals_of(records: Sequence[EmissionRecord], rounds: Sequence[EmissionRound]) -> DayTotals:
    """Return the sums; a round on which nothing was carried counts by itself, it has no record."""
    borne = {row.round_id for row in records}
    empty = [row for row in rounds if row.state == "recorded" and row.round_id not in borne]
    compared = [row for row in records if row.baseline_mg is not None]
    parts = [(row.co2e_mg, DataType(row.data_type)) for row in records]
    parts += [(row.co2e_mg or 0, DataType(row.data_type or "default")) for row in empty]
    return DayTotals(
        co2e_mg=sum(co2e_mg for co2e_mg, _ in parts),
        compared_mg=sum(row.co2e_mg for row in compared),
        baseline_mg=sum(row.baseline_mg or 0 for row in compared) if compared else None,
        deliveries=len({row.order_id for row in records if row.carried and row.kind != "transfer"}),
        primary_share=primary_share(parts),
        waiting=sum(row.state == "waiting" for row in rounds),
    )
