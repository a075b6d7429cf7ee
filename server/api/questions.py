"""Questions about one's meetings; the answer is streamed as server-sent events."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from aiohttp import ClientConnectionResetError, web
from pydantic import AwareDatetime, Field

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.events import HEADERS, HEARTBEAT, disconnected, send
from server.api.fields import Body, QuestionText, View
from server.api.identity import identify_viewer
from server.api.limits import Limit
from server.api.problems import DEPENDENCY_ERRORS
from server.app_keys import VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound, TooMany, Unauthenticated
from server.meeting import questions
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.participants import Guest
from server.meeting.questions import Question, QuotedSegment, Statement
from server.meeting.slugs import slug_in

LOOK_S = 0.25
BEAT_EVERY = 40
"""Looks without news until a heartbeat."""
PICKED_UP_S, TOTAL_S = 30.0, 300.0
"""How long it may take until a worker begins, and until the answer is there."""
NOT_ANSWERED = "Questions are not being answered at the moment. Try again later."
FAILED = "The question could not be answered. Try again."
REPLACED = "The question was withdrawn, or another one took its place."
WITHDRAW_S = 5.0


class Ask(Body):
    """A question in any language; with `slug` about one meeting, otherwise about all that one may read."""

    text: QuestionText
    slug: str | None = Field(default=None, max_length=200)


class QuoteView(View):
    """What somebody said; `start_ms` is milliseconds on the meeting's clock."""

    segment_id: UUID
    slug: str
    meeting: str
    started_at: AwareDatetime | None
    speaker: str
    start_ms: int
    text: str = Field(json_schema_extra={"description": "The segment's words."})


@endpoint(
    "Ask your meetings",
    tag="minutes",
    refusals=(Unauthenticated, RoomNotFound, Forbidden, Conflict, TooMany),
    media_type="text/event-stream",
)
async def ask(request: web.Request, body: Ask) -> web.StreamResponse:
    """Answer a question from transcripts that you may read, as server-sent events.

    `quotes` comes first: `{"quotes": [{"segment_id", "slug", "meeting", "started_at", "speaker", "start_ms",
    "text"}]}`, what people said that is nearest. With a language model `statement` follows for each sentence
    that the transcripts bear out: `{"text", "citations": [quotes]}`. `end` is the last: `{"method", "note"}`,
    where `method` is `model`, `quotes` (people's own words alone) or `nothing` (it was not said). `error` is
    the last instead when there is no answer: `{"detail"}`. One question at a time: another takes its place.
    Closing the connection withdraws it. Neither question nor answer is kept. Guests ask the meeting that
    they were in, by its slug.
    """
    person = request[VIEWER]
    if person is None or (body.slug is None and not isinstance(person, Account)):
        raise Unauthenticated
    room_id = await _room_of(request, body.slug) if body.slug else None
    await request.app[LIMITER].hit(Limit.ASK, str(_id_of(person)))
    async with transaction():
        question_id = await questions.ask(person, body.text, room_id)
        await record("user_action", "question", room_id, lasting=False)
    response = web.StreamResponse(headers=HEADERS)
    try:
        await response.prepare(request)
        with suppress(ClientConnectionResetError):
            await _tell(request, response, question_id)
    finally:
        with suppress(*DEPENDENCY_ERRORS, TimeoutError):
            async with asyncio.timeout(WITHDRAW_S):
                await questions.withdraw(question_id)
    return response


async def _room_of(request: web.Request, slug: str) -> UUID:
    code = slug_in(slug)
    if code is None:
        raise RoomNotFound
    return (await room_for(request[VIEWER], code, Right.ASK)).room.id


async def _tell(request: web.Request, response: web.StreamResponse, question_id: UUID) -> None:
    """Send what there is of the answer whenever there is more, until its end."""
    loop = asyncio.get_running_loop()
    began, told, silent = loop.time(), _Told(request, response), 0
    while not disconnected(request):
        question = await questions.question_of(question_id)
        waited_s = loop.time() - began
        if question is None or question.state == "failed" or waited_s > TOTAL_S:
            await told.error(REPLACED if question is None else FAILED)
            return
        if question.state == "asked" and waited_s > PICKED_UP_S:
            await told.error(NOT_ANSWERED)
            return
        silent = 0 if await told.news(question) else silent + 1
        if question.state == "answered":
            await told.event("end", {"method": question.method, "note": question.note})
            return
        if silent and silent % BEAT_EVERY == 0:
            if not await _is_signed_in(request, question):
                return
            await send(request, response, HEARTBEAT)
        await asyncio.sleep(LOOK_S)


async def _is_signed_in(request: web.Request, question: Question) -> bool:
    """Whether the session still is whose question it is; False also when that cannot be looked up."""
    try:
        await identify_viewer(request)
    except DEPENDENCY_ERRORS:
        return False
    person = request[VIEWER]
    return person is not None and _id_of(person) in (question.user_id, question.participant_id)


def _id_of(person: Account | Guest) -> UUID:
    return person.id if isinstance(person, Account) else person.participant_id


class _Told:
    """What was sent of an answer."""

    def __init__(self, request: web.Request, response: web.StreamResponse) -> None:
        self._request, self._response = request, response
        self._quoted: tuple[UUID, ...] = ()
        self._statements: tuple[Statement, ...] = ()

    async def news(self, question: Question) -> bool:
        """Send what is new; whether anything was."""
        if question.answer[: len(self._statements)] != self._statements:
            await self.event("restart", {})  # another worker has begun again
            self._statements = ()
        new = question.answer[len(self._statements) :]
        if question.quoted == self._quoted and not new:
            return False
        cited = [each for statement in new for each in statement.segment_ids]
        segments = await questions.quoted_segments([*question.quoted, *cited])
        if question.quoted != self._quoted:
            await self.event("quotes", {"quotes": _views(question.quoted, segments)})
        for statement in new:
            citations = _views(statement.segment_ids, segments)
            if citations:  # else it rests on what the person may not read any more
                await self.event("statement", {"text": statement.text, "citations": citations})
        self._quoted, self._statements = question.quoted, question.answer
        return True

    async def error(self, detail: str) -> None:
        """Send the end of an answer that there is not."""
        await self.event("error", {"detail": detail})

    async def event(self, name: str, data: object) -> None:
        """Send an event."""
        await send(self._request, self._response, f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())


def _views(ids: Sequence[UUID], segments: dict[UUID, QuotedSegment]) -> list[object]:
    return [_view(segments[each]).model_dump(mode="json") for each in ids if each in segments]


def _view(of: QuotedSegment) -> QuoteView:
    return QuoteView(
        segment_id=of.segment.id,
        slug=of.slug,
        meeting=of.meeting,
        started_at=of.started_at,
        speaker=of.segment.speaker,
        start_ms=of.segment.start_ms,
        text=of.segment.text,
    )
