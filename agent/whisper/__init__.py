"""Whisper, for languages without a Vosk model: one process hears for all rooms, an engine asks it."""
