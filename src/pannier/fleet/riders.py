"""Use cases: riders, their skills, and the code that signs a rider's phone in."""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.people import create_person, get_person
from pannier.accounts.sign_in import make_code
from pannier.base.eventlog import record
from pannier.base.scope import org_of
from pannier.base.settings import settings
from pannier.core.events import RiderCreated
from pannier.fleet.models import Rider
from pannier.fleet.problems import RiderNotFound, RiderTaken, UnknownArea
from pannier.fleet.rules import check_rules
from pannier.places.service import get_hub, list_zones

ROLE = "rider"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiderValues:
    """What makes a rider; without `person_id` an account with the role rider is made."""

    hub_id: uuid.UUID
    name: str
    skills: Sequence[str] = ()
    person_id: uuid.UUID | None = None
    work_time_rules: str | None = None
    area_zone_ids: Sequence[uuid.UUID] = ()


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A one-time sign-in code, the link it belongs to and the link as a QR code (SVG)."""

    code: str
    url: str
    qr_svg: str
    expires_at: datetime


def create_rider(db: Session, values: RiderValues) -> Rider:
    """Make someone a rider of a hub; raise HubNotFound, PersonNotFound or RiderTaken."""
    get_hub(db, values.hub_id)
    person_id = values.person_id or create_person(db, name=values.name, roles=[ROLE]).id
    _check_person(db, person_id)
    rider = Rider(
        org_id=org_of(db),
        person_id=person_id,
        hub_id=values.hub_id,
        name=values.name,
        skills=sorted(set(values.skills)),
        work_time_rules=values.work_time_rules,
        area_zone_ids=sorted({str(zone_id) for zone_id in values.area_zone_ids}),
    )
    check_rules(rider.work_time_rules)
    _check_areas(db, rider)
    db.add(rider)
    db.flush()
    record(db, RiderCreated(rider_id=rider.id, hub_id=rider.hub_id))
    return rider


def change_rider(db: Session, rider_id: uuid.UUID, changes: Mapping[str, Any]) -> Rider:
    """Change a rider's name, hub, skills, working time, areas or whether they are active.

    Raises UnknownWorkTimeRules, or UnknownArea for a zone that is not there.
    """
    rider = get_rider(db, rider_id)
    get_hub(db, changes.get("hub_id", rider.hub_id))
    sets = {"skills", "area_zone_ids"}
    with db.no_autoflush:
        for name, value in changes.items():
            setattr(rider, name, sorted({str(one) for one in value}) if name in sets else value)
        check_rules(rider.work_time_rules)
        if "area_zone_ids" in changes:
            _check_areas(db, rider)
    return rider


def get_rider(db: Session, rider_id: uuid.UUID) -> Rider:
    """Return a rider; raise RiderNotFound."""
    rider = db.get(Rider, rider_id)
    if rider is None:
        raise RiderNotFound(f"Rider {rider_id} does not exist here; list them with GET /v1/riders.")
    return rider


def list_riders(db: Session, hub_id: uuid.UUID | None = None) -> list[Rider]:
    """List the riders of the organisation, or of one hub, oldest first."""
    query = select(Rider).order_by(Rider.id)
    return list(db.scalars(query if hub_id is None else query.where(Rider.hub_id == hub_id)))


def find_rider_of_person(db: Session, person_id: uuid.UUID) -> Rider | None:
    """Return the rider that a signed-in person is, or None."""
    return db.scalars(select(Rider).where(Rider.person_id == person_id)).first()


def phone_code(db: Session, rider_id: uuid.UUID, *, allowed: frozenset[str]) -> PhoneCode:
    """Make a one-time code with which the rider's phone signs in; it lies behind the # and so in no server log.

    Raises RoleTooWide for a rider who may also do more than `allowed`, NoRiderAccount for one whose account is closed.
    """
    code, row = make_code(db, get_person(db, get_rider(db, rider_id).person_id), allowed=allowed)
    url = f"{settings().base_url}/driver/#code={code}"
    return PhoneCode(code, url, _qr_svg(url), row.expires_at)


def _check_areas(db: Session, rider: Rider) -> None:
    known = {str(zone.id) for zone in list_zones(db)} if rider.area_zone_ids else set()
    for zone_id in rider.area_zone_ids:
        if zone_id not in known:
            text = f"Zone {zone_id} does not exist here; list them with GET /v1/zones."
            raise UnknownArea(text, pointer="/area_zone_ids")


def _check_person(db: Session, person_id: uuid.UUID) -> None:
    if ROLE not in get_person(db, person_id).roles:
        raise RiderTaken("This person has not the role rider; give it first.", pointer="/person_id")
    if find_rider_of_person(db, person_id) is not None:
        raise RiderTaken("This person is a rider already; change that rider.", pointer="/person_id")


def _qr_svg(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", scale=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()
