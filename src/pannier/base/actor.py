"""Who calls: the signed-in person or the API key, with organisation and permissions."""

import uuid
from dataclasses import dataclass

from pannier.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of a request.

    `org_id` is the organisation whose rows are touched (for a merchant: the operator it works with),
    `home_org_id` the caller's own one; they differ for merchants only.
    """

    org_id: uuid.UUID
    home_org_id: uuid.UUID
    permissions: frozenset[str]
    roles: tuple[str, ...] = ()
    person_id: uuid.UUID | None = None
    api_key_id: uuid.UUID | None = None
    merchant_org_id: uuid.UUID | None = None

    @property
    def name(self) -> str:
        """Return how the event log names the caller: kind and id, never a person's name."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"key:{self.api_key_id}" if self.api_key_id else "system"

    @property
    def scope(self) -> Scope:
        """Return the scope of the caller's sessions."""
        return Scope(self.org_id, self.merchant_org_id)
