"""A misheard term in a whole meeting, and the glossary it goes to."""

from uuid import uuid4

import pytest

from server.errors import Forbidden
from server.meeting import corrections
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.glossary import add_terms, glossary_of, replace_terms
from server.meeting.leases import take_lease
from server.meeting.misheard_terms import Term
from server.meeting.replacements import preview, replace_term
from server.meeting.rooms import NewRoom, Room, create_room
from server.meeting.segment_edits import Editor, history_of
from server.meeting.transcripts import Transcript, open_transcript, segments_of
from tests.conftest import Meeting, enter
from tests.integration.meeting.test_corrections import acting
from tests.integration.meeting.test_transcripts import say

TERM = Term("cuban needs", "Kubernetes")


@pytest.fixture
async def transcript(meeting: Meeting) -> Transcript:
    """Three sentences; in two of them is the term."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    for number, text in enumerate(
        ("The cuban needs cluster.", "Fine.", "Cuban needs, and cuban needs again.")
    ):
        await say(transcript, text, meeting.bob.id, at_ms=number * 5000)
    return transcript


@pytest.fixture
def host(meeting: Meeting) -> Editor:
    """The host."""
    return Editor(meeting.alice.user_id, meeting.alice.id, moderates=True)


async def texts(meeting: Meeting) -> list[str]:
    """What is stored."""
    return [each.text for each in await segments_of(meeting.room.id)]


async def test_preview(transcript: Transcript, meeting: Meeting, host: Editor) -> None:
    """Every place is listed with what stands around it, and nothing is changed."""
    with acting_as(acting(meeting.alice)):
        places = await preview(meeting.room.id, host, TERM)
    assert [(each.before, each.found, each.hit.instead, each.after) for each in places] == [
        ("The ", "cuban needs", "Kubernetes", " cluster."),
        ("", "Cuban needs", "Kubernetes", ", and cuban needs again."),
        ("Cuban needs, and ", "cuban needs", "Kubernetes", " again."),
    ]
    assert "Kubernetes" not in " ".join(await texts(meeting))


async def test_replace(transcript: Transcript, meeting: Meeting, host: Editor) -> None:
    """It is one correction of all segments but those left; sent again it is done once."""
    edit_id, before = uuid4(), await segments_of(meeting.room.id)
    with acting_as(acting(meeting.alice)):
        for _ in range(2):
            changed = await replace_term(
                meeting.room.id, host, TERM, edit_id, left={before[0].id}, remember=True
            )
            assert changed == 1
        assert await texts(meeting) == [
            "The cuban needs cluster.", "Fine.", "Kubernetes, and Kubernetes again.",
        ]  # fmt: skip
        assert (await glossary_of(meeting.room.id)).own == ("Kubernetes",)
        (edit,) = await history_of(meeting.room.id, before[2].id)
        assert (edit.kind, edit.segments) == ("replace", 1)
        await corrections.undo(meeting.room.id, host, edit_id, uuid4())
    assert await texts(meeting) == [each.text for each in before]


async def test_only_moderators(transcript: Transcript, meeting: Meeting) -> None:
    """A speaker cannot replace what others said, not even in the database's eyes."""
    bob = Editor(meeting.bob.user_id, meeting.bob.id, moderates=False)
    gus = Editor(None, meeting.gus.id, moderates=True)
    with pytest.raises(Forbidden):
        await preview(meeting.room.id, bob, TERM)
    with acting_as(acting(meeting.gus)):
        assert await replace_term(meeting.room.id, gus, TERM, uuid4(), left=(), remember=False) == 0
    assert "Kubernetes" not in " ".join(await texts(meeting))


@pytest.fixture
async def next_room(alice: Account, meeting: Meeting) -> Room:
    """The host's next meeting."""
    return await create_room(alice, NewRoom(name="Basement", slug="basement"))


async def test_next_meeting_expects_it(
    meeting: Meeting, next_room: Room, alice: Account, bob: Account
) -> None:
    """The host's next meeting expects the terms of the ones before; only its host sees these."""
    await add_terms(meeting.room.id, alice.id, ["Kubernetes"])
    await add_terms(next_room.id, alice.id, ["Parley"])
    assert await take_lease(next_room.id, "AJ_1")
    await enter(next_room, bob, "Bob")
    with acting_as(Actor("agent", holder="AJ_1")):
        assert (await glossary_of(next_room.id)).all == ("Parley", "Kubernetes")
        assert (await glossary_of(meeting.room.id)).all == ()
    with acting_as(Actor("web", user_id=alice.id)):
        assert (await glossary_of(next_room.id)).from_other_meetings == ("Kubernetes",)
    with acting_as(Actor("web", user_id=bob.id)):
        assert (await glossary_of(next_room.id)).all == ()


async def test_another_hosts_terms(meeting: Meeting, alice: Account, carol: Account) -> None:
    """A meeting of somebody else's expects none of them."""
    await add_terms(meeting.room.id, alice.id, ["Kubernetes"])
    other = await create_room(carol, NewRoom(name="Attic", slug="attic"))
    assert await take_lease(other.id, "AJ_1")
    with acting_as(Actor("agent", holder="AJ_1")):
        assert (await glossary_of(other.id)).all == ()


async def test_replaced_terms(meeting: Meeting, next_room: Room, alice: Account) -> None:
    """The host replaces a room's terms, and may drop those of their other meetings as well."""
    with acting_as(Actor("web", user_id=alice.id)):
        await replace_terms(meeting.room.id, alice.id, ["Kubernetes", "Grafana"])
        await replace_terms(next_room.id, alice.id, ["Parley"], kept_elsewhere=["Grafana"])
        found = await glossary_of(next_room.id)
        assert (found.own, found.from_other_meetings) == (("Parley",), ("Grafana",))
        await replace_terms(next_room.id, alice.id, [])
        assert (await glossary_of(next_room.id)).all == ("Grafana",)
