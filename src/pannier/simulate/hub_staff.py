"""Hub staff: take the morning's parcels in, and put them in order by route once there is a plan."""

from collections import defaultdict
from datetime import datetime

from pannier.simulate.chance import dice, name_id
from pannier.simulate.client import Caller, Json
from pannier.simulate.journal import Journal

MOST = 500
GIVEN_BACK = frozenset({"returning", "cancelled", "partially_delivered"})


class HubStaff:
    """One person with a scanner."""

    def __init__(self, caller: Caller, journal: Journal, *, hub_id: str, seed: int) -> None:
        self._caller = caller
        self._journal = journal
        self._hub_id = hub_id
        self._seed = seed

    def receive(self, date: str, at: datetime, *, missing: int = 0) -> list[str]:
        """Take in all parcels that are expected, but for some that never came; return the barcodes of those."""
        places = self._parcels(date, state="expected")
        absent = self._absent(date, places, missing)
        self._scan("receive", sorted(p["barcode"] for p in places if p["barcode"] not in absent), at)
        return sorted(absent)

    def _absent(self, date: str, places: list[Json], missing: int) -> set[str]:
        """Choose parcels of our own deliveries by their references, so that every run of a seed misses the same."""
        orders = self._caller.pages("/v1/orders", date=date, carrier="own")
        ours = {row["id"]: row["reference"] for row in orders if row["kind"] == "delivery"}
        lowest_last = sorted(places, key=_by_barcode, reverse=True)
        first = {
            ours[place["order_id"]]: place["barcode"] for place in lowest_last if place["order_id"] in ours
        }
        chosen = dice(self._seed, "missing").sample(sorted(first), min(missing, len(first)))
        return {first[reference] for reference in chosen}

    def sort(self, date: str, at: datetime) -> None:
        """Put every parcel that is here to the route that it is planned on."""
        planned = self._caller.pages("/v1/orders", date=date, status="planned")
        route_of = {row["id"]: row["route_id"] for row in planned}
        by_route: dict[str, list[str]] = defaultdict(list)
        for place in self._parcels(date, state="received"):
            if place["order_id"] in route_of:
                by_route[route_of[place["order_id"]]].append(place["barcode"])
        for route_id, barcodes in sorted(by_route.items()):
            self._scan("sort", sorted(barcodes), at, route_id=route_id)

    def close_day(self, date: str, at: datetime) -> None:
        """Unload what riders brought in, and hand to the merchants what was refused or fetched for them."""
        self._scan("back", sorted(place["barcode"] for place in self._parcels(date, state="loaded")), at)
        orders = self._caller.pages("/v1/orders", date=date)
        theirs = {row["id"] for row in orders if row["kind"] == "return" or row["status"] in GIVEN_BACK}
        back = [
            place["barcode"] for place in self._parcels(date, state="back") if place["order_id"] in theirs
        ]
        self._scan("return", sorted(back), at)

    def _parcels(self, date: str, *, state: str) -> list[Json]:
        return self._caller.pages(f"/v1/hubs/{self._hub_id}/parcels", date=date, state=state)

    def _scan(self, action: str, barcodes: list[str], at: datetime, *, route_id: str | None = None) -> None:
        for start in range(0, len(barcodes), MOST):
            part = barcodes[start : start + MOST]
            body: Json = {
                "id": str(name_id(self._seed, action, route_id, self._hub_id, *part)),
                "action": action,
                "barcodes": part,
                "hub_id": self._hub_id,
                "device_time": at.isoformat(),
            }
            answer = self._caller.post("/v1/scans", body | ({"route_id": route_id} if route_id else {}))
            self._journal.count(f"scans {action}", answer["applied"])
            for result in answer["results"]:
                if result["state"] == "refused":
                    self._journal.trouble(
                        f"Scan {action} of {result['barcode']} was refused: {result['detail']}"
                    )


def _by_barcode(place: Json) -> str:
    return str(place["barcode"])
