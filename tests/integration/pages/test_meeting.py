"""The meeting page: progress, minutes, citations and reports."""

from dataclasses import replace
from uuid import uuid4

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.db import execute
from server.meeting.gaps import Gap, add_gap
from server.meeting.lifecycle import end_room
from server.meeting.meeting_figures import (
    Engagement,
    Following,
    MeetingFigures,
    Sentiment,
    SentimentPoint,
    SpeakerFigures,
)
from server.meeting.minutes import Action, Claim, Decision, Minutes, Report, begin_writing, save_minutes
from server.meeting.report_figures import Figures, Interval, Unheard
from tests.conftest import Meeting, enter
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.html_page import HtmlPage


async def read(browser: Browser) -> HtmlPage:
    """Open the atrium's page."""
    answer = await browser.get("/m/atrium")
    assert answer.status == 200
    return HtmlPage(answer.body)


@pytest.fixture
async def written(ended: Spoken) -> Spoken:
    """The meeting with its minutes."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    return ended


async def test_live(alices: Browser, spoken: Spoken) -> None:
    """During the meeting the page shows the transcript so far."""
    page = await read(alices)
    assert page.one("data-minutes-state").attributes["data-minutes-state"] == "live"
    assert [each.text for each in page.all("data-segment")] == [segment.text for segment in spoken.segments]


async def test_guests_can_ask(nobody: Browser, ended: Spoken) -> None:
    """Who was there without an account has the box to ask the meeting, too."""
    nobody.cookies[GUEST_COOKIE] = ended.meeting.guest_token
    assert (await read(nobody)).one("data-ask").attributes["data-ask"] == "atrium"


async def test_queued_then_writing(alices: Browser, ended: Spoken) -> None:
    """After the end the page shows the progress of the minutes, and the transcript."""
    assert (await read(alices)).one("data-state").attributes["data-state"] == "queued"
    await begin_writing(ended.meeting.room.id)
    page = await read(alices)
    assert page.one("data-state").attributes["data-state"] == "writing"
    assert page.one("aria-current", "step").text.startswith("Writing the minutes")
    assert len(page.all("data-segment")) == len(ended.segments)


async def test_failed(alices: Browser, ended: Spoken) -> None:
    """The page does not wait for minutes that failed."""
    await save_minutes(ended.meeting.room.id, Minutes("failed"))
    assert "could not be written" in (await read(alices)).one("data-minutes-state", "failed").text


async def test_gaps(alices: Browser, spoken: Spoken) -> None:
    """Gaps in the transcript show time, speaker and cause."""
    meeting = spoken.meeting
    await add_gap(Gap(uuid4(), meeting.room.id, meeting.bob.id, "engine", 500, 61_000))
    await add_gap(Gap(uuid4(), meeting.room.id, None, "transcriber", 3_600_000, None))
    page = await read(alices)
    assert page.text.count("no transcriber was running") == 1
    lines = [each.text for each in page.all("data-gap")]
    assert lines == [
        "0:00–1:01 Not transcribed (Bob): the speech engine failed.",
        "1:00:00 and after Not transcribed: no transcriber was running.",
    ]


async def test_meeting_without_a_transcriber(alices: Browser, meeting: Meeting) -> None:
    """A meeting that could not be transcribed is not reported as silent."""
    await add_gap(Gap(uuid4(), meeting.room.id, None, "language", 0, None))
    text = (await read(alices)).text
    assert "no speech engine on this server supports its language" in text
    assert "Nothing has been transcribed yet" not in text


async def test_all_sections(alices: Browser, written: Spoken) -> None:
    """Summary, decisions, actions with owner and date, key points, topics, talk time and chat."""
    text = (await read(alices)).text
    for words in ("The launch moves.", "Launch in May.", "Tell the printer", "Owner Gus",
                  "Overdue 6 March 2026", "Priority high", "The review is late.", "When to launch.",
                  "6 s 50 %", "30 min", "3 people",
                  "The printer’s number is <b>555</b>"):  # fmt: skip
        assert words in text


async def test_two_of_one_name_are_told_apart(alices: Browser, written: Spoken) -> None:
    """People of the same name are numbered by arrival everywhere, on the page and in the API."""
    await execute("UPDATE participants SET display_name = 'Alice', joined_at = now() WHERE role = 'guest'")
    page = await read(alices)
    people = [each.text for each in page.all("class", "people__one")]
    assert any("Alice (2)" in each for each in people)
    assert "Alice (2)" in {each.text for each in page.all("class", "turn__who")}
    listed = (await alices.get("/api/rooms/atrium/participants")).json["participants"]
    assert {each["label"] for each in listed} == {"Alice", "Bob", "Alice (2)"}
    said = (await alices.get("/api/rooms/atrium/segments")).json["segments"]
    talk = (await alices.get("/api/rooms/atrium/minutes")).json["talk_time"]
    assert "Alice (2)" in {each["speaker"] for each in said} & {each["name"] for each in talk}


async def test_citations_lead_to_words(alices: Browser, written: Spoken) -> None:
    """Every citation links to a segment on the page and shows its time and speaker."""
    page = await read(alices)
    places = {each.attributes["id"] for each in page.all("id")}
    cites = page.all("data-cite")
    assert {cite.attributes["href"].removeprefix("#") for cite in cites} <= places
    assert "Said by Bob and Alice at 0:05" in [cite.text for cite in cites]


async def test_model_is_named(alices: Browser, written: Spoken) -> None:
    """The page names the model that wrote the minutes, and shows their note."""
    label = (await read(alices)).one("data-method", "model").text
    assert "Written by AI a-model wrote these minutes" in label
    assert "All 4 segments were read." in label


async def test_extractive_is_labelled(alices: Browser, ended: Spoken) -> None:
    """Extractive minutes say so, and why."""
    plain = replace(minutes(ended), method="extractive", model=None, note="Ollama did not answer.")
    await save_minutes(ended.meeting.room.id, plain)
    label = (await read(alices)).one("data-method", "extractive").text
    assert label.startswith("In people’s own words")
    assert "Ollama did not answer." in label


async def test_totals_for_the_host(alices: Browser, bobs: Browser, spoken: Spoken) -> None:
    """Only the host gets the totals of all reports, and of no fewer than three other people's."""
    path, meeting = "/api/rooms/atrium/minutes", spoken.meeting
    dora, _ = await enter(meeting.room, None, "Dora")
    await end_room(meeting.room.id, "host")
    places = (meeting.alice, meeting.bob, meeting.gus, dora)
    reports = [
        Report(each.id, 3, 25.0, figures=Figures(questions=2, interruptions_made=1)) for each in places
    ]
    await save_minutes(meeting.room.id, replace(minutes(spoken), reports=reports[:3]))
    assert (await alices.get(path)).json["report_totals"] is None
    await save_minutes(meeting.room.id, replace(minutes(spoken), reports=reports))
    totals = (await alices.get(path)).json["report_totals"]
    assert totals == {
        "reports": 4, "speaking_time_s": 12, "tasks_assigned": 0, "questions": 8, "interruptions": 4,
    }  # fmt: skip
    assert (await bobs.get(path)).json["report_totals"] is None


async def test_own_report_only(alices: Browser, bobs: Browser, written: Spoken) -> None:
    """Each participant, including the host, reads only their own report."""
    for browser, own, others in ((alices, "Alice led.", "Bob warned."), (bobs, "Bob warned.", "Alice led.")):
        text = (await read(browser)).text
        assert own in text
        assert others not in text


async def test_report_as_data(alices: Browser, ended: Spoken) -> None:
    """A report shows each figure with how it is counted, and cites what it quotes."""
    unheard = (Unheard(0, 9000, "engine"),)
    figures = Figures((Interval(0, 60_000),), 3, 4000, 52, 156.0, 2, 1, 0, 4, 700, 12, unheard)
    own = Report(
        ended.meeting.alice.id,
        20,
        50.0,
        figures=figures,
        mentions=[Claim("Bob: Alice <b>rules.", ended.ids[1:2])],
    )
    await save_minutes(ended.meeting.room.id, replace(minutes(ended), reports=[own]))
    text = (await read(alices)).one("aria-labelledby", "report-title").text
    for words in ("Words a minute 156", "You interrupted Once", "You were interrupted Never", "0.7 s",
                  "You were there: 0:00–1:00.", "0:00–0:09: the speech engine failed.", "And 11 more.",
                  "Bob: Alice <b>rules.", "How this is counted", "Sentences with a question"):  # fmt: skip
        assert words in text
    told = (await alices.get("/api/rooms/atrium/minutes")).json["my_report"]
    assert told["figures"]["unheard"] == [{"from_ms": 0, "to_ms": 9000, "cause": "engine"}]
    assert told["mentions"][0]["evidence"] == [str(ended.ids[1])]


async def test_tone(alices: Browser, ended: Spoken) -> None:
    """Score, sentiment and who spoke after whom are on the page and in the API, the scores in exports."""
    points = (SentimentPoint(0, 60_000, 0.5, 40), SentimentPoint(60_000, 120_000, None, 3))
    figures = MeetingFigures(
        tuple(SpeakerFigures(each, 2, 3000) for each in ended.ids[:2]),
        (Following(0, 1, 2), Following(1, 0, 1)),
        Sentiment("VADER 3", 0.5, 43, 0.9, points),
        Engagement(72.4, 0.9, 0.5, 0.7, None, 2.8, 1),
    )
    of = replace(minutes(ended), figures=figures, engagement_score=72.4, overall_sentiment=0.5)
    await save_minutes(ended.meeting.room.id, of)
    page = await read(alices)
    text = page.one("aria-labelledby", "tone-title").text
    for words in (
        "72 of 100",
        "Even speaking time 90",
        "left out",
        "+0.50 positive",
        "too few words",
        "VADER 3",
    ):
        assert words in text
    assert "then Bob" in page.one("class", "order").text
    told = (await alices.get("/api/rooms/atrium/minutes")).json
    assert (told["engagement_score"], told["overall_sentiment"]) == (72.4, 0.5)
    assert told["figures"]["following"][0] == {"before": 0, "after": 1, "count": 2}
    assert "Engagement score: 72 of 100" in (await alices.get("/api/rooms/atrium/export/md")).body.decode()


async def test_old_report(alices: Browser, written: Spoken) -> None:
    """A report from before there were figures shows its prose."""
    assert "Alice led." in (await read(alices)).one("aria-labelledby", "report-title").text
    told = (await alices.get("/api/rooms/atrium/minutes")).json["my_report"]
    assert (told["content"], told["figures"]) == ("Alice led.", None)


async def test_report_refused(bobs: Browser, alices: Browser, written: Spoken) -> None:
    """Who wants no report has none, now and in the next version of the minutes, until they want one again."""
    path, mine = "/api/rooms/atrium/minutes/report", "/api/rooms/atrium/minutes"
    assert (await bobs.put(path, {"wanted": False})).json == {"wanted": False}
    assert (await bobs.get(mine)).json["my_report"] is None
    assert "You deleted your report" in (await read(bobs)).text
    await save_minutes(written.meeting.room.id, minutes(written))
    assert (await bobs.get(mine)).json["my_report"] is None
    assert (await alices.get(mine)).json["my_report"] is not None
    await bobs.put(path, {"wanted": True})
    await save_minutes(written.meeting.room.id, minutes(written))
    assert (await bobs.get(mine)).json["my_report"] is not None


async def test_all_reports_refused(bobs: Browser, written: Spoken) -> None:
    """An account that wants no reports loses those of all meetings, and gets no more."""
    path, mine = "/api/people/me/reports", "/api/rooms/atrium/minutes"
    assert (await bobs.get(path)).json == {"wanted": True}
    await bobs.put(path, {"wanted": False})
    assert (await bobs.get(path)).json == {"wanted": False}
    await save_minutes(written.meeting.room.id, minutes(written))
    assert (await bobs.get(mine)).json["my_report"] is None
    assert "You have switched your reports off" in (await read(bobs)).text


async def test_guest_refuses(nobody: Browser, written: Spoken) -> None:
    """A guest refuses the report of the meeting they were in."""
    nobody.cookies["__Host-parley-guest"] = written.meeting.guest_token
    await nobody.get("/api/people/me")
    answer = await nobody.put("/api/rooms/atrium/minutes/report", {"wanted": False})
    assert answer.status == 200
    assert "You deleted your report" in (await read(nobody)).text


async def test_guest_reads(nobody: Browser, written: Spoken) -> None:
    """A guest who attended reads the minutes with their guest cookie."""
    nobody.cookies["__Host-parley-guest"] = written.meeting.guest_token
    assert "Launch in May." in (await read(nobody)).text


async def test_nobody_spoke(alices: Browser, ended: Spoken) -> None:
    """Minutes of a meeting without words say so, without empty sections."""
    await save_minutes(
        ended.meeting.room.id, Minutes("ready", "extractive", executive_summary="No speech was captured.")
    )
    text = (await read(alices)).text
    assert "No speech was captured." in text
    assert "Key points" not in text


async def test_html_is_escaped(alices: Browser, ended: Spoken) -> None:
    """HTML in minutes, transcript and chat is escaped."""
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="javascript:1">'
    await save_minutes(
        ended.meeting.room.id,
        replace(
            minutes(ended),
            executive_summary=evil,
            note=evil,
            decisions=[Decision(evil, ended.ids[:1])],
            actions=[Action(evil[:90], evil, evil[:90])],
        ),
    )
    page = await read(alices)
    assert evil in page.text
    assert not page.tagged("img")
    assert all("src" in script.attributes for script in page.tagged("script"))


async def test_no_inline_code(alices: Browser, written: Spoken) -> None:
    """The page has no inline scripts or styles."""
    page = await read(alices)
    assert not page.all("style")
    assert not [name for each in page.elements for name in each.attributes if name.startswith("on")]


async def test_whose_words_may_be_forgotten(alices: Browser, bobs: Browser, ended: Spoken) -> None:
    """Everybody is offered to forget their own words, the host everybody's; then the page says whose were."""
    offered = [each.text for each in (await read(alices)).all("value") if each.tag == "option"][:3]
    assert offered == ["Alice (you)", "Bob", "Gus"]
    page = await read(bobs)
    assert "What you said in this meeting is erased" in page.text
    room = ended.meeting.room.slug
    await bobs.delete(f"/api/rooms/{room}/participants/{ended.meeting.bob.id}/words")
    page = await read(bobs)
    assert "What Bob said was forgotten." in page.text
    assert "The review is not done by then" not in page.text
