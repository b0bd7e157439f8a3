"""VRPLIB text split into its header fields and its sections, before anybody asks what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.routing.formats.rows import number, numbered
from benchmarks.routing.instance import BadFile


@dataclass(frozen=True)
class Sections:
    """`fields` by name as written, and the rows of numbers of each section."""

    name: str
    fields: Mapping[str, str]
    rows: Mapping[str, list[list[float]]]

    def whole(self, field: str) -> int:
        """Return a header field as a whole number; raises BadFile when it is missing or none."""
        if field not in self.fields:
            raise BadFile(f"{self.name}: the header lacks {field}; is this a VRPLIB file?")
        return int(number(self.fields[field], where=f"{self.name}, {field}"))

    def column(self, section: str, *, count: int, default: float) -> list[float]:
        """Return one number for each of `count` rows: from a section, a header field or the default."""
        if section in self.fields:
            return [number(self.fields[section], where=f"{self.name}, {section}")] * count
        return [row[0] for row in self.table(section, count=count, width=1, default=(default,))]

    def table(
        self, section: str, *, count: int, width: int, default: tuple[float, ...] | None = None
    ) -> list[list[float]]:
        """Return the rows of a section without their numbers; raises BadFile unless they are 1..count."""
        key = f"{section}_SECTION"
        if key not in self.rows and default is not None:
            return [list(default)] * count
        rows = self.rows.get(key, [])
        if len(rows) != count or any(len(row) != width + 1 for row in rows):
            raise BadFile(f"{self.name}: {key} needs {count} rows of a number and {width} values.")
        if [row[0] for row in rows] != list(range(1, count + 1)):
            raise BadFile(f"{self.name}: {key} is not numbered from 1 to {count}.")
        return [row[1:] for row in rows]


def split_sections(text: str, *, name: str) -> Sections:
    """Return header fields and sections; raises BadFile for a line that belongs to neither."""
    fields: dict[str, str] = {}
    rows: dict[str, list[list[float]]] = {}
    current: list[list[float]] | None = None
    for count, line in numbered(text):
        word = line.strip()
        if word == "EOF":
            break
        if word.endswith("_SECTION"):
            current = rows.setdefault(word, [])
        elif ":" in word and not word[0].isdigit():
            key, value = word.split(":", 1)
            fields[key.strip()] = value.strip().strip('"')
        elif current is not None:
            current.append([number(one, where=f"{name}, line {count}") for one in word.split()])
        else:
            raise BadFile(f"{name}, line {count}: {word!r} stands before any section.")
    return Sections(name, fields, rows)
