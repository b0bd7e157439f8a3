"""What a dispatcher does on the pages of the fleet."""

from playwright.sync_api import expect

from tests.web.drivers.desk import Desk


class FleetDesk(Desk):
    """The fleet's pages; fields are named by their labels."""

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

    def changes_the_hub(self, hub: str, **facts: str) -> None:
        """Open the form of a hub and type into it, by the names of its fields."""
        self.page.get_by_role("button", name=f"Change {hub}").click()
        self._type_into_the_hub(facts)

    def fills_in_the_hub(self, **facts: str) -> None:
        """Type into the form of a hub that is open, and send it."""
        self._type_into_the_hub(facts)
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Change", exact=True).click()

    def _type_into_the_hub(self, facts: dict[str, str]) -> None:
        for label, text in facts.items():
            box = self.page.get_by_role("dialog").get_by_role("textbox", name=label)
            box.fill(text)
            box.blur()

    def takes_orders_on_demand(self, *, shifts: str) -> None:
        """Let the hub take orders on demand, and say which shifts serve them."""
        self.looks_at_the_fleet("On demand")
        self.page.get_by_text("This hub takes orders on demand").click()
        self.page.get_by_role("combobox", name="Shifts serve").select_option(label=shifts)
        self.screen.keep_picture("on-demand-rules")
        self.page.get_by_role("button", name="Set", exact=True).click()

    def adds_a_charging_station(self, *, name: str, power: str, place: str, only_for: str) -> None:
        """Tell of a charger on the way."""
        self.page.get_by_role("button", name="Add a charging station").first.click()
        dialog = self.page.get_by_role("dialog", name="Add a charging station")
        dialog.get_by_role("textbox", name="Name").fill(name)
        dialog.get_by_role("textbox", name="Power").fill(power)
        dialog.get_by_role("textbox", name="Latitude, longitude").fill(place)
        dialog.get_by_role("checkbox", name=only_for, exact=True).check(force=True)
        dialog.get_by_role("button", name="Add").click()

    def says_of_the_charger(self, of: str, **fields: str) -> None:
        """Say how many plugs a station or the hub has and when, and what power costs there."""
        dialog = self.page.get_by_role("dialog", name=f"Plugs and prices: {of}")
        for label, text in fields.items():
            dialog.get_by_role("textbox", name=label).fill(text)
        self.screen.keep_picture(f"charger-{of}")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)

    def gives_the_grid_by_hour(self, lines: str) -> None:
        """Paste what the grid emits in each hour of the day."""
        field = self.page.get_by_role("textbox", name="Grams CO₂e a kWh")
        field.fill(lines)
        field.locator("xpath=ancestor::form").get_by_role("button", name="Set the grid").click()

    def draws_a_zone(self, *, name: str, corners: str, only_for: str, hours: str) -> None:
        """Tell where vehicles of a kind may be at some hours only."""
        self.page.get_by_role("button", name="Draw a zone").first.click()
        dialog = self.page.get_by_role("dialog", name="Draw a zone")
        dialog.get_by_role("textbox", name="Name").fill(name)
        dialog.get_by_role("textbox", name="Corners").fill(corners)
        dialog.get_by_role("checkbox", name=only_for, exact=True).check(force=True)
        dialog.get_by_role("textbox", name="May be inside").fill(hours)
        dialog.get_by_role("button", name="Add", exact=True).click()

    def takes_the_zone_off_the_map(self, name: str) -> None:
        """Remove a zone."""
        row = self.page.get_by_role("table", name="Zones").get_by_role("row", name=name)
        row.get_by_role("button", name="Remove").click()
        # A word too many, and the zone stays.
        self.page.get_by_role("dialog").get_by_role("button", name="Keep it").first.click()
        expect(row).to_be_visible()
        row.get_by_role("button", name="Remove").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Remove the zone").click()
        expect(self.page.get_by_text(name)).to_have_count(0)

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

    def opens_the_costs_of(self, kind: str) -> None:
        """Open the form of what a kind of vehicle costs."""
        self.page.get_by_role("button", name=f"Change what {kind} costs", exact=True).click()

    def types_what_it_costs(self, **figures: str) -> None:
        """Type costs into the form that is open, by the names of its fields."""
        for label, text in figures.items():
            box = self.page.get_by_role("dialog").get_by_role("textbox", name=label.replace("_", " "))
            box.fill(text)

    def saves_what_it_costs(self) -> None:
        """Send the form of costs that is open."""
        self.page.get_by_role("dialog").get_by_role("button", name="Save").click()

    def goes_back_to_what_is_shipped(self) -> None:
        """Empty the form of costs that is open and save it."""
        self.page.get_by_role("dialog").get_by_role("button", name="Back to what is shipped").click()
        self.saves_what_it_costs()

    def prices_carbon_at(self, price: str) -> None:
        """Set what a kilogram CO₂e counts in plans."""
        self.page.get_by_role("textbox", name="A kilogram CO₂e counts").fill(price)
        self.page.get_by_role("button", name="Set", exact=True).click()

    def prices_lateness_at(self, *, once: str, hour: str) -> None:
        """Set what a broken promise and an hour of lateness count in plans."""
        self.page.get_by_role("textbox", name="A promise broken counts").fill(once)
        self.page.get_by_role("textbox", name="An hour late counts").fill(hour)
        self.page.get_by_role("button", name="Set prices").click()

    def adds_a_class_of_goods(self, code: str, label: str, *, apart_from: str) -> None:
        """Tell of one more class of goods, and of those it never rides with."""
        self.page.get_by_role("button", name="Add a class").click()
        row = self.page.get_by_role("group", name="Class").last
        row.get_by_role("textbox", name="Code").fill(code)
        row.get_by_role("textbox", name="Called").fill(label)
        row.get_by_role("textbox", name="Not with").fill(apart_from)
        self.screen.keep_picture("goods-classes")
        self.page.get_by_role("button", name="Set the classes").click()
        expect(self.page.get_by_role("button", name="Back to the usual ones")).to_be_visible()

    def lets_riders_walk(self, kind: str, *, metres: str, kg: str, parcels: str) -> None:
        """Say how far riders of a kind walk from where they park, and with how much."""
        row = self.page.get_by_role("group", name=kind, exact=True)
        row.get_by_role("textbox", name="Walk at most").fill(metres)
        row.get_by_role("textbox", name="Carrying at most").fill(kg)
        row.get_by_role("textbox", name="Parcels at most").fill(parcels)
        self.screen.keep_picture("parking-once")
        # What the console tells may still be of the change before.
        with self.page.expect_response("**/v1/fleet-rules"):
            self.page.get_by_role("button", name="Set how far riders walk").click()

    def chooses_rules(self, code: str, *, fair_hours: str) -> None:
        """Choose what working time is kept, and what even hours are worth."""
        self.page.get_by_label("Rules that are kept").select_option(code)
        self.page.get_by_label("Fairness of hours").fill(fair_hours)
        with self.page.expect_response("**/v1/fleet-rules"):
            self.page.get_by_role("button", name="Set", exact=True).click()
