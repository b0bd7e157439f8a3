"""A person in the hub at the console: scans parcels, and reads what became of them."""

from playwright.sync_api import expect

from tests.web.drivers.desk import Desk
from tests.web.world import HUB_STAFF, DayAt


class HubDoes(Desk):
    """Things a person in the hub does."""

    app = "console"

    def signs_in(self) -> None:
        """Sign in with the right password."""
        self._sign_in(HUB_STAFF)
        expect(self.page.get_by_role("navigation", name="Main").first).to_be_visible()

    def looks_at(self, day: DayAt) -> None:
        """Choose the hub of a day; the date is today's."""
        self.page.get_by_role("combobox", name="Hub", exact=True).select_option(label=day.hub_name)

    def chooses(self, action: str) -> None:
        """Choose what happens to the parcels that are scanned next."""
        self.page.get_by_label("What happens to the parcels").select_option(label=action)

    def scans(self, barcode: str) -> None:
        """Type as a hand scanner does: into whatever has the focus, Enter at the end."""
        expect(self.page.get_by_label("Barcode")).to_be_focused()
        self.page.keyboard.type(f"{barcode}\n")


class HubSees(Desk):
    """Things a person in the hub sees."""

    app = "console"

    def sees_the_answer(self, *texts: str) -> None:
        """See these texts in the answer to the last scan."""
        for text in texts:
            expect(self.page.get_by_role("status", name="Last scan")).to_contain_text(text)

    def counts(self, **parcels: int) -> None:
        """See how many parcels are in each state."""
        figures = self.page.get_by_role("region", name="Parcels of the day")
        for state, number in parcels.items():
            expect(figures).to_contain_text(f"{state}{number}")

    def misses(self, *references: str) -> None:
        """See exactly these orders among those whose parcels have not come."""
        table = self.page.get_by_role("table", name="Not received yet")
        expect(table.get_by_role("row")).to_have_count(1 + len(references))
        for reference in references:
            expect(table).to_contain_text(reference)

    def has_back(self, reference: str, *texts: str) -> None:
        """See the one parcel that came back, and these texts beside it."""
        rows = self.page.get_by_role("table", name="Came back").get_by_role("row")
        expect(rows).to_have_count(2)
        for text in (reference, *texts):
            expect(rows.last).to_contain_text(text)
