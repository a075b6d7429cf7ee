"""The keys of a stack, seen to by hand: `parley keys`."""
