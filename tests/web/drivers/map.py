"""The map on a screen, asked for what it shows."""

from typing import Any

from playwright.sync_api import Page, expect

ASK = """(canvas) => {
  const detail = {};
  canvas.dispatchEvent(new CustomEvent("pannier:map-ask", { detail }));
  return detail;
}"""
UNTIL = """([canvas, key, wanted]) => {
  const detail = {};
  canvas.dispatchEvent(new CustomEvent("pannier:map-ask", { detail }));
  const found = (detail[key] ?? []).map((one) => one.id ?? one);
  return wanted.every((id) => found.includes(id));
}"""
UNTIL_AT = """([canvas, id, lon, lat]) => {
  const detail = {};
  canvas.dispatchEvent(new CustomEvent("pannier:map-ask", { detail }));
  const rider = (detail.riders ?? []).find((one) => one.id === id);
  return rider && Math.abs(rider.at[0] - lon) < 1e-5 && Math.abs(rider.at[1] - lat) < 1e-5;
}"""


class MapDriver:
    """What a map shows; ids are those of the API."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def _canvas(self) -> Any:
        return self.page.locator("[data-map-canvas]").element_handle()

    def wait(self) -> None:
        """Wait until the base map is drawn."""
        expect(self.page.locator("[data-map-idle=true]")).to_be_visible()

    def shows(self) -> dict[str, Any]:
        """Return what can be seen: base, routes, stops, hubs, riders."""
        self.wait()
        shown: dict[str, Any] = self._canvas.evaluate(ASK)
        return shown

    def wait_for(self, kind: str, *ids: str) -> None:
        """Wait until these things can be seen."""
        self.wait()
        self.page.wait_for_function(UNTIL, arg=[self._canvas, kind, list(ids)])

    def wait_for_rider_at(self, rider_id: str, lon: float, lat: float) -> None:
        """Wait until a rider's sign stands there."""
        self.page.wait_for_function(UNTIL_AT, arg=[self._canvas, rider_id, lon, lat])
