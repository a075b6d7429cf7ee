"""The routes of permanent rooms."""

from server.api import permanent_rooms
from server.api.openapi import Operation

PERMANENT_ROOMS = (
    Operation("POST", "/api/permanent-rooms", permanent_rooms.create),
    Operation("GET", "/api/permanent-rooms/{slug}", permanent_rooms.show),
    Operation("DELETE", "/api/permanent-rooms/{slug}", permanent_rooms.end),
)
