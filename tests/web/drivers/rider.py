"""The rider with a phone."""

import io
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.web.screen import Screen
from tests.web.world import Rider

HAS_KEPT_THE_APP = """async () =>
  navigator.serviceWorker.controller !== null && (await caches.match("/driver/")) !== undefined"""
"""The page is kept last, after all files that it can ask for."""


def picture() -> bytes:
    """Return a photo with enough light and edges that nobody doubts it."""
    image = Image.new("RGB", (640, 480), (150, 160, 170))
    draw = ImageDraw.Draw(image)
    for x in range(0, 640, 20):
        draw.line((x, 0, 640 - x, 480), fill=(240, 220, 60) if x % 40 else (20, 40, 80), width=4)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


class RiderDoes:
    """Things a rider does; buttons are named by what stands on them."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

    def opens_the_link_of(self, rider: Rider) -> None:
        """Open the address behind the QR code."""
        self.page.goto(f"/driver/#code={rider.code}")

    def presses(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=False).first.click()

    def sets(self, slider: str, percent: int) -> None:
        """Move a slider to what the display shows."""
        self.page.get_by_role("slider", name=slider).fill(str(percent))

    def starts_duty(self) -> None:
        """Begin the working day."""
        self.presses("Start duty")

    def loads_everything(self) -> None:
        """Tap every parcel of the list, then leave."""
        parcels = self.page.get_by_role("listitem").get_by_role("button", disabled=False)
        expect(parcels.first).to_be_visible()
        while parcels.count():
            parcels.first.click()
        self.presses("All loaded: leave")
        # Only then are the arrival and the load noted; until then nothing waits, which looks like all sent.
        expect(self.page.get_by_role("heading", name="Load", level=1)).to_have_count(0)

    def loads_all_there_is(self) -> None:
        """Tap the parcels of the list, if any, then leave."""
        expect(self.page.get_by_role("heading", name="Load", level=1)).to_be_visible()
        for parcel in self.page.get_by_role("listitem").get_by_role("button", disabled=False).all():
            parcel.click()
        self.presses("All loaded: leave")

    def arrives(self) -> None:
        """Tell to be at the next stop."""
        self.presses("I am here")
        expect(self.page.get_by_role("button", name="Not possible")).to_be_visible()

    def hands_over(self) -> None:
        """Hand over with one tap."""
        self.presses("Handed over")

    def hands_over_with_photo(self) -> None:
        """Hand over, with a photo as the order asks for."""
        self.presses("Hand over")
        photo: Any = {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        self.page.get_by_label("Take a photo").set_input_files(photo)
        expect(self.page.get_by_role("img", name="What you took")).to_be_visible()
        self.page.get_by_role("button", name="Done", exact=True).click()

    def collects(self) -> None:
        """Arrive where something is collected and take all of it with one tap."""
        self.presses("I am here")
        expect(self.page.get_by_role("button", name="Not collected")).to_be_visible()
        self.screen.keep_picture("collection-here")
        self.page.get_by_role("button", name="Collected", exact=True).click()

    def cannot_collect(self, reason: str) -> None:
        """Note why there is nothing to collect."""
        self.presses("Not collected")
        self.page.get_by_text(reason, exact=True).click()
        self.screen.keep_picture("collection-fail")
        self.presses("Note it")

    def looks_at_the_door(self, address: str) -> None:
        """Open a stop that comes later."""
        self.page.get_by_role("region", name="Stops").get_by_role("button", name=address).click()
        self.screen.keep_picture("collection-door")

    def goes_back(self) -> None:
        """Go back to the screen before."""
        self.page.get_by_role("button", name="Back").first.click()

    def cannot_hand_over(self, reason: str) -> None:
        """Note why it was not possible."""
        self.presses("Not possible")
        self.page.get_by_text(reason, exact=True).click()
        self.presses("Note it")

    def loses_the_network(self) -> None:
        """Ride into a tunnel, as soon as the phone has kept the app."""
        self.page.wait_for_function(HAS_KEPT_THE_APP)
        # ERR_FAILED is what the service worker answers for what it had no time to keep.
        self.screen.allow("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
        self.screen.context.set_offline(True)

    def finds_the_network(self) -> None:
        """Come out of the tunnel."""
        self.screen.context.set_offline(False)

    def reloads(self) -> None:
        """Close the app and open it again."""
        self.page.reload()

    def now(self) -> float:
        """Return the phone's clock, seconds since 1970."""
        return float(self.page.evaluate("Date.now()")) / 1000


class RiderSees:
    """Things a rider sees."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

    def sees(self, *texts: str) -> None:
        """See these texts on the screen."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def cannot_press(self, name: str) -> None:
        """See a button that cannot be pressed."""
        expect(self.page.get_by_role("button", name=name)).to_be_disabled()

    def sees_the_title(self, title: str) -> None:
        """See the screen's title."""
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()

    def has_loaded(self) -> None:
        """See a screen with something to do."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def title(self) -> str:
        """Return the screen's title."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def has_sent_everything(self) -> None:
        """See that nothing waits."""
        expect(self.page.get_by_role("button", name="All sent")).to_be_visible()

    def has_waiting(self, count: int) -> None:
        """See that so many actions wait for network."""
        expect(self.page.get_by_role("button", name=f"{count} waiting")).to_be_visible()
