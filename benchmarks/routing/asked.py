"""What a run is asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; `iterations` replace the seconds."""

    set_name: str
    file: str
    seconds: float
    seed: int
    data: Path
    iterations: int | None = None
    threads: int = 1
    objective: str | None = None
    peer: str | None = None
    routes: bool = False
