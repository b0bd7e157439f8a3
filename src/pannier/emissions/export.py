"""The ledger as lines of JSON that anybody can check without us."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.scope import org_of
from pannier.core.ledger import GENESIS_HASH
from pannier.emissions.ledger import head
from pannier.emissions.models import LedgerRow

FORMAT = "pannier-emission-ledger"
FORMAT_VERSION = 1
BATCH = 200


def header_line(db: Session) -> dict[str, Any]:
    """Return the first line: whose ledger this is, how long it is, and the hash it ends on."""
    newest = head(db)
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "org": str(org_of(db)),
        "entries": newest.seq if newest else 0,
        "head": newest.entry_hash if newest else GENESIS_HASH,
    }


def export_lines(db: Session) -> Iterator[str]:
    """Return the ledger line by line, up to the entry that was the newest at the beginning."""
    header = header_line(db)
    yield line(header)
    after = 0
    while after < header["entries"]:
        for text in entry_lines(db, after=after, upto=header["entries"]):
            after += 1
            yield text


def entry_lines(db: Session, *, after: int, upto: int) -> list[str]:
    """Return the next entries after a number, at most a batch of them."""
    query = select(LedgerRow).where(LedgerRow.seq > after, LedgerRow.seq <= upto)
    rows = db.scalars(query.order_by(LedgerRow.seq).limit(BATCH))
    return [
        line(
            {
                "seq": row.seq,
                "type": row.type,
                "prev_hash": row.prev_hash,
                "payload_hash": row.payload_hash,
                "entry_hash": row.entry_hash,
                "payload": row.payload,
            }
        )
        for row in rows
    ]


def line(content: Mapping[str, Any]) -> str:
    """Return one line of JSON without its end."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
