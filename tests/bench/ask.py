"""Whether questions find what answers them: `python -m tests.bench.ask`.

Questions that people wrote about the meetings of ../shared/data, with the turns that answer them: a
which every second meeting is held out. And questions of our own about the demo's tapes, in other words than
were said, some in another language. Recall@5: the share of questions of whose answer's passages one is among
the first five. `--limits` prints how near the best passage is for questions about this meeting and about
others, which the limits of agent/minutes/asking/relevance.py come from, and how well these tell them apart;
`--all` asks twelve meetings instead of six.
"""

# ruff: noqa: T201  a benchmark prints

import asyncio
import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from uuid import UUID

from agent.minutes.asking.fusion import fused
from agent.minutes.asking.relevance import can_be_about, most_shared
from agent.minutes.asking.retrieval import CANDIDATES, FOUND, retrieve
from agent.minutes.embeddings.embedder import Role, Vectors
from agent.minutes.embeddings.local_e5 import local_e5
from agent.minutes.passage_indexing import Embeddings, index_passages
from server.demo.tape import TAPES, read_tape
from server.meeting.accounts import register
from server.meeting.actor import AS_CONNECTED, WEB, WORKER, Actor, acting_as
from server.meeting.db import fetch_one, open_database
from server.meeting.passages import Ranked, passages_by_meaning, passages_by_words, readable_passages
from server.meeting.questions import quoted_segments
from server.meeting.schema import migrate
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.stack.postgres import postgres
from tests.bench.percentiles import machine, percentiles

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "meetings"
MEETINGS = 12 if "--all" in sys.argv else 6
"""Of the sample: each takes half a minute to embed."""
WAYS = ("words", "meaning", "both")
PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99)
OF_TAPES = {
    "short": (
        ("When do we publish the app?", "ship on Thursday"),
        ("Who is responsible for the release notes?", "I will write the release notes"),
        ("Did the tests succeed?", "All tests passed"),
        ("앱은 언제 출시하나요?", "ship on Thursday"),
        ("Wer schreibt die Versionshinweise?", "I will write the release notes"),
    ),
    "standup": (
        ("What did we settle about hardware spending?", "not to buy the new server"),
        ("How much is the machine?", "four thousand dollars"),
        ("Who informs the people in charge of money?", "tell the finance team"),
        ("Bis wann bekommen wir die Umfrageergebnisse?", "send the results"),
        ("왜 고객들이 불만인가요?", "waiting for three weeks"),
        ("Quel bogue a été corrigé ?", "login crash is fixed"),
    ),
}
"""Questions about the tapes, and words of the turn that answers each."""


@dataclass(frozen=True)
class Asked:
    """A question, and the segments that answer it."""

    text: str
    segments: frozenset[UUID]


@dataclass(frozen=True)
class Loaded:
    """A meeting in the database, and what is asked about it."""

    name: str
    room_id: UUID
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Hit:
    """What one way of searching gave for a question."""

    way: str
    is_found: bool
    took_ms: float


async def main() -> None:
    """Load, ask, print."""
    with tempfile.TemporaryDirectory() as directory:
        async with postgres(Path(directory), database="bench", durable=False) as url:
            await migrate(url)
            with acting_as(AS_CONNECTED):
                async with open_database(url, pool_size=2):
                    await _measure()


async def _measure() -> None:
    set_process_keyring(Keyring([("bench", bytes(32))]))
    host = (await register("host@example.org", "Host", "x")).id
    sample = [await _load_sample(host, path) for path in sorted(SAMPLE.glob("*.qmsum.json"))[:MEETINGS]]
    tapes = [await _load_tape(host, name) for name in OF_TAPES]
    print(machine())
    print("recall@5                              questions   " + "   ".join(f"{way:>8}" for way in WAYS))
    with acting_as(Actor(WEB, user_id=host)):
        times: defaultdict[str, list[float]] = defaultdict(list)
        for name, meetings in (
            ("sample, developed on", sample[::2]),
            ("sample, held out", sample[1::2]),
            ("tapes, own questions", tapes),
        ):
            for scope in ("of the meeting", "of all meetings"):
                await _print(f"{name}, {scope}", meetings, everywhere=scope == "of all meetings", times=times)
        for way in WAYS:
            print(percentiles(f"search by {way}", times[way]))
        if "--limits" in sys.argv:
            await _print_limits(sample[::2])
            await _print_told_apart("developed on", sample[::2])
            await _print_told_apart("held out", sample[1::2])


async def _print(
    name: str, meetings: Sequence[Loaded], *, everywhere: bool, times: defaultdict[str, list[float]]
) -> None:
    hits: list[Hit] = []
    for each in meetings:
        for asked in each.questions:
            hits += await _ask(asked, None if everywhere else each.room_id)
    for hit in hits:
        times[hit.way].append(hit.took_ms)
    shares = [mean(hit.is_found for hit in hits if hit.way == way) for way in WAYS] if hits else []
    print(f"{name:<42} {len(hits) // len(WAYS):>4}   " + "   ".join(f"{share:8.2f}" for share in shares))


async def _ask(asked: Asked, room_id: UUID | None) -> list[Hit]:
    began = time.perf_counter()
    by_words = await passages_by_words(asked.text, room_id, CANDIDATES)
    worded = time.perf_counter()
    by_meaning = await _by_meaning(asked.text, room_id)
    meant = time.perf_counter()
    orders = {
        "words": [each.id for each in by_words],
        "meaning": [each.id for each in by_meaning],
        "both": fused([[each.id for each in by_words], [each.id for each in by_meaning]]),
    }
    took = {"words": worded - began, "meaning": meant - worded, "both": meant - began}
    found = {way: await readable_passages(order[:FOUND]) for way, order in orders.items()}
    return [
        Hit(way, any(not asked.segments.isdisjoint(p.segment_ids) for p in found[way]), took[way] * 1000)
        for way in WAYS
    ]


async def _by_meaning(question: str, room_id: UUID | None) -> list[Ranked]:
    vector = (await local_e5().embed([question], Role.QUERY))[0]
    return await passages_by_meaning(vector.tolist(), local_e5().model, room_id, CANDIDATES)


async def _print_limits(meetings: Sequence[Loaded]) -> None:
    """Print the best scores of questions about a meeting, and of those about the next one asked of this."""
    for name, shift in (("about this meeting", 0), ("about another", 1)):
        cosines, shares = [], []
        for at, each in enumerate(meetings):
            for asked in meetings[(at + shift) % len(meetings)].questions:
                by_meaning = await _by_meaning(asked.text, each.room_id)
                by_words = await passages_by_words(asked.text, each.room_id, CANDIDATES)
                order = fused([[hit.id for hit in by_words], [hit.id for hit in by_meaning]])[:FOUND]
                cosines.append(by_meaning[0].score if by_meaning else 0.0)
                shares.append(most_shared(asked.text, await _texts(order)))
        for what, scores in (("cosine", cosines), ("share of words", shares)):
            cuts = sorted(scores)
            shown = "  ".join(f"{cuts[min(len(cuts) - 1, len(cuts) * p // 100)]:.3f}" for p in PERCENTILES)
            print(f"best {what}, {name:<20} {PERCENTILES} %: {shown}")


async def _print_told_apart(name: str, meetings: Sequence[Loaded]) -> None:
    """Print how many questions about a meeting are taken to be, and of those about each other one."""
    taken: defaultdict[bool, list[bool]] = defaultdict(list)
    for each in meetings:
        for other in meetings:
            for asked in other.questions:
                taken[other is each].append(await _can_be_about(asked.text, each.room_id))
    for about, what in ((True, "about the meeting, answered"), (False, "about another, answered")):
        print(f"{name}, {what:<28} {mean(taken[about]):.3f} of {len(taken[about])}")


async def _can_be_about(question: str, room_id: UUID) -> bool:
    vector = (await local_e5().embed([question], Role.QUERY))[0]
    found = await retrieve(question, room_id, vector, local_e5().model)
    texts = await _texts([each.id for each in found.passages])
    return can_be_about(question, texts, found.cosine, local_e5().model)


async def _texts(ids: Sequence[UUID]) -> list[str]:
    passages = await readable_passages(ids)
    segments = await quoted_segments([each for passage in passages for each in passage.segment_ids])
    return [" ".join(segments[each].segment.text for each in p.segment_ids) for p in passages]


async def _load_sample(host: UUID, path: Path) -> Loaded:
    told = json.loads(path.read_text())
    turns = [
        (turn["speaker"], re.sub(r"\{\w+\}", "", turn["content"])) for turn in told["meeting_transcripts"]
    ]
    room, segments = await _load(host, path.name.split(".")[0], turns)
    questions = [
        Asked(
            asked["query"],
            frozenset(
                segments[at]
                for begin, end in asked["relevant_text_span"]
                for at in range(int(begin), min(int(end) + 1, len(segments)))
            ),
        )
        for asked in told["specific_query_list"]
    ]
    return Loaded(path.name, room, tuple(questions))


async def _load_tape(host: UUID, name: str) -> Loaded:
    turns = [(cue.speaker, cue.text or "") for cue in read_tape(TAPES / f"{name}.jsonl").spoken()]
    room, segments = await _load(host, name, turns)
    questions = [
        Asked(text, frozenset(segments[at] for at, (_, said) in enumerate(turns) if answer in said))
        for text, answer in OF_TAPES[name]
    ]
    return Loaded(name, room, tuple(questions))


async def _load(host: UUID, name: str, turns: Sequence[tuple[str, str]]) -> tuple[UUID, list[UUID]]:
    """Store a meeting that is over, with its passages; gives its room and its segments."""
    room = await _one(
        "INSERT INTO rooms (host_id, name, slug, type, status, livekit_room_name, started_at, ended_at)"
        " VALUES ($1, $2, $3, 'instant', 'ended', $3, now() - interval '1 hour', now()) RETURNING id",
        host,
        name,
        name.lower().replace("_", "-"),
    )
    transcript = await _one(
        "INSERT INTO transcripts (room_id, language, engine, status) VALUES ($1, 'en', 'none', 'closed')"
        " RETURNING id",
        room,
    )
    segments = [
        await _one(
            "INSERT INTO transcript_segments (transcript_id, room_id, seq, speaker, language, engine,"
            " start_ms, end_ms, text, raw_text, state)"
            " VALUES ($1, $2, $3, $4, 'en', 'none', $3 * 1000, $3 * 1000 + 900, $5, $5, 'final')"
            " RETURNING id",
            transcript,
            room,
            seq,
            speaker,
            text,
        )
        for seq, (speaker, text) in enumerate(turns)
    ]
    with acting_as(Actor(WORKER, service="minutes", room_id=room)):
        await index_passages(room, Embeddings(_embedder))
    return room, segments


class Unhurried:
    """The model as it is, without the low priority it has beside meetings."""

    model = local_e5().model

    async def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed."""
        return await asyncio.to_thread(local_e5().embed_now, texts, role)


async def _embedder() -> Unhurried:
    return Unhurried()


async def _one(sql: str, *values: object) -> UUID:
    row = await fetch_one(sql, *values)
    assert row is not None
    return UUID(str(row["id"]))


if __name__ == "__main__":
    asyncio.run(main())
