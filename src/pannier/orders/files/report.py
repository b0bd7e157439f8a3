"""An import's report as a CSV file that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from pannier.core.tabular import safe_cell
from pannier.orders.models import OrderFileRow

HEADER = ("row", "outcome", "reference", "order_id", "column", "code", "detail")


def report_csv(rows: Iterable[OrderFileRow]) -> str:
    """Return one line for each fault, or one for a row without any; the mark at the front tells Excel it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in rows:
        start = (str(row.row), row.outcome, row.reference or "", str(row.order_id or ""))
        for error in row.errors or [{}]:
            cells = (*start, *(str(error.get(name, "")) for name in ("column", "code", "detail")))
            writer.writerow([safe_cell(cell) for cell in cells])
    return "\ufeff" + out.getvalue()
