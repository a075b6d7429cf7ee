"""Cues as a WebVTT file (W3C): speakers are voice spans, and nothing that was said can be read as markup."""

from collections.abc import Iterable

from server.meeting.cues import Cue

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"})
"""With `>` escaped no text has the arrow `-->`."""


def web_vtt(cues: Iterable[Cue]) -> str:
    """Write the file; a meeting without words has the header alone."""
    return "\n\n".join(["WEBVTT", *map(_block, cues)]) + "\n"


def _block(cue: Cue) -> str:
    speaker, text = (part.translate(ESCAPES) for part in (cue.speaker, cue.text))
    voice = f"<v {speaker}>" if speaker else ""
    return f"{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{voice}{text}"


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
