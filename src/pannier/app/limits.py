"""What guards every request: a largest body, addresses that are text, headers that keep browsers safe."""

import contextlib
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pannier.base.problems import Invalid, NotFound, Problem, TooLarge
from pannier.base.raw import problem_response
from pannier.base.settings import settings

CSP = (
    "default-src 'self'; worker-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
    " frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


class _BodyTooLarge(Exception):
    pass


class UploadLimit:
    """Refuses bodies above `upload_max_bytes` by their declared length, and cuts off those that lie about it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while it is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = settings().upload_max_bytes
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        seen, started = 0, False

        async def count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _BodyTooLarge
            return message

        async def watch(message: Message) -> None:
            nonlocal started
            # What the app makes of a body that was cut off is not what happened.
            if seen <= limit or started:
                started = True
                await send(message)

        if declared.isdigit() and int(declared) > limit:
            seen = limit + 1
        else:
            with contextlib.suppress(_BodyTooLarge):
                await self.app(scope, count, watch)
        if seen > limit and not started:
            problem = TooLarge(
                f"The upload is larger than {limit} bytes; split it or raise PANNIER_UPLOAD_MAX_BYTES."
            )
            await problem_response(problem, scope["path"])(scope, receive, send)


class TextAddress:
    """Refuses addresses with the NUL character, which no text column can be compared with."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its address holds a NUL."""
        problem = _nul_in(scope) if scope["type"] == "http" else None
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await problem_response(problem, scope["path"])(scope, receive, send)


def _nul_in(scope: Scope) -> Problem | None:
    if "\0" in scope["path"]:
        return NotFound("There is nothing at an address with a NUL character; see /docs for what there is.")
    query = scope["query_string"].decode("latin-1")
    names = [name for name, value in parse_qsl(query, keep_blank_values=True) if "\0" in name + value]
    if not names:
        return None
    return Invalid("The character NUL is not allowed in a query; remove it.", pointer=f"/query/{names[0]}")


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress its answer."""

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", CSP)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
                if scope["path"].startswith("/v1/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, dress if scope["type"] == "http" else send)
