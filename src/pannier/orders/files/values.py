"""Read single cells: numbers, dates, times, coordinates. Each raises CellFault with what to do."""

import math
import re
import uuid
from datetime import date, datetime, time

from pannier.core.geo import LonLat
from pannier.orders.submission import Moment, tellable

_NUMBER = re.compile(
    r"[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+"
    r"|\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?:[.,]\d+)?"
    r"|\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?)",
    re.ASCII,
)
_THOUSAND_OR_NOT = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII)
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:h.](\d{2})(?::(\d{2}))?")


class CellFault(ValueError):
    """A cell cannot be read; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def number(text: str, *, delimiter: str) -> float:
    """Return a number with decimal point or comma.

    In a file with commas between columns "1,500" may mean 1.5 or 1500; it is refused instead of guessed.
    """
    bare = text.strip()
    if not bare or not _NUMBER.fullmatch(bare):
        raise CellFault("not_a_number", f"{text[:40]!r} is no number; write it like 2.5.")
    if delimiter != ";" and _THOUSAND_OR_NOT.fullmatch(bare):
        raise CellFault("ambiguous_number", f"{text!r} may mean two numbers; write {_both_ways(bare)}.")
    bare = re.sub(r"[ '\u00a0\u202f]", "", bare)
    whole, mark, part = _last_mark(bare)
    value = float(f"{re.sub('[.,]', '', whole)}{'.' if mark else ''}{part}")
    if math.isinf(value):
        raise CellFault("not_a_number", f"{text[:40]!r}… is beyond all numbers; write it like 2.5.")
    return value


def _both_ways(text: str) -> str:
    return f"{text.replace(',', '.')} or {text.replace(',', '')}"


def _last_mark(text: str) -> tuple[str, str, str]:
    at = max(text.rfind("."), text.rfind(","))
    # Two equal marks can only part thousands.
    if at < 0 or text.count(text[at]) > 1:
        return text, "", ""
    return text[:at], text[at], text[at + 1 :]


def whole(text: str, *, delimiter: str) -> int:
    """Return a whole number."""
    value = number(text, delimiter=delimiter)
    if value != int(value):
        raise CellFault("not_a_whole_number", f"{text!r} is no whole number; write it like 2.")
    return int(value)


def cents(text: str, *, delimiter: str) -> int:
    """Return an amount of money in cents."""
    value = 100 * number(text, delimiter=delimiter)
    if abs(value - round(value)) > 1e-6 * max(1, abs(value)):
        raise CellFault("not_whole_cents", f"{text!r} is no amount in whole cents; write it like 9.50.")
    return round(value)


def day(text: str) -> date:
    """Return a date: 2026-03-02, 02/03/2026 or 02.03.2026 (day first)."""
    bare = text.strip()
    try:
        if match := _DATE.fullmatch(bare):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(bare[:10]) if len(bare) >= 10 else date.fromisoformat("")
    except ValueError:
        raise CellFault(
            "not_a_date", f"{text[:40]!r} is no date; write 2026-03-02, or 02/03/2026 with the day first."
        ) from None


def moment(text: str) -> Moment:
    """Return a time of day (10:00, 10h30) or a moment (2026-03-02 10:00, with or without offset)."""
    bare = text.strip()
    try:
        if match := _TIME.fullmatch(bare):
            return time(int(match[1]), int(match[2]), int(match[3] or 0))
        if match := re.fullmatch(rf"{_DATE.pattern}[ T](.+)", bare):
            clock = moment(match[4])
            if isinstance(clock, time):
                return tellable(datetime.combine(date(int(match[3]), int(match[2]), int(match[1])), clock))
        if len(bare) > 10:
            return tellable(datetime.fromisoformat(bare))
    except ValueError:
        pass
    raise CellFault("not_a_time", f"{text[:40]!r} is no time; write 10:00 or 2026-03-02 10:00.") from None


def slot(text: str) -> tuple[Moment, Moment]:
    """Return the two ends of a slot: "10:00-12:00" or "2026-03-02 10:00 - 2026-03-02 12:00"."""
    parts = re.split(r"\s+-\s+|\s*[–—]\s*|\s+to\s+|/(?=\d{4})", text.strip())
    if len(parts) == 1:
        parts = re.split(r"(?<=[:h]\d{2})\s*-\s*(?=\d{1,2}[:h])", text.strip())
    if len(parts) != 2:
        raise CellFault("not_a_timeslot", f"{text[:60]!r} is no time slot; write 10:00-12:00.")
    return moment(parts[0]), moment(parts[1])


def slots(text: str) -> tuple[tuple[Moment, Moment], ...]:
    """Return one or several slots, parted by | or ;: "10:00-12:00 | 14:00-16:00"."""
    return tuple(slot(part) for part in re.split(r"\s*[|;]\s*", text.strip()) if part)


def point(lon: str, lat: str, *, delimiter: str) -> LonLat:
    """Return a point in degrees."""
    try:
        return LonLat(_degrees(lon, delimiter), _degrees(lat, delimiter))
    except CellFault:
        raise
    except ValueError as wrong:
        raise CellFault("coordinates_out_of_range", f"{wrong} Write degrees, such as 7.4203.") from None


def _degrees(text: str, delimiter: str) -> float:
    # Coordinates have no thousands, so a comma in them is always decimal.
    return number(text.strip().replace(",", "."), delimiter=delimiter)


def pair(text: str, *, delimiter: str) -> LonLat:
    """Return a point written as latitude and longitude in one cell: "43.73, 7.42"."""
    parts = re.split(r"[,;\s]+", text.strip())
    if len(parts) != 2:
        raise CellFault("not_coordinates", f"{text[:40]!r} is no pair of coordinates; write 43.7374, 7.4203.")
    return point(parts[1], parts[0], delimiter=delimiter)


def quote_id(text: str) -> uuid.UUID:
    """Return the id of a quote."""
    try:
        return uuid.UUID(text)
    except ValueError:
        detail = f"{text[:40]!r} is no id of a quote; write quote_id as POST /v1/quotes answered it."
        raise CellFault("quote_unreadable", detail) from None
