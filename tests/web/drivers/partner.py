"""The partner at the portal: answers offers and tells how they went."""

from playwright.sync_api import expect

from tests.web.drivers.desk import Desk
from tests.web.world import PARTNER


class PartnerDoes(Desk):
    """Things a partner does."""

    app = "portal"

    def signs_in(self) -> None:
        """Sign in to the portal."""
        self._sign_in(PARTNER)
        expect(self.page.get_by_role("navigation", name="Main").first).to_be_visible()

    def accepts(self) -> None:
        """Take the first offer."""
        self.page.get_by_role("list", name="To answer").get_by_role("button", name="Accept").first.click()

    def declines(self) -> None:
        """Turn the first offer down."""
        self.page.get_by_role("list", name="To answer").get_by_role("button", name="Decline").first.click()

    def tells_that_it_failed(self, reason: str) -> None:
        """Report that the first accepted order could not be delivered."""
        self.page.get_by_role("list", name="Accepted").get_by_role(
            "button", name="Not delivered"
        ).first.click()
        dialog = self.page.get_by_role("dialog", name="Not delivered")
        dialog.get_by_label("Why").select_option(label=reason)
        dialog.get_by_role("button", name="Tell the operator").click()


class PartnerSees(Desk):
    """Things a partner sees."""

    app = "portal"

    def sees_the_offers(self, *texts: str) -> None:
        """See these texts among the offers to answer."""
        for text in texts:
            expect(self.page.get_by_role("list", name="To answer")).to_contain_text(text)
