"""How the minutes were made, on the meeting's page and in the API."""

from dataclasses import replace

from server.api.identity import GUEST_COOKIE
from server.meeting.minutes import save_minutes
from server.meeting.minutes_provenance import Provenance, UsedPrompt
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_meeting import read

MADE = Provenance(
    segments=120, segments_used=118, parts=7, parts_read=6, dropped=5, cut=1, retried=2, tokens_read=14_000,
    tokens_written=2_100, seconds=812.5, model="a-model", digest="5c1b2d" * 10, host="",
    prompts=(UsedPrompt("notes", 3, "ab" * 32),), fault="did not answer in time",
)  # fmt: skip


async def test_ledger(alices: Browser, ended: Spoken) -> None:
    """The page tells what was read, by which model and instructions, what was left out, what went wrong."""
    await save_minutes(ended.meeting.room.id, replace(minutes(ended), provenance=MADE))
    page = await read(alices)
    said = page.one("data-made").text
    for words in (
        "118 of 120",
        "6 of 7",
        "Its statements left out 5",
        "a-model",
        "notes, version 3",
        "14000",
    ):
        assert words in said
    assert "did not answer in time" in said
    assert "on this server" in page.one("data-method", "model").text
    shown = (await alices.get("/api/rooms/atrium/minutes")).json["provenance"]
    assert (shown["dropped"], shown["prompts"][0]["version"]) == (5, 3)


async def test_elsewhere(alices: Browser, ended: Spoken) -> None:
    """Minutes that a model on another machine wrote name that machine."""
    away = replace(MADE, host="llm.example.org")
    await save_minutes(ended.meeting.room.id, replace(minutes(ended), provenance=away))
    label = (await read(alices)).one("data-method", "model").text
    assert "at llm.example.org" in label
    assert "on this server" not in label


async def test_nowhere_for_guests(nobody: Browser, ended: Spoken) -> None:
    """People without an account learn of another machine, from the page and the API, and not which."""
    nobody.cookies[GUEST_COOKIE] = ended.meeting.guest_token
    away = replace(MADE, host="llm.example.org")
    await save_minutes(ended.meeting.room.id, replace(minutes(ended), provenance=away))
    page = await read(nobody)
    assert "on another machine" in page.one("data-method", "model").text
    assert "on another machine" in page.one("data-made").text
    answers = await nobody.get("/m/atrium"), await nobody.get("/api/rooms/atrium/minutes")
    assert not [each for each in answers if "llm.example.org" in str(each.body)]
    assert answers[1].json["provenance"]["host"] == "another machine"


async def test_without_a_model(alices: Browser, ended: Spoken) -> None:
    """Without a model the page tells what was read, and nothing of a model."""
    plain = replace(minutes(ended), method="extractive", model=None, provenance=Provenance(4, 3))
    await save_minutes(ended.meeting.room.id, plain)
    said = (await read(alices)).one("data-made").text
    assert "3 of 4" in said
    assert "Tokens" not in said


async def test_before_there_was_a_ledger(alices: Browser, ended: Spoken) -> None:
    """Minutes from before have no such element."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    assert not (await read(alices)).all("data-made")
