"""`parley keys`: list, create and rotate a stack's keys."""
