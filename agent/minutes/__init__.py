"""Minutes of a meeting; every claim cites the transcript segments it is based on."""
