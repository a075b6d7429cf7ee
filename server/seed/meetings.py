"""Generate one meeting's rows: room, participants, attendance, chat, segments, transcript."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from server.meeting.sealing.sealed_columns import INVITEE
from server.seed.people import anybody, colleague, email_of, name_of, person_id
from server.seed.rows import Rows, array, id_of, new_id, new_id_at
from server.seed.scale import Year
from server.seed.speech import Talk
from server.seed.vocabulary import LANGUAGES, vocabulary

SAME_SPEAKER = 0.45
PAUSE_MS = 2_400
KEPT_DAYS = 100
"""Age in days at which a recording's file is gone."""
INVITED_DAYS = 30


@dataclass(frozen=True, slots=True)
class SeededMember:
    """A participant; `number` is the account's, None for a guest."""

    id: str
    number: int | None
    name: str
    role: str
    came: bool


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """The part of a segment that the minutes need."""

    id: str
    speaker: SeededMember
    start_ms: int
    end_ms: int
    text: str
    confidence: float


@dataclass(slots=True)
class SeededMeeting:
    """A meeting under generation."""

    id: str
    number: int
    slug: str
    name: str
    language: str
    topic: list[str]
    started: datetime
    members: list[SeededMember]
    transcript_id: str
    ended: datetime | None = None
    spoken: list[SpokenSegment] = field(default_factory=list)

    @property
    def present(self) -> list[SeededMember]:
        """The members who attended."""
        return [each for each in self.members if each.came]


def meeting(rng: Random, year: Year, number: int, started: datetime) -> SeededMeeting:
    """Draw a meeting's topic and members."""
    language = rng.choices(list(LANGUAGES), weights=list(LANGUAGES.values()))[0]
    topic = rng.choice(vocabulary(language).topics)
    slug = "-".join("".join(rng.choices("abcdefghijkmnopqrstuvwxyz", k=size)) for size in (3, 4, 4))
    name = f"{rng.choice(topic).capitalize()} {rng.choice(topic)} {started:%d.%m.}"
    return SeededMeeting(
        id_of(year.seed, "room", number), number, slug, name, language, topic,
        started.replace(second=0, microsecond=0), _members(rng, year, number), new_id(rng),
    )  # fmt: skip


def _members(rng: Random, year: Year, number: int) -> list[SeededMember]:
    scale = year.scale
    turn, rest = divmod(number, scale.every)
    chosen = [0] if rest == 0 and turn < scale.well_met else []
    host = chosen[0] if chosen and turn % 5 == 0 else anybody(rng, scale.people)
    others = [colleague(rng, scale.people, host) for _ in range(rng.choice((1, 2, 3, 4, 5, 5, 6, 7, 8, 11)))]
    numbers = list(dict.fromkeys([host, *chosen, *others]))
    members = [
        SeededMember(
            new_id(rng), each, name_of(each), "host" if each == host else "participant",
            each in (0, host) or rng.random() < 0.95,
        )
        for each in numbers
    ]  # fmt: skip
    if rng.random() < 0.3:
        members.append(
            SeededMember(new_id(rng), None, name_of(rng.randrange(9_999)).split()[0], "guest", True)
        )
    return members


def write_room(rows: Rows, rng: Random, year: Year, held: SeededMeeting, status: str) -> None:
    """Write the room, its invitations and its recording."""
    host = held.members[0].number
    assert host is not None  # noqa: S101  the host is the first
    begun = status in ("live", "ended")
    made = held.started - timedelta(days=1)
    seats = len(held.present) if status == "live" else 0
    seconds = int((held.ended - held.started).total_seconds()) if held.ended else None
    scheduled = status == "scheduled" or rng.random() < 0.5
    rows.add(
        "rooms", held.id, person_id(year.seed, host), held.name, held.slug,
        "scheduled" if scheduled else "instant", status, f"parley-{held.id}", 50, seats,
        {"access": rng.choice(("link", "link", "invited")), "guests": True, "language": held.language},
        held.started if scheduled else None, held.started if begun else None, held.ended, seconds,
        array(rng.sample(held.topic, k=rng.randrange(3))), made, held.ended or held.started,
    )  # fmt: skip
    for number in range(rng.choice((0, 0, 1, 1, 3))):
        _write_invitation(rows, rng, year, held, number)
    if status == "ended":
        _write_recording(rows, rng, year, held)


def _write_invitation(rows: Rows, rng: Random, year: Year, held: SeededMeeting, number: int) -> None:
    made = held.started - timedelta(days=1)
    until = made + timedelta(days=INVITED_DAYS)
    host = held.members[0].number
    known = anybody(rng, year.scale.people) if rng.random() < 0.4 else None
    status = "accepted" if known is not None else "expired" if until < year.until else "pending"
    email = email_of(known) if known is not None else f"{held.slug}.{number}@elsewhere.invalid"
    row = new_id(rng)
    sealed, key = INVITEE.seal_address(email, row)
    rows.add(
        "room_invitations", row, held.id, person_id(year.seed, host or 0),
        person_id(year.seed, known) if known is not None else None,
        sealed, key, new_id(rng), status, until, made, made,
    )  # fmt: skip


def recording_id(year: Year, held: SeededMeeting) -> str:
    return id_of(year.seed, "recording", held.number)


def _write_recording(rows: Rows, rng: Random, year: Year, held: SeededMeeting) -> None:
    assert held.ended is not None  # noqa: S101  it was held
    kept = held.ended > year.until - timedelta(days=KEPT_DAYS)
    seconds = int((held.ended - held.started).total_seconds())
    rows.add(
        "recordings", recording_id(year, held), held.id, person_id(year.seed, held.members[0].number or 0),
        "completed" if kept else "deleted", f"recordings/{held.id}.ogg" if kept else None,
        seconds * 4_000 if kept else None, seconds, held.started, held.ended, held.started, held.ended,
    )  # fmt: skip


def write_members(rows: Rows, rng: Random, year: Year, held: SeededMeeting) -> None:
    """Write participants, attendance, consents and chat."""
    for member in held.members:
        joined = held.started + timedelta(seconds=rng.randrange(90)) if member.came else None
        status = "invited" if joined is None else "left" if held.ended else "joined"
        left = held.ended if member.came else None
        seconds = int((left - joined).total_seconds()) if left and joined else 0
        made = joined or held.started
        rows.add(
            "participants", member.id, held.id,
            person_id(year.seed, member.number) if member.number is not None else None,
            member.role, status, joined, left, seconds, True, False, member.name, member.id,
            joined, made, left or made,
        )  # fmt: skip
        if joined is not None:
            sid = f"PA_{member.id[-12:]}"
            rows.add("attendance", new_id(rng), held.id, member.id, sid, joined, left, joined, left or joined)
            rows.add("consents", new_id(rng), held.id, member.id, "transcription", joined, joined, joined)
    for _ in range(int(rng.expovariate(1 / 4)) if held.ended else 0):
        _write_message(rows, rng, held)


def _write_message(rows: Rows, rng: Random, held: SeededMeeting) -> None:
    assert held.ended is not None  # noqa: S101  it was held
    by = rng.choice(held.present)
    at = held.started + (held.ended - held.started) * rng.random()
    _, text, _ = Talk(rng, held.language, 1).said(0, 0)
    rows.add("chat_messages", new_id(rng), held.id, by.id, by.name, text, at, at, at)


def write_segments(rows: Rows, rng: Random, held: SeededMeeting, count: int) -> list[str]:
    """Write the segments, also into `held.spoken`; returns each one's words as JSON without brackets."""
    talk, present = Talk(rng, held.language, count), held.present
    speaker, clock, all_words = present[0], 1_000, []
    zero_ms = int(held.started.timestamp() * 1000)
    for seq in range(count):
        if rng.random() > SAME_SPEAKER:
            speaker = rng.choice(present)
        start = clock + int(rng.expovariate(1 / PAUSE_MS))
        sentence, text, words = talk.said(seq, start)
        clock, id = start + sentence.length_ms, new_id_at(rng, zero_ms + start)
        at = (held.started + timedelta(milliseconds=clock)).isoformat(" ")
        rows.add_raw(
            "transcript_segments",
            f"{id}\t{held.transcript_id}\t{held.id}\t{speaker.id}\t{seq}\t{speaker.name}\t{held.language}\tvosk\t{start}"
            f"\t{clock}\t{text}\t{text}\t1\t[{words}]\t{sentence.confidence}\tfinal\t{at}\t{at}",
        )
        held.spoken.append(SpokenSegment(id, speaker, start, clock, text, sentence.confidence))
        all_words.append(words)
    return all_words


def write_transcript(rows: Rows, year: Year, held: SeededMeeting, words: list[str]) -> None:
    """Write the transcript as closing it would."""
    spoken = held.spoken if held.ended else []
    segments = ",".join(
        f'{{"id":"{s.id}","seq":{seq},"participant_id":"{s.speaker.id}","speaker":"{s.speaker.name}","start_ms":'
        f'{s.start_ms},"end_ms":{s.end_ms},"text":"{s.text}","state":"final"}}'
        for seq, s in enumerate(spoken)
    )
    text = "\\n".join(f"{s.speaker.name}: {s.text}" for s in spoken)
    speakers = len({s.speaker.id for s in spoken})
    sure = str(sum(s.confidence for s in spoken) / len(spoken)) if spoken else "\\N"
    recording = recording_id(year, held) if held.ended else "\\N"
    at = (held.ended or held.started).isoformat(" ")
    rows.add_raw(
        "transcripts",
        f"{held.transcript_id}\t{recording}\t{held.id}\t{text}\t{held.language}\t[{segments}]"
        f"\t[{','.join(words) if held.ended else ''}]\t{sure}\t{'t' if speakers else 'f'}\t{speakers}"
        f"\t{'closed' if held.ended else 'open'}\tvosk\t{len(held.spoken)}"
        f"\t{held.started.isoformat(' ')}\t{at}",
    )
