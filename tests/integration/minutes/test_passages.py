"""Passages in the database: made by the worker, found within one's rights, dropped with the words."""

from collections.abc import Sequence

import numpy as np
import pytest

from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable, Role, Vectors
from agent.minutes.embeddings.local_e5 import local_e5
from agent.minutes.passage_indexing import Embeddings, index_passages
from agent.minutes.writing import Extractor
from server.meeting.accounts import Account
from server.meeting.actor import WEB, WORKER, Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.passages import (
    Ranked,
    passages_by_meaning,
    passages_by_words,
    readable_passages,
    rooms_to_index,
)
from server.meeting.transcripts import close_transcript
from tests.conftest import Meeting
from tests.integration.minutes.conftest import Queue, end_and_read, say, working


class Counting:
    """Gives all texts one direction, and counts them."""

    def __init__(self, model: str = "counting@1") -> None:
        self.model = model
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed."""
        del role
        self.texts += texts
        return np.tile(np.array([0.6, 0.8], np.float32), (len(texts), 1))


def embeddings(of: Embedder | None) -> Embeddings:
    """The door to this embedder, or to none."""

    async def find() -> Embedder:
        if of is None:
            raise EmbeddingsUnavailable("none")
        return of

    return Embeddings(find)


async def indexed(meeting: Meeting, embedder: Embedder | None) -> None:
    """Close the transcript and make its passages as the worker does."""
    await close_transcript(meeting.room.id)
    with acting_as(Actor(WORKER, service="minutes", room_id=meeting.room.id)):
        await index_passages(meeting.room.id, embeddings(embedder))


async def found(person: Account, words: str) -> list[Ranked]:
    """Search as a person, as the web process would."""
    with acting_as(Actor(WEB, user_id=person.id)):
        return await passages_by_words(words, None, 10)


async def count() -> int:
    """Count the passages."""
    (row,) = await fetch("SELECT count(*) AS n FROM transcript_passages")
    return int(row["n"])


async def test_after_the_minutes_come_the_passages(meeting: Meeting, queue: Queue) -> None:
    """The job that makes passages is enqueued with the minutes, behind everything else."""
    await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    (job,) = await fetch("SELECT priority FROM pgqueuer WHERE entrypoint = 'passages'")
    assert job["priority"] < 0


async def test_only_who_may_read_finds(meeting: Meeting, alice: Account, carol: Account) -> None:
    """A passage is found by who reads the transcript, and by nobody else."""
    await say(meeting)
    await indexed(meeting, None)
    assert [each.score > 0 for each in await found(alice, "what about the launch")] == [True]
    assert await found(carol, "what about the launch") == []
    (row,) = await fetch("SELECT id FROM transcript_passages")
    with acting_as(Actor(WEB, user_id=carol.id)):
        assert await readable_passages([row["id"]]) == []


async def test_found_by_meaning(meeting: Meeting, alice: Account, carol: Account) -> None:
    """A question in another language finds the passage, again only for who may read it."""
    await say(meeting)
    await indexed(meeting, local_e5())
    (asked,) = local_e5().embed_now(["출시를 언제로 미뤘나요?"], Role.QUERY)
    for person, seen in ((alice, 1), (carol, 0)):
        with acting_as(Actor(WEB, user_id=person.id)):
            hits = await passages_by_meaning(asked.tolist(), local_e5().model, None, 10)
        assert len(hits) == seen


async def test_only_what_is_missing_is_embedded(meeting: Meeting) -> None:
    """Doing it again embeds nothing; another model embeds everything anew."""
    await say(meeting)
    first, other = Counting(), Counting("counting@2")
    await indexed(meeting, first)
    done = len(first.texts)
    await indexed(meeting, first)
    assert (len(first.texts), await count()) == (done, done)
    await indexed(meeting, other)
    assert (len(other.texts), await count()) == (done, done)


async def test_a_model_that_is_away_costs_no_vectors(meeting: Meeting) -> None:
    """Passages that have vectors keep them while the model is not there."""
    await say(meeting)
    await indexed(meeting, Counting())
    await indexed(meeting, None)
    (row,) = await fetch("SELECT count(embedding) AS n FROM transcript_passages")
    assert row["n"] == 1


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ("UPDATE transcript_segments SET text = 'changed' WHERE seq = 0", 1),
        ("UPDATE transcript_segments SET speaker = 'Somebody' WHERE seq = 0", 1),
        ("DELETE FROM transcript_segments WHERE seq = 0", 1),
        ("DELETE FROM transcripts", 0),
    ],
)
async def test_changed_words_are_not_found(meeting: Meeting, change: str, left: int) -> None:
    """A passage goes with the first change of its words, and the meeting is taken up again."""
    await say(meeting)
    await indexed(meeting, Counting())
    await execute(change)
    assert await count() == 0
    assert await rooms_to_index("counting@1", 10) == [meeting.room.id] * left


async def test_older_meetings_are_taken_up(meeting: Meeting) -> None:
    """A closed transcript without passages is found, one with them is not, until the model changes."""
    await say(meeting)
    assert await rooms_to_index("counting@1", 10) == []
    await close_transcript(meeting.room.id)
    assert await rooms_to_index("counting@1", 10) == [meeting.room.id]
    await indexed(meeting, Counting())
    assert await rooms_to_index("counting@1", 10) == []
    assert await rooms_to_index("counting@2", 10) == [meeting.room.id]
    assert await rooms_to_index("", 10) == []
