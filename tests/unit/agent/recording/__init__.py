"""Recording: files, parts and who is in them."""
