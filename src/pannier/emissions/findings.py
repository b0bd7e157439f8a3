"""What checking a ledger found. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold; `seq` is the entry, None for the file as a whole."""

    seq: int | None
    problem: str

    def words(self) -> str:
        """Return the fault as a sentence."""
        return self.problem if self.seq is None else f"Entry {self.seq}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a ledger holds after all corrections, and every fault that was found."""

    entries: int
    rounds: int
    deliveries: int
    corrections: int
    co2e_mg: int
    baseline_mg: int
    saved_mg: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Tell whether all was recomputed and holds."""
        return not self.faults

    def words(self) -> list[str]:
        """Return the findings for a person to read, one line each."""
        if self.faults:
            return [fault.words() for fault in self.faults]
        return [
            f"{self.entries} entries, chain unbroken, head {self.head[:16]}…",
            f"{self.rounds} rounds, transfers and partners' deliveries with {self.deliveries} shares recomputed from "
            f"their inputs ({self.corrections} corrections)",
            f"{self.co2e_mg / 1e6:.3f} kg CO2e; {_kg(self.saved_mg)} against the diesel-van baseline of "
            f"{self.baseline_mg / 1e6:.3f} kg",
        ]


def _kg(saved_mg: int) -> str:
    return f"{abs(saved_mg) / 1e6:.3f} kg {'saved' if saved_mg >= 0 else 'more'}"
