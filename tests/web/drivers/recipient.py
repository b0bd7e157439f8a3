"""The recipient with the link of a message."""

from playwright.sync_api import Locator, expect

from tests.web.drivers.map import MapDriver
from tests.web.screen import Screen


class RecipientDoes:
    """Things a recipient does."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

    def opens(self, url: str) -> None:
        """Open the link; its host is the one of the tests."""
        self.page.goto("/t/" + url.rpartition("/")[2])

    def has_a_phone_that_cannot_draw_maps(self) -> None:
        """Have no WebGL from now on."""
        self.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")


class RecipientSees:
    """Things a recipient sees."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page
        self.map = MapDriver(screen.page)

    def sees(self, *texts: str) -> None:
        """See these texts on the page."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, *texts: str) -> None:
        """See none of these texts."""
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)

    def sees_the_headline(self, text: str) -> None:
        """See what the page is about now."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def sees_the_step(self, label: str) -> None:
        """See how far the order is."""
        step = self.page.get_by_role("list", name="Progress").locator("[aria-current=step]")
        expect(step).to_have_text(label)

    def sees_on_the_map(self, lon: float, lat: float) -> None:
        """See the door, and the rider there, on a ground that is drawn."""
        self.map.wait_for("doors", "you")
        self.map.wait_for_rider_at("rider", lon, lat)
        assert self.map.shows()["base"] > 0
        expect(self.strip).to_be_hidden()

    def sees_a_strip_instead_of_a_map(self) -> None:
        """See the rider come nearer along a line."""
        expect(self.strip).to_be_visible()
        expect(self.page.get_by_text("as the crow flies")).to_be_visible()
        self.sees_no_map()

    def sees_no_map(self) -> None:
        """See neither a map nor the place of one."""
        expect(self.page.locator("[data-map-canvas]")).to_have_count(0)

    @property
    def strip(self) -> Locator:
        """Return the line that stands for the last leg where there is no map."""
        return self.page.get_by_role("img", name="The last leg to you", include_hidden=True)
