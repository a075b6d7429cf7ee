"""Backups by PostgreSQL’s own tools: taken, kept, checked, and put back to any second of the last week."""
