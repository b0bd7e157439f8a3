"""A routing problem and its plan as JSON: read, checked, written, and described by a JSON Schema.

The format is told in docs/reference/problem-json.md. Everything here works on bytes; files are opened elsewhere.
"""

from pannier.engine.problem_json.reading import read_plan, read_problem
from pannier.engine.problem_json.refusing import BadDocument
from pannier.engine.problem_json.schemas import schemas
from pannier.engine.problem_json.writing import write_plan, write_problem

__all__ = ["BadDocument", "read_plan", "read_problem", "schemas", "write_plan", "write_problem"]
