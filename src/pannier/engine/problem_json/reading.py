"""From JSON to the problem and its plan; whatever is wrong is told in one sentence with its place."""

import re

import msgspec

from pannier.core.plan import Plan
from pannier.core.problem import InvalidProblem, Problem
from pannier.engine.problem_json.building import problem_of
from pannier.engine.problem_json.plan_document import PlanDocument
from pannier.engine.problem_json.problem_document import ProblemDocument


class BadDocument(ValueError):
    """The text is no JSON, or not of the shape asked for; the message says where and what."""


def read_problem(text: bytes) -> Problem:
    """Return the problem of a JSON text; raises BadDocument or InvalidProblem, each with the field."""
    return problem_of(_read(text, ProblemDocument))


def read_plan(text: bytes) -> Plan:
    """Return the plan of a JSON text, true or not; raises BadDocument with the field."""
    return msgspec.convert(_read(text, PlanDocument), Plan, from_attributes=True)


def _read[T](text: bytes, kind: type[T]) -> T:
    """Return the document of a text."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise BadDocument(_misshapen(str(error))) from error
    except msgspec.DecodeError as error:
        raise BadDocument(_unreadable(text, str(error))) from error
    except UnicodeDecodeError as error:
        raise BadDocument(f"The file is not text in UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise BadDocument("The file is nested too deeply to be read.") from error


def _misshapen(told: str) -> str:
    """Return what msgspec says of a value, its place first."""
    words, _, place = told.partition(" - at ")
    field = place.strip("`").removeprefix("$").removeprefix(".") or "the document"
    return f"{field}: {words[:1].lower()}{words[1:].replace('`', '')}."


def _unreadable(text: bytes, told: str) -> str:
    """Return why a text is no JSON, with line and column where they are known."""
    words = told.removeprefix("JSON is malformed: ")
    found = re.search(r" \(byte (\d+)\)$", words)
    if found is None:
        return f"The file is not JSON: {words.lower()}."
    before = text[: int(found[1])]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"The file is not JSON: {words[: found.start()]} in line {line}, column {column}."


__all__ = ["BadDocument", "InvalidProblem", "read_plan", "read_problem"]
