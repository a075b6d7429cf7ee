"""Versions of minutes: each set as its author wrote it, before edits by hand; the newest twenty are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.db import execute, fetch, fetch_one, from_json, to_json
from server.meeting.minutes_actions import actions_of, written_action
from server.meeting.minutes_edit_errors import MinutesVersionNotFound
from server.meeting.minutes_edit_merging import SECTIONS

Reason = Literal["draft", "model", "rewrite", "template", "restore", "earlier"]
NEWEST = "SELECT content, template FROM minutes_versions WHERE summary_id = $1 ORDER BY number DESC LIMIT 1"
INSERT = """
INSERT INTO minutes_versions (room_id, summary_id, number, reason, method, model, template, note, content,
                              made_by)
SELECT m.room_id, m.id,
       coalesce((SELECT max(v.number) FROM minutes_versions v WHERE v.summary_id = m.id), 0) + 1,
       $2, $3, $4, $5, $6, $7, $8
FROM meeting_summaries m WHERE m.id = $1 RETURNING number
"""
FACTS = """
SELECT v.id, v.number, v.reason, v.method, v.model, v.template, v.note, v.created_at,
       coalesce(v.content #>> '{own_template,name}', '') AS template_name,
       person_name(v.made_by) AS by
"""
LISTED = f"{FACTS} FROM minutes_versions v WHERE v.room_id = $1 ORDER BY v.number DESC"
ONE = f"{FACTS}, v.content FROM minutes_versions v WHERE v.room_id = $1 AND v.id = $2"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """Which version it is: why it was written, by what, and when."""

    id: UUID
    number: int
    reason: Reason
    method: str | None
    model: str | None
    template: str
    note: str | None
    created_at: datetime
    template_name: str
    """What somebody called the template that they made; empty for a built-in one."""
    by: str | None
    """Who restored it; None for one that was written."""


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """One version; `content` has the columns of the minutes, and its action items."""

    facts: VersionFacts
    content: dict[str, Any]


def reason_of(before: str, state: str, method: str | None) -> Reason:
    """Return why minutes are saved whose state was `before`."""
    if before == "ready":
        return "rewrite"
    return "model" if state == "ready" and method == "model" else "draft"


async def newest_content(summary_id: UUID) -> dict[str, Any] | None:
    """Return what was written last; None if nothing is kept."""
    row = await fetch_one(NEWEST, summary_id)
    return from_json(row["content"]) if row is not None else None


async def keep_version(
    summary_id: UUID,
    reason: Reason,
    *,
    actions: Sequence[dict[str, Any]] = (),
    made_by: UUID | None = None,
) -> None:
    """Keep the minutes as they are in the row; the same again is not another version.

    To be called under the summary's lock, and while no edit by hand is in the row.
    """
    row = await fetch_one("SELECT * FROM meeting_summaries WHERE id = $1", summary_id)
    assert row is not None  # noqa: S101  the caller has locked it
    content = from_json(to_json({**content_of(row), "actions": list(actions)}))
    newest = await fetch_one(NEWEST, summary_id)
    is_arranged = newest is not None and newest["template"] not in ("", row["template"])
    if newest is None or is_arranged or content != from_json(newest["content"]):
        await execute(
            INSERT,
            summary_id,
            "template" if is_arranged else reason,
            row["method"],
            row["model"],
            row["template"],
            row["note"],
            to_json(content),
            made_by,
        )


def content_of(row: Record) -> dict[str, Any]:
    """Return the columns of a row of `meeting_summaries` that a version keeps."""
    kept = {
        column: row[column] if section == "summary" else from_json(row[column])
        for section, column in SECTIONS.items()
    }
    if not kept["special"]:
        del kept["special"]  # as in versions kept before there were such sections
    own = from_json(row["own_template"])
    return kept | ({"own_template": own} if own else {})


async def has_versions(summary_id: UUID) -> bool:
    """Whether any is kept."""
    return await fetch_one(NEWEST, summary_id) is not None


async def versions_of(room_id: UUID) -> list[VersionFacts]:
    """List the versions of a meeting's minutes, newest first."""
    return [VersionFacts(**dict(row)) for row in await fetch(LISTED, room_id)]


async def version_in(room_id: UUID, version_id: UUID) -> MinutesVersion:
    """Return one; raises MinutesVersionNotFound."""
    row = await fetch_one(ONE, room_id, version_id)
    if row is None:
        raise MinutesVersionNotFound
    facts = dict(row)
    return MinutesVersion(content=from_json(facts.pop("content")), facts=VersionFacts(**facts))


async def content_in(room_id: UUID, version_id: UUID) -> dict[str, Any]:
    """Return what a version holds; raises MinutesVersionNotFound."""
    return (await version_in(room_id, version_id)).content


async def current_content(room_id: UUID) -> dict[str, Any]:
    """Return the minutes as they stand, edits included; raises MinutesVersionNotFound."""
    row = await fetch_one("SELECT * FROM meeting_summaries WHERE room_id = $1", room_id)
    if row is None:
        raise MinutesVersionNotFound
    return {**content_of(row), "actions": list(map(written_action, await actions_of(row["id"])))}
