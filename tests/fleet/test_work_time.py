"""What working-time law makes of shifts: sets of rules by country and rider, breaks, rest and hours left."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.core.work_time.carried import Worked, allowance
from pannier.factors.work_time import rider_sets, rule_sets, set_of_country
from pannier.fleet.problems import CannotSplitBreaks, UnknownArea, UnknownWorkTimeRules
from pannier.fleet.riders import change_rider
from pannier.fleet.rules import change_fleet_rules, fleet_rules
from pannier.fleet.shifts import ShiftValues, create_shift
from pannier.fleet.vehicles import change_vehicle
from pannier.fleet.work_of_shift import WorkOfShift, work_of_shifts
from pannier.fleet.work_records import WorkFacts, note_work
from tests.support.fleet_days import DAY
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation

HOUR = 3600


@pytest.mark.parametrize("code", sorted(rule_sets()))
def test_every_set_names_its_law_and_keeps_its_own_figures(code: str) -> None:
    rules = rule_sets()[code]
    assert rules.law
    assert rules.label
    for rule in rules.work_rules(left_s=HOUR, split=rules.may_split()):
        assert rules.law in rule.name
    assert rules.country is None or set_of_country(rules.country) is rules


def test_the_driving_rule_is_none_for_riders() -> None:
    assert "eu_driving" in rule_sets()
    assert "eu_driving" not in rider_sets()


def worked(day: int, start: float, end: float) -> Worked:
    on = DAY + timedelta(days=day)
    hours = round((end - start) * HOUR)
    return Worked(service_date=on, starts_at=local(start, on), ends_at=local(end, on), work_s=hours)


def test_eleven_hours_of_rest_lie_between_two_days_but_not_between_two_shifts_of_one() -> None:
    german = rule_sets()["de"]
    assert allowance(german, DAY, [worked(-1, 14, 23)]).earliest == local(10)
    assert allowance(german, DAY, [worked(0, 6, 9)]).earliest is None


def test_hours_of_the_day_the_week_and_the_average_are_used_up() -> None:
    german, french = rule_sets()["de"], rule_sets()["fr"]
    assert allowance(german, DAY, []).left_s == 10 * HOUR
    assert allowance(german, DAY, [worked(0, 6, 10)]).left_s == 6 * HOUR
    # The tenth of March 2026 is a Tuesday: Monday counts, the Sunday before is another week.
    friday = DAY + timedelta(days=3)
    week = [worked(day, 6, 16) for day in (-1, 0, 1, 2)]
    found = allowance(french, friday, week)
    assert found.left_s == 8 * HOUR
    assert "40 h 00 min of this week are worked or planned (Code du travail L3121-20" in found.reasons[0]
    assert allowance(german, DAY, [worked(-2, 6, 16)]).left_s == 10 * HOUR
    # 24 weeks of 48 hours are 1,152 hours; 1,147 of them are gone in the 23 weeks before.
    many = [worked(-2 - 7 * week, 0, 0) for week in range(23)]
    long = [Worked(**{**vars_of(one), "work_s": 1147 * HOUR // 23}) for one in many]
    assert 5 * HOUR <= (allowance(german, DAY, long).left_s or 0) < 6 * HOUR


def vars_of(one: Worked) -> dict[str, object]:
    return {
        name: getattr(one, name) for name in ("service_date", "starts_at", "ends_at", "work_s", "is_known")
    }


def crew_of(db: Session, **values: object) -> Crew:
    return make_crew(db, make_hub(db).id, **values)  # type: ignore[arg-type]


def work(db: Session, crew: Crew) -> WorkOfShift:
    return work_of_shifts(db, [crew.shift.id])[crew.shift.id]


def test_without_a_law_of_the_country_nothing_is_planned_for_it(operator: Organisation) -> None:
    with operator.session() as db:
        my_organisation(db).country = "MC"
        assert work(db, crew_of(db)) == WorkOfShift()


def test_the_law_of_the_country_counts_unless_another_is_chosen(operator: Organisation) -> None:
    with operator.session() as db:
        my_organisation(db).country = "DE"
        crew = crew_of(db)
        found = work(db, crew)
        assert found.label == "Germany: Arbeitszeitgesetz"
        assert [rest.duration_s for rest in found.breaks] == [1800]
        change_fleet_rules(db, {"work_time_rules": "none"})
        assert work(db, crew).rules == ()
        change_fleet_rules(db, {"work_time_rules": "uk"})
        assert [rest.duration_s for rest in work(db, crew).breaks] == [1200]
        change_rider(db, crew.rider.id, {"work_time_rules": "uk_young"})
        young = work(db, crew)
        assert [rest.duration_s for rest in young.breaks] == [1800]
        assert (young.opens, young.closes, young.left_s) == (local(6), local(22), 8 * HOUR)


def test_breaks_come_in_pieces_where_that_is_wanted_and_allowed(operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de", "split_breaks": True})
        assert [rest.duration_s for rest in work(db, crew_of(db)).breaks] == [900, 900]
        with pytest.raises(CannotSplitBreaks, match="no break in pieces"):
            change_fleet_rules(db, {"work_time_rules": "fr"})


def test_a_heavy_vehicle_brings_the_driving_rule_along(operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "none"})
        crew = crew_of(db, kind="e_van")
        change_vehicle(db, crew.vehicle.id, {"eu_driving_times": True})
        (rest,) = work(db, crew).breaks
        assert (rest.duration_s, rest.after_s, rest.counts) == (2700, 9 * HOUR // 2, "driving")


def test_unknown_sets_and_zones_are_refused_by_name(operator: Organisation) -> None:
    with operator.session() as db:
        with pytest.raises(UnknownWorkTimeRules, match="use one of eu_directive"):
            change_fleet_rules(db, {"work_time_rules": "atlantis"})
        assert fleet_rules(db).chosen != "atlantis" or db.rollback() is None
    with operator.session() as db:
        crew = crew_of(db)
        with pytest.raises(UnknownArea, match="GET /v1/zones"):
            change_rider(db, crew.rider.id, {"area_zone_ids": [uuid.uuid4()]})
        db.rollback()


def earlier(db: Session, crew: Crew, start: float, end: float) -> uuid.UUID:
    before = DAY - timedelta(days=1)
    values = ShiftValues(
        rider_id=crew.rider.id,
        vehicle_id=crew.vehicle.id,
        service_date=before,
        starts_at=local(start, before),
        ends_at=local(end, before),
    )
    return create_shift(db, values).id


def test_a_late_evening_delays_the_next_morning_in_words(operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de"})
        crew = crew_of(db)
        shift_id = earlier(db, crew, 13, 22)
        found = work(db, crew)
        assert found.opens == local(9)
        assert "Work may begin at 09:00: 11 h 00 min of rest" in found.notes[0]
        # What was told counts, not what was planned: the evening ended earlier.
        day_before = DAY - timedelta(days=1)
        facts = WorkFacts(
            id=uuid.uuid4(),
            rider_id=crew.rider.id,
            shift_id=shift_id,
            start=local(13, day_before),
            end=local(20, day_before),
            break_s=1800,
            rested_until=None,
        )
        note_work(db, [facts])
        assert work(db, crew).opens == local(7)
        assert work(db, crew).notes == ()


def test_work_told_of_the_shift_itself_is_taken_from_it(operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de"})
        crew = crew_of(db)
        facts = WorkFacts(
            id=uuid.uuid4(),
            rider_id=crew.rider.id,
            shift_id=crew.shift.id,
            start=local(8),
            end=local(12),
            break_s=900,
            rested_until=local(11),
        )
        note_work(db, [facts])
        found = work(db, crew)
        assert found.left_s == 10 * HOUR - (4 * HOUR - 900)
        assert found.rules[0].before_s == HOUR
