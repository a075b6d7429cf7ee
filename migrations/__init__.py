"""How the schema came to be what it is, in order; no step imports the application."""
