"""Labels: every parcel has one, in loading order, and printers get no commands from data."""

from dataclasses import replace

from starlette.testclient import TestClient

from pannier.hub.label_facts import LabelFacts, labels_of_route
from pannier.hub.label_pdf import draw_labels, drawable
from pannier.hub.label_zpl import write_labels
from tests.support.rounds import Day

LABEL = LabelFacts(
    barcode="340123450000000018",
    name="Zoë Łukasz",
    address=("12 Rue Grimaldi", "98000 Monaco"),
    window="Tue 10 Mar  08:00-12:00",
    route="One · Rider One",
    stop="Stop 3",
    hub="PORT",
    reference="A-1",
    part="1 / 2",
    weight="3.0 kg",
    notes="Second floor",
)


def test_a_label_is_one_a6_page_a_parcel():
    pdf = draw_labels([LABEL, LABEL])
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 2
    assert b"[ 0 0 297.6378 419.5276 ]" in pdf


def test_the_same_label_is_the_same_file():
    assert draw_labels([LABEL]) == draw_labels([LABEL])


def test_letters_that_the_font_lacks_become_their_base_letter():
    assert drawable("Zoë") == "Zoë"
    assert drawable("Ḱ") == "K"
    assert drawable("東") == "?"


def test_zpl_holds_the_sscc_as_gs1_128_and_qr():
    zpl = write_labels([LABEL])
    assert zpl.startswith("^XA^CI28")
    assert "^BCN" in zpl
    assert ">;>800340123450000000018" in zpl
    assert "^BQN" in zpl
    assert zpl.rstrip().endswith("^XZ")


def test_data_cannot_command_the_printer():
    zpl = write_labels([replace(LABEL, name="^XZ~JR_evil")])
    assert "_5EXZ_7EJR_5Fevil" in zpl
    assert zpl.count("^XZ") == 1


def test_a_route_is_labelled_last_stop_first(day: Day):
    with day.operator.session() as db:
        labels = labels_of_route(db, day.route_id)
    assert [label.barcode for label in labels] == list(reversed(day.barcodes))
    assert [label.stop for label in labels] == ["Stop 3", "Stop 2", "Stop 1"]
    assert labels[0].window == "Tue 10 Mar  08:00–12:00"


def test_labels_are_printed_over_http(client: TestClient, day: Day, stranger):
    headers = day.operator.headers("hub_staff")
    order = f"/v1/orders/{day.orders[0]}/labels"
    assert client.get(f"{order}.pdf", headers=headers).headers["content-type"] == "application/pdf"
    assert day.barcodes[0] in client.get(f"{order}.zpl", headers=headers).text
    assert client.get(f"/v1/routes/{day.route_id}/labels.pdf", headers=headers).content.startswith(b"%PDF")
    assert client.get(f"/v1/routes/{day.route_id}/labels.zpl", headers=headers).text.count("^XA") == 3
    assert client.get(f"{order}.pdf", headers=stranger.headers()).status_code == 404
