"""Minutes edited by hand: across rewritten minutes, undone, by two at once, and when words are forgotten."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.errors import Conflict, Forbidden
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.forgotten_words import forget_words
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Claim, Decision, Minutes, Topic, minutes_of, save_minutes
from server.meeting.minutes_changes import (
    MinutesEditor,
    Request,
    add_element,
    change_element,
    delete_element,
    undo_edit,
)
from server.meeting.minutes_edit_errors import (
    MinutesEditNotFound,
    MinutesElementChanged,
    MinutesElementNotFound,
)
from server.meeting.minutes_edit_merging import Section
from server.meeting.minutes_edits import history_of
from server.meeting.minutes_versions import versions_of
from server.meeting.special_sections import Statement
from tests.conftest import Meeting

ONE, TWO, THREE = uuid4(), uuid4(), uuid4()
WRITTEN = Minutes(
    "ready",
    "extractive",
    executive_summary="They met about the roof.",
    key_points=[Claim("The roof leaks in two places.", (ONE,)), Claim("Rain is expected on Friday.", (TWO,))],
    decisions=[Decision("The roofer is called today.", (TWO, THREE))],
    topics=[Topic("Roof", "It leaks.", (ONE,))],
)


@pytest.fixture
async def ended(meeting: Meeting) -> Meeting:
    """The atrium after the end, with its minutes."""
    await end_room(meeting.room.id, "host")
    await save_minutes(meeting.room.id, WRITTEN)
    return meeting


@pytest.fixture
def host(meeting: Meeting) -> MinutesEditor:
    """Alice."""
    assert meeting.alice.user_id is not None
    return MinutesEditor(meeting.alice.user_id, moderates=True)


async def read(meeting: Meeting) -> Minutes:
    """The minutes as they stand."""
    found = await minutes_of(meeting.room.id)
    assert found is not None
    return found


async def id_of(meeting: Meeting, section: Section, place: int = 0) -> UUID:
    """The id of the element at this place."""
    hand = (await read(meeting)).hand
    assert hand is not None
    return hand.sections[section][place].id


async def ask(
    meeting: Meeting, host: MinutesEditor, section: Section, place: int = 0, revision: int = 0
) -> Request:
    """An edit of what stands there."""
    return Request(meeting.room.id, host, await id_of(meeting, section, place), revision, uuid4())


async def test_edited(ended: Meeting, host: MinutesEditor) -> None:
    """An edited element has the person's words and its citations, and says who edited it."""
    asked = await ask(ended, host, "decisions")
    await change_element(asked, {"text": "The roofer is called tomorrow."})
    after = await read(ended)
    assert after.decisions == [Decision("The roofer is called tomorrow.", (TWO, THREE))]
    assert after.hand is not None
    shown = after.hand.find(asked.element_id)
    assert shown is not None
    assert (shown.revision, shown.mark and shown.mark.by) == (1, "Alice")


async def test_rewritten(ended: Meeting, host: MinutesEditor) -> None:
    """Rewritten minutes leave an edited element as it is, also in other words of theirs."""
    await change_element(await ask(ended, host, "decisions"), {"text": "Nobody is called."})
    other = [Decision("They call the roofer today.", (TWO, THREE)), Decision("Lunch is at noon.", (ONE,))]
    await save_minutes(ended.room.id, replace(WRITTEN, decisions=other))
    assert [each.text for each in (await read(ended)).decisions] == ["Nobody is called.", "Lunch is at noon."]


async def test_kept(ended: Meeting, host: MinutesEditor) -> None:
    """What rewritten minutes no longer have stays if a person edited or made it, after the rest."""
    await change_element(await ask(ended, host, "key_points"), {"text": "The roof leaks in three places."})
    await add_element(ended.room.id, host, "key_points", {"text": "Buckets are in the cellar."}, uuid4())
    await save_minutes(ended.room.id, replace(WRITTEN, key_points=[Claim("Lunch was good.", (THREE,))]))
    assert [each.text for each in (await read(ended)).key_points] == [
        "Lunch was good.",
        "The roof leaks in three places.",
        "Buckets are in the cellar.",
    ]


async def test_deleted_stays_away(ended: Meeting, host: MinutesEditor) -> None:
    """What a person deleted is not written again, and its undo brings back what was written last."""
    asked = await ask(ended, host, "decisions")
    await delete_element(asked)
    again = [Decision("The roofer is called this very day.", (TWO, THREE))]
    await save_minutes(ended.room.id, replace(WRITTEN, decisions=again))
    assert (await read(ended)).decisions == []
    await undo_edit(ended.room.id, host, asked.edit_id, uuid4())
    assert (await read(ended)).decisions == again


async def test_summary(ended: Meeting, host: MinutesEditor) -> None:
    """A person's summary replaces all that are written, until it is undone."""
    asked = await ask(ended, host, "summary")
    await change_element(asked, {"text": "We agreed on everything."})
    await save_minutes(ended.room.id, replace(WRITTEN, executive_summary="They met twice."))
    assert (await read(ended)).executive_summary == "We agreed on everything."
    await undo_edit(ended.room.id, host, asked.edit_id, uuid4())
    assert (await read(ended)).executive_summary == "They met twice."


async def test_topic(ended: Meeting, host: MinutesEditor) -> None:
    """Of a topic, title and text change alone or together."""
    await change_element(await ask(ended, host, "topics"), {"title": "The roof"})
    assert (await read(ended)).topics == [Topic("The roof", "It leaks.", (ONE,))]


def said(text: str, cited: UUID, **place: Any) -> Statement:
    """A statement of a section of one kind of meeting."""
    return Statement(text, (cited,), **place)


SPECIAL = [
    said("The roof is done.", ONE, kind="progress", label="done", speaker="Bob"),
    said("Who calls the roofer?", TWO, kind="answers", label="question", group="1", speaker="Alice"),
    said("I do.", THREE, kind="answers", label="answer", group="1", speaker="Bob"),
]


async def test_special(ended: Meeting, host: MinutesEditor) -> None:
    """A statement of one kind of meeting keeps its label and its speaker when its words are edited."""
    await save_minutes(ended.room.id, replace(WRITTEN, special=SPECIAL))
    await change_element(await ask(ended, host, "special"), {"text": "The roof is nearly done."})
    assert (await read(ended)).special == [replace(SPECIAL[0], text="The roof is nearly done."), *SPECIAL[1:]]


async def test_special_rewritten(ended: Meeting, host: MinutesEditor) -> None:
    """Rewritten minutes leave it as it is, with what belongs to it now, and keep it if they lack it."""
    await save_minutes(ended.room.id, replace(WRITTEN, special=SPECIAL))
    await change_element(await ask(ended, host, "special", 2), {"text": "I do, at noon."})
    again = [replace(SPECIAL[1], group="7"), replace(SPECIAL[2], group="7")]
    await save_minutes(ended.room.id, replace(WRITTEN, special=again))
    assert (await read(ended)).special == [again[0], replace(again[1], text="I do, at noon.")]
    await save_minutes(ended.room.id, WRITTEN)
    assert (await read(ended)).special == [replace(SPECIAL[2], text="I do, at noon.")]


async def test_special_of_another_kind(ended: Meeting, host: MinutesEditor) -> None:
    """An edit is not applied to the same sentence in a section of another kind."""
    await save_minutes(ended.room.id, replace(WRITTEN, special=SPECIAL[:1]))
    await delete_element(await ask(ended, host, "special"))
    other = replace(SPECIAL[0], kind="lessons", label="well")
    await save_minutes(ended.room.id, replace(WRITTEN, special=[other]))
    assert (await read(ended)).special == [other]


async def test_special_added(ended: Meeting, host: MinutesEditor) -> None:
    """A statement that somebody adds keeps its label; there is no adding to what the template lacks."""
    words = {"text": "The buckets.", "kind": "lessons", "label": "well", "group": ""}
    with pytest.raises(Conflict):
        await add_element(ended.room.id, host, "special", words, uuid4())
    await execute("UPDATE meeting_summaries SET template = 'retrospective'")
    await add_element(ended.room.id, host, "special", words, uuid4())
    await change_element(await ask(ended, host, "special", revision=1), {"text": "The new buckets."})
    await save_minutes(ended.room.id, replace(WRITTEN, special=SPECIAL[:1]))
    assert (await read(ended)).special == [
        SPECIAL[0],
        Statement("The new buckets.", kind="lessons", label="well"),
    ]


async def test_undone_undo(ended: Meeting, host: MinutesEditor) -> None:
    """An undo can be undone, and an edit that was edited again cannot."""
    asked = await ask(ended, host, "decisions")
    await change_element(asked, {"text": "Nobody is called."})
    undo = uuid4()
    await undo_edit(ended.room.id, host, asked.edit_id, undo)
    with pytest.raises(MinutesElementChanged):
        await undo_edit(ended.room.id, host, asked.edit_id, uuid4())
    await undo_edit(ended.room.id, host, undo, uuid4())
    assert (await read(ended)).decisions[0].text == "Nobody is called."
    with pytest.raises(MinutesEditNotFound):
        await undo_edit(ended.room.id, host, uuid4(), uuid4())


async def test_changed_meanwhile(ended: Meeting, host: MinutesEditor) -> None:
    """Who saw an older revision is told how it is now, also if it was deleted."""
    first = await ask(ended, host, "decisions")
    await change_element(first, {"text": "Nobody is called."})
    late = replace(first, edit_id=uuid4())
    with pytest.raises(MinutesElementChanged) as caught:
        await change_element(late, {"text": "Everybody is called."})
    assert (caught.value.current_element["text"], caught.value.current_element["by"]) == (
        "Nobody is called.",
        "Alice",
    )
    await delete_element(replace(late, revision=1))
    with pytest.raises(MinutesElementChanged) as caught:
        await change_element(replace(late, edit_id=uuid4(), revision=1), {"text": "x"})
    assert caught.value.current_element["text"] is None


async def test_sent_again(ended: Meeting, host: MinutesEditor) -> None:
    """A request whose answer was lost changes nothing the second time."""
    asked = await ask(ended, host, "decisions")
    for _ in range(2):
        await change_element(asked, {"text": "Nobody is called."})
    assert len(await history_of(ended.room.id)) == 1


async def test_refusals(ended: Meeting, host: MinutesEditor) -> None:
    """Who does not moderate, what is not there, and the summary, which is not deleted."""
    asked = await ask(ended, host, "decisions")
    with pytest.raises(Forbidden):
        await change_element(replace(asked, editor=replace(host, moderates=False)), {"text": "x"})
    with pytest.raises(MinutesElementNotFound):
        await change_element(replace(asked, element_id=uuid4()), {"text": "x"})
    with pytest.raises(Conflict):
        await delete_element(await ask(ended, host, "summary"))


async def test_of_the_web_process(ended: Meeting, host: MinutesEditor) -> None:
    """The host does it all with the rights of the web process; bob's session writes nothing."""
    with acting_as(Actor("web", user_id=host.user_id)):
        asked = await ask(ended, host, "key_points")
        await change_element(asked, {"text": "It leaks."})
        await undo_edit(ended.room.id, host, asked.edit_id, uuid4())
    with acting_as(Actor("web", user_id=ended.bob.user_id)), pytest.raises(Forbidden):
        await change_element(await ask(ended, host, "key_points"), {"text": "It leaks."})


async def test_older_minutes(ended: Meeting, host: MinutesEditor) -> None:
    """Minutes from before versions were kept can be edited and undone."""
    await execute("DELETE FROM minutes_versions")
    asked = await ask(ended, host, "decisions")
    await change_element(asked, {"text": "Nobody is called."})
    assert [each.reason for each in await versions_of(ended.room.id)] == ["earlier"]
    await undo_edit(ended.room.id, host, asked.edit_id, uuid4())
    assert (await read(ended)).decisions == WRITTEN.decisions


async def test_versions(ended: Meeting) -> None:
    """Each set that is written is a version; the same again is not, and the newest twenty are kept."""
    await save_minutes(ended.room.id, WRITTEN)
    for n in range(24):
        await save_minutes(ended.room.id, replace(WRITTEN, executive_summary=f"Version {n}."))
    found = await versions_of(ended.room.id)
    assert [each.number for each in found] == list(range(25, 5, -1))
    assert found[0].reason == "rewrite"


async def test_forgotten(ended: Meeting, host: MinutesEditor) -> None:
    """Forgotten words take edits and versions that rest on them along, and every edited summary."""
    said = await _said_by_bob(ended)
    await save_minutes(
        ended.room.id, replace(WRITTEN, key_points=[*WRITTEN.key_points, Claim("Bob is away.", (said,))])
    )
    await change_element(await ask(ended, host, "summary"), {"text": "Bob is away, Carol is here."})
    await change_element(await ask(ended, host, "key_points", 2), {"text": "Bob is in Rome."})
    await change_element(await ask(ended, host, "decisions"), {"text": "Nobody is called."})
    with acting_as(Actor("web", user_id=ended.bob.user_id)):
        await forget_words(ended.room.id, ended.bob.id, with_chat=False)
    after = await read(ended)
    assert (after.executive_summary, len(after.key_points)) == ("", 2)
    assert {each.section for each in await history_of(ended.room.id)} == {"decisions"}
    (row,) = await fetch("SELECT content::text FROM minutes_versions")
    assert "Bob" not in row["content"]
    assert "roofer" in row["content"]
    await save_minutes(ended.room.id, WRITTEN)
    assert (await read(ended)).decisions[0].text == "Nobody is called."


async def _said_by_bob(meeting: Meeting) -> UUID:
    row = await fetch_one(
        """
        INSERT INTO transcript_segments (transcript_id, room_id, seq, participant_id, speaker, start_ms,
                                         end_ms, text, state)
        SELECT id, room_id, 7, $2, 'Bob', 0, 900, 'I am away.', 'final' FROM transcripts WHERE room_id = $1
        RETURNING id
        """,
        meeting.room.id,
        meeting.bob.id,
    )
    assert row is not None
    return UUID(str(row["id"]))


async def test_gone_with_the_minutes(ended: Meeting, host: MinutesEditor) -> None:
    """What expires with the minutes leaves neither edit nor version."""
    await change_element(await ask(ended, host, "decisions"), {"text": "Nobody is called."})
    await execute("DELETE FROM meeting_summaries")
    for table in ("minutes_edits", "minutes_versions"):
        assert await fetch(f"SELECT FROM {table}") == []
