"""Embeddings, through one door."""
