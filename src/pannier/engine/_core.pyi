"""The search in C++ (src/pannier/engine/cpp), as Python sees it; times in seconds, money in thousandths of a cent."""

from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np
import numpy.typing as npt

type _Numbers = npt.NDArray[np.int32]
type _Stop = tuple[int, int, int, int, bool, int, int]
type _Planned = tuple[list[tuple[int, list[_Stop]]], list[int], float, int, int]

class Rates:
    fixed: float
    second: float
    overtime_second: float
    metre: float
    joule: float
    squared_second: float
    squared_task: float

class Limits:
    distance: int
    duration: int
    stops: int

class Rest:
    def __init__(self, open: int, close: int, duration: int, after: int, of_driving: bool) -> None: ...

class HubPower(Enum):
    NONE = 0
    SWAP = 1
    CHARGE = 2

class Curve:
    time: list[float]
    charge: list[float]
    only_full: bool

class Station:
    def __init__(self, place: int, curve: int, id: int) -> None: ...

class Tariff:
    since: list[int]
    extra: list[float]

class Charger:
    def __init__(self, tariff: int, plugs: int) -> None: ...

class Battery:
    present: bool
    capacity: int
    start: int
    reserve: int
    at_hub: HubPower
    swap_duration: int
    spares: int
    hub_curve: Curve
    curves: list[Curve]
    stations: list[Station]
    tariffs: list[Tariff]
    at_station: list[Charger]
    at_place: list[tuple[int, Charger]]

class Kind:
    count: int
    profile: int
    capacity: Sequence[int]
    shift_open: int
    shift_close: int
    latest_end: int
    start_place: int
    end_place: int
    reload_places: list[int]
    loading: int
    first_loading: int
    first_limits: Limits
    max_trips: int
    start_load: Sequence[int]
    is_stack: bool
    trip_limits: Limits
    limits: Limits
    rests: list[Rest]
    battery: Battery
    parking: int
    keep_slack: int
    rates: Rates
    service: list[int]
    allowed: Sequence[bool]
    task_price: list[float]
    def limit(self, task: int, windows: Sequence[tuple[int, int]]) -> None: ...

class Task:
    place: int
    hub: int
    job: int
    release: int
    demand: Sequence[int]
    due_from: int
    due: int
    late_once: float
    late_second: float
    max_aboard: int
    goods: int
    is_pickup: bool
    is_paired: bool

class Instance:
    places: int
    dimensions: int
    payload: int
    conflicts: list[int]
    station_place: list[int]
    def add_profile(
        self, distance: _Numbers, duration: _Numbers, energy: _Numbers, energy_per_kg: _Numbers
    ) -> None: ...
    def add_traffic(
        self, areas: Sequence[int], starts: Sequence[int], permille: Sequence[int], count: int
    ) -> None: ...
    def add_stop_groups(self, groups: Sequence[int]) -> None: ...
    def add_plugs(self, free: Sequence[tuple[int, int]]) -> None: ...
    def add_kind(self, kind: Kind) -> None: ...
    def add_task(self, task: Task, windows: Sequence[tuple[int, int]]) -> None: ...
    def add_group(self, jobs: Sequence[int]) -> None: ...
    def add_apart(self, jobs: Sequence[int]) -> None: ...
    def add_job(self, tasks: Sequence[int], pickups: int, prize: float, is_mandatory: bool) -> None: ...

class Budget:
    seconds: float
    iterations: int
    of_processor: bool
    cooled_from: float
    cooled_to: float
    average: float

class Parameters:
    hot: float
    cold: float
    rough_hot: float
    rough_most: float
    long_most: float
    lasting_hot: float
    insertion_neighbours: int
    ruin_neighbours: int
    tails_chance: float
    retype_chance: float
    fleet_share: float
    average_removed: float
    longest_string: float
    whole_tasks: int
    part_tasks: int
    least_part_tasks: int
    sweep: float

class PlannedStop:
    def __init__(self, type: int, item: int, place: int) -> None: ...

class PlannedRoute:
    def __init__(self, kind: int, stops: Sequence[PlannedStop]) -> None: ...

def solve(
    instance: Instance,
    budget: Budget,
    parameters: Parameters,
    seed: int,
    threads: int,
    start: Sequence[PlannedRoute],
    on_progress: Callable[[float, int, float, int], bool],
) -> tuple[_Planned, _Planned]: ...

class Lever(Enum):
    NONE = 0
    LATER = 1
    EARLIER = 2
    SHIFT_END = 3
    SHIFT_START = 4
    RELEASE = 5
    LOAD = 6
    BATTERY = 7
    SPARES = 8
    TRIPS = 9
    LIMITS = 10
    BREAK = 11
    FRESH = 12
    GOODS = 13
    STACK = 14
    TOGETHER = 15
    APART = 16
    ALL = 17

class Asked:
    job: int
    lever: Lever
    most: int
    step: int
    swap_duration: int
    also_allowed: Sequence[int]
    route: int
    without: Sequence[int]
    is_each: bool

type FoundWay = tuple[int, int, float, int, int, list[_Stop]]

class Scout:
    def __init__(self, instance: Instance, routes: Sequence[PlannedRoute]) -> None: ...
    def find(self, asked: Asked) -> list[FoundWay]: ...
    def instead(self, job: int, mandatory: float, kept: Sequence[int]) -> FoundWay: ...
    def change(
        self,
        task: int,
        now: Task,
        windows: Sequence[tuple[int, int]],
        service: Sequence[int],
        allowed: Sequence[bool],
        hours: Sequence[Sequence[tuple[int, int]]],
    ) -> None: ...
