"""Small real proof files: a drawn photo of a door as PNG, and a signature as SVG strokes."""

import math
import struct
import zlib

from pannier.simulate.chance import dice

WIDTH, HEIGHT = 96, 72
Colour = tuple[int, int, int]


def photo(seed: int, name: str) -> bytes:
    """Return a picture of a parcel at a door, its colours chosen by the name, as PNG."""
    source = dice(seed, "photo", name)
    wall, door, box = (_colour(source.random()) for _ in range(3))
    rows = b"".join(
        b"\0" + b"".join(bytes(_pixel(x, y, wall=wall, door=door, box=box)) for x in range(WIDTH))
        for y in range(HEIGHT)
    )
    head = struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def signature(seed: int, name: str) -> bytes:
    """Return a scribble as SVG."""
    source = dice(seed, "signature", name)
    points = [
        (20 + 3.6 * n, 50 + 22 * math.sin(n * source.uniform(0.4, 0.9)) * source.uniform(0.4, 1.0))
        for n in range(40)
    ]
    stroke = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 180 100"><path d="{stroke}"/></svg>'.encode()
    )


def _pixel(x: int, y: int, *, wall: Colour, door: Colour, box: Colour) -> Colour:
    if 50 < x < 74 and 46 < y < 64:
        return box
    if 20 < x < 52 and y > 12:
        return door
    return wall


def _colour(chance: float) -> Colour:
    """Return a muted colour by its hue from 0 to 1."""
    red, green, blue = (int(110 + 90 * math.sin(2 * math.pi * (chance + turn))) for turn in (0, 1 / 3, 2 / 3))
    return red, green, blue


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
