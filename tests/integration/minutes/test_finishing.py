"""Minutes made of blocks: what was noted while people talked is not asked for again, and minutes grow."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from agent.minutes import block_noting
from agent.minutes.author import Extractor
from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, note_block, note_block_by_model
from agent.minutes.executive_summary import spread
from agent.minutes.finishing import phrased
from agent.minutes.llm import pace
from agent.minutes.llm.errors import ModelSilent
from agent.minutes.machine_load import captions_are_late, told_waiting
from agent.minutes.meeting_speech import read
from agent.minutes.model_author import ModelAuthor
from agent.minutes.summary_choice import OWN_SUMMARY
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.writing import draft_minutes, phrase_minutes, rewrite_minutes
from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch
from server.meeting.forgotten_words import forget_words
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate, TemplateSection
from server.meeting.summary_blocks import blocks_of
from tests.conftest import Meeting
from tests.integration.minutes.conftest import SAID, Queue, end_and_read, say, working
from tests.integration.minutes.fake_ollama import FakeOllama, Reply, answer, ollama
from tests.integration.minutes.test_model import settings

TOLD = "The launch of the website is postponed until the ticket shop works on phones."
NOTES = answer(decisions=[{"lines": [3], "text": TOLD}], topics=[], key_points=[], actions=[])
SUMMARY = answer(summary="The launch of the website is postponed until the ticket shop works on phones.")
TOLD_TO = """
SELECT n.type, n.message, count(m.id) AS mails FROM notifications n
LEFT JOIN mail_outbox m ON m.notification_id = n.id WHERE n.user_id = $1 GROUP BY n.id ORDER BY n.id
"""
IN_GERMAN = replace(TEMPLATES["general"], language="de")
"""Other than the meeting: no summary is asked for."""
OWN_SECTION = TemplateSection("custom", "Weather", "Whether it rains")
TWO_BLOCKS = SAID * 8
"""Five and a half minutes: one and the rest while the meeting runs, five and the rest at its end."""


def fake_tokens(*replies: Reply) -> int:
    """What the fake server counts of these answers."""
    return sum(len(reply.text) // 4 for reply in replies)


async def found(meeting: Meeting) -> Minutes:
    """The minutes there are."""
    there = await minutes_of(meeting.room.id)
    assert there is not None
    return there


async def finished(meeting: Meeting, fake: FakeOllama, change_bus: ChangeBus) -> Minutes:
    """End the meeting, and write its minutes to the end."""
    async with ClientSession() as session:
        author = ModelAuthor(settings(fake), session)
        await end_room(meeting.room.id, "host")
        await draft_minutes(meeting.room.id, author, change_bus)
        await phrase_minutes(meeting.room.id, author, change_bus)
    return await found(meeting)


async def first_noted(meeting: Meeting, fake: FakeOllama, change_bus: ChangeBus) -> None:
    """Say some minutes, of which the model notes the first block while the meeting runs."""
    await say(meeting, TWO_BLOCKS)
    await close_blocks(meeting.room.id)
    async with ClientSession() as session:
        author = ModelAuthor(settings(fake), session)
        await note_block(meeting.room.id, 0, author, change_bus)
        assert await have_noted(meeting.room.id, 0, author, change_bus)


def _lines(asked: str) -> list[str]:
    """The sentences of the transcript that the model is given to read."""
    return [line for line in asked.splitlines() if line.startswith("[")]


async def test_only_the_rest_is_asked(meeting: Meeting, change_bus: ChangeBus) -> None:
    """At the end the model reads what it has not read, with the same instructions, and summarises once."""
    async with ollama(NOTES, NOTES, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        minutes = await finished(meeting, fake, change_bus)
    first, last, summary = (asked["messages"] for asked in fake.asked)
    assert first[0] == last[0] == summary[0]
    assert sum(len(_lines(asked[1]["content"])) for asked in (first, last)) == len(TWO_BLOCKS)
    assert (minutes.state, minutes.method, minutes.executive_summary) == ("ready", "model", TOLD)
    assert [claim.text for claim in minutes.decisions] == [TOLD]
    ledger = minutes.provenance
    assert ledger is not None
    assert (ledger.parts, ledger.parts_read, ledger.segments_used, ledger.segments) == (2, 2, 56, 56)
    assert ledger.tokens_written == fake_tokens(NOTES, NOTES, SUMMARY)
    assert 0 < ledger.tokens_cached < ledger.tokens_read


async def test_draft_has_what_was_noted(meeting: Meeting, change_bus: ChangeBus) -> None:
    """The first minutes after the end are in the model's words where it has read."""
    async with ollama(NOTES) as fake, ClientSession() as session:
        await first_noted(meeting, fake, change_bus)
        await end_room(meeting.room.id, "host")
        await draft_minutes(meeting.room.id, ModelAuthor(settings(fake), session), change_bus)
    minutes = await found(meeting)
    assert (minutes.state, minutes.method) == ("drafted", "model")
    assert minutes.provenance is not None
    assert (minutes.provenance.parts_read, minutes.provenance.parts) == (1, 2)
    assert TOLD in [claim.text for claim in minutes.decisions]


async def test_minutes_grow(meeting: Meeting, change_bus: ChangeBus) -> None:
    """After each block the minutes are saved with it, and say how far they are in their ledger."""
    await say(meeting, TWO_BLOCKS)
    async with ollama(NOTES, Reply(hang=True)) as fake:
        writing = asyncio.create_task(finished(meeting, fake, change_bus))
        async with asyncio.timeout(60):
            while not (there := await minutes_of(meeting.room.id)) or there.method != "model":  # noqa: ASYNC110  rows
                await asyncio.sleep(0.05)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert there.state == "drafted"
    assert there.provenance is not None
    assert (there.provenance.parts_read, there.provenance.parts) == (1, 2)


async def test_killed_between_blocks(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Who takes over asks for the blocks that are left, and there is one set of minutes."""
    await say(meeting, TWO_BLOCKS)
    async with ollama(NOTES, Reply(hang=True), NOTES, SUMMARY) as fake:
        writing = asyncio.create_task(finished(meeting, fake, change_bus))
        async with asyncio.timeout(60):
            while len(fake.asked) < 2:  # noqa: ASYNC110  another task asks
                await asyncio.sleep(0.05)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        async with ClientSession() as session:
            await phrase_minutes(meeting.room.id, ModelAuthor(settings(fake), session), change_bus)
    minutes = await found(meeting)
    assert (minutes.state, minutes.executive_summary, len(fake.asked)) == ("ready", TOLD, 4)
    rows = await fetch("SELECT count(*) FROM meeting_summaries WHERE room_id = $1", meeting.room.id)
    assert rows[0][0] == 1


async def test_model_dies_midway(meeting: Meeting, change_bus: ChangeBus) -> None:
    """What it did not read is in people's own words, and the ledger says how much it was."""
    async with ollama(NOTES, Reply(status=404)) as fake:
        await first_noted(meeting, fake, change_bus)
        minutes = await finished(meeting, fake, change_bus)
    assert (minutes.state, minutes.method) == ("ready", "model")
    assert minutes.provenance is not None
    assert (minutes.provenance.parts_read, minutes.provenance.parts) == (1, 2)
    assert minutes.provenance.fault
    assert "1 of 2 parts" in (minutes.note or "")


async def killed_waiting(meeting: Meeting, fake: FakeOllama, change_bus: ChangeBus, asked: int) -> Minutes:
    """The minutes there are when the model hangs over a question, at which their writer is killed."""
    writing = asyncio.create_task(finished(meeting, fake, change_bus))
    async with asyncio.timeout(60):
        while len(fake.asked) < asked:  # noqa: ASYNC110  another task asks
            await asyncio.sleep(0.05)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    return await found(meeting)


async def test_last_minute_follows(meeting: Meeting, change_bus: ChangeBus) -> None:
    """What the model has still to note is in the minutes by rules, which say so; they are not final."""
    async with ollama(NOTES, Reply(hang=True), NOTES, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        there = await killed_waiting(meeting, fake, change_bus, asked=2)
        waiting = await fetch("SELECT payload FROM pgqueuer WHERE entrypoint = 'model_minutes'")
        final = await finished(meeting, fake, change_bus)
    assert (there.state, there.method) == ("drafted", "model")
    assert "1 of 2 parts" in (there.note or "")
    assert [row["payload"].decode() for row in waiting] == [str(meeting.room.id)]
    assert (final.state, final.note, final.executive_summary) == ("ready", None, TOLD)


async def test_summary_follows(meeting: Meeting, change_bus: ChangeBus) -> None:
    """While the model is asked for a summary, minutes with all its notes are there, and are not final."""
    await say(meeting)
    async with ollama(NOTES, Reply(hang=True)) as fake:
        there = await killed_waiting(meeting, fake, change_bus, asked=2)
    assert (there.state, there.method) == ("drafted", "model")
    assert there.provenance is not None
    assert (there.provenance.parts_read, there.provenance.parts) == (1, 1)
    assert (there.note or "").startswith(OWN_SUMMARY)
    assert TOLD in [claim.text for claim in there.decisions]


@pytest.mark.parametrize(
    ("template", "growths"),
    [(IN_GERMAN, 0), (replace(IN_GERMAN, sections=(OWN_SECTION,)), 1)],
    ids=["nothing", "a section"],
)
async def test_grows_before_more_is_asked(
    template: MinutesTemplate, growths: int, meeting: Meeting, change_bus: ChangeBus
) -> None:
    """Minutes with all notes are saved before the model is asked for a section, and not if it is done."""
    await say(meeting)
    grown: list[Minutes] = []

    async def grow(minutes: Minutes, _: MeetingSpeech) -> None:
        grown.append(minutes)

    async with ollama(NOTES) as fake, ClientSession() as session:
        author = ModelAuthor(settings(fake), session)
        spoken = replace(await read(meeting.room.id), template=template)
        await phrased(meeting.room.id, spoken, author, change_bus, grow)
    assert len(grown) == growths


async def test_told_once(meeting: Meeting, change_bus: ChangeBus, bob: Account) -> None:
    """That minutes are ready is told with the first version, and in no other, nor by mail."""
    async with ollama(NOTES, NOTES, SUMMARY, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        await finished(meeting, fake, change_bus)
        told = await fetch(TOLD_TO, bob.id)
        async with ClientSession() as session:
            await rewrite_minutes(meeting.room.id, ModelAuthor(settings(fake), session), change_bus)
    kinds = [row["type"] for row in told]
    assert kinds.count("minutes_ready") == 1
    assert await fetch(TOLD_TO, bob.id) == told


async def test_correction_asks_for_its_block(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Minutes are written again with one block asked for again: the one whose words were corrected."""
    async with ollama(NOTES, NOTES, SUMMARY, NOTES, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        await finished(meeting, fake, change_bus)
        await execute(
            "INSERT INTO segment_edits (room_id, segment_id, kind) SELECT room_id, id, 'text'"
            " FROM transcript_segments WHERE room_id = $1 AND seq = 55",
            meeting.room.id,
        )
        async with ClientSession() as session:
            await rewrite_minutes(meeting.room.id, ModelAuthor(settings(fake), session), change_bus)
    assert len(fake.asked) == 5
    assert len(fake.asked[3]["messages"][1]["content"]) == len(fake.asked[1]["messages"][1]["content"])


async def test_words_changed_since(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A note whose words the second pass has changed is left out if they say otherwise."""
    async with ollama(NOTES, NOTES, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        await execute(
            "UPDATE transcript_segments SET text = 'We talked about the weather.', revision = revision + 1"
            " WHERE room_id = $1 AND text LIKE 'We decided%'",
            meeting.room.id,
        )
        minutes = await finished(meeting, fake, change_bus)
    assert minutes.decisions == []


async def correct(meeting: Meeting, seq: int, text: str) -> None:
    """Change the words of a segment, as people do."""
    (segment,) = await fetch(
        "UPDATE transcript_segments SET text = $3, revision = revision + 1, state = 'corrected'"
        " WHERE room_id = $1 AND seq = $2 RETURNING id",
        meeting.room.id,
        seq,
        text,
    )
    await execute(
        "INSERT INTO segment_edits (room_id, segment_id, kind) VALUES ($1, $2, 'text')",
        meeting.room.id,
        segment["id"],
    )


async def test_corrected_while_it_reads(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A block that was noted is read again if its words are corrected before the minutes are final."""
    async with ollama(NOTES, replace(NOTES, after_s=1.0), NOTES, SUMMARY) as fake:
        await first_noted(meeting, fake, change_bus)
        writing = asyncio.create_task(finished(meeting, fake, change_bus))
        async with asyncio.timeout(60):
            while len(fake.asked) < 2:  # noqa: ASYNC110  another task asks
                await asyncio.sleep(0.05)
        await correct(meeting, 0, "The main question today is who paints the ceiling.")
        minutes = await writing
    assert "who paints the ceiling" in fake.asked[2]["messages"][1]["content"]
    assert minutes.provenance is not None
    assert (minutes.provenance.parts_read, minutes.provenance.parts) == (2, 2)
    assert (minutes.state, minutes.stale, len(fake.asked)) == ("ready", frozenset(), 4)
    assert [each.state for each in await blocks_of(meeting.room.id)] == ["noted", "noted"]


async def test_model_switched_off(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Where the model was switched off after the draft, the final minutes keep what it had noted."""
    async with ollama(NOTES) as fake, ClientSession() as session:
        await first_noted(meeting, fake, change_bus)
        await end_room(meeting.room.id, "host")
        await draft_minutes(meeting.room.id, ModelAuthor(settings(fake), session), change_bus)
    before = await found(meeting)
    await phrase_minutes(meeting.room.id, Extractor(), change_bus)
    minutes = await found(meeting)
    assert (minutes.state, minutes.method) == ("ready", "model")
    assert "1 of 2 parts" in (minutes.note or "")
    assert (minutes.decisions, minutes.executive_summary) == (before.decisions, before.executive_summary)


async def test_silent_model(meeting: Meeting, change_bus: ChangeBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that does not begin to answer is given up after the first block."""
    monkeypatch.setattr(pace, "LOAD_S", 0.5)
    monkeypatch.setattr(pace, "SLOW_READ", 1e6)
    await say(meeting, TWO_BLOCKS)
    async with ollama(Reply(hang=True)) as fake:
        minutes = await finished(meeting, fake, change_bus)
    assert (minutes.state, minutes.method, len(fake.asked)) == ("ready", "extractive", 1)
    assert ModelSilent.reason in (minutes.note or "")


async def test_forgotten_while_drafted(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Minutes whose summary went with somebody's words have one again before the model is done."""
    async with ollama(NOTES) as fake, ClientSession() as session:
        author = ModelAuthor(settings(fake), session)
        await first_noted(meeting, fake, change_bus)
        await end_room(meeting.room.id, "host")
        await draft_minutes(meeting.room.id, author, change_bus)
        with acting_as(Actor(WEB, user_id=meeting.bob.user_id, participant_id=meeting.bob.id)):
            await forget_words(meeting.room.id, meeting.bob.id, with_chat=False)
        assert not (await found(meeting)).executive_summary
        await rewrite_minutes(meeting.room.id, author, change_bus)
    minutes = await found(meeting)
    assert minutes.state == "drafted"
    assert minutes.executive_summary
    assert "thirty percent" not in minutes.executive_summary
    assert len(fake.asked) == 1


async def test_gives_way(meeting: Meeting, change_bus: ChangeBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the machine is busy the model is not asked; once it is free the block is noted."""
    monkeypatch.setattr(block_noting, "PAUSE_S", 0)
    looked: list[bool] = []

    async def is_free(_: object) -> bool:
        looked.append(len(looked) == 3)
        return looked[-1]

    async with ollama(NOTES) as fake, ClientSession() as session:
        await say(meeting, TWO_BLOCKS)
        await close_blocks(meeting.room.id)
        author = ModelAuthor(settings(fake), session)
        await note_block(meeting.room.id, 0, author, change_bus)
        await note_block_by_model(meeting.room.id, 0, author, change_bus, is_free=is_free)
    assert (looked, len(fake.asked)) == ([False, False, False, True], 1)
    assert (await blocks_of(meeting.room.id))[0].state == "noted"


async def test_by_the_worker(meeting: Meeting, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker has the model note blocks of running meetings, each once."""
    monkeypatch.setattr("agent.minutes.machine_load.is_busy", lambda: False)
    await say(meeting, TWO_BLOCKS)
    async with (
        ollama(NOTES) as fake,
        ClientSession() as session,
        working(queue, ModelAuthor(settings(fake), session)),
        asyncio.timeout(60),
    ):
        while [each.state for each in await blocks_of(meeting.room.id)] != ["noted"]:  # noqa: ASYNC110  rows
            await asyncio.sleep(0.05)
        assert len(fake.asked) == 1
        assert (await end_and_read(meeting)).method == "model"


@pytest.mark.parametrize("said", [(), SAID[:1]], ids=["nothing", "one"])
async def test_short_meetings(
    said: tuple[tuple[str, str], ...], meeting: Meeting, change_bus: ChangeBus
) -> None:
    """Meetings in which next to nothing was said get minutes that are final."""
    await say(meeting, said)
    async with ollama(answer(topics=[]), answer(summary="x")) as fake:
        minutes = await finished(meeting, fake, change_bus)
    assert minutes.state == "ready"
    assert len(await blocks_of(meeting.room.id)) == len(said)


@pytest.mark.parametrize(
    ("page", "waiting"),
    [("some avg10=88.02 avg60=1.00 total=1\nfull avg10=0.00\n", 88.02), ("", 0.0), ("some x\n", 0.0)],
    ids=["pressure", "empty", "other"],
)
def test_pressure(page: str, waiting: float) -> None:
    """The kernel's page is read, and any other text says nothing."""
    assert told_waiting(page) == waiting


async def test_late_captions(meeting: Meeting) -> None:
    """Captions are behind when the last finals came late, not when one did."""
    said = await say(meeting)
    assert not await captions_are_late(meeting.room.id)
    late = "UPDATE transcript_segments SET delay_ms = $2 WHERE id = ANY($1::uuid[])"
    await execute(late, said, 900)
    await execute(late, said[:1], 60_000)
    assert not await captions_are_late(meeting.room.id)
    await execute(late, said[:5], 6_000)
    assert await captions_are_late(meeting.room.id)


def test_facts_are_of_the_whole_meeting() -> None:
    """Of many facts the summary is given some from the first to the last."""
    assert spread([str(at) for at in range(50)], 5) == ["0", "12", "24", "36", "49"]
    assert spread(["a", "b"], 5) == ["a", "b"]
