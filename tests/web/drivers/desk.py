"""What everybody at a desk does: sign in, go to a page, read what stands there."""

from playwright.sync_api import expect

from tests.web.screen import Screen
from tests.web.world import PASSWORD


class Desk:
    """A person at a web app with a sign-in form and a main navigation."""

    app = ""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

    def _sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.goto(f"/{self.app}/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def signs_in_as(self, email: str, password: str = PASSWORD) -> None:
        """Sign in with an account of one's own."""
        self._sign_in(email, password)
        expect(self.page.get_by_role("navigation", name="Main").first).to_be_visible()

    def changes_the_password(self, current: str, new: str) -> None:
        """Change one's own password under one's name."""
        self.page.get_by_role("button", name="Account of").click()
        self.page.get_by_role("menuitem", name="Change my password").click()
        dialog = self.page.get_by_role("dialog", name="Change my password")
        dialog.get_by_label("Present password").fill(current)
        dialog.get_by_label("New password").fill(new)
        dialog.get_by_role("button", name="Change it").click()

    def opens(self, page: str) -> None:
        """Go to a page by the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=page).first.click()

    def reads(self, *texts: str) -> None:
        """See these texts anywhere on the page."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def has_loaded(self) -> None:
        """See the page's content and nothing that still loads."""
        expect(self.page.get_by_role("main")).not_to_be_empty()
        expect(self.page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)

    def is_told(self, text: str) -> None:
        """See a notice that says this."""
        expect(self.page.get_by_role("region", name="Notices").get_by_text(text).first).to_be_visible()
