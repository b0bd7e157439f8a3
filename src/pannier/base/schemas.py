"""Base classes of what comes in and what goes out over HTTP."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator


class In(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        allow_inf_nan=False,
        frozen=True,
        use_attribute_docstrings=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """Refuse the NUL character, which no text column can hold."""
        if _holds_nul(value):
            raise ValueError("the character NUL is not allowed in a text; remove it")
        return value


def _holds_nul(value: Any) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(_holds_nul(each) for pair in value.items() for each in pair)
        case list():
            return any(map(_holds_nul, value))
    return False


class Out(BaseModel):
    """A response body."""

    model_config = ConfigDict(from_attributes=True, frozen=True, use_attribute_docstrings=True)
