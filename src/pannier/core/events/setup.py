"""What is set up: organisations, people, hubs, vehicles, riders, shifts, imports."""

from __future__ import annotations

from datetime import date, datetime
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


@event("rules.changed")
class FleetRulesChanged:
    """Somebody chose how riders are planned: hours, even work, areas they know, walks, what a changed day counts."""

    work_time_rules: str | None
    split_breaks: bool
    fair_hours_cents: int
    fair_stops_cents: int
    familiar_area_cents: int
    walking_kinds: tuple[str, ...] = ()
    rider_changed_cents: int | None = None
    promise_moved_cents: int | None = None


@event("costs.changed")
class KindCostsChanged:
    """Somebody said what a kind of vehicle costs from a service day on; null is as shipped."""

    kind: str
    since: date
    fixed_cents: int | None = None
    per_hour_cents: int | None = None
    per_km_millicents: int | None = None
    per_kwh_millicents: int | None = None


@event("shift.changed")
class ShiftChanged:
    """A shift serves something else from now on: rounds, on_demand, both, or what its hub says."""

    shift_id: UUID
    serves: str | None = None


@event("demand.changed")
class OnDemandRulesChanged:
    """Somebody changed how a hub serves orders on demand."""

    hub_id: UUID
    active: bool


@event("shift.created")
class ShiftCreated:
    """A rider was given a vehicle for part of a service day."""

    shift_id: UUID
    rider_id: UUID
    vehicle_id: UUID | None = None
    service_date: date | None = None


@event("zone.changed")
class ZoneChanged:
    """A zone was drawn, changed or taken off the map; `fields` names what is different in one that was changed."""

    zone_id: UUID
    kind: str
    change: str
    fields: tuple[str, ...] = ()


@event("traffic.changed")
class TrafficChanged:
    """Somebody set the hours at which ways take longer; `lines` is how many there are now."""

    lines: int


@event("import.finished")
class ImportFinished:
    """A file of orders was read to its end; the four counts add up to its rows."""

    import_id: UUID
    created: int
    updated: int
    unchanged: int
    rejected: int


@event("street.blocked")
class StreetBlocked:
    """Vehicles cannot pass a street between two moments."""

    blockage_id: UUID
    starts_at: datetime
    ends_at: datetime


@event("street.opened")
class StreetOpened:
    """A blocked street was said to be open again before its time."""

    blockage_id: UUID
