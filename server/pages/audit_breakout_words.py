"""Words for audit events of breakout rooms."""

BREAKOUTS = {
    "breakouts.open": "opened breakout rooms",
    "breakouts.write": "wrote to all breakout rooms",
    "breakouts.time": "timed breakout rooms, or called people back",
}
