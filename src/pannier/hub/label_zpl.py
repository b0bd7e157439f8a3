"""Labels as ZPL for thermal printers: the same contents as the PDF, A6 at 8 dots/mm."""

from collections.abc import Sequence

from pannier.hub.label_facts import LabelFacts

WIDTH, HEIGHT = 840, 1184


def write_labels(labels: Sequence[LabelFacts]) -> str:
    """Return the printer commands for all labels, UTF-8 (^CI28)."""
    return "".join(_label(label) for label in labels)


def _label(label: LabelFacts) -> str:
    texts = [
        _field(48, 48, 60, label.hub),
        _field(560, 48, 60, label.stop),
        _field(48, 124, 30, label.route),
        _field(680, 124, 30, label.part),
        "^FO48,166^GB744,3,3^FS",
        _field(48, 190, 44, label.name),
        *(_field(48, 250 + 50 * n, 40, line) for n, line in enumerate(label.address)),
        _field(48, 370, 40, label.window),
        _field(48, 424, 26, label.notes),
        f"^FO48,560^BQN,2,7^FDMA,(00){label.barcode}^FS",
        _field(330, 600, 32, label.reference),
        _field(330, 650, 32, label.weight),
        # >;>8 starts code set C with FNC1: a GS1-128 with the application identifier 00.
        f"^FO90,880^BY3^BCN,180,N,N,N^FD>;>800{label.barcode}^FS",
        _field(230, 1084, 32, f"(00) {label.barcode}"),
    ]
    return f"^XA^CI28^PW{WIDTH}^LL{HEIGHT}{''.join(texts)}^XZ\n"


def _field(x: int, y: int, height: int, text: str) -> str:
    return f"^FO{x},{y}^A0N,{height},{height}^FH^FD{_escaped(text)}^FS"


def _escaped(text: str) -> str:
    """Return the text without anything that the printer would take for a command."""
    plain = text.replace("_", "_5F").replace("^", "_5E").replace("~", "_7E")
    return "".join(letter if letter.isprintable() else " " for letter in plain)
