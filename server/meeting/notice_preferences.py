"""What a person is told about, and how: by kind in the app and by e-mail, and what a mail may say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.mail_outbox import Kind

Channel = Literal["in_app", "email"]
Content = Literal["full", "link"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
CHOSEN = """
SELECT kind, channel, wants_notice(u.notification_preferences, kind, channel) AS wanted
FROM users u, unnest($2::text[]) AS kind, unnest($3::text[]) AS channel WHERE u.id = $1
"""
"""The database has the defaults, because its triggers ask for them."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's choices, with the defaults filled in."""

    wanted: Mapping[Kind, Mapping[Channel, bool]]
    content: Content = "full"
    """`link`: mails name no meeting and no task."""
    time_zone: str | None = None
    """Where the day of the daily mail begins; None: where the meeting was."""


async def preferences_of(person_id: UUID) -> Preferences:
    """Read one's own choices."""
    rows = await fetch(CHOSEN, person_id, list(KINDS), list(CHANNELS))
    stored = await _stored(person_id)
    wanted: dict[Kind, dict[Channel, bool]] = {kind: {} for kind in KINDS}
    for row in rows:
        wanted[row["kind"]][row["channel"]] = row["wanted"]
    return Preferences(wanted, "link" if stored.get("content") == "link" else "full", stored.get("time_zone"))


async def choose(person_id: UUID, chosen: Preferences) -> None:
    """Store one's own choices."""
    stored: dict[str, object] = {str(kind): channels for kind, channels in chosen.wanted.items()}
    stored["content"] = chosen.content
    if chosen.time_zone is not None:
        stored["time_zone"] = chosen.time_zone
    async with transaction():
        await execute("SELECT choose_notices($1)", to_json(stored))
        await record("user_action", "notifications.choose", account=str(person_id))


async def stop_mails(person_id: UUID, kinds: Collection[Kind]) -> None:
    """Stop these mails of a person who need not be signed in; nothing else of theirs changes."""
    with acting_also_as(user_id=person_id):
        async with transaction():
            stored = await _stored(person_id)
            for kind in kinds:
                stored[kind] = {**stored.get(kind, {}), "email": False}
            await execute("SELECT choose_notices($1)", to_json(stored))
            await record("user_action", "notifications.stop_mails", account=str(person_id))


async def _stored(person_id: UUID) -> dict[str, Any]:
    row = await fetch_one("SELECT notification_preferences AS kept FROM users WHERE id = $1", person_id)
    found = from_json(row["kept"]) if row else {}
    return found if isinstance(found, dict) else {}
