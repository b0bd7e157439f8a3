"""From JSON to the problem and its plan; whatever is wrong is told in one sentence with its place."""

import codecs

import msgspec

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine.problem_json.building import problem_of
from pannier.engine.problem_json.plan_document import PlanDocument
from pannier.engine.problem_json.problem_document import ProblemDocument
from pannier.engine.problem_json.refusing import BadDocument, misshapen, said_twice, unreadable


def read_problem(text: bytes) -> Problem:
    """Return the problem of a JSON text; raises BadDocument or InvalidProblem, each with the field."""
    return problem_of(_read(text, ProblemDocument))


def read_plan(text: bytes) -> Plan:
    """Return the plan of a JSON text, true or not; raises BadDocument with the field."""
    return msgspec.convert(_read(text, PlanDocument), Plan, from_attributes=True)


def _read[T](text: bytes, kind: type[T]) -> T:
    """Return the document of a text in UTF-8; a byte order mark before it, as some editors write, is no part of it."""
    text = text.removeprefix(codecs.BOM_UTF8)
    try:
        document = msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise misshapen(error) from error
    except msgspec.DecodeError as error:
        raise unreadable(text, error) from error
    except UnicodeDecodeError as error:
        raise BadDocument(f"The file is not text in UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise BadDocument("The file is nested too deeply to be read.") from error
    # JSON lets the last of two equal keys win silently; looked for last, in a text that is known to be JSON.
    if found := said_twice(text):
        raise found
    return document
