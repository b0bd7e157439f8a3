"""The dispatcher at the console: what they do, and what they see."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.web.drivers.desk import Desk
from tests.web.drivers.fleet_desk import FleetDesk
from tests.web.drivers.map import MapDriver
from tests.web.screen import Screen
from tests.web.world import DISPATCHER, DayAt


class DispatcherDoes(FleetDesk):
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

    def changes_the_day(self, operation: str, **chosen: str) -> None:
        """Say by keyboard what happened, choose what the form asks for by its names, and ask for a proposal."""
        dialog = self.begins_to_change_the_day(operation)
        for label, text in chosen.items():
            box = dialog.get_by_role("combobox", name=label.replace("_", " "))
            option = box.get_by_role("option").filter(has_text=text)
            expect(option).to_have_count(1)
            box.select_option(value=option.get_attribute("value"))
        self.screen.keep_picture("change-form")
        dialog.get_by_role("button", name="Propose a change").click()

    def begins_to_change_the_day(self, operation: str) -> Locator:
        """Open by keyboard the form of what happened; return it."""
        menu = self.page.get_by_role("button", name="Change the day")
        menu.focus()
        menu.press("Enter")
        self.page.get_by_role("menuitem", name=operation).press("Enter")
        return self.page.get_by_role("dialog", name=operation)

    def says_what_is_blocked(self, name: str, *, hours: str, kind: str) -> None:
        """Type into the form what is blocked, for how long and for which kind of vehicle."""
        dialog = self.page.get_by_role("dialog", name="Blocked street")
        dialog.get_by_role("textbox", name="What is blocked").fill(name)
        dialog.get_by_role("textbox", name="For how long").fill(hours)
        box = dialog.get_by_role("checkbox", name=kind, exact=True)
        box.press("Space")
        expect(box).to_be_checked()

    def presses_on_the_map_of_the_form(self, form: str = "Blocked street") -> None:
        """Press in the middle of the form's map."""
        dialog = self.page.get_by_role("dialog", name=form)
        expect(dialog.locator("[data-map-idle=true]")).to_be_visible()
        dialog.locator("[data-map-canvas]").click()

    def asks_for_the_proposal(self) -> None:
        """Send the form."""
        self.page.get_by_role("button", name="Propose a change").click()

    def decides(self, word: str) -> None:
        """Accept or discard the proposal on the screen."""
        self.page.get_by_role("dialog", name="Proposal").get_by_role("button", name=word).click()

    def decides_later(self) -> None:
        """Close the proposal without a word."""
        self.page.get_by_role("dialog", name="Proposal").get_by_role("button", name="Decide later").click()

    def looks_at_the_open_proposal(self) -> None:
        """Open the list of open proposals and the first of them."""
        self.page.get_by_role("button", name="open proposal").click()
        self.page.get_by_role("dialog", name="Open proposals").get_by_role(
            "button", name="Look at it"
        ).first.click()

    def looks_at_orders_on_demand(self) -> None:
        """Open the list of orders on demand."""
        self.page.get_by_role("button", name="On demand:").click()

    def closes_orders_on_demand(self) -> None:
        """Close the list again."""
        self.page.get_by_role("dialog", name="Orders on demand").get_by_role("button", name="Close").click()

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

    def picks_the_first_door_on_foot(self) -> None:
        """Choose a stop of the timeline that is reached on foot."""
        self.page.get_by_role("button", name="min on foot").first.click()

    def plans_the_day(self) -> None:
        """Ask for a plan with the shortest search and wait until it is there."""
        self.page.get_by_label("Time to search").select_option(label="5 seconds")
        self.page.get_by_role("button", name="Plan the day").click()
        expect(self.page.get_by_text("Checked: no rule broken")).to_be_visible(timeout=30_000)

    def begins_to_plan(self, budget: str) -> None:
        """Ask for a plan with a long search."""
        self.page.get_by_label("Time to search").select_option(label=budget)
        self.page.get_by_role("button", name="Plan the day").click()

    def opens_a_second_window(self, path: str, day: DayAt) -> Page:
        """Look at a page of the same day in another window."""
        window = self.screen.context.new_page()
        window.goto(f"/console/{path}")
        window.get_by_role("combobox", name="Hub").select_option(label=day.hub_name)
        return window

    def stops_the_search(self, window: Page) -> None:
        """End a search that goes on, once it has found something."""
        expect(window.get_by_text("Best plan so far comes to")).to_be_visible()
        window.get_by_role("button", name="Stop and keep the best").click()

    def plans_again(self) -> None:
        """Ask for another plan of the day and wait until it is there."""
        self.page.get_by_role("button", name="Plan again").click()
        expect(self.page.get_by_text("Plan 2", exact=True)).to_be_visible(timeout=30_000)

    def chooses_a_stop_on_the_timeline(self, number: int) -> None:
        """Go to a door of the timeline by keyboard and choose it."""
        grid = self.page.get_by_role("grid", name="Routes over time")
        bar = grid.get_by_role("button", name=re.compile(f"^{number} · "))
        bar.focus()
        bar.press("Enter")

    def chooses_the_break(self) -> None:
        """Choose the first break of the timeline by keyboard."""
        self.page.get_by_role("grid", name="Routes over time").get_by_role(
            "button", name=re.compile("^Break")
        ).first.press("Enter")

    def chooses_a_stop_of_the_list(self, number: int) -> None:
        """Choose a door of the route beside the map."""
        stops = self.page.get_by_role("list", name="Stops")
        stops.get_by_role("button", name=re.compile(f"^{number} ")).press("Enter")

    def locks(self, *names: str) -> None:
        """Fix what is named of the chosen stop by keyboard, one after the other."""
        for name in names:
            self._lock_box(name).press("Space")
            expect(self._lock_box(name)).to_be_checked()

    def frees(self, *names: str) -> None:
        """Free it again."""
        for name in names:
            self._lock_box(name).press("Space")
            expect(self._lock_box(name)).not_to_be_checked()

    def _lock_box(self, name: str) -> Locator:
        group = self.page.get_by_role("group", name="Keep when the day is planned again")
        box = group.get_by_role("checkbox", name=re.compile(f"^{name}"))
        expect(box).to_be_enabled(timeout=20_000)
        return box

    def plans_with_slack(self, *, promises: str, reserve: str, several: bool = False) -> None:
        """Ask for a plan that holds on other days too, alone or with others to choose from, and wait for it."""
        self.page.get_by_label("Windows kept at least").select_option(label=promises)
        self.page.get_by_label("Battery reserve touched at most").select_option(label=reserve)
        box = self.page.get_by_role("checkbox", name="Several plans to choose from")
        box.set_checked(several, force=True)
        self.plans_the_day()

    def plans_together(self, *hubs: str) -> None:
        """Plan several hubs together with the shortest search, and wait until each has its plan."""
        self.page.get_by_role("button", name="Several hubs together").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("checkbox", name="All hubs").set_checked(False, force=True)
        for hub in hubs:
            dialog.get_by_role("checkbox", name=hub, exact=True).set_checked(True, force=True)
        dialog.get_by_label("Orders that may change hub").select_option(
            label="All whose goods lie in no hub yet"
        )
        dialog.get_by_label("Time to search").select_option(label="20 seconds")
        dialog.get_by_role("button", name="Plan these hubs").click()
        for hub in hubs:
            expect(dialog.get_by_role("button", name=f"Show the plan of {hub}")).to_be_enabled(
                timeout=120_000
            )

    def shows_the_plan_of(self, hub: str) -> None:
        """Look at the plan of a hub that was planned with others."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name=f"Show the plan of {hub}").click()
        expect(dialog).to_be_hidden()

    def takes_the_plan(self, best_at: str) -> None:
        """Take one of the plans to choose from, by what it is best at."""
        table = self.page.get_by_role("table", name="Plans to choose from")
        table.get_by_role("row", name=best_at).get_by_role("button", name="this plan").click()
        expect(table).to_be_hidden()

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

    def sees_in(self, window: Page, text: str) -> None:
        """See this text in another window."""
        expect(window.get_by_text(text).first).to_be_visible()

    def sees_no(self, text: str) -> None:
        """See that a text is not on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def sees_on_demand(self, *texts: str) -> None:
        """See these in the list of orders on demand."""
        dialog = self.page.get_by_role("dialog", name="Orders on demand")
        for text in texts:
            expect(dialog.get_by_text(text).first).to_be_visible()

    def counts_late_orders_on_demand(self) -> None:
        """See that some are late, and not that none is."""
        expect(self.page.get_by_text(re.compile(r"^\d+ late$")).first).to_be_visible()
        self.sees_no("none late now")
        self.screen.keep_picture("on-demand-late")

    def sees_in_the_proposal(self, *texts: str) -> None:
        """See these texts in the proposal on the screen."""
        dialog = self.page.get_by_role("dialog", name="Proposal")
        for text in texts:
            expect(dialog.get_by_text(text).first).to_be_attached()
        while (closed := dialog.locator("details:not([open]) > summary")).count():
            closed.first.click()
        for text in texts:
            expect(dialog.get_by_text(text).first).to_be_visible()

    def sees_a_proposal_that_stands(self) -> None:
        """See a proposal that can be accepted, and the button for it however long the proposal is."""
        dialog = self.page.get_by_role("dialog", name="Proposal")
        expect(dialog.get_by_role("button", name="Accept")).to_be_enabled()
        expect(dialog.get_by_role("button", name="Accept")).to_be_in_viewport()
        expect(dialog.get_by_text("The day went on")).to_have_count(0)

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

    def sees_a_lock_on_the_timeline(self, words: str) -> None:
        """See that a stop of the timeline says what is locked."""
        expect(self.timeline.get_by_role("button", name=words)).to_be_visible()

    def sees_no_lock_on_the_timeline(self) -> None:
        """See that nothing is locked any more."""
        expect(self.timeline.get_by_role("button", name="locked")).to_have_count(0)

    def cannot_lock(self, name: str) -> None:
        """See that this cannot be fixed now."""
        group = self.page.get_by_role("group", name="Keep when the day is planned again")
        expect(group.get_by_role("checkbox", name=re.compile(f"^{name}"))).to_be_disabled()

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
