"""Routes for people at a meeting's door."""

from server.api import captions, connection_checks, join
from server.api.openapi import Operation

ENTRY = (
    Operation("POST", "/api/rooms/{slug}/join", join.join),
    Operation("POST", "/api/rooms/{slug}/connection-checks", connection_checks.check_connection),
    Operation("GET", "/api/rooms/{slug}/captions", captions.captions),
)
