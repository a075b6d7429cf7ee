"""How PostgreSQL's tools are told where the server is."""

from server.backup.postgres_tools import environment


def test_everything_of_the_url() -> None:
    """Its parts are decoded, what it asks of the way there is kept, and nothing is left of another server."""
    told = environment("postgresql://me:a%40b@db.example.org:5433/my%20data?sslmode=verify-full")
    assert {name: value for name, value in told.items() if name.startswith("PG")} == {
        "PGHOST": "db.example.org",
        "PGPORT": "5433",
        "PGUSER": "me",
        "PGPASSWORD": "a@b",
        "PGDATABASE": "my data",
        "PGSSLMODE": "verify-full",
    }
