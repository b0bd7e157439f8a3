"""The recipient's page as HTML: complete without script, a few kilobytes, nothing from third parties."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape

from pannier.places.schemas import MapOut
from pannier.tracking.recipient import local_times
from pannier.tracking.schemas import RecipientOut

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
ASSETS = {"track.css": "text/css", "track.js": "text/javascript"}
GROUND = {"pmtiles_url", "attribution", "center", "bounds"}
"""What a map needs to know of the base map."""
STEPS = (
    ("planned", "Planned"),
    ("loaded", "Loaded"),
    ("on_the_way", "On the way"),
    ("delivered", "Delivered"),
)
RETURN_STEPS = (("planned", "Planned"), ("on_the_way", "On the way"), ("delivered", "Picked up"))
"""Nothing is loaded for a pickup."""
_SAME = {"next": "on_the_way", "partially_delivered": "delivered"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pannier.tracking", "templates"),
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(view: RecipientOut, token: str, ground: MapOut | None = None) -> str:
    """Return the page of an order; it shows a map where it gets the ground for one."""
    template = _environment().get_template("track.html")
    steps = RETURN_STEPS if view.kind == "return" else STEPS
    return template.render(
        view=view,
        token=token,
        steps=steps,
        reached=reached_step(view.phase, steps),
        map_module=map_module() if ground else None,
        ground=ground.model_dump_json(include=GROUND) if ground else None,
        **local_times(view),
    )


def reached_step(phase: str, steps: Sequence[tuple[str, str]]) -> int | None:
    """Return which of the steps was reached, None when the order left them."""
    codes = [code for code, _ in steps]
    if phase == "loaded" and "loaded" not in codes:
        return codes.index("planned")
    code = _SAME.get(phase, phase)
    return codes.index(code) if code in codes else None


def render_gone() -> str:
    """Return the page for links that open nothing, unknown and expired ones alike."""
    return _environment().get_template("gone.html").render()


@cache
def asset(name: str) -> bytes:
    """Return a style or script of the page; raise KeyError for any other name."""
    if name not in ASSETS:
        raise KeyError(name)
    return files("pannier.tracking").joinpath("static", name).read_bytes()


@cache
def map_module() -> str | None:
    """Return the address of the map's module where the web is built, None where it is not."""
    folder = files("pannier").joinpath("webdist", "assets")
    if not folder.is_dir():
        return None
    found = sorted(item.name for item in folder.iterdir() if item.name.startswith("track-map"))
    scripts = [name for name in found if name.endswith(".js")]
    return f"/assets/{scripts[-1]}" if scripts else None
