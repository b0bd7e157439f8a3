"""Building a map: whole or not at all, the same bytes from the same extract, clear errors."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import struct
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import osmium
import pytest

from pannier.core.geo import BoundingBox, LonLat
from pannier.places.maps import (
    BadExtract,
    DownloadFailed,
    MapError,
    MapMissing,
    build,
    build_map,
    get_map,
    list_maps,
    open_map,
)
from pannier.places.maps.source import check_extract, cut_extract
from pannier.places.network import ValhallaNetwork
from tests.conftest_map import DEMO_MAPS

AT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
MONACO = DEMO_MAPS / "monaco" / "monaco.osm.pbf"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Monaco with a base map of its own, and the progress it told."""
    told: list[tuple[float, str]] = []
    folder = tmp_path_factory.mktemp("maps")
    info = build_map(
        MONACO, folder, name="monaco", built_at=AT, on_progress=lambda share, text: told.append((share, text))
    )
    return info, told


def test_a_map_folder_has_all_it_says(built):
    info, _ = built
    assert sorted(p.name for p in info.folder.iterdir()) == [
        "addresses.sqlite",
        "base.pmtiles",
        "manifest.json",
        "routing",
    ]
    assert sorted(p.name for p in (info.folder / "routing").iterdir()) == ["tiles.tar", "valhalla.json"]
    assert info.bounds.contains(LonLat(7.42, 43.735))
    assert info.source_sha256 == hashlib.sha256(MONACO.read_bytes()).hexdigest()
    assert info.counts["houses"] > 300
    assert info.counts["streets"] > 200
    assert info.built_at == AT
    assert "OpenStreetMap" in info.attribution
    assert open_map(info.folder) == info


def test_progress_only_grows_and_names_every_step(built):
    _, told = built
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    words = " ".join(text for _, text in told).lower()
    assert all(step in words for step in ("reading", "routing", "address", "base map", "ready"))


def test_the_kept_base_map_is_what_this_code_makes(built):
    info, _ = built
    if info.tools["tippecanoe"] != "2.72.0":
        pytest.skip("another version of the tile program may write other bytes")
    assert info.basemap_path.read_bytes() == (DEMO_MAPS / "monaco" / "monaco.pmtiles").read_bytes()


@pytest.mark.parametrize("name", ["monaco", "helsinki"])
def test_demo_files_are_those_of_their_source_note(name):
    note = (DEMO_MAPS / "SOURCE.md").read_text()
    for path in (DEMO_MAPS / name).iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() in note


@pytest.mark.parametrize("name", ["monaco", "helsinki"])
def test_base_map_has_the_layers_of_its_schema_and_no_path_of_a_machine(name):
    about = pmtiles_metadata((DEMO_MAPS / name / f"{name}.pmtiles").read_bytes())
    layers = {layer["id"] for layer in about["vector_layers"]}
    assert {"earth", "water", "roads", "buildings", "landuse", "places", "pois"} == layers
    assert "OpenStreetMap" in about["attribution"]
    assert not re.search(r"/(home|root|tmp|work|var)/", json.dumps(about))


def pmtiles_metadata(data: bytes) -> dict:
    """Return the metadata of a PMTiles 3 file."""
    assert data[:8] == b"PMTiles\x03"
    offset, length = struct.unpack_from("<QQ", data, 24)
    return json.loads(gzip.decompress(data[offset : offset + length]))


def test_a_moved_map_folder_still_works(built, tmp_path, stops, bike):
    info, _ = built
    moved = tmp_path / "elsewhere"
    moved.symlink_to(info.folder, target_is_directory=True)
    assert ValhallaNetwork(moved).matrix(stops, bike).unreachable == ()


def test_a_failed_build_leaves_the_old_map_and_nothing_else(tmp_path):
    kept = tmp_path / "monaco"
    kept.mkdir()
    (kept / "note").write_text("old")
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(MONACO.read_bytes()[:20_000])
    with pytest.raises(MapError, match="unexpected EOF"):
        build_map(broken, tmp_path, name="monaco", built_at=AT)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.osm.pbf", "monaco"]
    assert (kept / "note").read_text() == "old"


def test_a_new_map_takes_the_place_of_the_old_one(tmp_path):
    (tmp_path / "monaco").mkdir()
    (tmp_path / "monaco" / "note").write_text("old")
    ready = DEMO_MAPS / "monaco" / "monaco.pmtiles"
    info = build_map(MONACO, tmp_path, name="monaco", built_at=AT, basemap=ready)
    assert not (info.folder / "note").exists()
    assert info.basemap_path.read_bytes() == ready.read_bytes()
    assert [m.name for m in list_maps(tmp_path)] == ["monaco"]
    assert [p.name for p in tmp_path.iterdir()] == ["monaco"]


def test_without_the_tile_program_the_map_has_no_base_map_and_says_so(tmp_path):
    told: list[str] = []
    made = build.make_basemap(
        MONACO,
        tmp_path / "base.pmtiles",
        check_extract(MONACO),
        ready=None,
        program=None,
        tell=lambda share, text: told.append(text),
    )
    assert made is False
    assert "tippecanoe is not installed" in told[0]


def test_a_wrong_ready_base_map_is_refused(tmp_path):
    with pytest.raises(BadExtract, match="PMTiles"):
        build.make_basemap(
            MONACO, tmp_path / "x", check_extract(MONACO), ready=MONACO, program=None, tell=build.ignore
        )


@pytest.mark.parametrize("name", ["Monaco", "../x", "", "a b", "x" * 64])
def test_names_that_cannot_be_folders_are_refused(tmp_path, name):
    with pytest.raises(BadExtract, match="name"):
        build_map(MONACO, tmp_path, name=name, built_at=AT)


def test_no_map_says_how_to_make_one(tmp_path):
    with pytest.raises(MapMissing, match="pannier map build"):
        open_map(tmp_path / "nowhere")
    with pytest.raises(BadExtract, match="There is no file"):
        check_extract(tmp_path / "nothing.osm.pbf")


def test_an_extract_without_a_box_gets_one_from_its_points(tmp_path):
    path = tmp_path / "two.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(7.1, 43.1)))
        writer.add_node(osmium.osm.mutable.Node(id=2, location=(7.3, 43.2)))
    assert check_extract(path) == BoundingBox(7.1, 43.1, 7.3, 43.2)


def test_cutting_keeps_streets_that_cross_the_border_whole(tmp_path):
    box = BoundingBox(7.415, 43.730, 7.425, 43.740)
    cut_extract(MONACO, tmp_path / "cut.osm.pbf", box)
    whole, part = ways_of(MONACO), ways_of(tmp_path / "cut.osm.pbf")
    assert 0 < len(part) < len(whole)
    assert all(part[way] == whole[way] for way in part)
    assert len(addresses_in(MONACO, box)) > 50
    assert addresses_in(tmp_path / "cut.osm.pbf", box) == addresses_in(MONACO, box)
    assert check_extract(tmp_path / "cut.osm.pbf") == box


def addresses_in(path: Path, box: BoundingBox) -> set[int]:
    nodes = osmium.FileProcessor(str(path), osmium.osm.NODE)
    tagged = nodes.with_filter(osmium.filter.KeyFilter("addr:housenumber"))
    return {n.id for n in tagged if box.contains(LonLat(n.location.lon, n.location.lat))}


def ways_of(path: Path) -> dict[int, int]:
    """Return the number of points of each way; a point that the file lacks fails the test."""
    found = {}
    for thing in osmium.FileProcessor(str(path)).with_locations():
        if thing.is_way():
            assert all(node.location.valid() for node in thing.nodes)
            found[thing.id] = len(thing.nodes)
    return found


INDEX = {
    "features": [
        {"properties": {"id": "monaco", "name": "Monaco", "urls": {"pbf": "https://maps.test/monaco.pbf"}}},
        {"properties": {"id": "us/monaca", "name": "Monaca", "urls": {"pbf": "https://maps.test/m.pbf"}}},
    ]
}


def provider(request: httpx.Request) -> httpx.Response:
    """Answer like a provider of extracts."""
    if request.url.path == "/index.json":
        return httpx.Response(200, json=INDEX)
    if request.url.path == "/monaco.pbf":
        return httpx.Response(200, content=MONACO.read_bytes())
    return httpx.Response(404)


def web(handler=provider) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler))


def test_a_map_is_fetched_by_name_and_cut_to_a_box(tmp_path):
    box = BoundingBox(7.409, 43.723, 7.43, 43.74)
    told: list[float] = []
    info = get_map(
        "monaco",
        tmp_path,
        built_at=AT,
        bbox=box,
        index_url="https://maps.test/index.json",
        client=web(),
        on_progress=lambda share, text: told.append(share),
    )
    assert info.bounds == box
    assert told == sorted(told)
    assert [p.name for p in tmp_path.iterdir()] == ["monaco"]


@pytest.mark.parametrize(
    ("name", "index_url", "says"),
    [
        ("monac", "https://maps.test/index.json", "Similar: monaco, us/monaca"),
        ("monaca", "https://maps.test/index.json", "cannot be downloaded"),
        ("monaco", "https://maps.test/gone.json", "pannier map build"),
    ],
)
def test_a_map_that_cannot_be_fetched_says_what_to_do(tmp_path, name, index_url, says):
    with pytest.raises(DownloadFailed, match=says):
        get_map(name, tmp_path, built_at=AT, index_url=index_url, client=web())
    assert list(tmp_path.iterdir()) == []


def test_without_internet_the_error_names_the_other_way(tmp_path):
    def offline(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host", request=request)

    with pytest.raises(DownloadFailed, match=r"pannier map build FILE\.osm\.pbf"):
        get_map("monaco", tmp_path, built_at=AT, client=web(offline))
