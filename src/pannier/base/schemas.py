"""Base classes of what comes in and what goes out over HTTP."""

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        allow_inf_nan=False,
        frozen=True,
        use_attribute_docstrings=True,
    )


class Out(BaseModel):
    """A response body."""

    model_config = ConfigDict(from_attributes=True, frozen=True, use_attribute_docstrings=True)
