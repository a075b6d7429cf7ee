"""The transcriber with a real LiveKit server, database and engines."""
