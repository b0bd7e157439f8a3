"""Personal text kept sealed in a table: reads and writes like plain text, lies encrypted in the row."""

from typing import Any, overload

from pannier.base.encryption import seal, unseal


class SealedText:
    """Descriptor over a `bytes` column: `name = SealedText("name_sealed")`.

    The row's `org_id` chooses the key, so it must be set before the text (name it first in the constructor).
    """

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "SealedText": ...
    @overload
    def __get__(self, row: Any, owner: type) -> str | None: ...
    def __get__(self, row: Any, owner: type) -> "str | SealedText | None":
        if row is None:
            return self
        value = getattr(row, self.column)
        return None if value is None else unseal(row.org_id, value)

    def __set__(self, row: Any, text: str | None) -> None:
        if row.org_id is None:
            raise ValueError(f"Set org_id before {self.column}; it chooses the key.")
        setattr(row, self.column, None if text is None else seal(row.org_id, text))
