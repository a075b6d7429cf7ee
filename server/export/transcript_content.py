"""Lays out the transcript of a meeting for export, and its chat."""

from collections.abc import Iterator

from server.durations import clock
from server.export.blocks import Block
from server.export.chat_content import chat_blocks
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.pages.gap_lines import GapLine, gap_lines, merge_gap_lines
from server.pages.transcript import Transcript, Turn


def transcript_blocks(meeting: ExportedMeeting, transcript: Transcript, wanted: Wanted) -> Iterator[Block]:
    """Lay out what was said, what is missing, and the chat."""
    yield Block("heading", "Transcript")
    for line in merge_gap_lines(transcript.turns(), gap_lines(meeting.gaps, meeting.names)):
        yield _gap(line, wanted) if isinstance(line, GapLine) else _turn(line, wanted)
    if not transcript:
        silent = "No speech was transcribed in this meeting."
        running = "Nothing has been transcribed yet."
        yield Block("note", meeting.not_transcribed or (silent if meeting.room.is_over else running))
    yield from chat_blocks(meeting, wanted)


def _turn(turn: Turn, wanted: Wanted) -> Block:
    text = " ".join(
        each.text + (" (cut off)" if each.state == "interrupted" else "") for each in turn.segments
    )
    name = turn.speaker.name if wanted.speakers else ""
    return Block("turn", text, name, clock(turn.start_ms) if wanted.times else "")


def _gap(line: GapLine, wanted: Wanted) -> Block:
    return Block("note", f"{line.time} {line.text}" if wanted.times else line.text)
