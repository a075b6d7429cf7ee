"""The worker: a meeting ends and its minutes are there, whatever happens in between."""
