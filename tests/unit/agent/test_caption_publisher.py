"""Publishing captions: who sends them, and a room that is closing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from livekit import rtc

from agent import caption_publisher
from agent.caption_publisher import MAX_WORDS_BYTES, Caption, RoomCaptionSink
from agent.recognizer import TimedWord

CAPTION = Caption(UUID(int=1), 0, "We have", True, "PA-alice", "Alice", "TR_1", "vosk", 0, 900)


def room(stream_text: Callable[..., Awaitable[Any]]) -> rtc.Room:
    """A connected room that opens streams by this function."""
    return cast(
        rtc.Room,
        SimpleNamespace(isconnected=lambda: True, local_participant=SimpleNamespace(stream_text=stream_text)),
    )


@pytest.mark.parametrize("fault", [rtc.StreamError("closed"), AssertionError(), RuntimeError("not open")])
async def test_writer_gone(fault: Exception) -> None:
    """A caption that cannot be sent raises nothing."""

    async def fail(**_: Any) -> None:
        raise fault

    await RoomCaptionSink(room(fail)).show(CAPTION)


async def test_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that never answers is not awaited, because the next segment must be stored."""
    monkeypatch.setattr(caption_publisher, "PUBLISH_TIMEOUT_S", 0.01)

    async def wait(**_: Any) -> None:
        await asyncio.Event().wait()

    await asyncio.wait_for(RoomCaptionSink(room(wait)).show(CAPTION), 5)


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    """The options of every stream that was sent."""
    return []


@pytest.fixture
def sink(sent: list[dict[str, Any]]) -> RoomCaptionSink:
    """A sink in a room that takes captions."""

    async def ignore(*_: Any) -> None:
        pass

    async def stream_text(**options: Any) -> Any:
        sent.append(options)
        return SimpleNamespace(write=ignore, aclose=ignore)

    return RoomCaptionSink(room(stream_text))


async def test_another_transcriber(sink: RoomCaptionSink, sent: list[dict[str, Any]]) -> None:
    """A transcriber cut off from the database shows nothing beside one that took its room over."""
    other = object.__new__(rtc.RemoteParticipant)
    other._info = SimpleNamespace(kind=rtc.ParticipantKind.PARTICIPANT_KIND_AGENT)  # type: ignore[assignment]  # all that is read
    sink.attributes_changed({"parley.fault": "delayed"}, other)
    await sink.show(replace(CAPTION, is_stored=False))
    sink.attributes_changed({"parley.engine": "vosk"}, other)
    await sink.show(replace(CAPTION, is_stored=False))
    assert len(sent) == 1


async def test_sent_as_the_agent(sink: RoomCaptionSink, sent: list[dict[str, Any]]) -> None:
    """The sender is the transcriber, as clients accept captions only from an agent."""
    await sink.show(CAPTION)
    (options,) = sent
    assert options["topic"] == "lk.transcription"
    assert options.get("sender_identity") is None
    assert options["attributes"]["parley.speaker"] == "PA-alice"


def test_words() -> None:
    """A final carries its words with times and confidence, an engine without word times none."""
    timed = replace(CAPTION, words=(TimedWord("오늘", 0, 410, 0.5), TimedWord("we", 410, 900, 1.0)))
    assert timed.attributes()["parley.words"] == '[["오늘",0,410,0.5],["we",410,900,1.0]]'
    assert CAPTION.attributes()["parley.words"] == ""


def test_too_many_words() -> None:
    """Words that do not fit into the stream's header are left out; their text is sent."""
    words = (TimedWord("word", 1_000_000, 1_000_400, 0.123),)
    length = len(replace(CAPTION, words=words).attributes()["parley.words"])
    fitting = MAX_WORDS_BYTES // (length - 1)
    assert replace(CAPTION, words=words * fitting).attributes()["parley.words"]
    assert not replace(CAPTION, words=words * (fitting + 1)).attributes()["parley.words"]
