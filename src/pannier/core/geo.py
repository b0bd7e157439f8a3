"""Points on the earth: distance, bounding box, and the polyline code with six digits."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8
_DIGITS = 1_000_000


@dataclass(frozen=True, order=True)
class LonLat:
    """A point in WGS 84 degrees, longitude first. Raises ValueError outside the earth."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not -180 <= self.lon <= 180:
            raise ValueError(f"Longitude {self.lon} is not between -180 and 180.")
        if not -90 <= self.lat <= 90:
            raise ValueError(f"Latitude {self.lat} is not between -90 and 90.")

    def rounded(self) -> "LonLat":
        """Return the point with six digits, about 0.1 m, as it is stored."""
        return LonLat(round(self.lon, 6), round(self.lat, 6))


@dataclass(frozen=True)
class BoundingBox:
    """The smallest box of meridians and parallels; it never crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, point: LonLat) -> bool:
        """Tell whether the point lies in the box, its border included."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    @property
    def center(self) -> LonLat:
        """Return the middle of the box."""
        return LonLat((self.west + self.east) / 2, (self.south + self.north) / 2)


def bounding_box(points: Iterable[LonLat]) -> BoundingBox:
    """Return the box around the points; raises ValueError when there is none."""
    known = tuple(points)
    if not known:
        raise ValueError("No points, so there is no box around them.")
    lons, lats = [p.lon for p in known], [p.lat for p in known]
    return BoundingBox(min(lons), min(lats), max(lons), max(lats))


def great_circle_m(a: LonLat, b: LonLat) -> float:
    """Return the shortest way over the sphere in metres (haversine; mean earth radius, IUGG).

    Never a replacement for a distance on streets: it only narrows searches and checks plausibility.
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2)
    chord = half_lat**2 + math.cos(lat_a) * math.cos(lat_b) * half_lon**2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def encode_polyline6(points: Sequence[LonLat]) -> str:
    """Return the points in Google's polyline code with six digits, latitude first as Valhalla does."""
    code: list[str] = []
    last_lat = last_lon = 0
    for point in points:
        lat, lon = round(point.lat * _DIGITS), round(point.lon * _DIGITS)
        code.append(_encode_step(lat - last_lat) + _encode_step(lon - last_lon))
        last_lat, last_lon = lat, lon
    return "".join(code)


def _encode_step(step: int) -> str:
    """Return one difference in the polyline code: zigzag, then five bits a character."""
    bits = (step << 1) if step >= 0 else ~(step << 1)
    characters = []
    while bits >= 0x20:
        characters.append(chr((0x20 | (bits & 0x1F)) + 63))
        bits >>= 5
    return "".join(characters) + chr(bits + 63)


def decode_polyline6(code: str) -> tuple[LonLat, ...]:
    """Return the points of a polyline code with six digits; raises ValueError when it is cut off."""
    steps = _decode_steps(code)
    if len(steps) % 2:
        raise ValueError("The polyline ends after a latitude; its last longitude is missing.")
    points = []
    lat = lon = 0
    for lat_step, lon_step in zip(steps[::2], steps[1::2], strict=True):
        lat, lon = lat + lat_step, lon + lon_step
        points.append(LonLat(lon / _DIGITS, lat / _DIGITS))
    return tuple(points)


def _decode_steps(code: str) -> list[int]:
    """Return the differences of a polyline code."""
    steps = []
    bits = shift = 0
    for character in code:
        value = ord(character) - 63
        if not 0 <= value < 0x40:
            raise ValueError(f"The polyline holds {character!r}, which its code does not use.")
        bits |= (value & 0x1F) << shift
        shift += 5
        if value < 0x20:
            steps.append(~(bits >> 1) if bits & 1 else bits >> 1)
            bits = shift = 0
    if shift:
        raise ValueError("The polyline ends in the middle of a number.")
    return steps
