"""Every error leaves as application/problem+json with a stable code and a sentence that says what to do."""

from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from pannier.app.bad_requests import MalformedBody, problem_of
from pannier.base.idempotency import Replay
from pannier.base.problems import Conflict, Invalid, NotFound, NotSignedIn, Problem
from pannier.base.raw import problem_response

log = structlog.get_logger(__name__)
UNREADABLE = (
    "The body cannot be read: it is no UTF-8 text, nested too deeply, or not of its content type; correct it."
)


class MethodNotAllowed(Problem):
    """The path exists, this method does not."""

    status = 405
    code = "method_not_allowed"
    title = "Method not allowed"


class NotStorable(Invalid):
    """A value is of the right kind and still larger than what can be kept."""

    code = "value_not_storable"
    title = "A value cannot be stored"


class Internal(Problem):
    """A fault of Pannier; it is in the server's log."""

    status = 500
    code = "internal"
    title = "Something went wrong in Pannier"


class DatabaseAway(Problem):
    """The database does not answer at the moment."""

    status = 503
    code = "database_unavailable"
    title = "The database is not available"


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Replay, _replay)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(IntegrityError, _integrity)
    app.add_exception_handler(DataError, _not_storable)
    app.add_exception_handler(OperationalError, _away)
    app.add_exception_handler(Exception, _internal)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 (FastAPI calls it for this class only)
    if isinstance(error, NotSignedIn) and _opens_a_page(request):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/console/?{urlencode({'next': wanted})}", status_code=303)
    return problem_response(error, request.url.path)


def _opens_a_page(request: Request) -> bool:
    """Tell whether a person's browser asks for a page, rather than a program for data."""
    is_page = request.method == "GET" and not request.url.path.startswith("/v1/")
    return is_page and "text/html" in request.headers.get("accept", "")


async def _replay(request: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)  # noqa: S101 (FastAPI calls it for this class only)
    headers = {"Idempotent-Replayed": "true"}
    if error.status == 204:
        return Response(status_code=204, headers=headers)
    if error.location is not None:
        headers["Location"] = error.location
    return Response(error.answer, error.status, headers, media_type="application/json")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (FastAPI calls it for this class only)
    return problem_response(problem_of(request, list(error.errors())), request.url.path)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (FastAPI calls it for this class only)
    path = request.url.path
    if error.status_code == 404:
        return problem_response(NotFound(f"There is nothing at {path}; see /docs for what there is."), path)
    if error.status_code == 405:
        return problem_response(MethodNotAllowed(f"{request.method} is not possible at {path}."), path)
    return problem_response(MalformedBody(UNREADABLE), path)


async def _integrity(request: Request, error: Exception) -> Response:
    log.warning("edge.integrity", path=request.url.path, error=type(error).__name__)
    text = "This contradicts what another request stored meanwhile; read the present state and try again."
    return problem_response(Conflict(text), request.url.path)


async def _not_storable(request: Request, error: Exception) -> Response:
    log.warning("edge.not_storable", path=request.url.path, error=type(error).__name__)
    text = "A number is too large, or a text holds a character that cannot be kept; nothing was changed."
    return problem_response(NotStorable(text), request.url.path)


async def _away(request: Request, error: Exception) -> Response:
    log.error("edge.database_away", path=request.url.path, error=str(error))
    problem = DatabaseAway("The database does not answer; nothing was changed, try again in a moment.")
    problem.headers["Retry-After"] = "2"
    return problem_response(problem, request.url.path)


async def _internal(request: Request, error: Exception) -> Response:
    log.exception("edge.internal", path=request.url.path, exc_info=error)
    problem = Internal("Pannier made a mistake; nothing was changed. The server's log has the details.")
    return problem_response(problem, request.url.path)
