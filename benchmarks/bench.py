"""Make the runs of a plan, one after the other, and go on where the last time ended.

usage: python -m benchmarks.bench [--minutes 30] [--only cvrp] [--plan benchmarks/plan.toml]
Every result is a line of benchmarks/results/runs.jsonl. `python -m benchmarks.table` makes a table of them.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.routing.planning import OURS, Job, jobs_of, read_plan, sha_of, version_of
from benchmarks.routing.sets import DATA

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results/runs.jsonl"


def main() -> None:
    """Run what is not there yet, at most for so many minutes."""
    asked = _asked()
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + 60 * asked.minutes
    jobs = [
        job
        for block in read_plan(asked.plan)
        if asked.only in (None, block.set)
        for job in jobs_of(block, asked.data)
    ]
    made = 0
    jobs = [job for job in jobs if asked.solver in (None, job.solver)]
    for job, key in missing(jobs, keys_in(asked.results)):
        if time.monotonic() >= until:
            print(f"{made} runs made; time is up, the next `make bench` goes on.")
            return
        _append(asked.results, {"key": key, "class": job.cls, "solver": job.solver, **_run(job, asked.data)})
        made += 1
    print(f"{made} runs made; the plan of {len(jobs)} is complete.")


def _asked() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--only", default=None, help="only the classes of this set")
    parser.add_argument("--solver", default=None, help="only runs of this solver: pannier, pyvrp, …")
    parser.add_argument("--plan", type=Path, default=HERE / "plan.toml")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--data", type=Path, default=DATA)
    return parser.parse_args()


def keys_in(results: Path) -> set[tuple[str, str]]:
    """Return class and key of the runs that are there; a line cut off by an interruption is none."""
    keys = set()
    if results.is_file():
        for line in results.read_text(encoding="utf-8").splitlines():
            try:
                run = json.loads(line)
                keys.add((run["class"], run["key"]))
            except (ValueError, KeyError):
                continue
    return keys


def missing(jobs: list[Job], known: set[tuple[str, str]]) -> Iterator[tuple[Job, str]]:
    """Yield the runs that their class does not have yet, each once."""
    versions = {solver: version_of(solver) for solver in {job.solver for job in jobs}}
    seen = set(known)
    for job in jobs:
        key = job.key(sha_of(job.file), versions[job.solver])
        if (job.cls, key) not in seen:
            seen.add((job.cls, key))
            yield job, key


def _run(job: Job, data: Path) -> dict[str, Any]:
    """Return the run's JSON, or why there is none; a process of its own keeps memory and time apart."""
    command = [sys.executable, "-m", "benchmarks.run", job.set, job.file, "--json", "--data", str(data)]
    command += ["--seconds", str(job.seconds), "--seed", str(job.seed), "--threads", str(job.threads)]
    command += ["--objective", job.objective] if job.objective else []
    command += ["--peer", job.solver] if job.solver != OURS else []
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
    said = {"set": job.set, "instance": Path(job.file).stem, "budget": job.seconds, "seed": job.seed}
    try:
        said |= json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        said["failed"] = (done.stderr.strip() or "no answer").splitlines()[-1]
    print(f"{job.cls}, {said['instance']}, {job.seconds:g} s, {job.solver}: {_words(said)}", flush=True)
    return said


def _words(said: dict[str, Any]) -> str:
    """Return a run in a few words."""
    if "failed" in said:
        return f"failed: {said['failed']}"
    broken = f", breaks {len(said['violations'])} rules" if said["violations"] else ""
    return f"{said['vehicles']} vehicles, {said['cost']}{broken}"


def _append(results: Path, line: dict[str, Any]) -> None:
    """Add one line at once, so that an interruption loses at most the run under way."""
    with results.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
