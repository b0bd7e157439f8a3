"""Reference tables read off the code: settings, events, errors, kinds. The docs and the server show the same."""

import inspect
from collections.abc import Iterator

from pydantic_core import PydanticUndefined

from pannier.app import errors, wiring
from pannier.base.problems import Problem
from pannier.base.settings import Settings
from pannier.core.events import EVENTS
from pannier.factors.kinds import vehicle_kinds
from pannier.factors.reasons import failure_reasons, success_codes
from pannier.webhooks.catalogue import published_events

Table = tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]
__all__ = ["errors", "tables", "wiring"]


def _sentence(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def problem_classes() -> list[type[Problem]]:
    """Return every error that can reach a caller, by code."""
    return sorted(_below(Problem), key=lambda problem: (problem.code, problem.__module__))


def _below(kind: type[Problem]) -> Iterator[type[Problem]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("pannier."):
            yield child
        yield from _below(child)


def settings_table() -> Table:
    """Return all settings with their defaults."""
    rows: list[tuple[str, ...]] = []
    for name, field in sorted(Settings.model_fields.items()):
        if field.default_factory is not None or field.default is PydanticUndefined:
            default = "by the machine"
        else:
            default = "" if field.default is None else str(field.default)
        rows.append(
            (f"`PANNIER_{name.upper()}`", f"`{default}`" if default else "unset", field.description or "")
        )
    return "settings", "Settings", ("variable", "default", "what it does"), rows


def events_table() -> Table:
    """Return all events of the log, and which of them leave as webhooks."""
    sent = published_events()
    rows: list[tuple[str, ...]] = [
        (
            f"`{name}`",
            ", ".join(f"`{field}`" for field in _fields(kind)),
            "yes" if name in sent else "",
            _sentence(kind),
        )
        for name, kind in sorted(EVENTS.items())
    ]
    return "events", "Events", ("event", "fields", "webhook", "what happened"), rows


def _fields(kind: type) -> list[str]:
    return list(getattr(kind, "__dataclass_fields__", {}))


def errors_table() -> Table:
    """Return all error codes."""
    best: dict[str, tuple[str, ...]] = {}
    for problem in problem_classes():
        best.setdefault(
            problem.code, (f"`{problem.code}`", str(problem.status), problem.title, _sentence(problem))
        )
    return "errors", "Errors", ("code", "status", "title", "when"), [best[code] for code in sorted(best)]


def kinds_table() -> Table:
    """Return all vehicle kinds."""
    rows: list[tuple[str, ...]] = [
        (
            f"`{name}`",
            kind.label,
            f"{kind.payload_g / 1000:g} kg",
            f"{kind.volume_ml / 1000:g} l",
            f"{kind.battery.capacity_wh} Wh" if kind.battery else "none",
            "baseline only" if kind.baseline_only else "",
        )
        for name, kind in vehicle_kinds().items()
    ]
    return "vehicle-kinds", "Vehicle kinds", ("kind", "name", "payload", "volume", "battery", ""), rows


def reasons_table() -> Table:
    """Return all failure reasons and success codes."""
    rows: list[tuple[str, ...]] = [
        (f"`{code}`", "failure", reason.label, str(reason.responsible))
        for code, reason in failure_reasons().items()
    ]
    rows += [(f"`{code}`", "success", done.label, "") for code, done in success_codes().items()]
    return "outcomes", "Outcomes of an attempt", ("code", "kind", "label", "responsible"), rows


def tables() -> list[Table]:
    """Return all reference tables."""
    return [settings_table(), events_table(), errors_table(), kinds_table(), reasons_table()]


def markdown(table: Table) -> str:
    """Return a table as a page of Markdown."""
    _, title, heads, rows = table
    lines = [f"# {title}", "", "This page is written from the code; `make reference` renews it.", ""]
    lines += [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
