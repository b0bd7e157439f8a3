"""What the rules of orders on demand take in and give out over HTTP."""

import uuid
from typing import Annotated

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.core.order_wishes import LEAST_WITHIN_S, MOST_WITHIN_S
from pannier.fleet.on_demand import Rules
from pannier.fleet.shift_schemas import Serves

Within = Annotated[int, Field(ge=LEAST_WITHIN_S, le=MOST_WITHIN_S)]
Short = Annotated[int, Field(ge=0, le=3_600)]
_ACTIVE = "Whether the hub takes orders on demand."
_LEAVE = "Seconds from when an order is ready until it must have left, unless the order says."
_DELIVER = "Seconds from when an order is ready until it must be there, unless the order says."
_HOLD = "Seconds that an order waits at most for another to share its ride, where somebody would set out for it alone."
_ANSWER = "Seconds after which a rider who has not set out for an order has not answered: it goes to another."
_ESCALATE = "Seconds after which an order without a rider needs a person."
_LATE = (
    "Whether an order that nobody can serve in time goes to who is least late; else it waits for a person."
)
_SERVES = "What shifts serve that do not say: rounds, on_demand or both."


class OnDemandRulesChange(In):
    """What to change of how a hub serves orders on demand; fields that are left out stay."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"active": True, "leave_within_s": 900, "serves": "both"}}
    )

    active: bool = Field(default=False, description=_ACTIVE, examples=[True])
    leave_within_s: Within = Field(default=900, description=_LEAVE, examples=[900])
    deliver_within_s: Within = Field(default=2_700, description=_DELIVER, examples=[2700])
    hold_s: Short = Field(default=60, description=_HOLD, examples=[60])
    answer_s: Annotated[int, Field(ge=30, le=3_600)] = Field(default=300, description=_ANSWER, examples=[300])
    escalate_s: Short = Field(default=300, description=_ESCALATE, examples=[300])
    serve_late: bool = Field(default=True, description=_LATE, examples=[True])
    serves: Serves = Field(default="rounds", description=_SERVES, examples=["both"])


class OnDemandRulesOut(Out):
    """How a hub serves orders on demand."""

    hub_id: uuid.UUID = Field(description="The hub.")
    active: bool = Field(description=_ACTIVE, examples=[True])
    leave_within_s: int = Field(description=_LEAVE, examples=[900])
    deliver_within_s: int = Field(description=_DELIVER, examples=[2700])
    hold_s: int = Field(description=_HOLD, examples=[60])
    answer_s: int = Field(description=_ANSWER, examples=[300])
    escalate_s: int = Field(description=_ESCALATE, examples=[300])
    serve_late: bool = Field(description=_LATE, examples=[True])
    serves: Serves = Field(description=_SERVES, examples=["both"])

    @classmethod
    def of(cls, hub_id: uuid.UUID, rules: Rules) -> "OnDemandRulesOut":
        """Show the rules."""
        return cls.model_validate(vars(rules) | {"hub_id": hub_id})
