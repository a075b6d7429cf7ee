"""Each process's PostgreSQL role: passwords, created once, and URLs."""

import json
import os
import secrets
from collections.abc import Mapping

import asyncpg

from server.meeting.schema import BACKUP, let_copy, let_sign_in, migrate, url_of
from server.meeting.sealing.key_proofs import prove_at
from server.operator_error import OperatorError
from server.stack.environment import kept_secrets
from server.stack.layout import Layout

OWNER = "OWNER_DATABASE_URL"
"""The owner's URL, which no process of the Procfile gets."""
SIGNS_IN = {
    "web": "parley_web",
    "agent": "parley_agent",
    "standby": "parley_agent",
    "minutes": "parley_worker",
    "jobs": "parley_worker",
}
MEDIA_URL, MEDIA = "MEDIA_DATABASE_URL", "parley_media"
"""Whom the web process signs in as to write down what LiveKit tells; nobody else is told how."""
COPIES = ("jobs", "wal")
"""The processes that get the backup role's URL."""
BACKUP_URL = "BACKUP_DATABASE_URL"
NOBODY = "parley_readonly"
"""Whom a process without a line above would have to be; it has no password to be it with."""


def owner_url(layout: Layout, environ: Mapping[str, str] = os.environ) -> str:
    """Return the owner's URL: as configured, else of the stack that runs on these data."""
    told = environ.get(OWNER) or environ.get("DATABASE_URL")
    if told:
        return told
    running = running_settings(layout)
    if OWNER not in running:
        raise OperatorError(f"DATABASE_URL is not set, and no stack runs on {layout.data}", "parley up")
    return running[OWNER]


def passwords_of(layout: Layout) -> dict[str, str]:
    """Return the roles' passwords; created at the first start and stored beside LiveKit's key."""
    roles = sorted({*SIGNS_IN.values(), MEDIA, "parley_backup"})
    found = kept_secrets(layout, {f"{role}_password": secrets.token_urlsafe(24) for role in roles})
    return {role: found[f"{role}_password"] for role in roles}


async def prepare_database(owner_url: str, passwords: Mapping[str, str]) -> None:
    """Migrate, verify the keys, and let the roles sign in.

    Raises OperatorError naming the right that the user lacks.
    """
    try:
        await migrate(owner_url)
        await prove_at(owner_url)
        await let_sign_in(owner_url, passwords)
    except asyncpg.InsufficientPrivilegeError as error:
        raise OperatorError(f"the user of DATABASE_URL may not prepare the database: {error}", FIX) from error


FIX = "psql as a superuser: ALTER ROLE that_user CREATEROLE; ALTER DATABASE that_database OWNER TO that_user;"


async def backup_url(owner_url: str, passwords: Mapping[str, str]) -> str:
    """Set up `parley_backup` on our own server; returns its URL."""
    await let_copy(owner_url)
    return url_of(owner_url, BACKUP, passwords[BACKUP])


def settings_of(process: str, settings: Mapping[str, str], passwords: Mapping[str, str]) -> dict[str, str]:
    """Return one process's settings, with the database URL of its role."""
    role = SIGNS_IN.get(process, NOBODY)
    theirs = {OWNER} if process in COPIES else {OWNER, BACKUP_URL}
    own = {name: value for name, value in settings.items() if name not in theirs}
    told = {"DATABASE_URL": url_of(settings[OWNER], role, passwords.get(role, ""))}
    if process == "web":
        told[MEDIA_URL] = url_of(settings[OWNER], MEDIA, passwords[MEDIA])
    return own | told


def running_settings(layout: Layout) -> dict[str, str]:
    """Return the settings of the stack that runs on these data; empty if none does."""
    try:
        told: dict[str, dict[str, str]] = json.loads(layout.state.read_text())
    except (OSError, ValueError):
        return {}
    return told["env"]
