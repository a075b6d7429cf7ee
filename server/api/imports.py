"""Files that become meetings: upload, progress, cancellation."""

import asyncio
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from aiohttp import web
from multidict import MultiDict
from pydantic import AwareDatetime, Field, field_validator

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint, validated
from server.api.fields import Body, Language, Moment, Name, TimeZone, View
from server.api.identity import require_account
from server.api.limits import Limit
from server.api.uploads import receive_form
from server.app_keys import SETTINGS
from server.errors import IllegalStep, StorageFull, TooLarge, TooMany, Unauthenticated
from server.meeting import imports
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.imports import Import, ImportNotFound, ImportState, NewImport, new_import_id
from server.meeting.names import shown

MAX_SPEAKERS = 32
DIRECTORY = "imports"


class ImportForm(Body):
    """A recording or a transcript, and what is known of it.

    The file is a recording (WAV, MP3, M4A, MP4, WebM, Ogg, FLAC; up to 8 hours and 8 channels), or WebVTT,
    SubRip or plain text in UTF-8. Its contents decide, not its name.
    """

    file: str = Field(default="", json_schema_extra={"format": "binary"})
    name: Name | None = None
    """The meeting's title; otherwise the file's name."""
    language: Language | None = None
    """The spoken language; otherwise the server's."""
    time_zone: TimeZone | None = None
    started_at: Moment | None = None
    """When the meeting began; otherwise so that it ended now."""
    speakers: list[Name] = Field(default_factory=list, max_length=MAX_SPEAKERS)
    """Names of the speakers, in the order of the channels; send the field once for each."""

    @field_validator("started_at")
    @classmethod
    def _is_past(cls, at: datetime | None) -> datetime | None:
        if at is not None and at > datetime.now(UTC):
            raise ValueError("Choose a time that has passed.")
        return at


class ImportView(View):
    """An import; `slug` is the meeting's once `state` is done, `error` says why it failed.

    `progress` is in percent. `note` says what was assumed, such as times that a text does not have. Of one
    that is done, `duration_s`, `people` (who speaks in it) and `has_words` say what came out; `has_words` is
    null once the transcript was deleted.
    """

    id: UUID
    name: str
    state: ImportState
    progress: int
    error: str | None
    note: str | None
    slug: str | None
    duration_s: int | None
    people: int
    has_words: bool | None
    language: str
    file_size: int
    created_at: AwareDatetime


class ImportList(View):
    """The person's newest imports."""

    imports: list[ImportView]


@endpoint(
    "Import a recording or a transcript", tag="imports", status=201, form=ImportForm,
    refusals=(Unauthenticated, TooLarge, TooMany, StorageFull),
)  # fmt: skip
async def create(request: web.Request) -> ImportView:
    """Take a file, which becomes a meeting with transcript and minutes; the answer comes before that.

    Read its progress at `/api/imports/{import_id}`.
    """
    person = require_account(request)
    settings = request.app[SETTINGS]
    await request.app[LIMITER].hit(Limit.IMPORT, str(person.id))
    await imports.check_room_for_import(person)
    import_id = new_import_id()
    path = settings.data / DIRECTORY / str(import_id)
    is_kept = False
    try:
        fields, file_name, size = await receive_form(request, path, settings.import_mb << 20)
        form = validated(ImportForm, _values(fields))
        new = NewImport(
            name=form.name or shown(PurePath(file_name).stem, "Imported meeting"),
            language=form.language or settings.language,
            time_zone=form.time_zone or settings.time_zone,
            started_at=form.started_at or datetime.now(UTC),
            speakers=tuple(form.speakers),
        )
        async with transaction():
            made = await imports.create_import(person, new, size, import_id)
            await record("user_action", "meeting.import", bytes=size)
        is_kept = True
    finally:
        if not is_kept:
            await asyncio.to_thread(path.unlink, missing_ok=True)
    return _view(made)


@endpoint("List my imports", tag="imports", refusals=(Unauthenticated,))
async def index(request: web.Request) -> ImportList:
    """Return the newest imports first."""
    return ImportList(imports=[_view(each) for each in await imports.imports_of(require_account(request))])


@endpoint("Read an import's progress", tag="imports", refusals=(Unauthenticated, ImportNotFound))
async def show(request: web.Request, import_id: UUID) -> ImportView:
    """Return how far an import is, or why it failed."""
    return _view(await imports.own_import(require_account(request), import_id))


@endpoint("Cancel an import", tag="imports", refusals=(Unauthenticated, ImportNotFound, IllegalStep))
async def cancel(request: web.Request, import_id: UUID) -> ImportView:
    """Stop an import that is not done; nothing of it is kept. Idempotent."""
    person = require_account(request)
    cancelled = await imports.cancel_import(person, import_id)
    path = request.app[SETTINGS].data / DIRECTORY / str(cancelled.id)
    await asyncio.to_thread(path.unlink, missing_ok=True)
    return _view(cancelled)


def _values(fields: MultiDict[str]) -> dict[str, object]:
    """Return the fields that were filled in; speakers as a list."""
    found: dict[str, object] = {name: value for name, value in fields.items() if value}
    if "speakers" in found:
        found["speakers"] = [each for each in fields.getall("speakers") if each.strip()]
    return found


def _view(found: Import) -> ImportView:
    return ImportView.model_validate(found)
