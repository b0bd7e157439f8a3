"""Write docs/reference pages that are read off the code."""

from pathlib import Path

from pannier.app import reference
from pannier.engine.problem_json import schemas

FOLDER = Path(__file__).parents[1] / "docs" / "reference"

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for table in reference.tables():
        (FOLDER / f"{table[0]}.md").write_text(reference.markdown(table))
    for name, schema in schemas().items():
        (FOLDER / name).write_text(schema)
