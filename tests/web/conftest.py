"""A server, a browser, and people who use them: `when.dispatcher.releases()`, `then.dispatcher.sees("…")`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from pannier.app.web import web_folder
from tests.conftest_postgres import NewDatabase
from tests.web.drivers.dispatcher import DispatcherDoes, DispatcherSees
from tests.web.drivers.hub import HubDoes, HubSees
from tests.web.drivers.merchant import MerchantDoes, MerchantSees
from tests.web.drivers.partner import PartnerDoes, PartnerSees
from tests.web.drivers.recipient import RecipientDoes, RecipientSees
from tests.web.drivers.rider import RiderDoes, RiderSees
from tests.web.screen import PHONE, Screen, opened_browser
from tests.web.server import Server, serving
from tests.web.world import World

PATIENCE_S = 600
"""A browser that draws maps without a graphics card on a busy machine is slow, not stuck."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each of these tests more time than the others have."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(PATIENCE_S))


@pytest.fixture(scope="session")
def web_server(
    new_database: NewDatabase, monaco_map: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on a database of its own, with workers, in a process of its own."""
    assert (web_folder() / "console" / "index.html").exists(), "The web is not built; run `make web`."
    data = tmp_path_factory.mktemp("web") / "data"
    with serving(data, database_url=new_database().owner_url, monaco=monaco_map) as server:
        yield server


@pytest.fixture(scope="session")
def world(web_server: Server) -> World:
    """The operator and its merchant on that server."""
    return World(web_server)


# Not for the session: the browser's driver keeps an event loop running in this thread, which would be in the way
# of other tests of this process that run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The installed Chromium."""
    with sync_playwright() as playwright, opened_browser(playwright) as browser:
        yield browser


@dataclass
class Windows:
    """The windows of one test, each opened when its person is first needed."""

    browser: Browser
    world: World
    options: dict[str, Any] = field(default_factory=dict)
    screens: dict[str, Screen] = field(default_factory=dict)

    def of(self, person: str, **usual: Any) -> Screen:
        """Return a person's window."""
        if person not in self.screens:
            options = usual | self.options
            self.screens[person] = Screen.open(self.browser, self.world.server.url, **options)
        return self.screens[person]

    def phone(self) -> Screen:
        """Return the rider's phone: it has a camera, a position and the right time."""
        place = {"latitude": 43.7324, "longitude": 7.42039, "accuracy": 5}
        return self.of(
            "rider", viewport=PHONE, now=self.world.now(), geolocation=place, permissions=["geolocation"],
            has_touch=True, is_mobile=True,
        )  # fmt: skip


@dataclass
class Doing:
    """Who does something."""

    windows: Windows

    @cached_property
    def dispatcher(self) -> DispatcherDoes:
        """The dispatcher."""
        return DispatcherDoes(self.windows.of("dispatcher"))

    @cached_property
    def hub(self) -> HubDoes:
        """A person in the hub."""
        return HubDoes(self.windows.of("hub"))

    @cached_property
    def merchant(self) -> MerchantDoes:
        """The merchant."""
        return MerchantDoes(self.windows.of("merchant"))

    @cached_property
    def partner(self) -> PartnerDoes:
        """The partner."""
        return PartnerDoes(self.windows.of("partner"))

    @cached_property
    def rider(self) -> RiderDoes:
        """The rider."""
        return RiderDoes(self.windows.phone())

    @cached_property
    def recipient(self) -> RecipientDoes:
        """The recipient."""
        return RecipientDoes(self.windows.of("recipient", viewport=PHONE))


@dataclass
class Seeing:
    """Who sees something."""

    windows: Windows

    @cached_property
    def dispatcher(self) -> DispatcherSees:
        """The dispatcher."""
        return DispatcherSees(self.windows.of("dispatcher"))

    @cached_property
    def hub(self) -> HubSees:
        """A person in the hub."""
        return HubSees(self.windows.of("hub"))

    @cached_property
    def merchant(self) -> MerchantSees:
        """The merchant."""
        return MerchantSees(self.windows.of("merchant"))

    @cached_property
    def partner(self) -> PartnerSees:
        """The partner."""
        return PartnerSees(self.windows.of("partner"))

    @cached_property
    def rider(self) -> RiderSees:
        """The rider."""
        return RiderSees(self.windows.phone())

    @cached_property
    def recipient(self) -> RecipientSees:
        """The recipient."""
        return RecipientSees(self.windows.of("recipient", viewport=PHONE))


@pytest.fixture
def windows(browser: Browser, world: World) -> Iterator[Windows]:
    """The windows of this test; what went wrong on them fails it."""
    windows = Windows(browser, world)
    yield windows
    for screen in windows.screens.values():
        screen.close()


@pytest.fixture
def when(windows: Windows) -> Doing:
    """What people do."""
    return Doing(windows)


@pytest.fixture
def then(windows: Windows) -> Seeing:
    """What people see."""
    return Seeing(windows)
