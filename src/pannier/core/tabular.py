"""From the bytes of an order file to its rows: encoding, delimiter, quoting."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = {
    b"PK\x03\x04": "an Excel or zip file; save it as CSV (UTF-8) first",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as CSV (UTF-8) first",
    b"%PDF": "a PDF; export the list as CSV instead",
}
MAX_CELL = 20_000


class UnreadableFile(ValueError):
    """A file is no table of text; `code` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number (the header is row 1) and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text in rows, and how it had to be read."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes, score: Callable[[Sequence[str]], int]) -> Table:
    """Return the rows of a CSV file; raise UnreadableFile.

    `score` tells how many cells of a header are known columns: the delimiter with the best header is taken.
    """
    text, encoding = decode(content)
    delimiter = _delimiter(text, score)
    rows = _rows(text, delimiter)
    if not rows:
        raise UnreadableFile("file_empty", "The file is empty; its first row names the columns.")
    header = tuple(cell.strip() for cell in rows[0].cells)
    return Table(header, tuple(rows[1:]), encoding, delimiter)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the encoding: UTF-8 with or without mark, UTF-16, or Windows-1252.

    Raises UnreadableFile for files that hold no text, or text in an encoding that cannot be told.
    """
    for mark, what in _MARKS.items():
        if content.startswith(mark):
            raise UnreadableFile("file_not_text", f"This is {what}.")
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "encoding_unknown",
            f"Byte {error.start} is neither UTF-8 nor Windows-1252; save the file as CSV (UTF-8).",
        ) from None
    if any(ord(char) < 32 and char not in "\t\r\n" for char in text):
        raise UnreadableFile(
            "file_not_text", "The file holds bytes that are no text; save it as CSV (UTF-8)."
        )
    return text, encoding.removesuffix("-sig")


def _encoding(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    head = content[:2000]
    # Latin text in UTF-16 has a zero in every second byte, and no other text has zeros at all.
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str, score: Callable[[Sequence[str]], int]) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = {mark: score(next(csv.reader([first], delimiter=mark), [])) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (found[mark], first.count(mark)))


def _rows(text: str, delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, tuple(cells)))
            if any(len(cell) > MAX_CELL for cell in cells):
                raise UnreadableFile(
                    "cell_too_long",
                    f"Row {number} has a cell of over {MAX_CELL} letters; a quote may be open.",
                )
    except csv.Error as error:
        raise UnreadableFile(
            "quotes_open", f"Line {reader.line_num} cannot be read ({error}); check its quotes."
        ) from None
    return rows


def safe_cell(text: str) -> str:
    """Return a cell for a spreadsheet; what would be run as a formula gets a quote before it (OWASP)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
