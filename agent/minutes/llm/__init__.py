"""Language models, through one door: ask, read the answer, and never trust it."""
