"""Templates of minutes that an account makes for itself; others see one only in minutes written by it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any, cast
from uuid import UUID

from asyncpg import Record, UniqueViolationError

from server.errors import Conflict, NotFound
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.minutes_templates import (
    BuiltIn,
    Choice,
    Length,
    MinutesTemplate,
    TemplateSection,
    Tone,
    Writer,
    sections_of,
    template_to_json,
)

MOST_TEMPLATES = 30
"""Of one account."""
COLUMNS = "id, name, sections, language, tone, length, instruction, is_default, created_at, updated_at"
INSERT = f"""
INSERT INTO minutes_templates (user_id, name, sections, language, tone, length, instruction, is_default)
SELECT $1, $2, $3, $4, $5, $6, $7, $8
WHERE (SELECT count(*) FROM minutes_templates WHERE user_id = $1) < {MOST_TEMPLATES}
RETURNING {COLUMNS}
"""  # noqa: S608  columns of ours
UPDATE = f"""
UPDATE minutes_templates SET name = $3, sections = $4, language = $5, tone = $6, length = $7,
       instruction = $8, is_default = $9
WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608
ONE = f"SELECT {COLUMNS} FROM minutes_templates WHERE user_id = $1 AND id = $2"  # noqa: S608
LIST = f"SELECT {COLUMNS} FROM minutes_templates WHERE user_id = $1 ORDER BY name, id"  # noqa: S608


class TemplateNotFound(NotFound):
    """The account has no such template."""

    title = "No such template"


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """What somebody writes of a template."""

    name: str
    sections: tuple[TemplateSection, ...]
    language: str = ""
    tone: Tone = "neutral"
    length: Length = "medium"
    instruction: str = ""
    is_default: bool = False
    """Whether the account's new meetings get it."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template and its id."""

    id: UUID
    fields: TemplateFields

    @property
    def template(self) -> MinutesTemplate:
        """As minutes are arranged by it."""
        told = self.fields
        return MinutesTemplate(
            told.name, "", told.sections, told.language, told.tone, told.length, told.instruction
        )

    @property
    def copy(self) -> dict[str, Any]:
        """As minutes keep it."""
        return template_to_json(self.id, self.template)


def _own(row: Record) -> OwnTemplate:
    return OwnTemplate(
        row["id"],
        TemplateFields(
            row["name"],
            sections_of(from_json(row["sections"])),
            row["language"],
            row["tone"],
            row["length"],
            row["instruction"],
            row["is_default"],
        ),
    )


@asynccontextmanager
async def _writing(user_id: UUID, fields: TemplateFields) -> AsyncIterator[None]:
    """Write in one transaction in which no other template is the default, if this one is to be."""
    try:
        async with transaction():
            if fields.is_default:
                await execute(
                    "UPDATE minutes_templates SET is_default = false WHERE user_id = $1 AND is_default",
                    user_id,
                )
            yield
    except UniqueViolationError as error:
        raise Conflict("You have a template of this name. Choose another name.") from error


def _values(fields: TemplateFields) -> Sequence[object]:
    return (
        fields.name,
        to_json([asdict(each) for each in fields.sections]),
        fields.language,
        fields.tone,
        fields.length,
        fields.instruction,
        fields.is_default,
    )


async def own_templates(user_id: UUID) -> list[OwnTemplate]:
    """List an account's templates by name."""
    return [_own(row) for row in await fetch(LIST, user_id)]


async def template_choice(user_id: UUID, wanted: str | UUID, writer: Writer) -> Choice:
    """Return what minutes are written by; raises TemplateNotFound."""
    if isinstance(wanted, UUID):
        return Choice("own", writer, (await own_template(user_id, wanted)).copy)
    return Choice(cast(BuiltIn, wanted), writer)


async def own_template(user_id: UUID, template_id: UUID) -> OwnTemplate:
    """Return one; raises TemplateNotFound."""
    row = await fetch_one(ONE, user_id, template_id)
    if row is None:
        raise TemplateNotFound
    return _own(row)


async def make_template(user_id: UUID, fields: TemplateFields) -> OwnTemplate:
    """Make one; raises Conflict where the name is taken, or at too many."""
    async with _writing(user_id, fields):
        row = await fetch_one(INSERT, user_id, *_values(fields))
    if row is None:
        raise Conflict(f"You have {MOST_TEMPLATES} templates. Delete one of them first.")
    return _own(row)


async def change_template(user_id: UUID, template_id: UUID, fields: TemplateFields) -> OwnTemplate:
    """Replace all that somebody wrote of it; raises TemplateNotFound, Conflict where the name is taken."""
    async with _writing(user_id, fields):
        row = await fetch_one(UPDATE, user_id, template_id, *_values(fields))
    if row is None:
        raise TemplateNotFound
    return _own(row)


async def delete_template(user_id: UUID, template_id: UUID) -> None:
    """Delete it; minutes that were written by it keep their copy. Raises TemplateNotFound."""
    deleted = await execute(
        "DELETE FROM minutes_templates WHERE user_id = $1 AND id = $2", user_id, template_id
    )
    if not deleted:
        raise TemplateNotFound


async def template_for(user_id: UUID, wanted: str | UUID | None) -> str:
    """Return what a new meeting of this account stores; raises TemplateNotFound. None: the default."""
    if wanted is None:
        chosen = await fetch_one(
            "SELECT id FROM minutes_templates WHERE user_id = $1 AND is_default", user_id
        )
        return str(chosen["id"]) if chosen else "general"
    if isinstance(wanted, UUID):
        await own_template(user_id, wanted)
    return str(wanted)


async def check_template(host_id: UUID | None, wanted: str | UUID) -> None:
    """Raise TemplateNotFound if it is neither built in nor the host's, or not theirs who asks."""
    if isinstance(wanted, UUID):
        if host_id is None:
            raise TemplateNotFound
        await own_template(host_id, wanted)
