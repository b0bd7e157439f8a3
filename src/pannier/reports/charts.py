"""Charts of the report as SVG, made on the server: no script, colours by class so that dark and print work. Pure."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from pannier.reports.report import DayReport, Rate


class Bar(NamedTuple):
    """One bar of a bar chart: what it is, how long, how it reads, and its colour class."""

    label: str
    value: float
    text: str
    style: str


WIDTH = 560
LABEL_W = 176
VALUE_W = 90
BAR_H = 22
GAP = 10
ROW_H = 54


def bars(items: Sequence[Bar], *, title: str) -> str:
    """Return horizontal bars with their values; negative values are drawn to the left of the line."""
    if not items:
        return ""
    most = max(max((item.value for item in items), default=0), 0)
    least = min(min(item.value for item in items), 0)
    room = WIDTH - LABEL_W - VALUE_W
    scale = room / (most - least) if most > least else 0.0
    zero = LABEL_W - least * scale
    parts = []
    for n, item in enumerate(items):
        y = n * (BAR_H + GAP)
        length = max(abs(item.value) * scale, 1.0 if item.value else 0.0)
        x = zero if item.value >= 0 else zero - length
        middle = y + BAR_H / 2
        parts.append(f'<text class="label" x="0" y="{middle:.1f}" dy="0.35em">{escape(item.label)}</text>')
        parts.append(
            f'<rect class="{item.style}" x="{x:.1f}" y="{y}" width="{length:.1f}" height="{BAR_H}" rx="3"/>'
        )
        end = max(x + length, zero) + 8
        parts.append(
            f'<text class="value" x="{end:.1f}" y="{middle:.1f}" dy="0.35em">{escape(item.text)}</text>'
        )
    height = len(items) * (BAR_H + GAP) - GAP
    parts.append(f'<line class="axis" x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height}"/>')
    return _svg(parts, height, title)


def rates(items: Sequence[tuple[str, Rate]], *, title: str) -> str:
    """Return each rate as a dot on its 95 % interval, on a scale from 0 to 100 %."""
    left, right = LABEL_W, WIDTH - 16
    parts = []
    height = len(items) * ROW_H + 26
    for percent in (0, 25, 50, 75, 100):
        x = left + (right - left) * percent / 100
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 26}"/>')
        parts.append(
            f'<text class="tick" x="{x:.1f}" y="{height - 6}" text-anchor="middle">{percent} %</text>'
        )
    for n, (label, rate) in enumerate(items):
        y = n * ROW_H + ROW_H / 2
        low, high = (left + (right - left) * end for end in (rate.low, rate.high))
        parts.append(f'<text class="label" x="0" y="{y - 4:.1f}">{escape(label)}</text>')
        parts.append(f'<text class="tick" x="0" y="{y + 17:.1f}">n = {rate.n}</text>')
        if rate.rate is not None:
            x = left + (right - left) * rate.rate
            parts.append(f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
            parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y}" r="6"/>')
    return _svg(parts, height, title)


def hours(by_hour: Sequence[tuple[int, int, int]], *, title: str) -> str:
    """Return the attempts hour by hour, failed ones on top of succeeded ones."""
    if not by_hour:
        return ""
    most = max(good + bad for _, good, bad in by_hour)
    plot_h, left = 130, 34
    step = (WIDTH - left) / len(by_hour)
    width = min(step * 0.7, 46)
    parts = []
    for count in _ticks(most):
        y = plot_h - plot_h * count / most
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="tick" x="{left - 6}" y="{y:.1f}" dy="0.35em" text-anchor="end">{count}</text>'
        )
    for n, (hour, good, bad) in enumerate(by_hour):
        x = left + n * step + (step - width) / 2
        good_h, bad_h = plot_h * good / most, plot_h * bad / most
        tip = f"<title>{hour:02d}:00: {good} succeeded, {bad} failed</title>"
        parts.append(
            f'<g>{tip}<rect class="good" x="{x:.1f}" y="{plot_h - good_h:.1f}" width="{width:.1f}" '
            f'height="{good_h:.1f}"/><rect class="bad" x="{x:.1f}" y="{plot_h - good_h - bad_h:.1f}" '
            f'width="{width:.1f}" height="{bad_h:.1f}"/></g>'
        )
        middle = x + width / 2
        parts.append(
            f'<text class="tick" x="{middle:.1f}" y="{plot_h + 16}" text-anchor="middle">{hour:02d}</text>'
        )
    return _svg(parts, plot_h + 22, title, top=8)


def _ticks(most: int) -> list[int]:
    """Return a few round counts up to the highest."""
    steps = [base * 10**power for power in range(7) for base in (1, 2, 5)]
    step = next((step for step in steps if most / step <= 4), most)
    return list(range(0, most + 1, step))


def _svg(parts: Sequence[str], height: float, title: str, *, top: int = 0) -> str:
    box = f"0 {-top} {WIDTH} {height + top:.0f}"
    name = escape(title)
    return f'<svg class="chart" viewBox="{box}" role="img" aria-label="{name}">{"".join(parts)}</svg>'


def outcome_bars(report: DayReport) -> str:
    """Return what became of the orders."""
    orders = report.orders
    rows = [
        ("Delivered", orders.delivered, "good"),
        ("Delivered in part", orders.partially_delivered, "part"),
        ("Failed", orders.failed, "bad"),
        ("Not attempted", orders.open, "open"),
    ]
    shown = [Bar(label, value, str(value), style) for label, value, style in rows if value or style == "good"]
    return bars(shown, title="What became of the orders")
