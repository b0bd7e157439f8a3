"""Find a factor for a year, and say in words when something else stands in for it."""

from __future__ import annotations

from decimal import Decimal

from pannier.core.emissions import EmissionFactor
from pannier.factors.files import EditionError, Factor, factor_files

YEARLY = "desnz"
YEARLY_GEO = "GB"


class Lookup:
    """Collects factors of one year together with the files they come from and what has to be said."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.files: list[str] = []
        self.notes: list[str] = []

    def yearly(self, key: str) -> Factor:
        """Return a yearly publisher's factor, of the nearest year that has it; earlier years win a tie."""
        years = [file for file in factor_files().values() if file.code.startswith(YEARLY)]
        years.sort(key=lambda file: (abs(file.valid_from.year - self.year), file.valid_from))
        for file in years:
            if factor := file.find(key, YEARLY_GEO):
                self._used(file.code)
                if file.valid_from.year != self.year:
                    self.note(f"{key}: no {self.year} figure is shipped; {file.valid_from.year} is used.")
                return factor
        raise EditionError(f"No shipped set of emission factors has {key}; add it to data/emission_factors.")

    def standing(self, file: str, key: str, geo: str) -> Factor:
        """Return a factor of a set that is not renewed each year."""
        if factor := factor_files()[file].find(key, geo):
            self._used(file)
            return factor
        raise EditionError(f"Emission factors {file} have no {key} for {geo}.")

    def note(self, sentence: str) -> None:
        """Keep a sentence for the record, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def fuel(self, operation_key: str, provision_key: str, per: str) -> EmissionFactor:
        """Return a fuel's factor from its tailpipe row and its well-to-tank row."""
        operation, provision = self.yearly(operation_key), self.yearly(provision_key)
        return EmissionFactor(
            operation_kg=operation.value,
            provision_kg=provision.value,
            per=per,
            sources=(operation.id, provision.id),
        )

    def _used(self, file: str) -> None:
        if file not in self.files:
            self.files.append(file)


def electricity(parts: tuple[Factor, ...], values: tuple[Decimal, ...]) -> EmissionFactor:
    """Return grid electricity, all of which is energy provision."""
    return EmissionFactor(
        operation_kg=Decimal(0),
        provision_kg=sum(values, Decimal(0)),
        per="kWh",
        sources=tuple(part.id for part in parts),
    )
