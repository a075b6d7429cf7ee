"""Sections that only some kinds of meetings have, found by rules in people's words, and cited."""
