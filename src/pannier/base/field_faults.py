"""Say in plain words what is wrong with a field of a request (data/field_faults.toml)."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

UNKNOWN = "unknown"


@functools.cache
def field_faults() -> Mapping[str, Mapping[str, str]]:
    """Return data/field_faults.toml: the sentences, and what texts have to look like."""
    return tomllib.loads(files("pannier").joinpath("data/field_faults.toml").read_text("utf-8"))


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """Return what is wrong and what to do, for one error as pydantic tells it; the value is not repeated."""
    words = field_faults()["faults"]
    sentence = words.get(str(fault["type"]), words[UNKNOWN])
    context = dict(fault.get("ctx") or {})
    context |= {"given": kind_in_words(fault.get("input")), "reason": _reason(fault)}
    context["form"] = field_faults()["forms"].get(str(context.get("pattern")), words[UNKNOWN])
    return sentence.format_map(context)


def fault_pointer(loc: Sequence[Any]) -> str:
    """Return the place of a fault as a JSON pointer; inside the body it begins at the body's root."""
    place = loc[1:] if loc and loc[0] == "body" else loc
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in place)


def kind_in_words(value: object) -> str:
    """Return what kind of value came."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
    return "something else"


def _reason(fault: Mapping[str, Any]) -> str:
    """Return the words of a rule of our own, which pydantic puts behind its own word."""
    told = str(fault.get("msg", "")).partition(", ")[2].rstrip(".")
    return told[:1].upper() + told[1:]


_KINDS = {
    "array": "a list", "object": "an object", "str": "a text", "int": "a whole number", "float": "a number",
    "bool": "true or false", "uuid": "an id", "datetime": "a moment with its offset",
}  # fmt: skip


def told_by_msgspec(error: Exception) -> tuple[str, str]:
    """Return the place and the sentence of a fault that a fast route found; msgspec knows only the first one."""
    told, _, place = str(error).partition(" - at ")
    pointer = place.strip("`").removeprefix("$").replace(".", "/").replace("[", "/").replace("]", "")
    if field := re.fullmatch(r"Object missing required field `(.+)`", told):
        return f"{pointer}/{field[1]}", field_faults()["faults"]["missing"]
    if field := re.fullmatch(r"Object contains unknown field `(.+)`", told):
        return f"{pointer}/{field[1]}", field_faults()["faults"]["extra_forbidden"]
    if kinds := re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`", told):
        wanted = " or ".join(_KINDS.get(each.strip(), each.strip()) for each in kinds[1].split("|"))
        return pointer or "/", f"This is to be {wanted}, not {_KINDS.get(kinds[2], kinds[2])}; correct it."
    return pointer or "/", f"{told.replace('`', '')}; correct it."
