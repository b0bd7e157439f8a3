"""Use cases: what kinds of vehicles cost an operator, where that is not what the file of kinds says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.events import KindCostsChanged
from pannier.factors.kinds import CostRates, VehicleKind, fleet_kinds
from pannier.fleet.models import KindCosts
from pannier.fleet.problems import BatteryMismatch, InvalidKindCosts, VehicleKindNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCosts:
    """What an operator says that a kind costs, in minor units; None is as the row of the kind says."""

    fixed_cents: int | None = None
    per_hour_cents: int | None = None
    per_km_cents: float | None = None
    per_kwh_cents: float | None = None

    def over(self, usual: CostRates) -> CostRates:
        """Return what counts: the own figures over the usual ones."""
        return replace(usual, **{name: value for name, value in asdict(self).items() if value is not None})


AS_THE_KIND = OwnCosts()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsOfKind:
    """A kind as the file has it, what an operator says of its costs, and since which service day."""

    kind: VehicleKind
    own: OwnCosts = AS_THE_KIND
    since: date | None = None

    @property
    def rates(self) -> CostRates:
        """Return what counts."""
        return self.own.over(self.kind.cost)


def costs_on(db: Session, service_date: date) -> dict[str, CostRates]:
    """Return what the kinds cost that an operator has said something of, as it holds on a service day."""
    known = fleet_kinds()
    return {
        code: _own(row).over(known[code].cost)
        for code, row in _rows(db, service_date).items()
        if code in known
    }


def kinds_today(db: Session) -> dict[str, VehicleKind]:
    """Return the kinds that a fleet may own with the costs that count now."""
    costs = costs_on(db, today(db))
    return {code: replace(kind, cost=costs.get(code, kind.cost)) for code, kind in fleet_kinds().items()}


def list_kind_costs(db: Session) -> list[CostsOfKind]:
    """List what all kinds of a fleet cost now, in the order of the file."""
    rows = _rows(db, today(db))
    return [_view(kind, rows.get(code)) for code, kind in fleet_kinds().items()]


def set_kind_costs(
    db: Session, code: str, own: OwnCosts, *, currency: str | None = None, since: date | None = None
) -> CostsOfKind:
    """Say what a kind costs from a service day on (today unless `since` says another), in place of what was said.

    With every figure None the kind costs what the file says. Raises VehicleKindNotFound, BatteryMismatch for power
    of a kind that needs none, InvalidKindCosts for another currency or a day that has not come.
    """
    kind = _kind(code)
    _check(db, kind, own, currency=currency, since=since)
    first_day = since or today(db)
    lock(db, "kind costs", [org_of(db)])
    # What was said for later days would else hold again after this.
    db.execute(delete(KindCosts).where(KindCosts.kind == code, KindCosts.since >= first_day))
    row = KindCosts(kind=code, since=first_day, **asdict(own))
    db.add(row)
    db.flush()
    _record(db, code, first_day, own)
    return _view(kind, row)


def _record(db: Session, code: str, since: date, own: OwnCosts) -> None:
    """Write it down; events hold whole numbers, so parts of a cent are told in thousandths."""
    per_km, per_kwh = (
        None if cents is None else round(cents * 1000) for cents in (own.per_km_cents, own.per_kwh_cents)
    )
    record(
        db,
        KindCostsChanged(
            kind=code,
            since=since,
            fixed_cents=own.fixed_cents,
            per_hour_cents=own.per_hour_cents,
            per_km_millicents=per_km,
            per_kwh_millicents=per_kwh,
        ),
    )


def today(db: Session) -> date:
    """Return the day it is where the organisation is."""
    return clock.now().astimezone(ZoneInfo(my_organisation(db).timezone)).date()


def _check(
    db: Session, kind: VehicleKind, own: OwnCosts, *, currency: str | None, since: date | None
) -> None:
    ours = my_organisation(db).currency
    if currency not in {None, ours}:
        text = f"Your organisation counts in {ours}; give the costs in {ours}, not in {currency}."
        raise InvalidKindCosts(text, pointer="/currency")
    if since is not None and since > today(db):
        text = f"{since} has not come yet; costs hold from today or from an earlier day on."
        raise InvalidKindCosts(text, pointer="/since")
    if own.per_kwh_cents is not None and kind.battery is None:
        text = f"A {kind.label} draws no power; leave per_kwh_cents out."
        raise BatteryMismatch(text, pointer="/per_kwh_cents")


def _kind(code: str) -> VehicleKind:
    known = fleet_kinds()
    if code not in known:
        raise VehicleKindNotFound(f"{code!r} is no vehicle kind; use one of {', '.join(known)}.")
    return known[code]


def _rows(db: Session, on: date) -> Mapping[str, KindCosts]:
    """Return the newest row of each kind that holds on a day."""
    query = select(KindCosts).where(KindCosts.since <= on).order_by(KindCosts.since)
    return {row.kind: row for row in db.scalars(query)}


def _own(row: KindCosts | None) -> OwnCosts:
    return OwnCosts(**{name: getattr(row, name, None) for name in asdict(AS_THE_KIND)})


def _view(kind: VehicleKind, row: KindCosts | None) -> CostsOfKind:
    own = _own(row)
    return CostsOfKind(kind=kind, own=own, since=None if own == AS_THE_KIND or row is None else row.since)
