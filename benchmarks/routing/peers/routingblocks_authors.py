"""Run the example program of RoutingBlocks' authors, where PANNIER_ROUTINGBLOCKS names a copy of their repository.

It is their own way to put their blocks together, so it is the fairer rival; nothing of it is kept here. Its
clock of wall time is replaced by one of CPU seconds.
"""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import routingblocks as rb

from benchmarks.routing.peers.work_order import CpuClock


def is_there() -> bool:
    """Tell whether there is a copy of the program."""
    return bool(os.environ.get("PANNIER_ROUTINGBLOCKS"))


def run_program(
    electric: dict[str, Any], seed: int, seconds: float, clock: CpuClock
) -> tuple[list[list[str]], int]:
    """Return the routes as node names and the iterations made; no routes when none is feasible."""
    folder = Path(os.environ["PANNIER_ROUTINGBLOCKS"]) / "examples"
    sys.path.insert(0, str(folder))
    parts = importlib.import_module("evrptw.instance")
    front = importlib.import_module("evrptw.__main__")
    program = importlib.import_module("evrptw.alns")
    program.time = SimpleNamespace(time=lambda: clock.used)
    instance = _read(parts, electric)
    search = program.ALNS(
        evaluation=_evaluation(front, instance),
        py_instance=instance,
        cpp_instance=parts.create_cpp_instance(instance),
        params=front.ALNSParams(**json.loads((folder / "evrptw/config.json").read_text(encoding="utf-8"))),
        seed=seed,
    )
    found = search.run(seconds - clock.used, sys.maxsize, sys.maxsize)
    routes = [[node.vertex_strid for node in route][1:-1] for route in found.routes if not route.empty]
    return (routes if found.feasible else []), search._iters


def _read(parts: Any, electric: dict[str, Any]) -> Any:
    """Return the instance as the program's own reader gives it."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "order.txt"
        file.write_text(_as_text(electric), encoding="utf-8")
        return parts.parse_evrptw_instance(file)


def _as_text(electric: dict[str, Any]) -> str:
    """Return the order in Schneider's format."""
    lines = ["StringID Type x y demand ReadyTime DueDate ServiceTime"]
    for number, (name, *values) in enumerate(electric["nodes"]):
        kind = "d" if number == electric["depot"] else "f" if number in electric["stations"] else "c"
        lines.append(" ".join([name, kind, *(repr(float(value)) for value in values)]))
    full = next(iter(electric["curves"].values()))[-1]
    footer = {
        "Q": electric["capacity"],
        "C": electric["van_capacity"],
        "r": electric["per_distance"],
        "g": full[0] / full[1],
        "v": electric["speed"],
    }
    return "\n".join([*lines, "", *(f"{key} value /{value!r}/" for key, value in footer.items()), ""])


def _evaluation(front: Any, instance: Any) -> Any:
    """Return the program's judge of solutions with its first penalties."""
    parameters = instance.parameters
    evaluation = rb.adptw.Evaluation(parameters.battery_capacity_time, parameters.capacity)
    overload, overcharge, lateness = front.compute_initial_penalties(instance)
    evaluation.overload_penalty_factor = overload
    evaluation.resource_penalty_factor = overcharge
    evaluation.time_shift_penalty_factor = lateness
    return evaluation
