"""The report for a terminal: the same figures in a few tables."""

import io

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pannier.reports.report import DayReport, KindDay
from pannier.reports.wording import count, grams, money, rate


def render_text(report: DayReport, *, width: int = 100, color: bool = False) -> str:
    """Return the report as text of a terminal's width; with colours where asked."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
    )
    console.print(summary(report))
    file = console.file
    assert isinstance(file, io.StringIO)  # noqa: S101 (made so above)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def summary(report: DayReport) -> Group:
    """Return the report as something a rich console prints."""
    title = f"{report.hub_name}, {report.date:%A %d %B %Y}"
    parts: list[RenderableType] = [Text(title, style="bold"), _outcomes(report)]
    if report.fleet:
        parts.append(_fleet(report))
    parts.append(_money(report))
    parts += [Text(line, style="dim") for line in report.emissions.words]
    return Group(*parts)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for n, column in enumerate(columns):
        table.add_column(column, justify="left" if n == 0 else "right", overflow="fold")
    return table


def _outcomes(report: DayReport) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    orders = report.orders
    table.add_row("Orders", str(orders.total))
    table.add_row("Delivered", _delivered(report))
    failed = ", ".join(f"{failure.label}: {failure.orders}" for failure in report.failures)
    table.add_row("Failed", f"{orders.failed}" + (f"  ({failed})" if failed else ""))
    table.add_row("Not attempted", _open(report))
    table.add_row("First attempt", rate(report.first_attempt))
    table.add_row("Windows kept", rate(report.windows_kept))
    attempts = report.attempts
    table.add_row("Attempts", f"{count(attempts.total, 'attempt')} at {count(attempts.stops, 'stop')}")
    for partner in report.partners:
        table.add_row(
            f"Partner {partner.name}", f"{partner.delivered} of {count(partner.orders, 'order')} delivered"
        )
    if report.overrides:
        table.add_row("Overrides", count(len(report.overrides), "route"))
    return table


def _delivered(report: DayReport) -> str:
    orders = report.orders
    if orders.partially_delivered:
        return f"{orders.delivered} and {orders.partially_delivered} in part"
    return str(orders.delivered)


def _open(report: DayReport) -> str:
    parts = [str(report.orders.open)]
    if report.orders.in_review:
        parts.append(f"{report.orders.in_review} in address review")
    if report.left_out:
        parts.append(f"{len(report.left_out)} left out of the plan")
    return parts[0] + (f"  ({', '.join(parts[1:])})" if parts[1:] else "")


def _fleet(report: DayReport) -> Table:
    table = _table(
        "Vehicles", "rounds", "delivered", "reloads", "swaps", "km", "kWh", "hours", "cost", "CO2e"
    )
    for kind in report.fleet:
        label = f"{kind.label} (between hubs)" if kind.transfers else kind.label
        table.add_row(label, *_kind(kind, report.currency))
    return table


def _kind(kind: KindDay, currency: str) -> list[str]:
    return [
        str(kind.rounds),
        str(kind.deliveries),
        str(kind.reloads),
        str(kind.swaps),
        f"{kind.distance_km:,.1f}",
        f"{kind.energy_kwh:,.2f}",
        f"{kind.hours:,.1f}",
        money(kind.cost_cents, currency),
        grams(kind.co2e_g),
    ]


def _money(report: DayReport) -> Table:
    cost, emissions, currency = report.cost, report.emissions, report.currency
    table = _table("", "day", "per delivery")
    own = f"Cost, own fleet ({count(cost.own_deliveries, 'delivery', 'deliveries')})"
    table.add_row(own, money(cost.own_cents, currency), money(cost.own_per_delivery_cents, currency))
    if cost.partner_deliveries or cost.partner_cents:
        label = f"Cost, partners ({count(cost.partner_deliveries, 'delivery', 'deliveries')})"
        amounts = (cost.partner_cents, cost.partner_per_delivery_cents)
        table.add_row(label, *(money(cents, currency) for cents in amounts))
    table.add_row(
        "Price charged",
        money(cost.charged_cents, currency),
        money(cost.charged_per_delivery_cents, currency),
    )
    table.add_row("CO2e", grams(emissions.co2e_g), grams(emissions.per_delivery_g))
    if emissions.baseline_g is not None:
        compared = count(emissions.compared_deliveries, "delivery", "deliveries")
        table.add_row(
            f"CO2e, compared ({compared})",
            grams(emissions.compared_g),
            _per_compared(report, emissions.compared_g),
        )
    table.add_row("By diesel van", grams(emissions.baseline_g), _per_compared(report, emissions.baseline_g))
    below = emissions.saved_g is None or emissions.saved_g >= 0
    less = (emissions.saved_g, emissions.saved_per_delivery_g)
    table.add_row("Saved" if below else "Above the diesel van", *(grams(abs(g) if g else g) for g in less))
    return table


def _per_compared(report: DayReport, grams_in_all: float | None) -> str:
    deliveries = report.emissions.compared_deliveries
    return grams(grams_in_all / deliveries) if grams_in_all is not None and deliveries else "–"
