"""Files of any origin become rows of text, or a clear refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.tabular import UnreadableFile, decode, read_table, safe_cell
from pannier.orders.files.columns import known_columns

TEXT = "reference;address;notes\nA-1;Rue de l'Église 3;Été à la crème €\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252")],
)  # fmt: skip
def test_each_usual_encoding_is_recognised(encoding: str, told: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, told)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest", "file_not_text"),
        (b"%PDF-1.7", "file_not_text"),
        (b"reference,address\nA\x00-1,B", "file_not_text"),
        (b"reference\x81\xff,address", "encoding_unknown"),
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b'reference,address\nA-1,"open', "quotes_open"),
        (b"reference,address\nA-1," + b"x" * 20_001, "cell_too_long"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_table(content, known_columns)
    assert refusal.value.code == code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_with_the_best_header_is_taken(delimiter: str) -> None:
    rows = [["reference", "address", "notes"], ["A-1", "Rue 1", "a,b;c"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    table = read_table(text.encode(), known_columns)
    assert (table.delimiter, table.rows[0].cells) == (delimiter, ("A-1", "Rue 1", "a,b;c"))


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    table = read_table(b"reference,address\n\nA-1,x\n,,\nA-2,y\n", known_columns)
    assert [(row.number, row.cells[0]) for row in table.rows] == [(3, "A-1"), (5, "A-2")]


@given(st.binary(max_size=300))
def test_no_file_whatsoever_breaks_the_reader(content: bytes) -> None:
    try:
        table = read_table(content, known_columns)
    except UnreadableFile:
        return
    assert table.header
    assert all(any(cell.strip() for cell in row.cells) for row in table.rows)


@given(st.text(min_size=1, max_size=20))
def test_no_cell_of_a_report_starts_a_formula(text: str) -> None:
    assert safe_cell(text)[0] not in "=+-@\t\r"
    assert safe_cell(text).endswith(text)
