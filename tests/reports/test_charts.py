"""Charts: lengths follow the figures, texts are escaped, intervals are drawn."""

import re
from xml.etree import ElementTree

import pytest

from pannier.core.statistics import Proportion
from pannier.reports import charts
from pannier.reports.charts import Bar
from pannier.reports.report import Rate


def _rects(svg: str) -> list[dict[str, str]]:
    return [element.attrib for element in ElementTree.fromstring(svg).iter() if element.tag == "rect"]


def test_bars_are_as_long_as_their_values() -> None:
    svg = charts.bars([Bar("a", 50, "50", "good"), Bar("b", 100, "100", "bad")], title="Two")
    widths = [float(rect["width"]) for rect in _rects(svg)]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)


def test_a_negative_value_is_drawn_to_the_left_of_the_line() -> None:
    svg = charts.bars([Bar("less", -50, "-50", "bad"), Bar("more", 50, "50", "good")], title="Saved")
    less, more = _rects(svg)
    assert float(less["x"]) + float(less["width"]) == pytest.approx(float(more["x"]), abs=0.2)


def test_all_zero_is_drawn_without_a_division_by_zero() -> None:
    assert [rect["width"] for rect in _rects(charts.bars([Bar("a", 0, "0", "good")], title="None"))] == [
        "0.0"
    ]
    assert charts.bars([], title="Nothing") == ""
    assert charts.hours([], title="Nothing") == ""


def test_labels_are_escaped() -> None:
    svg = charts.bars([Bar("<b>", 1, "&", "good")], title='"x"')
    assert "<b>" not in svg
    assert ElementTree.fromstring(svg).attrib["aria-label"] == '"x"'


def test_a_rate_is_a_dot_on_its_interval_and_nothing_without_observations() -> None:
    svg = charts.rates([("Kept", Rate.of(Proportion(8, 10))), ("None", Rate.of(Proportion(0, 0)))], title="R")
    assert svg.count('class="interval"') == svg.count('class="dot"') == 1
    low, high = (float(x) for x in re.findall(r'class="interval" x1="([\d.]+)" x2="([\d.]+)"', svg)[0])
    dot = float(re.findall(r'class="dot" cx="([\d.]+)"', svg)[0])
    assert low < dot < high


def test_hours_stack_failed_on_succeeded() -> None:
    good, bad = _rects(charts.hours([(9, 3, 1)], title="H"))
    assert float(good["height"]) == pytest.approx(3 * float(bad["height"]), abs=0.2)
    assert float(bad["y"]) + float(bad["height"]) == pytest.approx(float(good["y"]), abs=0.2)
