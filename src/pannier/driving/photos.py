"""Make proof pictures fit to be kept: read, turned upright, made smaller, and written anew without any EXIF."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from pannier.driving.problems import NotAnImage

LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
QUALITY = 82
MOST_PATHS = 500
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9\s,.eE+-]{1,100000}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is fit to be kept, and the suffix of its kind."""

    content: bytes
    suffix: str


def clean_photo(content: bytes) -> Picture:
    """Return a photo as JPEG without EXIF, at most 1,600 pixels long; raise NotAnImage."""
    image = _open(content)
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), ".jpg")


def clean_signature(content: bytes) -> Picture:
    """Return a signature as PNG, or as an SVG that holds nothing but its strokes; raise NotAnImage."""
    if content.lstrip()[:5].lower() in {b"<?xml", b"<svg "} or b"<svg" in content[:300]:
        return Picture(_clean_svg(content), ".svg")
    image = _open(content).convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), ".png")


def _open(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > MOST_PIXELS:
            raise NotAnImage(
                "The picture has too many pixels; send one of at most 60 megapixels.", pointer="/file"
            )
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        text = "The file cannot be read as a JPEG, PNG or WebP picture; take it again."
        raise NotAnImage(text, pointer="/file") from error
    return image


def _clean_svg(content: bytes) -> bytes:
    """Build a new SVG from the strokes alone: whatever else was in the file (scripts, links) is not carried over."""
    if b"<!" in content.replace(b"<!--", b""):
        raise NotAnImage(
            "A signature in SVG has no document type; send plain <svg> with <path>s.", pointer="/file"
        )
    try:
        root = ET.fromstring(content)  # noqa: S314 (entities cannot be declared: document types are refused above)
    except ET.ParseError as error:
        raise NotAnImage(f"The signature is no SVG: {error}.", pointer="/file") from error
    paths = [path.get("d", "") for path in root.iter() if path.tag.rpartition("}")[2] == "path"]
    strokes = [d for d in paths if _PATH.fullmatch(d)]
    if not strokes or len(strokes) != len(paths) or len(strokes) > MOST_PATHS:
        raise NotAnImage("The signature has no strokes that can be drawn; send <path d=…>s.", pointer="/file")
    lines = "".join(f'<path d="{d}"/>' for d in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_box(root)}" fill="none" stroke="#111"'
        f' stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    ).encode()


def _box(root: ET.Element) -> str:
    numbers = (root.get("viewBox") or "").replace(",", " ").split()
    if len(numbers) == 4 and all(_NUMBER.fullmatch(number) for number in numbers):
        return " ".join(numbers)
    sides = [(root.get(name) or "").removesuffix("px") for name in ("width", "height")]
    fine = all(_NUMBER.fullmatch(side) for side in sides)
    return f"0 0 {' '.join(sides) if fine else '400 200'}"
