"""Whisper, for languages without a Vosk model: one process serves the engines of all rooms."""
