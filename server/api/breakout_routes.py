"""The routes of breakout rooms."""

from server.api import breakout_messages, breakouts
from server.api.openapi import Operation

BREAKOUTS = (
    Operation("GET", "/api/rooms/{slug}/breakouts", breakouts.index),
    Operation("POST", "/api/rooms/{slug}/breakouts", breakouts.create),
    Operation("PUT", "/api/rooms/{slug}/breakouts/closing", breakouts.close),
    Operation("PUT", "/api/rooms/{slug}/breakouts/choice", breakouts.choose),
    Operation("PUT", "/api/rooms/{slug}/help", breakouts.ask_for_help),
    Operation("POST", "/api/rooms/{slug}/breakouts/messages", breakout_messages.broadcast),
    Operation("PUT", "/api/rooms/{slug}/participants/{participant_id}/breakout", breakouts.assign),
)
