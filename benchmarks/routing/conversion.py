"""From a benchmark instance to the engine's problem: whole numbers, one profile, costs that mirror the set's."""

import numpy as np
import numpy.typing as npt

from benchmarks.routing.convention import Convention, whole_distances
from benchmarks.routing.fleet import (
    ENERGY_SCALE,
    PROFILE,
    VehicleMaker,
    curve_at,
    shift_of,
    station_kinds,
)
from benchmarks.routing.instance import Instance, Node
from pannier.core.geo import LonLat
from pannier.core.problem import (
    Dimension,
    Matrices,
    Place,
    Problem,
    Station,
    Task,
    TaskKind,
)
from pannier.core.timewindow import TimeWindow


def problem_of(instance: Instance, convention: Convention) -> Problem:
    """Return the problem; raises BadFile when the instance has what whole numbers cannot tell."""
    matrices = _matrices(instance, convention)
    load_scale = _load_scale(instance)
    fixed = _vehicle_outweighs(instance, matrices.distance_m) if convention.vehicles_first else 0
    makers = {van: VehicleMaker(instance, convention, van, load_scale, fixed) for van in set(instance.vans)}
    return Problem(
        places=tuple(_place(index, node) for index, node in enumerate(instance.nodes)),
        dimensions=(Dimension("load", "units"),),
        matrices=(matrices,),
        vehicles=tuple(makers[van].vehicle(index) for index, van in enumerate(instance.vans)),
        tasks=_tasks(instance, convention, load_scale),
        stations=_stations(instance),
    )


def _place(index: int, node: Node) -> Place:
    """Return a node as a place; where on earth it lies means nothing here."""
    return Place(f"{index}:{node.id}", LonLat(0.0, 0.0))


def _matrices(instance: Instance, convention: Convention) -> Matrices:
    """Return the matrices; distance and time are one array, so that large instances stay small."""
    distances = whole_distances(instance, convention, speed=instance.speed)
    nothing = np.broadcast_to(np.int32(0), distances.shape)
    energy: npt.NDArray[np.int32] = nothing
    if instance.electric is not None:
        exact = Convention("energy", ENERGY_SCALE, is_exact=True)
        energy = whole_distances(instance, exact, speed=1 / instance.electric.per_distance)
    return Matrices(PROFILE, distances, distances, energy, nothing)


def _load_scale(instance: Instance) -> int:
    """Return 1 when all loads are whole, else a scale for four decimals."""
    amounts = [node.demand for node in instance.nodes]
    return 1 if all(float(amount).is_integer() for amount in amounts) else 10_000


def _vehicle_outweighs(instance: Instance, distances: npt.NDArray[np.int32]) -> int:
    """Return a cost of one vehicle that no saved distance makes up for.

    By the triangle inequality no sensible plan is longer than driving to every node and straight back;
    ways to stations may add to each leg.
    """
    star = 2 * int(distances[instance.depots[0]].astype(np.int64).sum())
    return (3 if instance.electric else 1) * star + 1


def _tasks(instance: Instance, convention: Convention, load_scale: int) -> tuple[Task, ...]:
    """Return a task for every customer: half of a pair, or goods from the hub."""
    pickups = {pickup: number for number, (pickup, _) in enumerate(instance.pairs)}
    pair_of = {node: number for number, pair in enumerate(instance.pairs) for node in pair}
    # With one depot the goods lie there; with several they lie at whichever the trip begins.
    hub = instance.depots[0] if len(instance.depots) == 1 and not instance.pairs else None
    return tuple(
        Task(
            id=f"{index}:{instance.nodes[index].id}",
            kind=TaskKind.PICKUP if index in pickups else TaskKind.DROPOFF,
            place=index,
            hub=hub,
            pair=None if not instance.pairs else str(pair_of[index]),
            demand=(round(abs(instance.nodes[index].demand) * load_scale),),
            service_s=convention.one(instance.nodes[index].service),
            windows=_windows(convention, instance.nodes[index]),
            release_s=convention.one(instance.nodes[index].release),
        )
        for index in instance.customers
    )


def _windows(convention: Convention, node: Node) -> tuple[TimeWindow, ...]:
    """Return the window of a node, none when it is always open."""
    if node.ready == 0 and node.due == float("inf"):
        return ()
    return (shift_of(convention, node),)


def _stations(instance: Instance) -> tuple[Station, ...]:
    """Return the charging stations; stations with the same curve are of one kind."""
    kinds = station_kinds(instance)
    return tuple(
        Station(instance.nodes[at].id, at, kinds[curve_at(instance, at)]) for at in sorted(instance.stations)
    )
