"""Write the demo's order files from the addresses of the demo city; the same seed writes the same files.

    python tools/make_demo_orders.py MAP_FOLDER   (a folder made by `pannier map build`)

Addresses are real (© OpenStreetMap contributors, ODbL); merchants, recipients, phone numbers (a range that the French
regulator keeps for fiction) and e-mails (example.org, example.com) are invented.
"""

import csv
import random
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

ORDERS = 320
DATE = "2026-03-10"
OUT = Path(__file__).parent.parent / "demo"
FIRST = [
    "Alba",
    "Basile",
    "Celia",
    "Dorian",
    "Elio",
    "Faustine",
    "Gaspard",
    "Hedda",
    "Idris",
    "Jonas",
    "Kalina",
    "Livia",
    "Mael",
    "Nadja",
    "Oscar",
    "Pia",
    "Quentin",
    "Rosalie",
    "Sandro",
    "Tilda",
    "Ulysse",
    "Vera",
    "Willem",
    "Xenia",
    "Yann",
    "Zelda",
]
LAST = [
    "Bellerive",
    "Castellane",
    "Dufour",
    "Escarpin",
    "Fontanelle",
    "Grandpre",
    "Havel",
    "Imbert",
    "Jolimont",
    "Kessler",
    "Lanterne",
    "Mirabeau",
    "Novembre",
    "Orsini",
    "Petitjean",
    "Quarante",
    "Rivoire",
    "Saffran",
    "Tournesol",
    "Valmont",
    "Wagner",
    "Yvon",
    "Zephyr",
]
NOTES = (
    "Ring twice, please",
    "Leave with the concierge",
    "Call on arrival",
    "Second courtyard",
    "Mind the dog",
    "Reception closes at 17:00",
)
ACCESS = (
    "Door code 4711",
    "Lift at the back",
    "Entrance from the lower street",
    "Intercom shows the family name",
    "Steps, no lift",
    "Delivery entrance in the side street",
)
SLOTS = ((8, 10), (9, 11), (10, 12), (11, 13), (12, 14), (13, 15), (14, 16), (15, 17), (16, 18))
# The Rock is a pedestrian zone: its stairwells open with keys that only the walker carries.
ROCK = frozenset({
    "Rue Basse", "Rue Colonel Bellando de Castro", "Rue Comte Félix Gastaldi", "Place de la Visitation",
    "Rue Princesse Marie de Lorraine",
})  # fmt: skip
KEYS_UP_TO_KG = 5.0


@dataclass(frozen=True)
class Merchant:
    """A sender: how its file looks and what it usually sends."""

    file: str
    prefix: str
    share: float
    kilograms: tuple[float, float, float]  # smallest, usual, largest
    litres_per_kg: tuple[float, float]
    slot_share: float
    delimiter: str
    columns: dict[str, str]


BOOKS = Merchant(
    "orders-librairie-imaginaire.csv", "LIB", 0.55, (0.3, 1.2, 9.0), (1.6, 3.5), 0.30, ",",
    {name: name for name in (
        "reference", "type", "date", "timeslot", "dropoff_address", "house_number", "postcode", "city", "weight_kg",
        "volume_l", "parcels", "dropoff_service_time", "required_skills", "customer_name", "customer_phone",
        "customer_email", "proof", "notes", "access_notes", "pickup_address", "pickup_house_number",
        "pickup_postcode", "pickup_city", "pickup_timeslot", "pickup_contact", "pickup_phone", "bundle",
    )},
)  # fmt: skip
# Ordered in the morning, packed in the shop itself: a rider collects these there.
SHOP = {
    "pickup_address": "Boulevard Albert 1er", "pickup_house_number": "27", "pickup_postcode": "98000",
    "pickup_city": "Monaco", "pickup_timeslot": f"{DATE} 09:00-12:00", "pickup_contact": "Librairie Imaginaire",
    "pickup_phone": "+33 6 39 98 00 27",
}  # fmt: skip
FROM_THE_SHOP = 6
"""The first three are a class set for one school run: one bundle."""
GROCER = Merchant(
    "orders-epicerie-inventee.csv", "EPI", 0.45, (2.0, 7.0, 25.0), (2.0, 3.2), 0.72, ";",
    {
        "Order no": "reference", "Order type": "type", "Delivery date": "date", "Window start": "start",
        "Window end": "end", "Address": "line", "Zip": "postcode", "Town": "city", "Weight (kg)": "weight_kg",
        "Volume (l)": "volume_l", "Boxes": "parcels", "Service minutes": "dropoff_service_time",
        "Skills": "required_skills", "Recipient": "customer_name", "Mobile": "customer_phone",
        "E-mail": "customer_email", "Proof of delivery": "proof", "Comments": "notes", "Access": "access_notes",
    },
)  # fmt: skip
# These wait in address review: the street does not exist, or the number is unknown or missing.
HOPELESS = (("Rue du Dragon Bleu", "7"), ("Avenue Princesse Grace", "812"), ("Quai Antoine 1er", ""))


def addresses(folder: Path) -> list[tuple[str, str, str]]:
    """Return street, house number and quarter of every address that leads to one place only, in a fixed order."""
    rows = sqlite3.connect(folder / "addresses.sqlite").execute(
        "select s.name, h.label, max(h.city), avg(h.lon), avg(h.lat), max(h.lon)-min(h.lon), max(h.lat)-min(h.lat)"
        " from house h join street s on s.id = h.street_id group by 1, 2 order by 1, 2"
    )
    # 0.0002 degrees are about 20 m: houses further apart share a number by mistake of the map.
    return [(r[0], r[1], r[2] or "Monaco") for r in rows if r[5] < 0.0002 and r[6] < 0.0002]


def misspelt(street: str, dice: random.Random) -> str:
    """Return the street with two neighbouring letters swapped inside its longest word."""
    word = max(street.split(), key=len)
    at = dice.randrange(1, len(word) - 2)
    wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return street.replace(word, wrong)


def order(n: int, merchant: Merchant, place: tuple[str, str, str], dice: random.Random) -> dict[str, str]:
    """Return one order as canonical cells."""
    low, usual, high = merchant.kilograms
    kilograms = round(dice.triangular(low, high, usual), 1)
    litres = round(kilograms * dice.uniform(*merchant.litres_per_kg) + 0.8, 1)
    parcels = 1 if kilograms < 8 else dice.choice((1, 2, 2, 3))
    start, end = dice.choice(SLOTS) if dice.random() < merchant.slot_share else (8, 18)
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    mail = name.lower().replace(" ", ".") + dice.choice(("@example.org", "@example.com"))
    return {
        "reference": f"{merchant.prefix}-{1000 + n}", "type": "delivery", "date": DATE,
        "start": f"{start:02}:00", "end": f"{end:02}:00", "timeslot": f"{DATE} {start:02}:00-{end:02}:00",
        "dropoff_address": place[0], "house_number": place[1], "line": f"{place[1]} {place[0]}".strip(),
        "postcode": "98000", "city": "Monaco", "weight_kg": f"{kilograms}", "volume_l": f"{litres}",
        "parcels": str(parcels), "customer_name": name, "customer_email": mail,
        "customer_phone": f"+33 6 39 98 {dice.randrange(100):02} {dice.randrange(100):02}",
        "proof": dice.choices(("", "photo", "signature", "pin"), (58, 20, 14, 8))[0],
        "notes": dice.choice(NOTES) if dice.random() < 0.18 else "",
        "access_notes": dice.choice(ACCESS) if dice.random() < 0.25 else "",
        "dropoff_service_time": "2" if parcels > 1 else "", "required_skills": "",
    }  # fmt: skip


def spice(orders: list[dict[str, str]], dice: random.Random) -> None:
    """Give some orders what makes a day real: returns, misspelt and hopeless addresses, bulky goods, ID checks."""
    chosen = dice.sample(orders, 41)
    for row in chosen[:9]:
        row |= {"type": "return", "notes": "Returned goods, packed", "proof": ""}
    for row in chosen[9:23]:
        row["dropoff_address"] = wrong = misspelt(row["dropoff_address"], dice)
        row["line"] = f"{row['house_number']} {wrong}"
    for row, (street, number) in zip(chosen[23:26], HOPELESS, strict=True):
        row |= {"dropoff_address": street, "house_number": number, "line": f"{number} {street}".strip()}
    for row in chosen[26:33]:
        # Furniture and pallets of drinks: more than a cargo trike's volume or payload.
        row |= {"weight_kg": str(dice.randrange(210, 290)), "volume_l": str(dice.randrange(1550, 2100))}
        row |= {
            "parcels": str(dice.randrange(2, 5)),
            "dropoff_service_time": "8",
            "notes": "Bulky, two people",
        }
        row |= {"start": "08:00", "end": "18:00", "timeslot": f"{DATE} 08:00-18:00", "proof": "signature"}
    for row in chosen[33:]:
        row |= {
            "required_skills": "age_check",
            "proof": "signature",
            "notes": "Check the age of the recipient",
        }


def lock(orders: list[dict[str, str]]) -> None:
    """Let light deliveries to the Rock, at hours at which the walker is there, need the house keys."""
    for row in orders:
        light = row["type"] == "delivery" and float(row["weight_kg"]) <= KEYS_UP_TO_KG
        if light and row["dropoff_address"] in ROCK and row["start"] < "14:00" and not row["required_skills"]:
            row |= {"required_skills": "house_keys", "access_notes": "Open with the house keys"}


def from_the_shop(places: list[tuple[str, str, str]], seed: int) -> list[dict[str, str]]:
    """Return a few orders that are collected at the bookshop; chance of their own leaves the others as they are."""
    dice = random.Random(f"{seed} shop")
    open_streets = [place for place in places if place[0] not in ROCK and place[0] != SHOP["pickup_address"]]
    rows = []
    for n, place in enumerate(dice.sample(open_streets, FROM_THE_SHOP)):
        row = order(1000 + n, BOOKS, place, dice) | SHOP
        row |= {"timeslot": f"{DATE} 10:00-15:00", "bundle": "school-run" if n < 3 else "", "proof": ""}
        rows.append(row)
    return rows


def write(merchant: Merchant, rows: list[dict[str, str]]) -> None:
    """Write a merchant's file in its own columns."""
    with (OUT / merchant.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=merchant.delimiter, lineterminator="\n")
        writer.writerow(merchant.columns)
        writer.writerows([row.get(use, "") for use in merchant.columns.values()] for row in rows)


def main(folder: Path, seed: int = 1) -> None:
    """Write both files."""
    dice = random.Random(seed)
    places = addresses(folder)
    # Every address once, the rest again: houses with many flats get several orders.
    chosen = dice.sample(places, len(places)) + dice.choices(places, k=max(0, ORDERS - len(places)))
    merchants = dice.choices((BOOKS, GROCER), (BOOKS.share, GROCER.share), k=ORDERS)
    orders = [
        order(n, merchant, place, dice)
        for n, (merchant, place) in enumerate(zip(merchants, chosen[:ORDERS], strict=True))
    ]
    spice(orders, dice)
    lock(orders)
    orders += from_the_shop(places, seed)
    for merchant in (BOOKS, GROCER):
        rows = [row for row in orders if row["reference"].startswith(merchant.prefix)]
        write(merchant, rows)
        print(f"{merchant.file}: {len(rows)} orders")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
