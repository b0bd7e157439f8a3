"""Small words for HTTP in tests."""

from typing import Any


def accepted(answer: Any) -> Any:
    """Return the JSON of an answer that took the request; fail with its text otherwise."""
    assert 200 <= answer.status_code < 300, f"{answer.status_code} {answer.url}: {answer.text}"
    return answer.json() if answer.content else None
