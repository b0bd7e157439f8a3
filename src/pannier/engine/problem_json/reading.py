"""From JSON to the problem and its plan; whatever is wrong is told in one sentence with its place."""

import msgspec

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine.problem_json.building import problem_of
from pannier.engine.problem_json.plan_document import PlanDocument
from pannier.engine.problem_json.problem_document import ProblemDocument
from pannier.engine.problem_json.refusing import BadDocument, misshapen, unreadable


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
        raise misshapen(error) from error
    except msgspec.DecodeError as error:
        raise unreadable(text, error) from error
    except UnicodeDecodeError as error:
        raise BadDocument(f"The file is not text in UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise BadDocument("The file is nested too deeply to be read.") from error
