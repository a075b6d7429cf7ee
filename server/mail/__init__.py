"""E-mail: what is in it, how it goes out, and how it is stopped."""
