"""Whisper for languages without a Vosk model: one process that hears for all rooms, and the engine that asks it."""
