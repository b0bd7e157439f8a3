"""The document of a routing problem: the same fields as in `core.problem`, in the shapes of JSON.

Unknown fields are refused, so that a typing mistake is no rule left out.
"""

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from pannier.core.problem.bounds import MOST_PERMILLE, MOST_RATE
from pannier.engine.problem_json.words import (
    Entry,
    Index,
    Joules,
    Limit,
    Moment,
    Name,
    Number,
    Percent,
    Prize,
    Rate,
    Seconds,
    Text,
)


class Window(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """From start to end, both included."""

    start_s: Moment
    end_s: Moment


class At(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Degrees in WGS 84, for maps only."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]


class Place(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A row and column of the matrices."""

    id: Name
    at: At | None = None


class Dimension(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One way of being full, with its unit: mass in g, volume in ml, parcels."""

    name: Name
    unit: Name


class Constant(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The same number for every leg that has a way."""

    constant: Entry


type Row = list[Entry]
# Rows stay text until each becomes a row of numbers, so that 10,000 places do not become 10**8 Python objects.
type Matrix = Annotated[
    list[Raw] | Constant, Meta(description="One row a place, from it to each place; or a constant.")
]


class TrafficSlice(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """From a moment on ways take so many thousandths of their entry, by the area they begin and end in."""

    start_s: Moment
    permille: Annotated[
        list[list[Annotated[int, Meta(ge=1000, le=MOST_PERMILLE)]]],
        Meta(description="One row and one column an area; 1000 is the quickest, 1400 takes 40 % longer."),
    ]


class Traffic(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Hours at which ways take longer. The first slice begins at 0, the last one never ends."""

    areas: Annotated[list[Number], Meta(description="The area of each place, counted from 0.")]
    slices: list[TrafficSlice]


class Matrices(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What driving takes for one profile of vehicle; without energies it needs none."""

    profile: Name
    distance_m: Matrix
    duration_s: Matrix
    energy_base_j: Matrix = Constant(constant=0)
    energy_j_per_kg: Matrix = Constant(constant=0)
    traffic: Traffic | None = None
    stop_groups: Annotated[
        list[Annotated[int, Meta(ge=-1)]],
        Meta(
            description="A number for each place, -1 for most: places with the same one are doors that are walked to "
            "from one parking place. Between them nothing is driven, no parking is needed and traffic plays no part."
        ),
    ] = []


class CurvePoint(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """After charging an empty battery for so long it holds so much."""

    time_s: Seconds
    charge_j: Joules


class Swap(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, tag_field="type", tag="swap"):
    """The hub exchanges the battery for a full one, at most `spares` times in a shift."""

    duration_s: Seconds
    spares: Number


class Charge(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, tag_field="type", tag="charge"):
    """The hub charges along a curve from empty; with `only_full` always until the battery is full."""

    curve: list[CurvePoint]
    only_full: bool = False


class StationCurve(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How the battery charges at stations of one kind."""

    kind: Name
    curve: list[CurvePoint]
    only_full: bool = False


class Battery(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Energy aboard; `reserve_j` must be left on every arrival."""

    capacity_j: Joules
    start_j: Joules
    reserve_j: Joules = 0
    at_hub: Swap | Charge | None = None
    at_stations: list[StationCurve] = []
    stored_permille: Annotated[int, Meta(ge=1, le=1000)] = 1000


class TariffSlice(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a kilowatt hour at the plug costs and emits from a moment on."""

    from_s: Moment
    kwh_millicents: Rate
    co2e_mg_per_kwh: Number


class Plugs(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How many can be plugged in at once; opening hours, and plugs that others have for a time."""

    count: Number
    open: list[Window] = []
    taken: list[Window] = []


class Station(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A charger on the way."""

    id: Name
    place: Index
    kind: Name
    tariff: list[TariffSlice] = []
    plugs: Plugs | None = None


class HubCharger(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What power costs at a hub by time of day, and how many plugs or swap slots there are."""

    place: Index
    tariff: list[TariffSlice] = []
    plugs: Plugs | None = None


class Break(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A rest that lies wholly in its window; due unless it fits before or after the route.

    With `after_s` it is due only where the route has more work (or driving, as `counts` says) than that.
    """

    window: Window
    duration_s: Seconds
    after_s: Seconds | None = None
    counts: Literal["work", "driving"] = "work"


class BreakTotal(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """With more than `after_s` counted in all, the breaks last so long together at least."""

    after_s: Seconds
    rest_s: Seconds


class WorkRule(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A rule of working time that holds over the whole route; the breaks for it are planned by themselves.

    At most `stretch_s` until a break ends the stretch: one of `ways`, breaks of so many seconds one after the other.
    """

    name: Name
    counts: Literal["work", "driving"] = "work"
    stretch_s: Seconds | None = None
    ways: list[list[Seconds]] = []
    totals: list[BreakTotal] = []
    least_piece_s: Seconds = 1
    longest_s: Seconds | None = None
    before_s: Seconds = 0
    split: bool = False
    done_s: Seconds = 0
    rested_s: Seconds = 0
    pieces: list[Seconds] = []
    breaks_given: bool = False


class Limits(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How far, how long and how many stops at most; null is no limit."""

    distance_m: Limit | None = None
    duration_s: Limit | None = None
    stops: Limit | None = None


class Trips(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Where and how often a vehicle reloads; `limits` hold for each trip, the first may have its own."""

    reload_places: list[Index] = []
    loading_s: Seconds = 0
    max_trips: Number = 1
    limits: Limits = Limits()
    first_loading_s: Seconds | None = None
    first_limits: Limits | None = None


class Rates(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a route costs, in thousandths of a cent."""

    fixed_millicents: Rate = 0
    hour_millicents: Rate = 0
    km_millicents: Rate = 0
    kwh_millicents: Rate = 0
    co2e_kg_millicents: Rate = 0
    overtime_hour_millicents: Rate = 0
    squared_hour_millicents: Rate = 0
    squared_task_millicents: Rate = 0


class Vehicle(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One vehicle and rider in one shift; `capacity` has one number a dimension."""

    id: Name
    profile: Name
    capacity: list[Number]
    shift: Window
    start_place: Index
    end_place: Index
    kind: Name = "vehicle"
    name: Text | None = None
    called: Text = ""
    trips: Trips = Trips()
    breaks: list[Break] = []
    battery: Battery | None = None
    parking_s: Seconds = 0
    door_s: Seconds = 0
    service_percent: Percent = 100
    skills: list[Name] = []
    rates: Rates = Rates()
    co2e_mg_per_kwh: Number = 0
    max_overtime_s: Seconds = 0
    limits: Limits = Limits()
    start_load: list[Number] = []
    last_in_first_out: bool = False
    work_rules: list[WorkRule] = []
    is_under_way: bool = False


class Due(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """When a service should have begun; later, or before `from_s`, costs once, and by the hour."""

    by_s: Moment
    once_millicents: Rate = 0
    hour_millicents: Rate = 0
    from_s: Moment = 0


class Preference(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Vehicles that should do a task; with any other one it costs so much more."""

    vehicles: list[Name]
    millicents: Annotated[int, Meta(ge=1, le=MOST_RATE, description="Thousandths of a cent.")]
    why: Text = ""


class Task(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One drop-off or pickup; `hub` says where its goods belong, `pair` joins pickups with drop-offs."""

    id: Name
    kind: Literal["dropoff", "pickup"]
    place: Index
    demand: list[Number]
    hub: Index | None = None
    pair: Name | None = None
    service_s: Seconds = 0
    windows: list[Window] = []
    needs: list[Name] = []
    release_s: Moment = 0
    prize_cents: Prize | None = None
    due: Due | None = None
    preferences: list[Preference] = []
    only: list[Name] = []
    max_aboard_s: Seconds | None = None
    goods: Name | None = None


class Access(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """When vehicles of some kinds may be at some places; no window: never."""

    name: Name
    places: list[Index]
    kinds: list[Name]
    windows: list[Window] = []


class ProblemDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Who can drive, what is to be done, and what driving takes."""

    places: list[Place]
    dimensions: list[Dimension]
    matrices: list[Matrices]
    vehicles: list[Vehicle]
    tasks: list[Task]
    stations: list[Station] = []
    payload_dimension: Annotated[int, Meta(ge=0, le=7)] | None = None
    currency: Text = ""
    incompatible: list[tuple[Name, Name]] = []
    together: list[list[Name]] = []
    apart: list[list[Name]] = []
    access: list[Access] = []
    hub_chargers: list[HubCharger] = []
