"""The days that browser tests make share one server: each has a name of its own, whichever worker runs it."""

import re
from collections import Counter
from pathlib import Path

NAMED = re.compile(r"world\.\w+\([^)]*\bname=\"([^\"]+)\"")


def test_every_day_has_a_name_of_its_own() -> None:
    texts = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    names = Counter(name for text in texts for name in NAMED.findall(text))
    assert len(names) > 10
    assert [name for name, times in names.items() if times > 1] == []
