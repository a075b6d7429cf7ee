"""The transcriber with a real LiveKit, a real database and real engines."""
