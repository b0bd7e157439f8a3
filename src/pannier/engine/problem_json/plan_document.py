"""The document of a plan: the same fields as in `core.plan`, in the shapes of JSON.

Unknown fields are refused, so that a typing mistake is no rule left out.
"""

from msgspec import Struct

from pannier.core.plan import ActivityKind, LeftOutCode, RelaxationKind
from pannier.engine.problem_json.words import Found, Name, Text


class Cost(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A cost by its parts, in thousandths of a cent."""

    fixed_millicents: Found = 0
    hours_millicents: Found = 0
    distance_millicents: Found = 0
    energy_millicents: Found = 0
    co2e_millicents: Found = 0
    overtime_millicents: Found = 0
    lateness_millicents: Found = 0
    preferences_millicents: Found = 0
    balance_millicents: Found = 0
    tariff_millicents: Found = 0
    tariff_co2e_millicents: Found = 0
    prizes_millicents: Found = 0


class Activity(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One point of a route: arrival, beginning, departure, and what is aboard then."""

    kind: ActivityKind
    place: Found
    arrival_s: Found
    start_s: Found
    departure_s: Found
    load: list[Found]
    charge_j: Found | None = None
    leg_distance_m: Found = 0
    leg_energy_j: Found = 0
    task_id: Name | None = None
    station_id: Name | None = None


class Trip(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """From one loading to the next."""

    activities: list[Activity]


class Route(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """All trips of one vehicle."""

    vehicle_id: Name
    trips: list[Trip]
    distance_m: Found
    duration_s: Found
    energy_j: Found
    cost: Cost


class Amount(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """By how much a rule gives way: of what, how much, in which unit."""

    name: str
    amount: int
    unit: str


class Relaxation(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A rule that gives way, alone, so that a task left out goes with a vehicle; the extras are of the whole plan."""

    kind: RelaxationKind
    vehicle_id: Name
    words: str
    amounts: list[Amount] = []
    names: list[str] = []
    place: Found | None = None
    at_s: Found | None = None
    extra_millicents: int = 0
    extra_weights_millicents: int = 0
    extra_s: int = 0
    extra_co2e_mg: int = 0


class LeftOut(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A task that stays behind, with the constraint that binds; null where nobody looked for what would let it in."""

    task_id: Name
    code: LeftOutCode
    reason: str
    relaxations: list[Relaxation] | None = []


class Timing(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How long a step of the computation took."""

    step: Text
    seconds: float


class PlanDocument(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Who drives what, in which order and when; and what stays behind and why."""

    routes: list[Route]
    left_out: list[LeftOut]
    cost: Cost
    seed: Found = 0
    engine: Text = ""
    iterations: Found = 0
    threads: Found = 1
    timings: list[Timing] = []
