"""The merchant at the portal."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.web.drivers.desk import Desk
from tests.web.world import MERCHANT


class MerchantDoes(Desk):
    """Things a merchant does."""

    app = "portal"

    def signs_in(self) -> None:
        """Sign in to the portal."""
        self._sign_in(MERCHANT)
        expect(self.page.get_by_role("navigation", name="Main").first).to_be_visible()

    def uploads(self, name: str, content: str) -> None:
        """Choose a file of orders."""
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        self.page.get_by_label("Drop a CSV file here").set_input_files(file)

    def looks_at_all_rows(self) -> None:
        """Show all rows of the report."""
        self.page.get_by_role("group", name="Rows").get_by_role("button", name="All").click()

    def fills_in(self, **fields: str) -> None:
        """Fill in the form of a new order; underscores stand for blanks."""
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    def sends_the_order(self) -> None:
        """Send the form."""
        self.page.get_by_role("button", name="Send the order").click()

    def asks_which_windows_can_be_offered(self) -> None:
        """Ask for a quote inside the form."""
        self.page.get_by_role("button", name="Which windows can still be offered?").press("Enter")

    def takes_the_window(self, begins: str) -> None:
        """Choose an offered window by its begin; the form shows it."""
        offers = self.page.get_by_role("list", name="Windows that can be kept")
        offers.get_by_role("button").filter(has_text=f"{begins}–").press("Enter")
        expect(self.page.get_by_label("Not before")).to_have_value(begins)

    def adds_a_load(self, name: str, amount: str) -> None:
        """Say what the parcels take up beyond weight and volume."""
        self.page.get_by_role("button", name="Add another load").click()
        self.changes_the_load(name, amount)

    def changes_the_load(self, name: str, amount: str) -> None:
        """Write the first of the other loads anew."""
        row = self.page.get_by_role("group", name="Other load 1")
        row.get_by_label("Load", exact=True).fill(name)
        row.get_by_label("Amount").fill(amount)

    def writes_an_order_collected_at(self, address: str, *, reference: str, bundle: str) -> None:
        """Fill in and send a new order that is collected at an address."""
        self.opens("New order")
        self.fills_in(Your_reference=reference, Delivery_day="2026-03-10")
        self.page.get_by_label("Its parcels").select_option(label="are collected elsewhere")
        self.fills_in(Collected_at=address, Bundle=bundle)
        self.page.get_by_role("textbox", name="Name", exact=True).fill("Ana Rossi")
        self.page.get_by_role("textbox", name="Street and number", exact=True).fill("Rue Grimaldi 34")
        self.screen.keep_picture("collection-portal")
        self.sends_the_order()
        self.is_told(f"{reference} is accepted.")

    def opens_the_order(self, reference: str) -> None:
        """Open an order from the table."""
        self.page.get_by_role("table", name="Orders").get_by_role("link", name=reference).click()


class MerchantSees(Desk):
    """Things a merchant sees."""

    app = "portal"

    def sees(self, *texts: str) -> None:
        """See these texts on the page."""
        self.reads(*texts)

    def sees_the_row(self, number: int, *texts: str) -> None:
        """See what became of one row of the file; the line of the column names is row 1."""
        rows = self.page.get_by_role("table", name="Rows of the file").get_by_role("row")
        row = rows.filter(has=self.page.get_by_role("cell", name=str(number), exact=True))
        for text in texts:
            expect(row).to_contain_text(text)

    def sees_beside(self, label: str, text: str) -> None:
        """See a sentence that belongs to a field."""
        field = self.page.get_by_label(label, exact=True)
        expect(field).to_have_accessible_description(re.compile(re.escape(text)))

    def sees_the_order(self, reference: str) -> None:
        """See an order opened."""
        expect(self.page.get_by_role("heading", name=reference)).to_be_visible()
