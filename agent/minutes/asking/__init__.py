"""Answers questions from transcripts: finds passages, and says nothing that they do not bear out."""
