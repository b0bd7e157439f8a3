"""What is set up: organisations, people, hubs, vehicles, riders, shifts, imports."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pannier.core.events.registry import event


@event("organisation.created")
class OrganisationCreated:
    """An operator, merchant or partner was set up; `kind` says which."""

    organisation_id: UUID
    kind: str


@event("person.created")
class PersonCreated:
    """A person got an account with these roles."""

    person_id: UUID
    roles: tuple[str, ...]


@event("person.changed")
class PersonChanged:
    """An account was changed; these are its roles from now on, and whether it is open."""

    person_id: UUID
    roles: tuple[str, ...]
    active: bool


@event("hub.created")
class HubCreated:
    """A hub was set up."""

    hub_id: UUID


@event("vehicle.created")
class VehicleCreated:
    """A vehicle joined the fleet; `kind` is a row of vehicle_kinds.toml."""

    vehicle_id: UUID
    kind: str
    hub_id: UUID | None = None


@event("station.created")
class ChargingStationCreated:
    """A charging station on the way was told of."""

    station_id: UUID


@event("rider.created")
class RiderCreated:
    """A rider joined the fleet."""

    rider_id: UUID
    hub_id: UUID | None = None


@event("shift.created")
class ShiftCreated:
    """A rider was given a vehicle for part of a service day."""

    shift_id: UUID
    rider_id: UUID
    vehicle_id: UUID | None = None
    service_date: date | None = None


@event("import.finished")
class ImportFinished:
    """A file of orders was read to its end; the four counts add up to its rows."""

    import_id: UUID
    created: int
    updated: int
    unchanged: int
    rejected: int
