"""Norwegian search in rooms of Bokmål (nb) and Nynorsk (nn): until now only `no` was mapped to it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0005_kept import LANGUAGES

ID = "2026-11-26T16:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "norwegian search in nb and nn"

NORWEGIAN = {"nb": "norwegian", "nn": "norwegian"}


def configuration(languages: dict[str, str]) -> str:
    """The function that names a language's text search configuration."""
    cases = "".join(f" WHEN '{code}' THEN 'pg_catalog.{name}'::regconfig" for code, name in languages.items())
    return (
        "CREATE OR REPLACE FUNCTION search_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE"
        f" PARALLEL SAFE RETURN CASE split_part(lower(language), '-', 1){cases}"
        " ELSE 'pg_catalog.simple'::regconfig END"
    )


AGAIN = (
    "UPDATE transcripts SET language = language WHERE language ~ '^n[bn](-|$)'",
    "UPDATE rooms SET settings = settings WHERE settings ->> 'language' ~ '^n[bn](-|$)'",
)
"""Generated columns are computed when a row is written."""
FORWARDS = (configuration(LANGUAGES | NORWEGIAN), *AGAIN)
BACKWARDS = (configuration(LANGUAGES), *AGAIN)


async def forwards() -> MigrationManager:
    """Map nb and nn."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
