"""What the API tells about emission factors."""

from __future__ import annotations

from datetime import date

from pannier.base.schemas import Out
from pannier.core.emissions import EmissionFactor
from pannier.factors.editions import Edition
from pannier.factors.files import Factor, FactorFile


class EmissionFactorOut(Out):
    """A factor in two parts, as exact decimal texts."""

    operation_kg: str
    """Kilograms of CO2e per unit from the vehicle itself."""
    provision_kg: str
    """Kilograms of CO2e per unit from supplying the energy; all of electricity."""
    total_kg: str
    """The sum of both, well-to-wheel."""
    per: str
    """The unit: kWh at the plug, km or l."""
    sources: list[str]
    """The ids of the published rows it is made of."""

    @classmethod
    def of(cls, factor: EmissionFactor) -> EmissionFactorOut:
        """Return the factor as the API writes it."""
        return cls(
            operation_kg=str(factor.operation_kg),
            provision_kg=str(factor.provision_kg),
            total_kg=str(factor.total_kg),
            per=factor.per,
            sources=list(factor.sources),
        )


class EditionOut(Out):
    """The factors that bind one year in one country."""

    code: str
    """Year and country; every emission record names it."""
    sha256: str
    """Hash over the whole edition, kept by every record beside the code."""
    electricity: EmissionFactorOut
    """Grid electricity, location-based."""
    diesel: EmissionFactorOut
    """Diesel as sold, per litre."""
    per_km: dict[str, EmissionFactorOut]
    """Diesel vans by name, per km; the baseline uses van3.diesel."""
    files: list[str]
    """The published sets that the edition is made of."""
    notes: list[str]
    """What stands in for a figure that is missing, in words."""

    @classmethod
    def of(cls, edition: Edition) -> EditionOut:
        """Return the edition as the API writes it."""
        return cls(
            code=edition.code,
            sha256=edition.sha256,
            electricity=EmissionFactorOut.of(edition.electricity),
            diesel=EmissionFactorOut.of(edition.diesel),
            per_km={key: EmissionFactorOut.of(factor) for key, factor in edition.per_km.items()},
            files=list(edition.files),
            notes=list(edition.notes),
        )


class FactorOut(Out):
    """One published number."""

    id: str
    key: str
    """The name of the same thing in every set."""
    geo: str
    """Country or area, * for everywhere."""
    activity: str
    value: str
    """The number as published, a decimal text."""
    unit: str
    boundary: str
    """What the number covers."""
    source_row: str
    """Where it stands in the publication."""
    read_in: str
    """Where it was read."""
    confidence: str
    """How it was checked."""

    @classmethod
    def of(cls, factor: Factor) -> FactorOut:
        """Return the number as the API writes it."""
        texts = {name: getattr(factor, name) for name in cls.model_fields if name != "value"}
        return cls(**texts, value=str(factor.value))


class FactorFileOut(Out):
    """One publisher's set of factors with its terms."""

    code: str
    publisher: str
    title: str
    licence: str
    attribution: str
    """The sentence that the licence asks for."""
    valid_from: date
    valid_to: date | None
    sha256: str
    """Hash of the shipped file."""
    factors: list[FactorOut]

    @classmethod
    def of(cls, file: FactorFile) -> FactorFileOut:
        """Return the set as the API writes it."""
        names = ("code", "publisher", "title", "licence", "attribution", "valid_from", "valid_to", "sha256")
        values = {name: getattr(file, name) for name in names}
        return cls(**values, factors=[FactorOut.of(factor) for factor in file.factors])


class FactorsOut(Out):
    """The edition of a day and country, and all shipped sets."""

    edition: EditionOut
    sets: list[FactorFileOut]
