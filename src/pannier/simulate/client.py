"""A caller of the public HTTP API: signs in, asks again when the server is busy, raises what is refused."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx2 as httpx

from pannier.simulate.errors import Gone, NoAnswer, Refused

TRIES = 8
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 8.0
BUSY = frozenset({429, 502, 503, 504})
Json = dict[str, Any]


class Caller:
    """One caller with its own session; `http` knows the server's address.

    `is_gone` tells whether the server has ended, where that can be known: then nothing is tried again.
    """

    def __init__(
        self,
        http: httpx.Client,
        *,
        sleep: Callable[[float], None] = time.sleep,
        is_gone: Callable[[], bool] = lambda: False,
    ) -> None:
        self.http = http
        self._sleep = sleep
        self._is_gone = is_gone
        self._headers: dict[str, str] = {}

    def another(self, token: str | None = None) -> "Caller":
        """Return a caller on the same server with a session of its own."""
        other = Caller(self.http, sleep=self._sleep, is_gone=self._is_gone)
        if token is not None:
            other.use(token)
        return other

    def use(self, token: str) -> None:
        """Send this token (of a session or an API key) from now on."""
        self._headers["Authorization"] = f"Bearer {token}"

    def sign_in(self, email: str, password: str) -> Json:
        """Open a session by e-mail and password; return the answer."""
        return self._sign_in("/v1/sessions", {"email": email, "password": password})

    def sign_in_rider(self, code: str) -> Json:
        """Open a session with the one-time code of a rider's QR."""
        return self._sign_in("/v1/sessions/rider", {"code": code})

    def _sign_in(self, path: str, body: Json) -> Json:
        answer: Json = self.post(path, body)
        self.use(answer["token"])
        # The cookie that came along is for browsers; all callers share one connection pool.
        self.http.cookies.clear()
        return answer

    def get(self, path: str, **params: Any) -> Any:
        """Return the JSON at a path; parameters that are None are left out."""
        known = {name: value for name, value in params.items() if value is not None}
        return self._json("GET", path, params=known)

    def text(self, path: str, **params: Any) -> str:
        """Return the text at a path."""
        answer = self._send("GET", path, params=params)
        if answer.status_code >= 400:
            raise _refused(f"GET {path}", answer)
        return answer.text

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send JSON and return the answer's, None when it has none."""
        return self._json("POST", path, json=dict(body or {}))

    def delete(self, path: str) -> None:
        """Delete what is at a path."""
        self._json("DELETE", path)

    def upload(self, path: str, *, file: tuple[str, bytes, str], fields: Mapping[str, str]) -> Any:
        """Send a file (name, content, type) with form fields."""
        return self._json("POST", path, files={"file": file}, data=dict(fields))

    def pages(self, path: str, **params: Any) -> list[Json]:
        """Return the items of all pages of a list."""
        items: list[Json] = []
        cursor: str | None = None
        while True:
            page = self.get(path, limit=200, cursor=cursor, **params)
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items

    def _json(self, method: str, path: str, **arguments: Any) -> Any:
        answer = self._send(method, path, **arguments)
        if answer.status_code >= 400:
            raise _refused(f"{method} {path}", answer)
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Send once, and again while the server is busy or starting; calls are safe to repeat by their ids."""
        wait_s = FIRST_WAIT_S
        for _ in range(TRIES):
            try:
                answer = self.http.request(method, path, headers=self._headers, **arguments)
            except httpx.TransportError:
                pass
            else:
                if answer.status_code not in BUSY:
                    return answer
                wait_s = max(wait_s, float(answer.headers.get("Retry-After", 0)))
            if self._is_gone():
                raise Gone(f"{method} {path} got no answer: the server has ended.")
            self._sleep(wait_s)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)
        raise NoAnswer(f"{method} {path} got no answer in {TRIES} tries; is the server still running?")


def _refused(call: str, answer: httpx.Response) -> Refused:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    errors = "; ".join(f"{e.get('pointer')}: {e.get('detail')}" for e in problem.get("errors", []))
    detail = " ".join(filter(None, [problem.get("detail", answer.text[:200]), errors]))
    return Refused(call, status=answer.status_code, code=problem.get("code", "unknown"), detail=detail)
