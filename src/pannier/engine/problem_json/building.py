"""From the document of a problem to the problem itself."""

from collections.abc import Iterator, Sequence

from pannier.core import problem as core
from pannier.core.geo import LonLat
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import lawful
from pannier.engine.problem_json import problem_document as given
from pannier.engine.problem_json.building_matrices import matrices_of
from pannier.engine.problem_json.refusing import named_as


def problem_of(document: given.ProblemDocument) -> core.Problem:
    """Return the problem; raises InvalidProblem with the field that cannot be meant."""
    return core.Problem(
        places=tuple(_place(place) for place in document.places),
        dimensions=tuple(core.Dimension(one.name, one.unit) for one in document.dimensions),
        matrices=tuple(_matrices(document)),
        vehicles=tuple(_vehicle(vehicle) for vehicle in document.vehicles),
        tasks=tuple(_task(task) for task in document.tasks),
        stations=tuple(_station(one) for one in document.stations),
        payload_dimension=document.payload_dimension,
        currency=document.currency,
        incompatible=tuple(document.incompatible),
        together=tuple(frozenset(one) for one in document.together),
        apart=tuple(frozenset(one) for one in document.apart),
        access=tuple(_access(one) for one in document.access),
        hub_chargers=tuple(_hub_charger(one, n) for n, one in enumerate(document.hub_chargers)),
    )


def _matrices(document: given.ProblemDocument) -> Iterator[core.Matrices]:
    """Yield the matrices of each profile."""
    for number, one in enumerate(document.matrices):
        yield matrices_of(one, number=number, size=len(document.places))


def _place(place: given.Place) -> core.Place:
    """Return one place; nowhere in particular without coordinates."""
    return (
        core.Place(place.id) if place.at is None else core.Place(place.id, LonLat(place.at.lon, place.at.lat))
    )


def _window(window: given.Window, field: str) -> TimeWindow:
    """Return one window; raises InvalidProblem when it is reversed."""
    with named_as(field):
        return TimeWindow(window.start_s, window.end_s)


def _task(task: given.Task) -> core.Task:
    """Return one task."""
    at = f"tasks[{task.id}]"
    windows = tuple(_window(one, f"{at}.windows[{n}]") for n, one in enumerate(task.windows))
    return core.Task(
        id=task.id,
        kind=core.TaskKind(task.kind),
        place=task.place,
        demand=tuple(task.demand),
        hub=task.hub,
        pair=task.pair,
        service_s=task.service_s,
        windows=windows,
        needs=frozenset(task.needs),
        release_s=task.release_s,
        prize_cents=task.prize_cents,
        due=None if task.due is None else _due(task.due, at),
        preferences=tuple(
            _preference(one, f"{at}.preferences[{n}]") for n, one in enumerate(task.preferences)
        ),
        only=frozenset(task.only),
        max_aboard_s=task.max_aboard_s,
        goods=task.goods,
    )


def _access(area: given.Access) -> core.Access:
    """Return when vehicles of some kinds may be at some places."""
    at = f"access[{area.name}]"
    windows = tuple(_window(one, f"{at}.windows[{n}]") for n, one in enumerate(area.windows))
    return core.Access(area.name, tuple(area.places), tuple(area.kinds), windows)


def _due(due: given.Due, at: str) -> core.Due:
    """Return when a task should have begun."""
    with named_as(f"{at}.due"):
        return core.Due(due.by_s, due.once_millicents, due.hour_millicents, due.from_s)


def _preference(wish: given.Preference, at: str) -> core.Preference:
    """Return who should do a task."""
    with named_as(at):
        return core.Preference(frozenset(wish.vehicles), wish.millicents, wish.why)


def _vehicle(vehicle: given.Vehicle) -> core.Vehicle:
    """Return one vehicle; without a name it is called by its id."""
    with named_as(f"vehicles[{vehicle.id}]"):
        built = core.Vehicle(
            id=vehicle.id,
            kind=vehicle.kind,
            name=vehicle.id if vehicle.name is None else vehicle.name,
            called=vehicle.called,
            profile=vehicle.profile,
            capacity=tuple(vehicle.capacity),
            shift=_window(vehicle.shift, "shift"),
            start_place=vehicle.start_place,
            end_place=vehicle.end_place,
            trips=_trips(vehicle.trips),
            breaks=tuple(_break(rest, n) for n, rest in enumerate(vehicle.breaks)),
            battery=None if vehicle.battery is None else _battery(vehicle.battery),
            parking_s=vehicle.parking_s,
            door_s=vehicle.door_s,
            service_percent=vehicle.service_percent,
            skills=frozenset(vehicle.skills),
            rates=_rates(vehicle.rates),
            co2e_mg_per_kwh=vehicle.co2e_mg_per_kwh,
            max_overtime_s=vehicle.max_overtime_s,
            limits=_limits(vehicle.limits),
            start_load=tuple(vehicle.start_load),
            last_in_first_out=vehicle.last_in_first_out,
            work_rules=tuple(_work_rule(rule) for rule in vehicle.work_rules),
            is_under_way=vehicle.is_under_way,
        )
        # Rules that would need too many breaks are refused here, where their field can be named.
        lawful(built)
        return built


def _break(rest: given.Break, number: int) -> core.Break:
    """Return one break."""
    window = _window(rest.window, f"breaks[{number}].window")
    return core.Break(window, rest.duration_s, rest.after_s, core.Counted(rest.counts))


def _work_rule(rule: given.WorkRule) -> core.WorkRule:
    """Return one rule of working time."""
    return core.WorkRule(
        name=rule.name,
        counts=core.Counted(rule.counts),
        stretch_s=rule.stretch_s,
        ways=tuple(tuple(way) for way in rule.ways),
        totals=tuple(core.BreakTotal(total.after_s, total.rest_s) for total in rule.totals),
        least_piece_s=rule.least_piece_s,
        longest_s=rule.longest_s,
        before_s=rule.before_s,
        split=rule.split,
        done_s=rule.done_s,
        rested_s=rule.rested_s,
        pieces=tuple(rule.pieces),
        breaks_given=rule.breaks_given,
    )


def _limits(limits: given.Limits) -> core.Limits:
    """Return limits of a shift or a trip."""
    return core.Limits(limits.distance_m, limits.duration_s, limits.stops)


def _trips(trips: given.Trips) -> core.Trips:
    """Return how often a vehicle reloads."""
    places, limits = tuple(trips.reload_places), _limits(trips.limits)
    first = None if trips.first_limits is None else _limits(trips.first_limits)
    return core.Trips(places, trips.loading_s, trips.max_trips, limits, trips.first_loading_s, first)


def _rates(rates: given.Rates) -> core.CostRates:
    """Return what a route costs."""
    return core.CostRates(
        fixed_millicents=rates.fixed_millicents,
        hour_millicents=rates.hour_millicents,
        km_millicents=rates.km_millicents,
        kwh_millicents=rates.kwh_millicents,
        co2e_kg_millicents=rates.co2e_kg_millicents,
        overtime_hour_millicents=rates.overtime_hour_millicents,
        squared_hour_millicents=rates.squared_hour_millicents,
        squared_task_millicents=rates.squared_task_millicents,
    )


def _battery(battery: given.Battery) -> core.Battery:
    """Return one battery with what hub and stations do about it."""
    at_stations = tuple(
        core.StationCurve(one.kind, _charge(one, f"battery.at_stations[{number}]"))
        for number, one in enumerate(battery.at_stations)
    )
    return core.Battery(
        capacity_j=battery.capacity_j,
        start_j=battery.start_j,
        reserve_j=battery.reserve_j,
        at_hub=_at_hub(battery.at_hub),
        at_stations=at_stations,
        stored_permille=battery.stored_permille,
    )


def _station(station: given.Station) -> core.Station:
    """Return one charger on the way."""
    field = f"stations[{station.id}]"
    with named_as(field):
        tariff, plugs = _tariff(station.tariff), _plugs(station.plugs)
        return core.Station(station.id, station.place, station.kind, tariff, plugs)


def _hub_charger(charger: given.HubCharger, number: int) -> core.HubCharger:
    """Return what is said of a hub's chargers."""
    with named_as(f"hub_chargers[{number}]"):
        return core.HubCharger(charger.place, _tariff(charger.tariff), _plugs(charger.plugs))


def _tariff(slices: Sequence[given.TariffSlice]) -> core.Tariff:
    """Return what power costs by time of day."""
    return tuple(core.TariffSlice(one.from_s, one.kwh_millicents, one.co2e_mg_per_kwh) for one in slices)


def _plugs(plugs: given.Plugs | None) -> core.Plugs | None:
    """Return how many can charge when."""
    if plugs is None:
        return None
    spans = (
        tuple(_window(one, f"plugs.{name}[{n}]") for n, one in enumerate(windows))
        for name, windows in (("open", plugs.open), ("taken", plugs.taken))
    )
    return core.Plugs(plugs.count, *spans)


def _at_hub(at_hub: given.Swap | given.Charge | None) -> core.Swap | core.Charge | None:
    """Return what the hub does between two trips."""
    if isinstance(at_hub, given.Swap):
        return core.Swap(at_hub.duration_s, at_hub.spares)
    return None if at_hub is None else _charge(at_hub, "battery.at_hub")


def _charge(charge: given.Charge | given.StationCurve, field: str) -> core.Charge:
    """Return how a battery charges; `field` says where in the vehicle that stands."""
    with named_as(field):
        points = tuple(core.CurvePoint(one.time_s, one.charge_j) for one in charge.curve)
        return core.Charge(points, charge.only_full)
