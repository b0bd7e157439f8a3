"""Errors that reach a caller as application/problem+json (RFC 9457) with a stable code."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of one field: where (`pointer`, JSON pointer or column), a stable code and a sentence."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """Base of all errors a caller can mend; subclasses set status, code and title.

    The tree: Problem -> one base class per package (OrderProblem, HubProblem, ...) -> one class per code.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[str] = "The request cannot be carried out"

    def __init__(self, detail: str, *, pointer: str | None = None, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        named = [FieldError(pointer, self.code, detail)] if pointer else []
        self.errors = (*named, *errors)
        self.headers: dict[str, str] = {}

    def body(self, instance: str = "") -> dict[str, Any]:
        """Return the problem+json body; `instance` is the path that was called."""
        return {
            "type": f"/docs/errors#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "instance": instance,
            "errors": [asdict(error) for error in self.errors],
        }


@contextmanager
def below(pointer: str) -> Iterator[None]:
    """Let problems inside point to fields below `pointer`, where a service was called for a part of the body."""
    try:
        yield
    except Problem as problem:
        problem.errors = tuple(replace(each, pointer=f"{pointer}{each.pointer}") for each in problem.errors)
        raise


class Invalid(Problem):
    """The request was understood and a field of it cannot be accepted."""

    status = 422
    code = "invalid"
    title = "Some fields cannot be accepted"


class NotSignedIn(Problem):
    """No valid session, API key or code came with the request."""

    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class NotAllowed(Problem):
    """The person or key is known and lacks the permission."""

    status = 403
    code = "not_allowed"
    title = "Not allowed"


class NotFound(Problem):
    """The thing does not exist in the caller's organisation."""

    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(Problem):
    """The request contradicts the present state."""

    status = 409
    code = "conflict"
    title = "In conflict with the present state"


class TooLarge(Problem):
    """The body is larger than this server takes."""

    status = 413
    code = "too_large"
    title = "Too large"


class TooMany(Problem):
    """The caller or the server has too much to do; `retry_after_s` says when to come again."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, detail: str, *, retry_after_s: int = 1) -> None:
        super().__init__(detail)
        self.headers["Retry-After"] = str(retry_after_s)
