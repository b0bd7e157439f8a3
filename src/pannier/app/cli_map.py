"""`pannier map`: build maps from extracts, fetch extracts by name, list what is there."""

from pathlib import Path
from typing import Annotated

import typer

from pannier.base import clock
from pannier.base.progress import reporter
from pannier.base.settings import settings
from pannier.core.geo import BoundingBox
from pannier.places.maps import MapError, MapInfo, build_map, get_map, list_maps

app = typer.Typer(help="Build, fetch and list maps.", no_args_is_help=True, rich_markup_mode=None)
MapsDir = Annotated[Path | None, typer.Option(help="Folder of the maps; else that of the data folder.")]


@app.command()
def build(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="OpenStreetMap extract, .osm.pbf")
    ],
    name: Annotated[str | None, typer.Option(help="Name of the map; else that of the file.")] = None,
    basemap: Annotated[Path | None, typer.Option(help="A base map (.pmtiles) that is built already.")] = None,
    maps_dir: MapsDir = None,
) -> None:
    """Build routing tiles, address index and base map from an extract."""
    called = name or file.name.split(".")[0].lower()
    with _errors(), reporter().step(f"Building the map {called}") as step:
        info = build_map(
            file,
            maps_dir or settings().maps_dir,
            name=called,
            built_at=clock.wall_now(),
            on_progress=step.update,
            basemap=basemap,
        )
    _show(info)


@app.command()
def get(
    name: Annotated[str, typer.Argument(help="Name of an extract, such as monaco or finland.")],
    bbox: Annotated[
        str | None, typer.Option(help="Only this part: west,south,east,north in degrees.")
    ] = None,
    maps_dir: MapsDir = None,
) -> None:
    """Download an extract by its name and build its map."""
    with _errors(), reporter().step(f"Fetching the map {name}") as step:
        info = get_map(
            name,
            maps_dir or settings().maps_dir,
            built_at=clock.wall_now(),
            bbox=_box(bbox) if bbox else None,
            on_progress=step.update,
        )
    _show(info)


@app.command("list")
def show_all(maps_dir: MapsDir = None) -> None:
    """List the maps that are built."""
    found = list_maps(maps_dir or settings().maps_dir)
    for info in found:
        _show(info)
    if not found:
        typer.echo("No maps yet: pannier map build FILE.osm.pbf, or pannier map get NAME.")


def _show(info: MapInfo) -> None:
    base = "with base map" if info.has_basemap else "without base map"
    counts = ", ".join(f"{count} {name}" for name, count in info.counts.items())
    typer.echo(f"{info.name}: {counts}, {base}, built {info.built_at:%Y-%m-%d}")


def _box(text: str) -> BoundingBox:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        return BoundingBox(west, south, east, north)
    except ValueError:
        raise typer.BadParameter("write west,south,east,north, like 7.40,43.72,7.45,43.76") from None


class _errors:  # noqa: N801 (used like a function)
    """End the command with the sentence of a map error."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Turn a map error into its sentence and exit code 1."""
        if isinstance(error, MapError):
            typer.echo(str(error), err=True)
            raise typer.Exit(1)
