"""The real model in a real Ollama on one short meeting: it is understood, its inventions are not saved."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from agent.minutes.claim_support import supports
from agent.minutes.commitments import commitments_of
from agent.minutes.extractive import extract
from agent.minutes.model_author import ModelAuthor
from agent.minutes.transcript_lines import MeetingSpeech
from server.config import Secret, Settings
from server.meeting.minutes import Minutes
from server.progress_board import ProgressBoard
from server.stack.go_engines import OLLAMA, find
from server.stack.layout import Layout
from server.stack.model_wheels import QWEN
from server.stack.ollama import NICENESS, ensure_model, ollama
from tests.unit.minutes.made_up_speech import said

SPOKEN = said(
    "Bob: The ticket shop still fails on phones, about thirty percent of our visitors see the error.",
    "Alice: We decided to postpone the launch until the ticket shop works on phones.",
    "Bob: I'll send the list of failing phones to the developers by Friday.",
)


async def test_gives_way(tmp_path: Path) -> None:
    """The server, and so what it starts for a model, has a lower priority than captions."""
    binary = find(Layout.of(), OLLAMA)
    if binary is None:
        pytest.skip("ollama is neither built nor on PATH: python3 -m server test builds it")
    async with ollama(binary, Layout.of(), tmp_path / "ollama.log") as (_, child):
        assert os.getpriority(os.PRIO_PROCESS, child.process.pid) == NICENESS


@pytest.fixture(scope="session")
async def ollama_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server for this run with the packaged model."""
    layout = Layout.of()
    binary = find(layout, OLLAMA)
    if binary is None:
        pytest.skip("ollama is neither built nor on PATH: python3 -m server test builds it")
    log: Path = tmp_path_factory.mktemp("ollama") / "ollama.log"
    async with ollama(binary, layout, log) as (url, _):
        assert await ensure_model(url, QWEN.name, layout, ProgressBoard(), has_room=True) == QWEN.name
        yield url


def settings(url: str) -> Settings:
    """Settings with this Ollama."""
    return Settings(
        database_url=Secret(""),
        redis_url=Secret(""),
        livekit_url="",
        livekit_api_key="",
        livekit_api_secret=Secret(""),
        livekit_public_url="",
        ollama_host=url,
        llm=QWEN.name,
    )


def lines_behind(minutes: Minutes, spoken: MeetingSpeech) -> None:
    """The lines every claim cites."""
    for claim in (*minutes.key_points, *minutes.decisions):
        cited = [line for line in spoken.lines if set(line.segments) & set(claim.evidence)]
        assert supports(cited, claim.text.partition(": ")[2] or claim.text, spoken)


async def test_packed_model(ollama_url: str) -> None:
    """It reads the whole meeting; each claim is supported, and each task was committed to."""
    async with ClientSession() as session:
        minutes = await ModelAuthor(settings(ollama_url), session).phrase(extract(SPOKEN), SPOKEN)
    lines_behind(minutes, SPOKEN)
    taken = {(each.owner, each.due.day if each.due else None) for each in commitments_of(SPOKEN)}
    known = {(owner.name if owner else None, day) for owner, day in taken}
    assert {(action.assignee, action.due_date) for action in minutes.actions} <= known
    assert len(minutes.decisions) >= len(extract(SPOKEN).decisions)
    assert minutes.executive_summary
    made = minutes.provenance
    assert made is not None
    assert (made.parts_read, made.parts, made.segments_used) == (1, 1, len(SPOKEN.lines))
    assert made.tokens_written > 0
    assert len(made.digest) == 64
