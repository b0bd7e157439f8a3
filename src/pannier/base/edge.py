"""The HTTP edge: every route names its permission and gets one transaction, scoped to the caller.

`may("orders:write")` authorises and opens it; `public()` marks the few routes without sign-in. The transaction is
committed after the handler returned and before the answer leaves. `Router` stores answers under `Idempotency-Key`.
"""

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.encoders import jsonable_encoder
from pydantic_core import to_json
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from pannier.base import idempotency
from pannier.base.actor import Actor
from pannier.base.problems import NotAllowed
from pannier.base.scope import SYSTEM
from pannier.base.transactions import commit, new_session

FORM_CHUNK = 1_000_000
Authenticate = Callable[[Request, Session], Actor]
_authenticate: list[Authenticate] = []


def authenticate_with(call: Authenticate) -> None:
    """Install how a request shows who it comes from; called once by the assembly (accounts stand above base)."""
    _authenticate[:] = [call]


@dataclass(slots=True)
class Edge:
    """What a route works with: the open transaction and the caller."""

    db: Session
    actor: Actor
    request: Request
    key: str | None = field(default=None)

    def keep(self, status: int, answer: Any, location: str | None = None) -> None:
        """Store the answer for repeats of the same Idempotency-Key, in the same transaction."""
        if self.key is not None:
            text = to_json(jsonable_encoder(answer)).decode()
            idempotency.keep(
                self.db, caller=self.actor.name, key=self.key, status=status, answer=text, location=location
            )


@dataclass(slots=True)
class PublicEdge:
    """What a route without sign-in works with: a system session that it must narrow itself by `acting_as`."""

    db: Session
    request: Request


def identify(request: Request) -> Actor:
    """Return who calls; raise NotSignedIn. Also used by the raw streaming routes."""
    db = new_session(SYSTEM)
    try:
        actor = _authenticate[0](request, db)
        db.commit()
        return actor
    finally:
        db.close()


def demand(actor: Actor, permission: str) -> None:
    """Raise NotAllowed unless the caller has `permission`."""
    if permission not in actor.permissions:
        raise NotAllowed(
            f"This needs the permission {permission}; ask an administrator of your organisation for it."
        )


async def _body(request: Request) -> bytes:
    """Return what tells one body from another, only where an Idempotency-Key makes it matter."""
    if "idempotency-key" not in request.headers:
        return b""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        # A form was read already; and a repeat has another boundary, so that its bytes are never the same.
        return await _form_digest(request)
    return await request.body()


async def _form_digest(request: Request) -> bytes:
    digest = hashlib.sha256()
    for name, value in (await request.form()).multi_items():
        digest.update(f"\0{name}\0".encode())
        if isinstance(value, str):
            digest.update(value.encode())
            continue
        digest.update(f"{value.filename}\0".encode())
        while chunk := await value.read(FORM_CHUNK):
            digest.update(chunk)
        await value.seek(0)
    return digest.digest()


def may(permission: str) -> Any:
    """Return the dependency that lets only callers with `permission` in and opens their transaction."""
    return _edge(permission)


def signed_in() -> Any:
    """Return the dependency of a route that everybody with a valid session or key may call."""
    return _edge("signed_in")


def _edge(permission: str) -> Any:
    def open_edge(request: Request, body: bytes = Depends(_body)) -> Iterator[Edge]:
        actor = identify(request)
        if permission != "signed_in":
            demand(actor, permission)
        db = new_session(actor.scope, actor=actor.name)
        key = request.headers.get("idempotency-key") if request.method != "GET" else None
        try:
            if key is not None:
                idempotency.begin(
                    db, caller=actor.name, key=key, method=request.method, path=request.url.path, body=body
                )
            yield Edge(db, actor, request, key)
            commit(db)
        except BaseException:
            db.rollback()
            raise
        finally:
            db.close()

    open_edge.permission = permission  # type: ignore[attr-defined]  # read by the test that walks all routes
    return Depends(open_edge, scope="function")


def public() -> Any:
    """Return the dependency of a route that needs no sign-in."""

    def open_public(request: Request) -> Iterator[PublicEdge]:
        db = new_session(SYSTEM)
        try:
            yield PublicEdge(db, request)
            commit(db)
        except BaseException:
            db.rollback()
            raise
        finally:
            db.close()

    open_public.permission = "public"  # type: ignore[attr-defined]  # read by the test that walks all routes
    return Depends(open_public, scope="function")


class Router(APIRouter):
    """An APIRouter whose writing routes keep their answers for repeats of an Idempotency-Key."""

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route; a writing one is wrapped so that its answer is kept."""
        methods = set(options.get("methods") or {"GET"})
        if methods - {"GET", "HEAD"} and not inspect.iscoroutinefunction(endpoint):
            endpoint = _keeping(endpoint, int(options.get("status_code") or 200))
        super().add_api_route(path, endpoint, **options)


def _keeping(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    @functools.wraps(endpoint)
    def call(*args: Any, **kwargs: Any) -> Any:
        answer = endpoint(*args, **kwargs)
        edge = next((value for value in kwargs.values() if isinstance(value, Edge)), None)
        if edge is not None and edge.key is not None:
            response = kwargs.get("response")
            location = response.headers.get("location") if response is not None else None
            edge.keep(getattr(response, "status_code", None) or status, answer, location)
        return answer

    return call


async def identify_async(request: Request) -> Actor:
    """Return who calls, for the raw routes that live in the event loop."""
    return await run_in_threadpool(identify, request)
