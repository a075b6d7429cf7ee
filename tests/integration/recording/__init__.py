"""Recordings after the meeting: rows, files and the queue."""
