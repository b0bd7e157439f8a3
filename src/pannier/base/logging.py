"""Log lines with fields: coloured on a terminal, JSON elsewhere, and without personal data or secrets.

Use `log = structlog.get_logger(__name__)` and name what happened: `log.info("order.accepted", order_id=…)`.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from pannier.base import clock
from pannier.base.settings import settings

HIDDEN = "[hidden]"
_PRIVATE_FIELD = re.compile(
    r"(^|_)(name|recipient|phone|mobile|email|mail|address|street|notes?|lat|lon|latitude|longitude|password|"
    r"secret|token|authorization|cookie|pin|code_plain|api_key|master_key|signature|body)(_|$)",
    re.IGNORECASE,
)
# These look private by their names and are not.
_PUBLIC_FIELDS = frozenset({"map_name", "hub_name", "file_name", "event_name", "reader_name", "job_name"})
_PRIVATE_TEXT = (
    # e-mail addresses
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    # telephone numbers: international, national in five groups, national in one piece
    re.compile(
        r"(?<![\w-])\+\d[\d ()./-]{6,}\d|(?<![\w.-])0\d(?:[ ./]\d{2,}){4,}|(?<![\w.-])0\d{9}(?![\w-])"
    ),
    # log-in data in URLs, tracking links, bearer tokens
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),
    re.compile(r"(?<=/t/)[\w-]{16,}"),
    re.compile(r"(?<=Bearer )\S+", re.IGNORECASE),
)
_QUIET_LOGGERS = ("httpx2", "httpcore2", "asyncio", "apprise", "mail.log", "multipart")


def configure_logging() -> None:
    """Send all log lines, those of libraries too, to standard error in the form the settings ask for."""
    level = getattr(logging, settings().log_level.upper())
    shared = _shared_processors()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers()],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def hide_private(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the values of fields with private names, and what looks private in any text."""
    return {key: _shown(key, value) for key, value in event.items()}


def redact(text: str) -> str:
    """Return the text without e-mail addresses, telephone numbers, log-in data and link tokens."""
    for pattern in _PRIVATE_TEXT:
        text = pattern.sub(HIDDEN, text)
    return text


def _shown(key: str, value: Any) -> Any:
    """Return what may be logged of a field."""
    if key not in _PUBLIC_FIELDS and _PRIVATE_FIELD.search(key) and value is not None:
        return HIDDEN
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {name: _shown(str(name), part) for name, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_shown(key, part) for part in value]
    return value


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _add_time,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        hide_private,
    ]


def _add_time(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Stamp real time, and Pannier's time where a demo clock shows another."""
    event["at"] = clock.wall_now().isoformat(timespec="milliseconds")
    reading = clock.read()
    if reading.mode is not clock.Mode.SYSTEM:
        event["clock"] = reading.now.isoformat(timespec="seconds")
    return event


def _renderers() -> list[Processor]:
    wanted = settings().log_format
    if wanted == "console" or (wanted == "auto" and sys.stderr.isatty()):
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="at")]
    return [structlog.processors.JSONRenderer(default=str)]
