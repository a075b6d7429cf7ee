"""The jobs process: scheduled maintenance of the database."""
