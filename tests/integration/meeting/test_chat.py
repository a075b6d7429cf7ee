"""What is typed in a meeting is kept in order, under the name of then."""

from uuid import UUID

import pytest

from server.errors import Conflict
from server.meeting.accounts import Account
from server.meeting.chat import MessageNotFound, Reaction, message_of, messages_of, react, say
from server.meeting.db import execute
from server.meeting.entry_errors import RoomEnded
from server.meeting.lifecycle import end_room
from server.meeting.rooms import NewRoom, create_room
from tests.conftest import Meeting, enter


async def test_in_order(meeting: Meeting) -> None:
    """Messages come back as they were sent, with names."""
    await say(meeting.alice, "Shall we?")
    await say(meeting.gus, "<b>Yes</b>")
    assert [(m.name, m.text) for m in await messages_of(meeting.room.id)] == [
        ("Alice", "Shall we?"), ("Gus", "<b>Yes</b>"),
    ]  # fmt: skip


async def test_after(meeting: Meeting) -> None:
    """Who has seen a message gets the ones after it."""
    sent = [await say(meeting.bob, str(n)) for n in range(3)]
    assert await messages_of(meeting.room.id, after=sent[0].id) == sent[1:]


async def test_said_again(meeting: Meeting) -> None:
    """A message sent again with its id, after an answer that was lost, is the same message."""
    sent = [await say(meeting.bob, "Hello", UUID(int=7)) for _ in range(2)]
    assert sent[0] == sent[1]
    assert await messages_of(meeting.room.id) == sent[:1]


async def test_id_of_another(meeting: Meeting) -> None:
    """An id that is somebody else's message, or another one's, takes no new words."""
    await say(meeting.bob, "Hello", UUID(int=7))
    for who, text in ((meeting.alice, "Hello"), (meeting.bob, "Bye")):
        with pytest.raises(Conflict):
            await say(who, text, UUID(int=7))


async def test_after_the_end(meeting: Meeting) -> None:
    """Nothing is added to a meeting that is over."""
    await end_room(meeting.room.id, "host")
    with pytest.raises(RoomEnded):
        await say(meeting.alice, "One more thing")


async def test_after_a_message_of_another_meeting(meeting: Meeting, carol: Account) -> None:
    """A message of another meeting is no place in this one."""
    other = await create_room(carol, NewRoom(name="Other"))
    place, _ = await enter(other, carol, "Carol")
    elsewhere = await say(place, "first")
    await say(meeting.bob, "second")
    assert await messages_of(meeting.room.id, after=elsewhere.id) == []


async def test_reply(meeting: Meeting) -> None:
    """An answer says what it answers; without the question it is a message like others."""
    asked = await say(meeting.alice, "Shall we?")
    reply = await say(meeting.gus, "Yes", reply_to=asked.id)
    assert (reply.reply_to, await message_of(meeting.room.id, reply.id)) == (asked.id, reply)
    await execute("DELETE FROM chat_messages WHERE id = $1", asked.id)
    assert [(each.text, each.reply_to) for each in await messages_of(meeting.room.id)] == [("Yes", None)]


async def test_reply_said_again(meeting: Meeting) -> None:
    """With its id it is the same reply, and no reply to another message."""
    asked, other = [await say(meeting.alice, text) for text in ("Shall we?", "When?")]
    first = await say(meeting.gus, "Yes", UUID(int=7), asked.id)
    assert await say(meeting.gus, "Yes", UUID(int=7), asked.id) == first
    for reply_to in (None, other.id):
        with pytest.raises(Conflict):
            await say(meeting.gus, "Yes", UUID(int=7), reply_to)


async def test_reactions(meeting: Meeting) -> None:
    """Each emoji says who chose it, once and in order, until they take it back."""
    said = await say(meeting.alice, "Done.")
    await react(meeting.gus, said.id, "🎉", on=True)
    await react(meeting.bob, said.id, "👍", on=True)
    await react(meeting.bob, said.id, "🎉", on=True)
    told = await react(meeting.bob, said.id, "🎉", on=True)
    assert told.reactions == (
        Reaction("🎉", (meeting.gus.id, meeting.bob.id)),
        Reaction("👍", (meeting.bob.id,)),
    )
    await react(meeting.gus, said.id, "🎉", on=False)
    assert (await react(meeting.bob, said.id, "👍", on=False)).reactions == (
        Reaction("🎉", (meeting.bob.id,)),
    )
    assert (await messages_of(meeting.room.id))[0].reactions == (Reaction("🎉", (meeting.bob.id,)),)


async def test_message_of_another_meeting(meeting: Meeting, carol: Account) -> None:
    """It is neither answered nor reacted to, as one that never was."""
    other = await create_room(carol, NewRoom(name="Other"))
    place, _ = await enter(other, carol, "Carol")
    elsewhere = await say(place, "first")
    for unknown in (elsewhere.id, UUID(int=9)):
        with pytest.raises(MessageNotFound):
            await say(meeting.bob, "second", reply_to=unknown)
        with pytest.raises(MessageNotFound):
            await react(meeting.bob, unknown, "👍", on=True)


async def test_reaction_after_the_end(meeting: Meeting) -> None:
    """Nothing is added to a meeting that is over."""
    said = await say(meeting.alice, "Bye")
    await end_room(meeting.room.id, "host")
    with pytest.raises(RoomEnded):
        await react(meeting.bob, said.id, "👍", on=True)
