"""The reference pages say what the code says, and name every setting, event, error, kind and outcome."""

from pathlib import Path

import pytest

from pannier.app import reference
from pannier.engine.problem_json import schemas

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("table", reference.tables(), ids=lambda table: table[0])
def test_a_reference_page_is_current(table: reference.Table) -> None:
    page = (FOLDER / f"{table[0]}.md").read_text()
    assert page == reference.markdown(table), "Run `make reference`."


@pytest.mark.parametrize("table", reference.tables(), ids=lambda table: table[0])
def test_every_row_is_explained(table: reference.Table) -> None:
    for row in table[3]:
        assert any(len(cell) > 3 for cell in row[1:]), row


def test_every_error_has_its_own_words() -> None:
    for problem in reference.problem_classes():
        assert problem.__doc__, problem
        assert problem.title[0].isupper()
        assert 400 <= problem.status < 600


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_current(name: str) -> None:
    assert (FOLDER / name).read_text() == schemas()[name], "Run `make reference`."
