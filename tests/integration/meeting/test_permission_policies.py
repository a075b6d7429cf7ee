"""The permission table over SQL: what a role may not do, the database refuses as well."""

from collections.abc import Mapping
from uuid import UUID

import asyncpg
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.chat import say
from server.meeting.db import fetch, transaction
from server.meeting.lifecycle import end_room
from server.meeting.moderation import set_role
from server.meeting.participants import admit, participant
from server.meeting.permissions import GUESTS_MICROPHONES, ON, SWITCHES, Right, Role, When, when
from server.meeting.polls import NewPoll, ask_poll
from server.meeting.rooms import update_room
from tests.conftest import Meeting, enter

ROLES: tuple[Role, ...] = ("host", "cohost", "participant", "guest", "waiting", "stranger")
ATTEMPTS: Mapping[Right, str] = {
    Right.ENTER: "SELECT id FROM rooms WHERE id = :room",
    Right.READ: "SELECT id FROM chat_messages WHERE room_id = :room",
    Right.CHAT: "INSERT INTO chat_messages (room_id, participant_id, name, text)"
    " VALUES (:room, :me, 'x', 'x')",
    Right.REACT: "INSERT INTO chat_reactions (room_id, message_id, participant_id, emoji)"
    " VALUES (:room, :message, :me, '👍')",
    Right.VOTE: "SELECT 1 WHERE cast_vote(:poll, '{0}') = 'cast'",
    Right.GO_OFF_RECORD: "SELECT 1 WHERE set_off_record(:room, :me, true)",
    Right.OFF_RECORD_ALL: "SELECT 1 WHERE set_off_record(:room, NULL, true)",
    Right.ASK_POLL: "INSERT INTO polls (room_id, name, question, options, kind, results)"
    " VALUES (:room, 'x', 'x?', '{a,b}', 'single', 'live') RETURNING id",
    Right.SILENCE_OTHERS: "UPDATE participants SET may_speak = false WHERE id = :other",
    Right.RENAME_OTHERS: "UPDATE participants SET display_name = 'x', is_renamed = true WHERE id = :other",
    Right.LET_IN: "UPDATE participants SET status = 'invited', is_invited = true WHERE id = :knocking",
    Right.REMOVE: "UPDATE participants SET status = 'removed' WHERE id = :other",
    Right.GIVE_ROLES: "UPDATE participants SET role = 'cohost' WHERE id = :other",
    Right.HAND_OVER: "SELECT 1 WHERE hand_over(:other)",
    Right.SWITCH: """UPDATE rooms SET settings = settings || '{"allow_chat": false}' WHERE id = :room""",
    Right.KEEP: """UPDATE rooms SET settings = settings || '{"keep_chat_days": 1}' WHERE id = :room""",
    Right.CHANGE_ROOM: "UPDATE rooms SET name = 'x' WHERE id = :room",
    Right.RECORD: "INSERT INTO recordings (room_id, started_by, status)"
    " VALUES (:room, app_user(), 'starting')",
    Right.SHARE_MINUTES: "INSERT INTO share_links (room_id, created_by, scope, token_hash, expires_at)"
    " VALUES (:room, app_user(), 'summary', repeat('a', 64), now() + interval '1 day')",
    Right.INVITE: "INSERT INTO room_invitations (room_id, inviter_id, kind, invitee_email, invitee_email_key,"
    " token, status, expires_at) VALUES (:room, app_user(), 'address', 'v1.k.' || repeat('0', 56),"
    " repeat('c', 64), repeat('b', 64), 'pending', now() + interval '1 day')",
    Right.REPLACE_WORDS: "INSERT INTO glossary_terms (room_id, term, added_by)"
    " VALUES (:room, 'x', app_user())",
    Right.END: "UPDATE rooms SET status = 'ended', ended_at = now() WHERE id = :room",
}
"""What each right comes to in rows; what is missing is LiveKit's, or is no row while a meeting goes on."""
OVER_PEOPLE: Mapping[Right, tuple[str, ...]] = {
    Right.SILENCE_OTHERS: (
        "UPDATE participants SET may_speak = false WHERE id = :target",
        "UPDATE participants SET can_share_screen = false WHERE id = :target",
    ),
    Right.MUTE_OTHERS: ("UPDATE participants SET is_muted = true WHERE id = :target",),
    Right.RENAME_OTHERS: (
        "UPDATE participants SET display_name = 'x' WHERE id = :target",
        "UPDATE participants SET is_renamed = true WHERE id = :target",
    ),
    Right.LET_IN: ("UPDATE participants SET status = 'invited', is_invited = true WHERE id = :target",),
    Right.REMOVE: (
        "UPDATE participants SET status = 'removed' WHERE id = :target",
        "UPDATE participants SET is_blocked = true WHERE id = :target",
    ),
    Right.GIVE_ROLES: (
        "UPDATE participants SET role = CASE role WHEN 'cohost' THEN 'participant' ELSE 'cohost' END"
        " WHERE id = :target",
    ),
    Right.HAND_OVER: ("SELECT 1 WHERE hand_over(:target)",),
    Right.SPOTLIGHT: ("SELECT 1 FROM shine_on(:room, :target)",),
}
"""What the rights over people come to in rows."""
OF_LIVEKIT = {Right.SUBSCRIBE, Right.SPEAK, Right.SHOW, Right.SHARE_SCREEN, Right.SEND_DATA}


class _Undone(Exception):  # noqa: N818  it is no error
    """Rolls an attempt back."""


async def does(sql: str, values: Mapping[str, UUID | None]) -> bool:
    """Try a statement as the actor, and undo it; whether it did something."""
    used = [name for name in values if f":{name}" in sql]
    for place, name in enumerate(used, 1):
        sql = sql.replace(f":{name}", f"${place}::uuid")
    if "SELECT" not in sql and "RETURNING" not in sql:
        sql = f"{sql} RETURNING 1"
    done = False
    try:
        async with transaction():
            done = bool(await fetch(sql, *(values[name] for name in used)))
            raise _Undone
    except _Undone:
        return done
    except asyncpg.InsufficientPrivilegeError:
        return False


@pytest.fixture
async def actors(
    meeting: Meeting, alice: Account, bob: Account, carol: Account, admin: Account
) -> dict[Role, Actor]:
    """Somebody of each role who knows the link."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    await enter(meeting.room, carol, "Carol")
    await update_room(meeting.room.id, settings={"lobby": "all"})
    knocking, _ = await admit(meeting.room, None, "Wanda")
    people: dict[Role, Account] = {"host": alice, "cohost": bob, "participant": carol, "stranger": admin}
    places: dict[Role, UUID] = {"guest": meeting.gus.id, "waiting": knocking.id}
    return {role: Actor(WEB, user_id=each.id, slug="atrium") for role, each in people.items()} | {
        role: Actor(WEB, participant_id=each, slug="atrium") for role, each in places.items()
    }


@pytest.fixture
async def values(meeting: Meeting, actors: dict[Role, Actor]) -> dict[str, UUID | None]:
    """The rows that the attempts are about: a poll, somebody who waits, and another participant."""
    said = await say(meeting.alice, "hello")
    poll = await ask_poll(meeting.alice, NewPoll("Lunch?", ["yes", "no"]))
    knocking = actors["waiting"].participant_id
    (other,) = await fetch("SELECT id FROM participants WHERE display_name = 'Carol'")
    return {
        "room": meeting.room.id,
        "message": said.id,
        "poll": poll,
        "knocking": knocking,
        "other": other["id"],
        "me": None,
    }


async def mine(room_id: UUID, actor: Actor) -> UUID | None:
    """The actor's own place."""
    found = await fetch(
        "SELECT id FROM participants WHERE room_id = $1 AND (user_id = $2 OR id = $3)",
        room_id,
        actor.user_id,
        actor.participant_id,
    )
    return found[0]["id"] if found else None


@pytest.mark.parametrize("role", ROLES)
async def test_rows(
    role: Role, actors: dict[Role, Actor], values: dict[str, UUID | None], meeting: Meeting
) -> None:
    """The database lets each role do what the table lets it, and nothing else."""
    values["me"] = await mine(meeting.room.id, actors[role])
    wrong = []
    with acting_as(actors[role]):
        for right, sql in ATTEMPTS.items():
            if await does(sql, values) == (when(role, right) is When.NO):
                wrong.append(right)
    assert wrong == []


@pytest.fixture
async def targets(
    meeting: Meeting, actors: dict[Role, Actor], values: dict[str, UUID | None], admin: Account
) -> dict[Role, UUID | None]:
    """Somebody of each role to do something to; the co-host is another one than the actor."""
    (second,) = await fetch(
        "INSERT INTO participants (room_id, user_id, role, status, display_name, identity, joined_at)"
        " VALUES ($1, $2, 'cohost', 'joined', 'Ada', 'ada', now()) RETURNING id",
        meeting.room.id,
        admin.id,
    )
    return {
        "host": meeting.alice.id,
        "cohost": second["id"],
        "participant": values["other"],
        "guest": meeting.gus.id,
        "waiting": values["knocking"],
    }


@pytest.mark.parametrize("target", ["host", "cohost", "participant", "guest", "waiting"])
async def test_rows_of_others(
    target: Role,
    actors: dict[Role, Actor],
    targets: dict[Role, UUID | None],
    values: dict[str, UUID | None],
) -> None:
    """The database lets who has a right over people use it on those it works on, and nobody on the host."""
    values["target"] = targets[target]
    wrong = []
    for role in ("host", "cohost", "participant", "guest", "waiting"):
        if role == target != "cohost":
            continue
        with acting_as(actors[role]):
            for right, statements in OVER_PEOPLE.items():
                done = [await does(sql, values) for sql in statements]
                if when(role, right) is When.YES and target in ON[right]:
                    wrong += [] if all(done) else [(role, right, done)]
                elif target == "host" or when(role, right) is When.NO:
                    wrong += [(role, right, done)] if any(done) else []
    assert wrong == []


async def test_host_themselves_and_the_end(meeting: Meeting, actors: dict[Role, Actor]) -> None:
    """The host may do with their own place what others may not; a co-host still ends the meeting for all."""
    values: dict[str, UUID | None] = {"target": meeting.alice.id, "room": meeting.room.id}
    with acting_as(actors["host"]):
        for right in (Right.MUTE_OTHERS, Right.SILENCE_OTHERS, Right.RENAME_OTHERS):
            assert [await does(sql, values) for sql in OVER_PEOPLE[right]] == [True] * len(OVER_PEOPLE[right])
    with acting_as(actors["cohost"]):
        assert await end_room(meeting.room.id, "host")
    assert (await participant(meeting.room.id, meeting.alice.id)).status == "left"


def test_every_right_over_people_is_walked() -> None:
    """Of the rights over people, those that LiveKit does not hold have statements here."""
    assert {*ON} - {*OVER_PEOPLE} == {Right.STOP_VIDEO, Right.LOWER_HANDS}


@pytest.mark.parametrize("right", [Right.CHAT, Right.REACT])
@pytest.mark.parametrize("role", ROLES)
async def test_turned_off(
    role: Role, right: Right, actors: dict[Role, Actor], values: dict[str, UUID | None], meeting: Meeting
) -> None:
    """What the host turned off, the database takes of host and co-hosts alone."""
    await update_room(meeting.room.id, settings={SWITCHES[right]: False})
    values["me"] = await mine(meeting.room.id, actors[role])
    with acting_as(actors[role]):
        assert await does(ATTEMPTS[right], values) == (when(role, right) is When.INSIDE)


def test_every_switch_is_held() -> None:
    """Of the switches, those that LiveKit does not hold have a statement here."""
    assert {*SWITCHES} - OF_LIVEKIT <= {*ATTEMPTS}
    assert GUESTS_MICROPHONES not in SWITCHES.values()
