"""Make routing tiles with the programs that come with the routing library."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import valhalla
from valhalla.config import get_config

from pannier.places.maps.errors import ToolFailed

TEMPLATE: Final = "valhalla.json"
TILES: Final = "tiles.tar"
_PROGRAMS: Final = Path(valhalla.__file__).parent / "bin"


def settings_template() -> dict[str, Any]:
    """Return the routing settings without any path, so that a map folder may be moved.

    The limits of the public server make no sense for an engine of one's own; the defaults of the matrix
    algorithm are many times slower on the area of one city.
    """
    config: dict[str, Any] = copy.deepcopy(get_config("", ""))
    config["mjolnir"] |= {"timezone": "", "traffic_extract": "", "transit_dir": "", "landmarks": ""}
    config["mjolnir"] |= {"admin": "", "concurrency": 2}
    config["additional_data"]["elevation"] = ""
    config["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    config["logging"] = {"type": "", "color": False, "file_name": ""}
    limits = config["service_limits"]
    for value in limits.values():
        if isinstance(value, dict) and "max_matrix_location_pairs" in value:
            value |= {"max_matrix_location_pairs": 25_000_000, "max_locations": 5_000}
    limits |= {"max_exclude_polygons_length": 500_000, "max_exclude_polygons_vertices": 10_000}
    limits |= {"allow_hard_exclusions": True, "max_timedep_distance_matrix": 100_000}
    return config


def settings_for(routing_dir: Path) -> dict[str, Any]:
    """Return the settings of a built map with the paths where it lies now."""
    config: dict[str, Any] = json.loads((routing_dir / TEMPLATE).read_text(encoding="utf-8"))
    config["mjolnir"]["tile_extract"] = str(routing_dir.resolve() / TILES)
    return config


def build_routing(pbf: Path, routing_dir: Path) -> None:
    """Make `tiles.tar` and the settings in a new folder; raises ToolFailed with the program's last words."""
    routing_dir.mkdir(parents=True)
    template = settings_template()
    (routing_dir / TEMPLATE).write_text(json.dumps(template, indent=1), encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=routing_dir.parent, prefix="tiles-") as scratch:
        tiles = Path(scratch) / "tiles"
        tiles.mkdir()
        config = Path(scratch) / "build.json"
        template["mjolnir"] |= {"tile_dir": str(tiles), "tile_extract": str(routing_dir.resolve() / TILES)}
        template["mjolnir"]["admin"] = str(Path(scratch) / "admins.sqlite")
        template["logging"] = {"type": "std_out", "color": False}
        config.write_text(json.dumps(template), encoding="utf-8")
        run_tool([str(_PROGRAMS / "valhalla_build_admins"), "-c", str(config), str(pbf)])
        run_tool([str(_PROGRAMS / "valhalla_build_tiles"), "-c", str(config), str(pbf)])
        extract = [sys.executable, "-m", "valhalla.valhalla_build_extract", "-c", str(config), "--overwrite"]
        run_tool(extract)


def run_tool(command: Sequence[str], *, program: Path | None = None, folder: Path | None = None) -> None:
    """Run a program to its end; raises ToolFailed with the last lines it wrote.

    `program` is the file to run when it is not the command's first word, `folder` where it runs.
    """
    done = subprocess.run(
        command, executable=program, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        words = (done.stdout + done.stderr)[-1500:].strip()
        raise ToolFailed(f"{Path(command[0]).name} ended with code {done.returncode}: {words}")
