"""Labels as PDF: A6 pages with GS1-128 (SSCC), QR, address, window, route and hub."""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pannier.hub.label_facts import LabelFacts

WIDTH, HEIGHT = 105 * mm, 148 * mm
MARGIN = 6 * mm
FNC1 = "\xf1"
_PLAIN, _BOLD = "Vera", "VeraBd"


def draw_labels(labels: Sequence[LabelFacts]) -> bytes:
    """Return a PDF with one A6 page for each label."""
    _fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("Labels")
    for label in labels:
        _page(canvas, label)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


def _page(canvas: Any, label: LabelFacts) -> None:
    top = HEIGHT - MARGIN
    _text(canvas, label.hub, MARGIN, top - 9 * mm, size=22, bold=True)
    _text(canvas, label.stop, WIDTH - MARGIN, top - 9 * mm, size=22, bold=True, right=True)
    _text(canvas, label.route, MARGIN, top - 16 * mm, size=10)
    _text(canvas, label.part, WIDTH - MARGIN, top - 16 * mm, size=10, right=True)
    canvas.setLineWidth(0.8)
    canvas.line(MARGIN, top - 19 * mm, WIDTH - MARGIN, top - 19 * mm)
    y = top - 27 * mm
    _text(canvas, label.name, MARGIN, y, size=14, bold=True)
    for line in label.address:
        y -= 7 * mm
        _text(canvas, line, MARGIN, y, size=13)
    _text(canvas, label.window, MARGIN, y - 10 * mm, size=13, bold=True)
    _text(canvas, label.notes, MARGIN, y - 17 * mm, size=8)
    _qr(canvas, label.barcode, MARGIN, 45 * mm)
    _text(canvas, label.reference, MARGIN + 32 * mm, 65 * mm, size=10)
    _text(canvas, label.weight, MARGIN + 32 * mm, 59 * mm, size=10)
    _barcode(canvas, label.barcode)


def _text(
    canvas: Any, text: str, x: float, y: float, *, size: float, bold: bool = False, right: bool = False
) -> None:
    """Draw one line, smaller if it would not fit, so that nothing is cut off."""
    font = _BOLD if bold else _PLAIN
    shown = drawable(text, font)
    room = WIDTH - MARGIN - x if not right else WIDTH - 2 * MARGIN
    width = pdfmetrics.stringWidth(shown, font, size)
    canvas.setFont(font, size if width <= room else max(5.0, size * room / width))
    (canvas.drawRightString if right else canvas.drawString)(x, y, shown)


def drawable(text: str, font: str = _PLAIN) -> str:
    """Return the text with letters that the font lacks replaced by their base letter, else by `?`."""
    _fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    shown = []
    for letter in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFKD", letter)[0]
        shown.append(letter if ord(letter) in known else (base if ord(base) in known else "?"))
    return "".join(shown)


def _barcode(canvas: Any, barcode: str) -> None:
    code = Code128(f"{FNC1}00{barcode}", barHeight=24 * mm, barWidth=0.42 * mm, quiet=0)
    code.drawOn(canvas, (WIDTH - code.width) / 2, 15 * mm)
    canvas.setFont(_PLAIN, 10)
    canvas.drawCentredString(WIDTH / 2, 9 * mm, f"(00) {barcode}")


def _qr(canvas: Any, barcode: str, x: float, y: float) -> None:
    rows = list(segno.make(f"(00){barcode}", error="m", micro=False).matrix)
    size = 28 * mm / len(rows)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                canvas.rect(x + across * size, y + 28 * mm - (down + 1) * size, size, size, stroke=0, fill=1)
