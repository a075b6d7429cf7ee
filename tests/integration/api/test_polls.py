"""Polls: who asks, who votes, what is told, and what nobody can find out."""

from typing import Any

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

PATH = "/api/rooms/atrium/polls"
LUNCH: dict[str, Any] = {"question": "Lunch?", "options": ["Pizza", "Soup", "Rice"]}


async def ask(host: Browser, **changes: object) -> str:
    """Ask about lunch; returns the path of the poll."""
    answer = await host.post(PATH, {**LUNCH, **changes})
    assert answer.status == 201
    return f"{PATH}/{answer.json['id']}"


async def vote(browser: Browser, poll: str, *choices: int) -> Any:
    """Vote; returns the answer."""
    return await browser.put(f"{poll}/vote", {"choices": list(choices)})


async def seen(browser: Browser) -> Any:
    """The only poll as somebody sees it."""
    (poll,) = (await browser.get(PATH)).json["polls"]
    return poll


def votes(poll: Any) -> list[int | None]:
    """Of each option."""
    return [each["votes"] for each in poll["choices"]]


async def test_vote_and_change(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A vote is counted for everybody at once, replaced by the next, and taken back by an empty one."""
    poll = await ask(alices)
    assert votes((await vote(bobs, poll, 1)).json) == [0, 1, 0]
    await vote(alices, poll, 1)
    await vote(bobs, poll, 2)
    told = await seen(alices)
    assert (votes(told), told["voters"], told["mine"]) == ([0, 1, 1], 2, [1])
    assert [each["voters"] for each in told["choices"]] == [[], ["Alice"], ["Bob"]]
    await vote(bobs, poll)
    told = await seen(bobs)
    assert (votes(told), told["voters"], told["has_voted"]) == ([0, 1, 0], 1, False)


async def test_guest_votes(alices: Browser, nobody: Browser, meeting: Meeting) -> None:
    """A guest has a vote."""
    poll = await ask(alices)
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    assert (await vote(nobody, poll, 0)).json["mine"] == [0]


async def test_several_options(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Only a poll for several options takes several."""
    single, several = await ask(alices), await ask(alices, kind="multiple")
    assert (await vote(bobs, single, 0, 2)).status == 422
    assert votes((await vote(bobs, several, 0, 2, 2)).json) == [1, 0, 1]
    assert (await vote(bobs, several, 3)).status == 422


async def test_results_after_closing(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Until it is closed such a poll tells how many voted and one's own vote; nobody, what others chose."""
    poll = await ask(alices, results="closed")
    told = (await vote(bobs, poll, 0)).json
    assert (votes(told), told["voters"], told["mine"]) == ([None, None, None], 1, [0])
    assert votes(await seen(alices)) == [None, None, None]
    assert (await alices.post(f"{poll}/close")).json["is_open"] is False
    told = await seen(bobs)
    assert (votes(told), told["choices"][0]["voters"]) == ([1, 0, 0], ["Bob"])
    assert (await vote(bobs, poll, 1)).status == 409
    assert (await alices.post(f"{poll}/close")).status == 200


async def test_anonymous(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """An anonymous vote is counted once, and no row says what anybody chose."""
    poll = await ask(alices, is_anonymous=True)
    told = (await vote(bobs, poll, 1)).json
    assert (votes(told), told["has_voted"], told["mine"]) == ([0, 1, 0], True, [])
    assert [each["voters"] for each in told["choices"]] == [[], [], []]
    refused = await vote(bobs, poll, 2)
    assert (refused.status, "nobody stores" in refused.json["detail"]) == (409, True)
    assert (await vote(alices, poll)).status == 422
    assert [dict(row) for row in await fetch("SELECT participant_id, choice FROM poll_votes")] == [
        {"participant_id": meeting.bob.id, "choice": None}
    ]
    changes = await fetch("SELECT table_name FROM audit_events WHERE table_name LIKE 'poll%'")
    assert [row["table_name"] for row in changes] == ["polls"]


@pytest.mark.first_lock
async def test_who_may_ask(bobs: Browser, carols: Browser, alices: Browser, meeting: Meeting) -> None:
    """Only hosts and co-hosts ask, close and delete; who is not inside does not vote."""
    poll = await ask(alices)
    assert (await bobs.post(PATH, LUNCH)).status == 403
    assert (await bobs.post(f"{poll}/close")).status == 403
    assert (await bobs.delete(poll)).status == 403
    assert (await vote(carols, poll, 0)).status == 403
    await alices.patch(f"/api/rooms/atrium/participants/{meeting.bob.id}", {"role": "cohost"})
    assert (await bobs.post(PATH, LUNCH)).status == 201
    assert (await bobs.delete(poll)).status == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"options": [f"Option {n}" for n in range(500)]},
        {"options": [f"Option {n}" for n in range(21)]},
        {"options": ["One"]},
        {"options": ["Soup", "soup"]},
        {"options": ["Soup", "   "]},
        {"options": ["Soup", "x" * 201]},
        {"question": "x" * 301},
        {"question": "\u202e"},
        {"kind": "ranked"},
        {"is_anonymous": "yes"},
    ],
    ids=["500", "21", "one", "same", "blank", "long", "long-question", "override", "kind", "text"],
)
async def test_refused(changes: dict[str, object], alices: Browser, meeting: Meeting) -> None:
    """What is no poll is refused with a sentence, and nothing is stored."""
    answer = await alices.post(PATH, {**LUNCH, **changes})
    assert (answer.status, answer.json["problems"] != []) == (422, True)
    assert await fetch("SELECT FROM polls") == []


async def test_too_many_options_are_audited(alices: Browser, meeting: Meeting) -> None:
    """Somebody who sends 500 options is told the limit, and leaves a trace without their words."""
    answer = await alices.post(PATH, {**LUNCH, "options": [f"Option {n}" for n in range(500)]})
    assert "at most 20" in answer.json["detail"]
    (event,) = await fetch("SELECT * FROM audit_events WHERE action = 'poll.refuse'")
    assert (event["room_id"], "Option" in str(dict(event))) == (meeting.room.id, False)


async def test_after_the_end(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """The end closes the polls: their results stay and are shown, and nobody votes, asks or deletes."""
    poll = await ask(alices, results="closed")
    await vote(bobs, poll, 2)
    await end_room(meeting.room.id, "host")
    told = await seen(bobs)
    assert (votes(told), told["is_open"]) == ([0, 0, 1], False)
    assert (await alices.delete(poll)).status == 409
    assert (await alices.post(PATH, LUNCH)).status in (403, 409)
    assert (await vote(bobs, poll, 1)).status in (403, 409)


async def test_database_keeps_the_ballot(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """The web process itself cannot read or write a vote, and counts nothing but by the rules."""
    poll = await ask(alices)
    await vote(bobs, poll, 0)
    with acting_as(Actor("web", user_id=meeting.alice.user_id)):
        for statement in (
            "SELECT choice FROM poll_votes",
            "UPDATE polls SET counts = '{9,9,9}'",
            "INSERT INTO poll_votes (poll_id, room_id, choice) SELECT id, room_id, 1 FROM polls",
        ):
            with pytest.raises(Exception, match="permission denied"):
                await execute(statement)


async def test_minutes_gone_polls_gone(alices: Browser, meeting: Meeting) -> None:
    """Polls are kept as long as the minutes."""
    await ask(alices)
    await end_room(meeting.room.id, "host")
    await execute("DELETE FROM meeting_summaries")
    assert await fetch("SELECT FROM polls") == []
