"""From the document of a problem to the problem itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from pannier.core import problem as core
from pannier.core.geo import LonLat
from pannier.core.problem import InvalidProblem
from pannier.core.timewindow import TimeWindow
from pannier.engine.problem_json import problem_document as given
from pannier.engine.problem_json.building_matrices import matrices_of


def problem_of(document: given.ProblemDocument) -> core.Problem:
    """Return the problem; raises InvalidProblem with the field that cannot be meant."""
    return core.Problem(
        places=tuple(_place(place) for place in document.places),
        dimensions=tuple(core.Dimension(one.name, one.unit) for one in document.dimensions),
        matrices=tuple(_matrices(document)),
        vehicles=tuple(_vehicle(vehicle) for vehicle in document.vehicles),
        tasks=tuple(_task(task) for task in document.tasks),
        stations=tuple(core.Station(one.id, one.place, one.kind) for one in document.stations),
        payload_dimension=document.payload_dimension,
        currency=document.currency,
        incompatible=tuple(document.incompatible),
    )


def _matrices(document: given.ProblemDocument) -> Iterator[core.Matrices]:
    """Yield the matrices of each profile."""
    for number, one in enumerate(document.matrices):
        yield matrices_of(one, number=number, size=len(document.places))


@contextmanager
def _inside(owner: str) -> Iterator[None]:
    """Name the owner in whatever is refused inside, unless it names itself."""
    try:
        yield
    except InvalidProblem as error:
        field = error.field if error.field.startswith(owner) else f"{owner}.{error.field}"
        raise InvalidProblem(field, error.detail) from error
    except ValueError as error:
        raise InvalidProblem(owner, str(error)) from error


def _place(place: given.Place) -> core.Place:
    """Return one place; nowhere in particular without coordinates."""
    return (
        core.Place(place.id) if place.at is None else core.Place(place.id, LonLat(place.at.lon, place.at.lat))
    )


def _window(window: given.Window, field: str) -> TimeWindow:
    """Return one window; raises InvalidProblem when it is reversed."""
    with _inside(field):
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


def _due(due: given.Due, at: str) -> core.Due:
    """Return until when a task should have begun."""
    with _inside(f"{at}.due"):
        return core.Due(due.by_s, due.once_millicents, due.hour_millicents)


def _preference(wish: given.Preference, at: str) -> core.Preference:
    """Return who should do a task."""
    with _inside(at):
        return core.Preference(frozenset(wish.vehicles), wish.millicents, wish.why)


def _vehicle(vehicle: given.Vehicle) -> core.Vehicle:
    """Return one vehicle; without a name it is called by its id."""
    with _inside(f"vehicles[{vehicle.id}]"):
        return core.Vehicle(
            id=vehicle.id,
            kind=vehicle.kind,
            name=vehicle.id if vehicle.name is None else vehicle.name,
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
        )


def _break(rest: given.Break, number: int) -> core.Break:
    """Return one break."""
    return core.Break(_window(rest.window, f"breaks[{number}].window"), rest.duration_s)


def _limits(limits: given.Limits) -> core.Limits:
    """Return limits of a shift or a trip."""
    return core.Limits(limits.distance_m, limits.duration_s, limits.stops)


def _trips(trips: given.Trips) -> core.Trips:
    """Return how often a vehicle reloads."""
    places, limits = tuple(trips.reload_places), _limits(trips.limits)
    return core.Trips(places, trips.loading_s, trips.max_trips, limits, trips.first_loading_s)


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
    at_hub = _at_hub(battery.at_hub)
    return core.Battery(battery.capacity_j, battery.start_j, battery.reserve_j, at_hub, at_stations)


def _at_hub(at_hub: given.Swap | given.Charge | None) -> core.Swap | core.Charge | None:
    """Return what the hub does between two trips."""
    if isinstance(at_hub, given.Swap):
        return core.Swap(at_hub.duration_s, at_hub.spares)
    return None if at_hub is None else _charge(at_hub, "battery.at_hub")


def _charge(charge: given.Charge | given.StationCurve, field: str) -> core.Charge:
    """Return how a battery charges; `field` says where in the vehicle that stands."""
    with _inside(field):
        points = tuple(core.CurvePoint(one.time_s, one.charge_j) for one in charge.curve)
        return core.Charge(points, charge.only_full)
