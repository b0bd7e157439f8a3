"""One tour driven again, leg by leg, in real numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from benchmarks.routing.instance import Instance, Node, Tour
from benchmarks.routing.verify.electric import charging_time
from benchmarks.routing.verify.ruler import Ruler


@dataclass
class Driven:
    """What a tour comes out as; `early` and `late` are the starts that need no more waiting than it has."""

    tour: Tour
    distance: float = 0.0
    duration: float = 0.0
    early: float = 0.0
    late: float = inf
    load: float = 0.0
    charge: float = inf
    violations: list[str] = field(default_factory=list)

    @property
    def now(self) -> float:
        """Return the time when the tour began as early as it may."""
        return self.early + self.duration

    def note(self, words: str) -> None:
        """Add a violation of this tour."""
        self.violations.append(f"route {self.tour.van + 1}: {words}")


def drive(instance: Instance, tour: Tour, ruler: Ruler) -> Driven:
    """Return the tour driven from its depot and back."""
    van = instance.vans[tour.van]
    home = instance.nodes[van.depot]
    out = Driven(tour, early=ruler.of(home.ready), late=ruler.of(home.due))
    if instance.electric is not None:
        out.charge = instance.electric.capacity
    _load(instance, out, 0, ruler)
    here = van.depot
    for position, visit in enumerate(tour.visits):
        _go(instance, out, here, visit, ruler)
        _stop(instance, out, position, ruler)
        here = visit
    _go(instance, out, here, van.depot, ruler)
    _wait(out, home, ruler)
    if out.duration > ruler.of(van.max_duration) + ruler.slack:
        out.note(f"takes {out.duration / ruler.unit:g}, at most {van.max_duration:g} is allowed.")
    return out


def _go(instance: Instance, out: Driven, here: int, there: int, ruler: Ruler) -> None:
    """Drive one leg."""
    distance = ruler.between(instance.nodes[here], instance.nodes[there])
    out.distance += distance
    out.duration += ruler.travel(instance, distance)
    if instance.electric is not None:
        out.charge -= distance * instance.electric.per_distance / ruler.unit
        if out.charge < -ruler.slack:
            out.note(f"reaches {instance.nodes[there].id} with {out.charge:g} energy.")


def _stop(instance: Instance, out: Driven, position: int, ruler: Ruler) -> None:
    """Do what is to be done at a visit."""
    visit = out.tour.visits[position]
    node = instance.nodes[visit]
    _wait(out, node, ruler)
    if visit in instance.stations:
        _charge(instance, out, position, ruler)
        return
    if visit in instance.depots:
        _load(instance, out, position + 1, ruler)
        return
    out.duration += ruler.of(node.service)
    out.load += node.demand if instance.pairs else -node.demand
    if instance.pairs:
        _note_overload(instance, out, node)


def _wait(out: Driven, node: Node, ruler: Ruler) -> None:
    """Wait for the node's window; starting later is tried first, so that waiting never costs needlessly."""
    ready, due = ruler.of(node.ready), ruler.of(node.due)
    _start_not_before(out, ready)
    if out.now > due + ruler.slack:
        late = (out.now - due) / ruler.unit
        out.note(f"begins {node.id} {late:g} after its window's end.")
    out.late = max(out.early, min(out.late, due - out.duration))


def _start_not_before(out: Driven, time: float) -> None:
    """Move what comes next to a time: by a later start as far as windows allow, then by waiting."""
    wait = max(0.0, time - out.duration - out.late)
    out.early = min(max(out.early, time - out.duration), out.late)
    out.duration += wait


def _load(instance: Instance, out: Driven, first: int, ruler: Ruler) -> None:
    """Load what the trip that begins here brings, once it is there."""
    trip = list(_until_depot(instance, out.tour.visits[first:]))
    _start_not_before(out, max((ruler.of(node.release) for node in trip), default=0.0))
    if not instance.pairs:
        out.load = sum(node.demand for node in trip)
        _note_overload(instance, out, instance.nodes[instance.vans[out.tour.van].depot])


def _until_depot(instance: Instance, visits: tuple[int, ...]) -> Iterator[Node]:
    """Yield the nodes of one trip."""
    for visit in visits:
        if visit in instance.depots:
            return
        yield instance.nodes[visit]


def _note_overload(instance: Instance, out: Driven, node: Node) -> None:
    """Add a violation when more is aboard than fits."""
    over = out.load - instance.vans[out.tour.van].capacity
    # Demands of a few decimals add up with an error far below this.
    if over > 1e-6:
        out.note(f"leaves {node.id} with {over:g} more than fits.")


def _charge(instance: Instance, out: Driven, position: int, ruler: Ruler) -> None:
    """Charge up to the level that the tour says."""
    electric = instance.electric
    assert electric is not None
    node = instance.nodes[out.tour.visits[position]]
    if not out.tour.levels:
        out.note(f"no charge at {node.id} makes the route possible.")
        return
    level = out.tour.levels[position]
    if level > electric.capacity + ruler.slack:
        out.note(f"leaves {node.id} with {level:g}, where the battery holds {electric.capacity:g}.")
    if electric.only_full and level < electric.capacity - ruler.slack:
        out.note(f"leaves {node.id} before the battery is full.")
    curve = electric.curves[out.tour.visits[position]]
    amount = max(0.0, level - max(out.charge, 0.0))
    out.duration += charging_time(curve, max(out.charge, 0.0), amount) * ruler.unit
    out.charge += amount
