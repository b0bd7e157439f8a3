"""Raw ASGI routes for the hot paths: same authorisation, listed in OpenAPI, decoded by msgspec."""

import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pannier.base.actor import Actor
from pannier.base.edge import demand, identify
from pannier.base.field_faults import told_by_msgspec
from pannier.base.problems import Invalid, Problem, TooLarge

Handle = Callable[[Request, Actor], Awaitable[Response]]
MAX_BODY = 2_000_000
# A phone that was signed out can send positions for this much longer.
KNOWN_FOR_S = 5.0
MOST_CALLERS = 20_000

_callers: dict[bytes, tuple[float, Actor]] = {}


@dataclass(frozen=True, slots=True)
class RawRoute:
    """A route outside FastAPI: `handle(request, actor)` runs in the event loop after authorisation.

    `permission` is checked like `may(...)`; `openapi` is the operation object shown in the API description.
    """

    path: str
    method: str
    permission: str
    handle: Handle
    openapi: dict[str, Any] = field(default_factory=dict)

    async def endpoint(self, request: Request) -> Response:
        """Authorise, then handle; problems become problem+json here."""
        try:
            actor = await _who(request)
            demand(actor, self.permission)
            return await self.handle(request, actor)
        except Problem as problem:
            return problem_response(problem, request.url.path)


async def _who(request: Request) -> Actor:
    """Return who calls, asked of the database at most every few seconds for the same caller."""
    token = request.headers.get("authorization")
    if token is None:
        return await run_in_threadpool(identify, request)
    key, now = hashlib.sha256(token.encode()).digest(), time.monotonic()
    held = _callers.get(key)
    if held is not None and held[0] > now:
        return held[1]
    actor = await run_in_threadpool(identify, request)
    if len(_callers) >= MOST_CALLERS:
        _callers.clear()
    _callers[key] = (now + KNOWN_FOR_S, actor)
    return actor


def forget_callers() -> None:
    """Ask the database again about everybody, for tests."""
    _callers.clear()


def problem_response(problem: Problem, path: str) -> Response:
    """Return the answer for a problem."""
    return Response(
        msgspec.json.encode(problem.body(path)),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=problem.headers,
    )


async def read_body[T](request: Request, decoder: msgspec.json.Decoder[T], limit: int = MAX_BODY) -> T:
    """Read and decode a JSON body; raise TooLarge or Invalid with the place of the fault."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"The body is larger than {limit} bytes; send it in smaller parts.")
    try:
        return decoder.decode(bytes(body))
    except msgspec.ValidationError as error:
        pointer, sentence = told_by_msgspec(error)
        raise Invalid(sentence, pointer=pointer) from error
    except msgspec.DecodeError as error:
        raise Invalid(
            f"The body is not JSON ({error}); correct it and send it again.", pointer="/"
        ) from error
