"""Take in an extract over HTTP and build its map in the background."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy.orm import Session

from pannier.base import clock, jobs
from pannier.base.ids import new_id
from pannier.base.settings import settings
from pannier.places.maps import MapError, MapMissing, build_map, open_map
from pannier.places.maps.source import sha256_of
from pannier.places.problems import MapBuildFailed, NotAnExtract

JOB: Final = "build_map"
_MARK: Final = b"OSMHeader"


def request_build(db: Session, *, name: str, stream: IO[bytes]) -> jobs.Job:
    """Keep the uploaded extract and ask for its map; raises NotAnExtract for another kind of file."""
    head = stream.read(64)
    if _MARK not in head:
        raise NotAnExtract("The file is no .osm.pbf extract; download one for your area.", pointer="/file")
    stream.seek(0)
    job_id = new_id()
    path = _upload_path(str(job_id))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        shutil.copyfileobj(stream, target)
    arguments = {"name": name, "upload": str(job_id), "sha256": sha256_of(path)}
    return jobs.request(db, kind=JOB, arguments=arguments, job_id=job_id)


def run_build(job: jobs.RunningJob) -> dict[str, Any]:
    """Build the map of an uploaded extract; taken again after a crash it starts over or finds itself done."""
    name, path = str(job.arguments["name"]), _upload_path(str(job.arguments["upload"]))
    if not path.exists():
        return _already_built(name, str(job.arguments["sha256"]))
    try:
        info = build_map(path, settings().maps_dir, name=name, built_at=clock.now(), on_progress=job.progress)
    except MapError as problem:
        raise MapBuildFailed(str(problem)) from problem
    path.unlink(missing_ok=True)
    return {"name": info.name, **info.counts}


def _already_built(name: str, sha256: str) -> dict[str, Any]:
    """Return the result of a job that was done when its worker died before saying so."""
    try:
        info = open_map(settings().maps_dir / name)
    except MapMissing as problem:
        raise MapBuildFailed(f"The upload for {name} is gone; send it again.") from problem
    if info.source_sha256 != sha256:
        raise MapBuildFailed(f"The upload for {name} is gone and the map is of another file; send it again.")
    return {"name": info.name, **info.counts}


def _upload_path(upload: str) -> Path:
    return settings().data_dir / "uploads" / f"{upload}.osm.pbf"
