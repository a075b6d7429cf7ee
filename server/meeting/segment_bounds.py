"""Where segments begin and end: one cut in two, and two of one speaker joined."""

import re
from dataclasses import replace
from uuid import UUID

from server.errors import Conflict, IllegalStep, Invalid
from server.meeting.corrections import (
    STILL_SPOKEN,
    Request,
    changed_error,
    corrected,
    correcting,
    finish,
    locked,
    segment_in,
)
from server.meeting.db import execute, fetch_one
from server.meeting.ids import uuid7
from server.meeting.search_words import UNSPACED
from server.meeting.segment_edits import Change, is_stored, lock_segments
from server.meeting.segment_errors import SegmentNotFound
from server.meeting.segment_rows import COLUMNS, Segment, segment_of
from server.meeting.texts import SAID
from server.meeting.word_times import cut_words

_KOREAN = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_SEAMLESS = re.compile(f"(?=[{UNSPACED}\u3001-\u303f\uff01-\uff65])[^{_KOREAN}]")
"""Letters and signs with no space to the next sentence; Korean has one."""
INSERT = """
INSERT INTO transcript_segments (id, transcript_id, room_id, seq, participant_id, speaker, language, engine,
                                 start_ms, end_ms, text, raw_text, words, confidence, state, revision)
SELECT $2, transcript_id, room_id, next_segment_seq(transcript_id), participant_id, speaker, language, engine,
       $3, $4, '', '', '[]', confidence, 'corrected', 0 FROM transcript_segments WHERE id = $1
"""
NEXT = f"""
SELECT {COLUMNS} FROM transcript_segments
WHERE room_id = $1 AND (start_ms, seq) > ($2, $3) AND (text <> '' OR state = 'open')
ORDER BY start_ms, seq LIMIT 1
"""  # noqa: S608  a constant list of columns


async def split(asked: Request, at: int) -> tuple[Segment, Segment]:
    """Cut a segment before the character `at`; returns both parts.

    The second is a new segment, with the next `seq`: transcripts are in the order of `start_ms`. Raises
    Invalid if a part would have no words.
    """
    async with correcting(asked.room_id) as transcript_id:
        if await is_stored(asked.room_id, asked.edit_id):
            return await _parts(asked)
        before = await locked(asked)
        first, second = before.text[:at].strip(), before.text[at:].strip()
        if not first or not second:
            message = "Choose a place between two words."
            raise Invalid(problems=[{"field": "at", "message": message}])
        words, later_words = cut_words(before.words, before.text[:at])
        raw, later_raw = _cut_raw(before, at)
        middle = _cut_ms(before, at)
        begin = min(max(int(later_words[0]["s"]) if later_words else middle, before.start_ms), before.end_ms)
        end = min(max(int(words[-1]["e"]) if words and later_words else begin, before.start_ms), begin)
        id_ = uuid7()
        await execute(INSERT, before.id, id_, begin, before.end_ms)
        new = await _blank(asked.room_id, id_)
        changes = [
            Change(before, corrected(before, text=first, raw_text=raw, words=words, end_ms=end)),
            Change(new, corrected(new, text=second, raw_text=later_raw, words=later_words)),
        ]
        await finish(asked.room_id, transcript_id, asked.edit_id, "split", asked.editor, changes)
        return await _parts(asked)


async def join(asked: Request, next_id: UUID, next_revision: int) -> Segment:
    """Add the words of the next segment, which is of the same speaker, and leave that one empty.

    Raises Conflict if another segment follows, SegmentChanged if the next has another revision.
    """
    async with correcting(asked.room_id) as transcript_id:
        if await is_stored(asked.room_id, asked.edit_id):
            return await segment_in(asked.room_id, asked.segment_id)
        before = await locked(asked)
        row = await fetch_one(NEXT, asked.room_id, before.start_ms, before.seq)
        follows = segment_of(row) if row else None
        if follows is None or follows.id != next_id:
            raise Conflict("Only neighbouring sentences can be joined. Reload the page to see what follows.")
        if follows.state == "open":
            raise IllegalStep(STILL_SPOKEN)
        if (follows.participant_id, follows.speaker) != (before.participant_id, before.speaker):
            raise Conflict("The next sentence is somebody else’s. Change its speaker first.")
        (held,) = await lock_segments(asked.room_id, [next_id]) or [follows]
        if held.revision != next_revision:
            raise await changed_error(asked.room_id, held)
        changes = [Change(before, _joined(before, held)), Change(held, _emptied(held))]
        await finish(asked.room_id, transcript_id, asked.edit_id, "join", asked.editor, changes)
        return await segment_in(asked.room_id, asked.segment_id)


def seamed(first: str, second: str) -> str:
    """Join two texts, with a space where the script has one."""
    if not first or not second:
        return first + second
    return first + ("" if _SEAMLESS.match(first[-1]) and _SEAMLESS.match(second[0]) else " ") + second


def _joined(first: Segment, second: Segment) -> Segment:
    text = seamed(first.text, second.text)
    if len(text) > SAID.limit:
        raise Conflict(f"Together these are longer than {SAID.limit:,} characters.")
    known = [each for each in (first.confidence, second.confidence) if each is not None]
    return corrected(
        first,
        text=text,
        raw_text=seamed(first.raw_text, second.raw_text),
        words=[*first.words, *second.words] if first.words and second.words else [],
        confidence=sum(known) / len(known) if known else None,
        end_ms=max(first.end_ms, second.end_ms),
    )


def _emptied(segment: Segment) -> Segment:
    return corrected(segment, text="", raw_text="", words=[])


async def _blank(room_id: UUID, segment_id: UUID) -> Segment:
    (new,) = await lock_segments(room_id, [segment_id])
    return replace(new, text="", raw_text="", words=[])


async def _parts(asked: Request) -> tuple[Segment, Segment]:
    row = await fetch_one(
        "SELECT segment_id FROM segment_edits WHERE room_id = $1 AND edit_id = $2 AND segment_id <> $3",
        asked.room_id,
        asked.edit_id,
        asked.segment_id,
    )
    if row is None:
        raise SegmentNotFound
    first = await segment_in(asked.room_id, asked.segment_id)
    return first, await segment_in(asked.room_id, row["segment_id"])


def _cut_raw(segment: Segment, at: int) -> tuple[str, str]:
    """Divide the recognizer's words where the text is, or as near as can be told of another text."""
    raw = segment.raw_text
    if raw == segment.text:
        return raw[:at].strip(), raw[at:].strip()
    place = round(len(raw) * at / len(segment.text))
    spaces = [found.start() for found in re.finditer(r"\s", raw)]
    nearest = min(spaces, key=lambda each: abs(each - place), default=place)
    return raw[:nearest].strip(), raw[nearest:].strip()


def _cut_ms(segment: Segment, at: int) -> int:
    return segment.start_ms + (segment.end_ms - segment.start_ms) * at // len(segment.text)
