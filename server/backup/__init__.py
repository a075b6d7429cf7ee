"""Backups by PostgreSQL's own tools: base backups, the archived log, verification, point-in-time recovery."""
