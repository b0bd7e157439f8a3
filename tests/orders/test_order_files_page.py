"""The page on order files says what the code does."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/order-files.md").read_text(encoding="utf-8")
SOURCES = [
    *(ROOT / "src/pannier/orders/files").glob("*.py"),
    *(ROOT / "src/pannier/orders").glob("*.py"),
    ROOT / "src/pannier/core/order_limits.py",
]


def test_the_page_lists_every_column_with_its_names() -> None:
    columns = tomllib.loads((ROOT / "src/pannier/data/csv_columns.toml").read_text(encoding="utf-8"))
    for name, row in columns.items():
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        assert line.endswith(f"| {', '.join(row['aliases'])} |")
        assert ("needed" in line) == row.get("required", False)


def test_the_page_lists_every_code_of_a_fault() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    made = set(re.findall(r'(?:Fault|CellFault|fault)\(\s*(?:"[^"]*", )?"([a-z]+(?:_[a-z]+)+)"', text))
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE.partition("## Codes")[2]))
    # The one call whose code is a constant names its column first.
    assert made - {"cod_amount"} <= named
    assert len(made) >= 20
