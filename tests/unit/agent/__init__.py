"""The thinking of the transcriber, without a room."""
