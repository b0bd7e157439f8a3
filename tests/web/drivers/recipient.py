"""The recipient with the link of a message."""

from playwright.sync_api import expect

from tests.web.screen import Screen


class RecipientDoes:
    """Things a recipient does."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

    def opens(self, url: str) -> None:
        """Open the link; its host is the one of the tests."""
        self.page.goto("/t/" + url.rpartition("/")[2])


class RecipientSees:
    """Things a recipient sees."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page

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
