"""What an organisation has in the database, to see that something changed nothing."""

import hashlib
import uuid

from sqlalchemy import text

from pannier.base.database import Base
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction

COMING_AND_GOING = {"sessions", "kept_answers", "bookmarks"}


def footprint(org_id: uuid.UUID, *, without: frozenset[str] = frozenset()) -> dict[str, tuple[int, str]]:
    """Return for each table how many rows are the organisation's, and a hash of them."""
    with transaction(SYSTEM) as db:
        out = {}
        for table in Base.metadata.sorted_tables:
            if "org_id" not in table.c or table.name in COMING_AND_GOING | without:
                continue
            query = f'select md5(t::text) from "{table.name}" t where org_id = :org order by 1'
            rows = db.scalars(text(query), {"org": org_id}).all()
            out[table.name] = (len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()[:12])
        return out


def counts(org_id: uuid.UUID) -> dict[str, int]:
    """Return how many rows the organisation has in each table where it has any."""
    return {name: count for name, (count, _) in footprint(org_id).items() if count}
