"""How the raw routes of tracking look in the API description."""

from typing import Any

_POINT: dict[str, Any] = {
    "type": "object",
    "required": ["device_time", "lon", "lat"],
    "properties": {
        "device_time": {
            "type": "string",
            "format": "date-time",
            "description": "By the phone's clock, with offset.",
        },
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "accuracy_m": {"type": ["number", "null"]},
        "speed_mps": {"type": ["number", "null"]},
        "heading_deg": {"type": ["number", "null"]},
        "battery_pct": {"type": ["number", "null"], "description": "The phone's battery."},
    },
}
_COUNTS = {
    "type": "object",
    "properties": {
        "stored": {"type": "integer"},
        "duplicates": {"type": "integer"},
        "off_duty": {"type": "integer", "description": "Dropped: before duty, after it or in a break."},
    },
}
POSITIONS: dict[str, Any] = {
    "tags": ["tracking"],
    "operationId": "take_positions",
    "summary": "Take a rider's positions; answered after they are committed",
    "description": "Points may come late and twice; those outside duty or in a break are dropped and counted.",
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["points"],
                    "properties": {
                        "points": {"type": "array", "minItems": 1, "maxItems": 500, "items": _POINT}
                    },
                },
                "example": {
                    "points": [
                        {
                            "device_time": "2026-11-24T10:12:44+01:00",
                            "lon": 7.4246,
                            "lat": 43.7384,
                            "accuracy_m": 6,
                        }
                    ]
                },
            }
        },
    },
    "responses": {
        "200": {
            "description": "How many were new.",
            "content": {"application/json": {"schema": _COUNTS}},
        },
        "409": {"description": "not_on_duty: keep the points and send duty.start first."},
        "429": {"description": "overloaded: send the same again after Retry-After seconds."},
    },
}
LIVE: dict[str, Any] = {
    "tags": ["tracking"],
    "operationId": "watch_live",
    "summary": "Watch positions, arrivals and expected times as server-sent events",
    "description": "First a snapshot, then changes; events position, eta, stop, route and feed (also the heartbeat)."
    " A slow reader gets the newest of each, never a backlog; reconnecting starts with a new snapshot.",
    "parameters": [
        {
            "name": "hub_id",
            "in": "query",
            "required": False,
            "schema": {"type": "string", "format": "uuid"},
            "description": "Only this hub.",
        }
    ],
    "responses": {
        "200": {
            "description": "The stream.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
}
RECIPIENT: dict[str, Any] = {
    "tags": ["tracking"],
    "operationId": "watch_order",
    "summary": "Watch one order under its tracking link as server-sent events",
    "description": "Event `state` with the same JSON as GET /t/{token}/state whenever it changes; ends with the order.",
    "parameters": [{"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}],
    "responses": {
        "200": {
            "description": "The stream.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        "404": {"description": "link_not_found, for unknown and expired links alike."},
    },
}
