"""Watch long work until it is over."""

import time
from collections.abc import Callable

from pannier.simulate.client import Caller, Json
from pannier.simulate.errors import SimulationError

POLL_S = 0.15
OnProgress = Callable[[float, str], None]


def quiet(share: float, message: str) -> None:
    """Take note of no progress."""


def wait_for(caller: Caller, job: Json, *, on_progress: OnProgress = quiet, timeout_s: float = 900.0) -> Json:
    """Wait until a job is over and return its result; raises SimulationError with the job's own words."""
    end = time.monotonic() + timeout_s
    while job["state"] not in {"finished", "error"}:
        if time.monotonic() > end:
            raise SimulationError(f"The {job['kind']} job {job['id']} was not over after {timeout_s:.0f} s.")
        on_progress(job["progress"], job["message"])
        time.sleep(POLL_S)
        job = caller.get(f"/v1/jobs/{job['id']}")
    if job["state"] == "error":
        problem = job["error"] or {}
        raise SimulationError(
            f"The {job['kind']} job failed: {problem.get('detail') or problem.get('title')}"
        )
    result: Json = job["result"] or {}
    return result
