"""Questions that a meeting leaves open."""
