"""The report as a page: server-rendered, without script, light and dark, fit for printing."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pannier.places.models import Hub
from pannier.reports import charts, wording
from pannier.reports.charts import Bar
from pannier.reports.report import DayReport


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pannier.reports"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = ("money", "percent", "rate", "grams", "saved", "count")
    environment.filters |= {name: getattr(wording, name) for name in words}
    return environment


def render_page(report: DayReport, hubs: Sequence[Hub]) -> str:
    """Return the page of a report with a choice of hubs and days."""
    template = _environment().get_template("day.html")
    return template.render(report=report, hubs=hubs, charts=_charts(report))


def render_empty(on: date) -> str:
    """Return the page of an operator that has no hub yet."""
    return _environment().get_template("empty.html").render(date=on)


def _charts(report: DayReport) -> dict[str, Markup]:
    """Return the charts; their texts are escaped where they are made."""
    made = {
        "outcomes": charts.outcome_bars(report),
        "rates": charts.rates(
            [("First attempt", report.first_attempt), ("Windows kept", report.windows_kept)],
            title="Rates with their 95 % intervals",
        ),
        "hours": charts.hours(report.attempts.by_hour, title="Attempts by hour"),
        "emissions": charts.bars(_emissions(report), title="Emissions against a diesel van"),
        "distance": charts.bars(_distances(report), title="Kilometres by kind of vehicle"),
    }
    return {name: Markup(svg) for name, svg in made.items()}  # noqa: S704 (escaped in charts)


def _emissions(report: DayReport) -> list[Bar]:
    emissions = report.emissions
    if emissions.baseline_g is None:
        return []
    return [
        Bar("Diesel van", emissions.baseline_g, wording.grams(emissions.baseline_g), "open"),
        Bar("This day", emissions.compared_g, wording.grams(emissions.compared_g), "good"),
    ]


def _distances(report: DayReport) -> list[Bar]:
    return [
        Bar(
            f"{kind.label}, transfers" if kind.transfers else kind.label,
            kind.distance_km,
            f"{kind.distance_km:,.1f} km",
            "neutral",
        )
        for kind in report.fleet
    ]
