"""Who agreed to decisions, what was turned down, open questions and chapters: on the page and in files."""

from dataclasses import replace

import pytest

from server.api.export_views import MeetingExport
from server.meeting.minutes import Claim, Decision, Minutes, Topic, Voice, save_minutes
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_export import export, text_in
from tests.integration.pages.test_meeting import read

EVIL = "<script>alert(1)</script>"


def elements(ended: Spoken) -> Minutes:
    """Minutes with all of them."""
    ids, bob = ended.ids, ended.meeting.bob
    return replace(
        minutes(ended),
        decisions=[
            Decision(
                "Launch in May.", ids[1:2], agreed=(Voice(bob.id, "Bob", ids[1]),), result="Two to one."
            ),
            Decision("Sell the boats.", ids[1:2], verified=False),
        ],
        turned_down=[
            Decision(f"Launch in March {EVIL}", ids[:1], against=(Voice(None, f"Cem {EVIL}", ids[2]),))
        ],
        open_questions=[Claim(f"Who pays {EVIL}?", ids[3:4])],
        topics=[Topic("Launch", "When to launch.", ids[:3], 0, 60_000)],
    )


async def test_page(alices: Browser, ended: Spoken) -> None:
    """The page shows them, marks what is not borne out, and escapes what people said."""
    await save_minutes(ended.meeting.room.id, elements(ended))
    page = await read(alices)
    for said in (
        "Agreed",
        "“Two to one.”",
        "Turned down",
        f"Cem {EVIL}",
        "Open questions",
        f"Who pays {EVIL}?",
    ):
        assert said in page.text
    assert page.text.count("Unverified") == 1
    assert [each for each in page.elements if each.tag == "script" and "alert" in each.text] == []
    (begins,) = page.all("class", "topic__time")
    assert begins.attributes["data-cite"] == str(ended.ids[0])


@pytest.mark.parametrize("format", ["txt", "md", "docx", "pdf"])
async def test_files(format: str, alices: Browser, ended: Spoken) -> None:
    """So do files of text."""
    await save_minutes(ended.meeting.room.id, elements(ended))
    text = " ".join(text_in(await export(alices, format), format).split())
    for said in (
        "Agreed: Bob",
        "“Two to one.”",
        "(unverified)",
        "Turned down",
        "Against: Cem",
        "Open questions",
    ):
        assert said in text
    assert "0:00 Launch" in text


async def test_json(alices: Browser, ended: Spoken) -> None:
    """JSON has them as data."""
    await save_minutes(ended.meeting.room.id, elements(ended))
    view = MeetingExport.model_validate_json((await export(alices, "json")).body).minutes
    assert view is not None
    assert [each.name for each in view.decisions[0].agreed] == ["Bob"]
    assert [each.verified for each in view.decisions] == [True, False]
    assert view.turned_down[0].against[0].participant_id is None
    assert view.open_questions[0].evidence == [ended.ids[3]]
    assert (view.topics[0].start_ms, view.topics[0].end_ms) == (0, 60_000)
