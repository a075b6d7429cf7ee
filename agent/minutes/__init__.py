"""Minutes: what a meeting came to, every claim resting on the words it came from."""
