"""The raw route of driving: batches of rider events, decoded one by one."""

import uuid
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pannier.base import clock
from pannier.base.actor import Actor
from pannier.base.raw import RawRoute, read_body
from pannier.base.transactions import transaction
from pannier.driving.intake import EventResult, take_events
from pannier.driving.messages import DATA, MOST_EVENTS, EventBatch

_BATCH = msgspec.json.Decoder(EventBatch)


async def _take(request: Request, actor: Actor) -> Response:
    """Take a batch of events in; the answer leaves after the commit."""
    batch = await read_body(request, _BATCH)
    received_at = clock.now()
    results = await run_in_threadpool(_store, actor, batch, received_at)
    body = {"results": results, "received_at": received_at}
    return Response(msgspec.json.encode(body), media_type="application/json")


def _store(actor: Actor, batch: EventBatch, received_at: Any) -> list[EventResult]:
    with transaction(actor.scope, actor=actor.name) as db:
        return take_events(
            db,
            person_id=actor.person_id,
            events=batch.events,
            received_at=received_at,
            device=batch.device,
        )


_EVENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "type", "device_time", "counter"],
    "properties": {
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "Made by the phone; the same id twice is one event.",
        },
        "type": {"type": "string", "enum": list(DATA)},
        "device_time": {
            "type": "string",
            "format": "date-time",
            "description": "By the phone's clock, with offset.",
        },
        "counter": {
            "type": "integer",
            "minimum": 0,
            "description": "The phone's own count of its events, +1 each.",
        },
        "offset_s": {
            "type": "number",
            "description": "Server clock minus phone clock, as the phone last saw it.",
        },
        "route_id": {"type": ["string", "null"], "format": "uuid"},
        "stop_id": {"type": ["string", "null"], "format": "uuid"},
        "order_id": {"type": ["string", "null"], "format": "uuid"},
        "data": {"type": "object", "description": "What the type needs; see the guide for riders' apps."},
        "lon": {"type": ["number", "null"]},
        "lat": {"type": ["number", "null"]},
        "battery_pct": {"type": ["number", "null"], "description": "The phone's battery."},
    },
}
_RESULT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "null"]},
        "state": {"type": "string", "enum": ["applied", "duplicate", "conflict", "rejected"]},
        "code": {"type": ["string", "null"]},
        "detail": {"type": ["string", "null"]},
    },
}
_EXAMPLE = {
    "events": [
        {
            "id": str(uuid.UUID("019ab7c0-5a1e-7c33-9a55-0242ac120002")),
            "type": "attempt.fail",
            "device_time": "2026-11-24T10:12:44+01:00",
            "counter": 17,
            "order_id": str(uuid.UUID("019ab7c0-5a1e-7c33-9a55-0242ac120009")),
            "data": {"reason": "recipient_absent"},
        }
    ]
}
EVENTS_ROUTE = RawRoute(
    "/v1/rider/events",
    "POST",
    "drive",
    _take,
    {
        "tags": ["driving"],
        "operationId": "take_rider_events",
        "summary": "Take what a rider's phone tells, in any order and as often as it likes",
        "description": "Each event has a result of its own: applied, duplicate, conflict or rejected with its reason.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["events"],
                        "properties": {
                            "events": {"type": "array", "maxItems": MOST_EVENTS, "items": _EVENT_SCHEMA},
                            "device": {
                                "type": "string",
                                "description": "Tells two phones of one rider apart.",
                            },
                        },
                    },
                    "example": _EXAMPLE,
                }
            },
        },
        "responses": {
            "200": {
                "description": "What became of each event, in their order.",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {
                                "results": {"type": "array", "items": _RESULT_SCHEMA},
                                "received_at": {"type": "string", "format": "date-time"},
                            },
                        }
                    }
                },
            }
        },
    },
)
RAW_ROUTES = (EVENTS_ROUTE,)
