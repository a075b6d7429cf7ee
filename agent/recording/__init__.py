"""Recordings: written while people speak, mixed after the meeting."""
