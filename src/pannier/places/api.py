"""Routes of places: hubs, zones, address search, maps."""

import uuid
from typing import Annotated

from fastapi import File, Form, Query, Response, UploadFile
from fastapi.responses import FileResponse

from pannier.base.edge import Edge, PublicEdge, Router, may, public
from pannier.base.job_schemas import JobOut, accepted
from pannier.base.settings import settings
from pannier.places import service, traffic, uploads
from pannier.places.lookup import geocoder_named, map_info
from pannier.places.models import Hub
from pannier.places.problems import MapNotBuilt, MapNotFound
from pannier.places.schemas import (
    CandidateOut,
    HubChange,
    HubIn,
    HubOut,
    MapName,
    MapOut,
    TrafficHoursOut,
    TrafficIn,
    ZoneChange,
    ZoneIn,
    ZoneKind,
    ZoneOut,
)

router = Router(prefix="/v1", tags=["places"])
map_files = Router(tags=["places"])
HubChoice = Annotated[uuid.UUID | None, Query(description="The hub whose map is meant; else the first one.")]


@router.get("/hubs")
def list_hubs(edge: Annotated[Edge, may("hubs:read")]) -> list[HubOut]:
    """List the hubs."""
    return [HubOut.model_validate(hub) for hub in service.list_hubs(edge.db)]


@router.post("/hubs", status_code=201)
def create_hub(body: HubIn, edge: Annotated[Edge, may("hubs:write")]) -> HubOut:
    """Set up a hub."""
    values = body.model_dump() | {"map_name": body.map_name or ""}
    return HubOut.model_validate(service.create_hub(edge.db, service.HubValues(**values)))


@router.patch("/hubs/{hub_id}")
def change_hub(hub_id: uuid.UUID, body: HubChange, edge: Annotated[Edge, may("hubs:write")]) -> HubOut:
    """Change a hub; the next plan goes by it, plans made before stay as they are."""
    hub = service.change_hub(edge.db, hub_id, body.model_dump(exclude_unset=True))
    return HubOut.model_validate(hub)


@router.get("/zones")
def list_zones(
    edge: Annotated[Edge, may("hubs:read")],
    kind: Annotated[ZoneKind | None, Query(description="Only zones of this kind.")] = None,
) -> list[ZoneOut]:
    """List the zones."""
    return [ZoneOut.model_validate(zone) for zone in service.list_zones(edge.db, kind)]


@router.post("/zones", status_code=201)
def create_zone(body: ZoneIn, edge: Annotated[Edge, may("hubs:write")]) -> ZoneOut:
    """Draw a zone; price zones must not overlap."""
    zone = service.create_zone(edge.db, service.ZoneValues(**body.model_dump(by_alias=True)))
    return ZoneOut.model_validate(zone)


@router.patch("/zones/{zone_id}")
def change_zone(zone_id: uuid.UUID, body: ZoneChange, edge: Annotated[Edge, may("hubs:write")]) -> ZoneOut:
    """Change a zone; the next plan goes by it, plans made before stay as they are."""
    changes = body.model_dump(exclude_unset=True, by_alias=True)
    return ZoneOut.model_validate(service.change_zone(edge.db, zone_id, changes))


@router.delete("/zones/{zone_id}", status_code=204)
def remove_zone(zone_id: uuid.UUID, edge: Annotated[Edge, may("hubs:write")]) -> None:
    """Take a zone off the map."""
    service.remove_zone(edge.db, zone_id)


@router.get("/traffic")
def list_traffic(edge: Annotated[Edge, may("hubs:read")]) -> list[TrafficHoursOut]:
    """List the hours at which ways take longer."""
    return [TrafficHoursOut.model_validate(one) for one in traffic.list_traffic(edge.db)]


@router.put("/traffic")
def set_traffic(body: TrafficIn, edge: Annotated[Edge, may("hubs:write")]) -> list[TrafficHoursOut]:
    """Say at which hours ways take longer, in the place of all said before; the next plan goes by it."""
    hours = [one.model_dump() for one in body.hours]
    return [TrafficHoursOut.model_validate(one) for one in traffic.set_traffic(edge.db, hours)]


@router.get("/addresses")
def search_addresses(
    edge: Annotated[Edge, may("places:read")],
    q: Annotated[str, Query(min_length=1, max_length=200, description="The beginning of an address.")],
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
    hub_id: HubChoice = None,
) -> list[CandidateOut]:
    """Search addresses as they are typed, on our own map: nothing is sent to anybody else."""
    hub = _hub(edge, hub_id)
    geocoder = geocoder_named(hub.map_name if hub else settings().map_name)
    found = geocoder.suggest(q, limit=limit, near=hub.point if hub else None)
    return [CandidateOut.of(candidate) for candidate in found]


@router.get("/map")
def show_map(edge: Annotated[Edge, may("places:read")], hub_id: HubChoice = None) -> MapOut:
    """Show which map a hub works on and where its base map is."""
    hub = _hub(edge, hub_id)
    return MapOut.of(map_info(hub.map_name if hub else settings().map_name))


@router.post("/maps", status_code=202)
def build_map(
    edge: Annotated[Edge, may("maps:write")],
    response: Response,
    name: Annotated[MapName, Form(description="Name of the new map; a map of this name is replaced.")],
    file: Annotated[UploadFile, File(description="OpenStreetMap extract, .osm.pbf.")],
) -> JobOut:
    """Build a map from an OpenStreetMap extract; watch the job until it is finished."""
    return accepted(uploads.request_build(edge.db, name=name, stream=file.file), response)


@map_files.get(
    "/map/{name}.pmtiles",
    response_class=FileResponse,
    responses={200: {"content": {"application/vnd.pmtiles": {}}, "description": "The base map."}},
)
def read_base_map(name: MapName, edge: Annotated[PublicEdge, public()]) -> FileResponse:
    """Serve a base map, or a range of its bytes; it holds streets and no personal data, so it is public."""
    try:
        info = map_info(name)
    except MapNotBuilt as problem:
        raise MapNotFound(problem.detail) from None
    if not info.has_basemap:
        raise MapNotFound(f"The map {name} was built without a base map; build it again with one.")
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(info.basemap_path, media_type="application/vnd.pmtiles", headers=headers)


def _hub(edge: Edge, hub_id: uuid.UUID | None) -> Hub | None:
    """Return the hub that is asked for, else the first one, None before there is any."""
    if hub_id is not None:
        return service.get_hub(edge.db, hub_id)
    return next(iter(service.list_hubs(edge.db)), None)
