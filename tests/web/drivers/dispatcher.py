"""The dispatcher at the console: what they do, and what they see."""

from playwright.sync_api import Locator, expect

from tests.web.drivers.desk import Desk
from tests.web.drivers.map import MapDriver
from tests.web.screen import Screen
from tests.web.world import DISPATCHER, DayAt


class DispatcherDoes(Desk):
    """Things a dispatcher does."""

    app = "console"

    def signs_in(self) -> None:
        """Sign in with the right password."""
        self._sign_in(DISPATCHER)
        expect(self.page.get_by_role("navigation", name="Main").first).to_be_visible()

    def mistypes_the_password(self) -> None:
        """Sign in with a wrong password."""
        self._sign_in(DISPATCHER, "not the password")

    def looks_at(self, day: DayAt) -> None:
        """Choose the hub of a day; the date is today's."""
        self.page.get_by_role("combobox", name="Hub").select_option(label=day.hub_name)

    def selects_the_route_of(self, rider: str) -> None:
        """Press a route in the list beside the map."""
        self.page.get_by_role("list", name="Routes").get_by_role("button", name=rider).click()

    def looks_at_the_shifts(self) -> None:
        """Go to the shifts of the day."""
        self.opens("Fleet")
        self.page.get_by_role("tab", name="Shifts of the day").click()

    def begins_a_shift(self) -> None:
        """Open the form of a new shift."""
        self.page.get_by_role("button", name="Add a shift").first.click()

    def asks_for_the_shift(self, **times: str) -> None:
        """Type into the form of a new shift, by the names of its fields, and send it."""
        dialog = self.page.get_by_role("dialog", name="Add a shift")
        for name, text in times.items():
            dialog.get_by_role("textbox", name=name.replace("_", " ").strip().capitalize()).fill(text)
        dialog.get_by_role("button", name="Add").click()

    def looks_at_the_fleet(self, tab: str) -> None:
        """Go to a part of the fleet's page."""
        self.opens("Fleet")
        self.page.get_by_role("tab", name=tab).click()

    def adds_a_charging_station(self, *, name: str, power: str, place: str, only_for: str) -> None:
        """Tell of a charger on the way."""
        self.page.get_by_role("button", name="Add a charging station").first.click()
        dialog = self.page.get_by_role("dialog", name="Add a charging station")
        dialog.get_by_role("textbox", name="Name").fill(name)
        dialog.get_by_role("textbox", name="Power").fill(power)
        dialog.get_by_role("textbox", name="Latitude, longitude").fill(place)
        dialog.get_by_role("checkbox", name=only_for, exact=True).check(force=True)
        dialog.get_by_role("button", name="Add").click()

    def takes_out_of_use(self, station: str) -> None:
        """Take a charging station out of use."""
        row = self.page.get_by_role("table", name="Charging stations").get_by_role("row", name=station)
        row.get_by_role("button", name="Take out of use").click()
        expect(row.get_by_role("button", name="Use again")).to_be_visible()

    def changes_the_vehicle(self, name: str, **figures: str) -> None:
        """Type figures of a vehicle into its form and send it."""
        table = self.page.get_by_role("table", name="Vehicles")
        table.get_by_role("row", name=name).get_by_role("button", name="Change").click()
        dialog = self.page.get_by_role("dialog", name=f"Change {name}")
        for label, text in figures.items():
            dialog.get_by_role("textbox", name=label.replace("_", " ").capitalize()).first.fill(text)
        dialog.get_by_role("button", name="Change", exact=True).click()

    def changes_the_order_for_plans(self, **facts: str) -> None:
        """Type what plans must know of the opened order and send it."""
        self.page.get_by_role("button", name="Change for plans").click()
        dialog = self.page.get_by_role("dialog", name="for plans")
        for label, text in facts.items():
            dialog.get_by_role("textbox", name=label.replace("_", " ").capitalize()).fill(text)
        dialog.get_by_role("button", name="Change", exact=True).click()

    def says_where_it_is_collected(self, **facts: str) -> None:
        """Type where the opened order is collected, by the names of the fields, and send it."""
        self.page.get_by_role("button", name="Collect elsewhere").click()
        dialog = self.page.get_by_role("dialog", name="is collected")
        for label, text in facts.items():
            dialog.get_by_role("textbox", name=label.replace("_", " ")).first.fill(text)
        self.screen.keep_picture("collection-dialog")
        dialog.get_by_role("button", name="Change", exact=True).click()

    def prices_carbon_at(self, price: str) -> None:
        """Set what a kilogram CO₂e counts in plans."""
        self.page.get_by_role("textbox", name="A kilogram CO₂e counts").fill(price)
        self.page.get_by_role("button", name="Set").click()

    def plans_the_day(self) -> None:
        """Ask for a plan with the shortest search and wait until it is there."""
        self.page.get_by_label("Time to search").select_option(label="5 seconds")
        self.page.get_by_role("button", name="Plan the day").click()
        expect(self.page.get_by_text("Checked: no rule broken")).to_be_visible(timeout=30_000)

    def chooses_the_plan(self, revision: int) -> None:
        """Look at an earlier plan of the day."""
        choice = self.page.get_by_label("Plans of the day")
        [label] = [text for text in choice.locator("option").all_inner_texts() if f"Plan {revision} " in text]
        choice.select_option(label=label)

    def releases(self, *, because: str | None = None) -> None:
        """Release all drafts; with a reason, also what is blocked."""
        self.page.get_by_role("button", name="Release", exact=False).first.click()
        if because is not None:
            self.page.get_by_role("button", name="Release all the same").click()
            dialog = self.page.get_by_role("dialog", name="Release all the same")
            dialog.get_by_label("Reason").fill(because)
            dialog.get_by_role("button", name="Release with this reason").click()

    def asks_to_release(self) -> None:
        """Press the button that releases, and confirm when asked."""
        self.page.get_by_role("button", name="Release", exact=False).first.click()

    def searches(self, text: str) -> None:
        """Type into the search of the orders."""
        self.page.get_by_role("searchbox").fill(text)

    def opens_the_order(self, reference: str) -> None:
        """Open an order from the table."""
        self.page.get_by_role("table", name="Orders").get_by_role("link", name=reference).click()

    def picks_the_doubtful(self, reference: str) -> None:
        """Choose an order that waits in the address review."""
        table = self.page.get_by_role("table", name="Orders with a doubtful address")
        table.get_by_role("row", name=reference).get_by_role("link").click()

    def uses_the_candidate(self, label: str) -> None:
        """Choose one of the places found for the address."""
        self.page.get_by_role("group", name="Candidates").get_by_role("radio", name=label).first.check()
        self.page.get_by_role("button", name="Use", exact=False).click()


class DispatcherSees(Desk):
    """Things a dispatcher sees."""

    app = "console"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.map = MapDriver(screen.page)

    def sees(self, *texts: str) -> None:
        """See these texts on the page."""
        self.reads(*texts)

    def sees_no(self, text: str) -> None:
        """See that a text is not on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def sees_the_stop(self, number: str, label: str) -> None:
        """See a door of the opened route with its number."""
        row = self.page.get_by_role("list", name="Stops").get_by_role("listitem").filter(has_text=label)
        expect(row.get_by_role("button")).to_contain_text(number + label)

    def sees_routes_on_the_map(self, *route_ids: str) -> None:
        """See these routes drawn, on a ground that is drawn."""
        self.map.wait_for("routes", *route_ids)
        assert self.map.shows()["base"] > 0

    def sees_stops_on_the_map(self, *stop_ids: str) -> None:
        """See these stops drawn."""
        self.map.wait_for("stops", *stop_ids)

    def sees_the_rider_at(self, rider_id: str, lon: float, lat: float) -> None:
        """See a rider's sign at a place."""
        self.map.wait_for_rider_at(rider_id, lon, lat)

    def sees_on_the_timeline(self, rider: str, *, stops: int) -> None:
        """See the row of a rider with so many stops to serve."""
        row = self.timeline.get_by_role("row").filter(has_text=rider)
        expect(row).to_have_count(1)
        expect(row.get_by_role("rowheader")).to_contain_text(f"0/{stops}")
        expect(row.get_by_role("gridcell").get_by_role("button", name="promised")).to_have_count(stops)

    @property
    def timeline(self) -> Locator:
        """Return the timeline's grid."""
        return self.page.get_by_role("grid", name="Routes over time")

    def sees_orders(self, *references: str) -> None:
        """See exactly these orders in the table."""
        rows = self.page.get_by_role("table", name="Orders").get_by_role("row")
        expect(rows).to_have_count(len(references) + 1)
        for reference in references:
            expect(rows.filter(has_text=reference)).to_have_count(1)

    def sees_in_the_order(self, *texts: str) -> None:
        """See these texts in the opened order."""
        order = self.page.get_by_role("complementary", name="Order")
        for text in texts:
            expect(order.get_by_text(text).first).to_be_visible()

    def waits_for_no_address(self, reference: str) -> None:
        """See that an order no longer waits in the address review."""
        table = self.page.get_by_role("table", name="Orders with a doubtful address")
        expect(table.get_by_role("row", name=reference)).to_have_count(0)

    def is_refused(self, text: str) -> None:
        """Read why it was refused."""
        expect(self.page.get_by_role("alert").get_by_text(text)).to_be_visible()
