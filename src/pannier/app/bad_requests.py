"""What to answer to a request that does not fit its route: the address, the content type, the body or a field."""

from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.params import Form

from pannier.base.field_faults import fault_pointer, fault_sentence, kind_in_words
from pannier.base.problems import FieldError, Invalid, NotFound, Problem

SHOWN = 60
LIKE = "019ab7c0-5a1e-7c33-9a55-0242ac120009"
OWN_RULES = frozenset({"value_error", "assertion_error"})
JSON, FORM = "application/json", "multipart/form-data"


class MalformedBody(Problem):
    """The body is not what its content type says."""

    status = 400
    code = "malformed_body"
    title = "The body cannot be read"


class WrongContentType(Problem):
    """The body is of another content type than this path takes."""

    status = 415
    code = "wrong_content_type"
    title = "Another content type is expected"


def problem_of(request: Request, faults: list[dict[str, Any]]) -> Problem:
    """Return the problem to answer with, the one that has to be mended first."""
    return _no_such_id(faults) or _not_readable(request, faults) or _fields(request, faults)


def _no_such_id(faults: list[dict[str, Any]]) -> Problem | None:
    """Nothing has an id that is none, so nothing is there."""
    fault = next((each for each in faults if each["loc"][0] == "path" and "uuid" in each["type"]), None)
    if fault is None:
        return None
    name, given = str(fault["loc"][1]), str(fault["input"])
    shown = f"{given[:SHOWN]}…" if len(given) > SHOWN else given
    thing = name.removesuffix("_id").replace("_", " ")
    text = f"{shown!r} is no id of {'an' if thing[:1] in 'aeiou' else 'a'} {thing}; ids look like {LIKE}."
    if name == "order_id":
        find = quote(given[:SHOWN], safe="")
        text = f"{text} An order is found by its reference with GET /v1/orders?q={find}."
    else:
        text = f"{text} Copy it from the answer that listed it."
    return NotFound(text)


def _not_readable(request: Request, faults: list[dict[str, Any]]) -> Problem | None:
    sent, wanted = _content_type(request), FORM if _takes_form(request) else JSON
    of_body = [fault for fault in faults if fault["loc"][0] == "body"]
    nothing_sent = not sent and all(fault["type"] == "missing" for fault in of_body)
    if of_body and not nothing_sent and not _fits(sent, wanted):
        what = f"The body is {sent}" if sent else "The request names no content type"
        text = f"{what}; this path takes {wanted}. Send it with the header Content-Type: {wanted}."
        return WrongContentType(text)
    broken = next((fault for fault in faults if fault["type"] == "json_invalid"), None)
    if broken is not None:
        reason = broken.get("ctx", {}).get("error", "it ends too early")
        place = broken["loc"][-1]
        return MalformedBody(
            f"The body is not valid JSON at character {place}: {reason}; correct it there and send it again."
        )
    return None


def _fields(request: Request, faults: list[dict[str, Any]]) -> Problem:
    errors = [FieldError(fault_pointer(fault["loc"]), fault["type"], _sentence(fault)) for fault in faults]
    first = errors[0]
    detail = first.detail if first.pointer == "/" else f"{first.pointer}: {first.detail}"
    return Invalid(detail, errors=errors)


def _sentence(fault: dict[str, Any]) -> str:
    if len(fault["loc"]) > 1 or fault["type"] in OWN_RULES:
        return fault_sentence(fault)
    if fault["type"] == "missing":
        return "The body is missing; send a JSON object in braces, as /docs shows it."
    return (
        f"The body is {kind_in_words(fault.get('input'))}; send a JSON object in braces, as /docs shows it."
    )


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _fits(sent: str, wanted: str) -> bool:
    return sent == wanted or (wanted == JSON and sent.endswith("+json"))


def _takes_form(request: Request) -> bool:
    dependant = getattr(request.scope.get("route"), "dependant", None)
    return any(isinstance(each.field_info, Form) for each in getattr(dependant, "body_params", ()))
