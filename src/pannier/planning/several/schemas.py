"""What planning several hubs takes in and gives out over HTTP."""

import uuid
from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from pannier.base.job_schemas import JobOut
from pannier.base.schemas import In, Out
from pannier.planning.day import DEFAULT_TEMPERATURE_C
from pannier.planning.several.service import Asked, HubPlanned

_HUBS = [["01936d5e-0000-7000-8000-0000000000a1", "01936d5e-0000-7000-8000-0000000000a2"]]


class SeveralIn(In):
    """Which hubs and day to plan together, how long to search, and which orders may change their hub."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "hub_ids": [*_HUBS[0]],
                "date": "2026-03-10",
                "budget_s": 120,
                "assign": "open",
            }
        }
    )

    hub_ids: list[uuid.UUID] | None = Field(
        default=None, max_length=200, description="The hubs; null for all.", examples=_HUBS
    )
    date: date
    """The service day."""
    budget_s: float = Field(
        default=60.0,
        ge=0,
        le=3600,
        description="Seconds of search: three quarters for all hubs together, then a quarter for each by itself.",
        examples=[120],
    )
    iterations: int | None = Field(
        default=None,
        ge=0,
        le=10_000_000,
        description="Search so many iterations instead, of all hubs together: with the same seed, the same plan.",
        examples=[None],
    )
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="Where chance begins.", examples=[1])
    temperature_c: float = Field(
        default=DEFAULT_TEMPERATURE_C, ge=-40, le=50, description="How warm the day is.", examples=[10]
    )
    workers: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description=(
            "How many parts are searched at the same time, by the worker processes of all machines; null for as many "
            "as one machine has optimiser processes."
        ),
        examples=[8],
    )
    assign: Literal["open", "all"] = Field(
        default="open",
        description=(
            "Which orders may change their hub: open, those whose hub nobody has named; all, those too. Orders whose "
            "goods lie in a hub, or that a transfer brings there, never do."
        ),
        examples=["open"],
    )

    def asked(self) -> Asked:
        """Return what is asked for."""
        return Asked(
            hub_ids=self.hub_ids or (),
            service_date=self.date,
            budget_s=self.budget_s,
            iterations=self.iterations,
            seed=self.seed,
            temperature_c=self.temperature_c,
            workers=self.workers,
            assign=self.assign,
        )


class HubPlannedOut(Out):
    """How far the plan of one of the hubs is; it is shown and released like any other plan."""

    hub_id: uuid.UUID = Field(description="The hub.", examples=[_HUBS[0][0]])
    hub_name: str = Field(description="Its name.", examples=["Port"])
    gained: int = Field(description="Orders that come from another hub.", examples=[12])
    job: JobOut | None = Field(
        description="The job of its own plan, whose result names the plan; null while orders have no hubs yet.",
        examples=[None],
    )

    @classmethod
    def of(cls, one: HubPlanned) -> "HubPlannedOut":
        """Return a hub as the API shows it."""
        job = None if one.job is None else JobOut.model_validate(one.job)
        return cls(hub_id=one.hub_id, hub_name=one.name, gained=one.gained, job=job)


class SeveralOut(Out):
    """How far a plan of several hubs is."""

    job: JobOut = Field(
        description="The job that gives orders their hubs.",
        examples=[
            {
                "id": "01936d5e-0000-7000-8000-000000000009",
                "kind": "plan_several",
                "state": "finished",
                "progress": 1.0,
                "message": "Done",
                "result": {"hubs": [], "moved": 12},
                "error": None,
            }
        ],
    )
    hubs: list[HubPlannedOut] = Field(
        description="Each hub with the job of its own plan.",
        examples=[[{"hub_id": _HUBS[0][0], "hub_name": "Port", "gained": 12, "job": None}]],
    )
