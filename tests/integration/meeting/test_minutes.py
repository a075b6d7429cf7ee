"""Minutes: saved whole, read by who was there, each report by its owner alone."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from server.errors import NotificationNotFound
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.meeting_figures import Following, MeetingFigures, SpeakerFigures
from server.meeting.minutes import (
    Action,
    Claim,
    Decision,
    Minutes,
    Report,
    Topic,
    Voice,
    begin_writing,
    minutes_of,
    save_minutes,
)
from server.meeting.notifications import notifications_of, read_notification
from server.meeting.report_figures import Figures, Interval, Unheard
from tests.conftest import Meeting

SAID = (uuid4(), uuid4())
FIGURES = Figures((Interval(0, 9000),), 3, 4000, 52, 156.0, 2, 1, 0, 4, 700, 1, (Unheard(1, 2, "engine"),))


def minutes(meeting: Meeting) -> Minutes:
    """Of a meeting that decided something."""
    return Minutes(
        state="ready",
        method="model",
        model="a-model",
        note=None,
        executive_summary="We met.",
        key_points=[Claim("It rains.", SAID)],
        decisions=[
            Decision(
                "We stay inside.", SAID[:1], agreed=(Voice(meeting.bob.id, "Bob", SAID[1]),), result="3 to 1."
            )
        ],
        turned_down=[Decision("We go out.", SAID[:1], against=(Voice(None, "Cem", SAID[1]),))],
        open_questions=[Claim("When does it stop?", SAID[1:], verified=False)],
        topics=[Topic("Weather", "Mostly rain.", SAID, 0, 60_000)],
        actions=[
            Action(
                "Buy umbrellas", "Three of them.", "Bob", meeting.bob.id, date(2026, 3, 9), "high", SAID[1:]
            ),
            Action("Call the roofer", assignee="Gus", participant_id=meeting.gus.id),
        ],
        reports=[
            Report(meeting.alice.id, 60, 75.0, "You led.", [Claim("You opened.", SAID[:1])], 0),
            Report(
                meeting.bob.id, 20, 25.0, "", [], 1, FIGURES, [Claim("Alice: Bob has umbrellas.", SAID[1:])]
            ),
        ],
        total_speaking_time_s=80,
        overall_sentiment=-0.25,
        engagement_score=61.5,
        figures=MeetingFigures((SpeakerFigures(SAID[0], 2, 4000),), (Following(0, 0, 1),)),
    )


@pytest.fixture
async def ended(meeting: Meeting) -> Meeting:
    """The atrium after the end."""
    await end_room(meeting.room.id, "host")
    return meeting


async def test_before_the_end(meeting: Meeting) -> None:
    """A meeting that runs has no minutes, not even empty ones."""
    assert await minutes_of(meeting.room.id) is None


async def test_states(ended: Meeting) -> None:
    """The reader sees that they are waiting, being written and ready."""
    seen = [await minutes_of(ended.room.id)]
    await begin_writing(ended.room.id)
    seen.append(await minutes_of(ended.room.id))
    await save_minutes(ended.room.id, minutes(ended))
    seen.append(await minutes_of(ended.room.id))
    assert [each.state for each in seen if each] == ["queued", "writing", "ready"]


async def test_not_written_twice(ended: Meeting) -> None:
    """A job that is run again after the minutes are ready is told that there is nothing to do."""
    assert await begin_writing(ended.room.id)
    await save_minutes(ended.room.id, minutes(ended))
    assert not await begin_writing(ended.room.id)


async def test_round_trip(ended: Meeting) -> None:
    """What is saved is read back, with the reader's own report and no other."""
    saved = minutes(ended)
    await save_minutes(ended.room.id, saved)
    assert await minutes_of(ended.room.id, ended.bob.id) == replace(saved, reports=saved.reports[1:])
    assert await minutes_of(ended.room.id) == replace(saved, reports=[])


async def test_assigned(ended: Meeting, bob: Account) -> None:
    """A task for somebody with an account is theirs; a guest's carries the name."""
    await save_minutes(ended.room.id, minutes(ended))
    row = await fetch_one("SELECT array_agg(assigned_to ORDER BY position) AS whose FROM action_items")
    assert row is not None
    assert row["whose"] == [bob.id, None]


async def test_saved_again(ended: Meeting, bob: Account) -> None:
    """Saved a second time, as after a job that was run again, nothing is doubled and nobody told twice."""
    for _ in range(2):
        await save_minutes(ended.room.id, minutes(ended))
    found = await minutes_of(ended.room.id, ended.bob.id)
    assert found is not None
    assert (len(found.actions), len(found.reports)) == (2, 1)
    assert len(await notifications_of(bob.id)) == 1


async def test_told_of_tasks(ended: Meeting, bob: Account) -> None:
    """Who does not want to be shown minutes is shown their tasks of them; once, and none of drafts."""
    await execute(
        "UPDATE users SET notification_preferences = $2 WHERE id = $1",
        bob.id,
        '{"minutes_ready": {"in_app": false}}',
    )
    await save_minutes(ended.room.id, replace(minutes(ended), state="drafted"))
    assert not await notifications_of(bob.id)
    for _ in range(2):
        await save_minutes(ended.room.id, minutes(ended))
    (told,) = [each for each in await notifications_of(bob.id) if each.type == "task_assigned"]
    assert (told.title, told.message) == ("Buy umbrellas", "Atrium")
    assert str(told.action_url).startswith("/m/atrium#task-")


async def test_all_or_nothing(ended: Meeting, bob: Account) -> None:
    """When one row cannot be saved, none is."""
    wrong = replace(minutes(ended), reports=[Report(uuid4(), 0, 0.0, "Of nobody.")])
    with pytest.raises(Exception, match="participant_reports"):
        await save_minutes(ended.room.id, wrong)
    found = await minutes_of(ended.room.id)
    assert found is not None
    assert (found.state, found.actions) == ("queued", [])
    assert not await notifications_of(bob.id)


async def test_who_is_told(ended: Meeting, alice: Account, bob: Account, carol: Account) -> None:
    """Who was there is told where the minutes are; carol is not."""
    await save_minutes(ended.room.id, minutes(ended))
    for person in (alice, bob):
        (told,) = await notifications_of(person.id)
        assert (told.type, told.title, told.action_url) == ("minutes_ready", "Atrium", "/m/atrium")
    assert not await notifications_of(carol.id)


async def test_read_notification(ended: Meeting, bob: Account, carol: Account) -> None:
    """Only the person told marks it read."""
    await save_minutes(ended.room.id, minutes(ended))
    (told,) = await notifications_of(bob.id)
    with pytest.raises(NotificationNotFound):
        await read_notification(carol.id, told.id)
    await read_notification(bob.id, told.id)
    assert not await notifications_of(bob.id, unread_only=True)
