"""Unit tests of the transcriber, without a LiveKit room."""
