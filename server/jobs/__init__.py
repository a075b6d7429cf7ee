"""The jobs process: what looks after the database by itself, by the clock."""
