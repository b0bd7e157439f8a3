"""What everybody needs on every screen: names for what can be operated, contrast to read, no sideways scrolling."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, ViewportSize

NAMELESS = re.compile(
    r"^\s*- (button|link|textbox|searchbox|combobox|checkbox|radio|slider|spinbutton|img|dialog|grid|table)"
    r"(?: \[[^\]]*\])*:?$",
    re.MULTILINE,
)
"""A line of the accessibility tree that has a role but no name."""
ANNOUNCER = re.compile(r"- log:\n(?:  - img(?:\n|$))+")
"""Where React Aria speaks to screen readers, several times at once maybe; nothing is drawn there."""
FAINT = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const rgba = (css) => {
    const canvas = (window.__ink ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const light = (colour) => [0, 1, 2].map((n) => colour[n] / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255, 1]);
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest("[disabled], [aria-disabled=true], [data-map-canvas], script, style, option")) continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    if (!ground) continue;
    const [a, b] = [light(over(rgba(style.color), ground)), light(ground)].sort((x, y) => y - x);
    const size = parse(style.fontSize)[0];
    const enough = size >= 24 || (size >= 18.6 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < enough) faint.add(`${node.data.trim().slice(0, 40)}: ${ratio.toFixed(1)} of ${enough}`);
  }
  return [...faint];
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


STILL = """() => Promise.all(document.getAnimations()
  .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
  .map((each) => each.finished.catch(() => null)))"""


def faults_in_every_look(page: Page, name: str, sizes: Sequence[ViewportSize]) -> list[str]:
    """List what shuts people out of the screen by day and by night, at each of these sizes."""
    faults = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in sizes:
            page.set_viewport_size(size)
            page.evaluate(STILL)
            faults += [f"{name}, {theme}, {size['width']} wide: {fault}" for fault in faults_of(page)]
    return faults


def faults_of(page: Page) -> list[str]:
    """List what shuts people out of the screen as it is now."""
    tree = ANNOUNCER.sub("", page.locator("body").aria_snapshot())
    faults = [f"no name: {found[0].strip()}" for found in NAMELESS.finditer(tree)]
    faults += [f"too faint: {text}" for text in page.evaluate(FAINT)]
    if page.locator("html").get_attribute("lang") is None:
        faults.append("no language")
    if page.get_by_role("main").count() != 1:
        faults.append("not exactly one main part")
    if (beyond := page.evaluate(SIDEWAYS)) > 0:
        faults.append(f"scrolls sideways by {beyond} pixels")
    return faults
