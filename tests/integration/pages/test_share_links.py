"""Share links: made by the host alone, read by whoever has one, in their scope and only while they hold."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from agent.minutes.extractive import extract
from agent.minutes.meeting_figures import meeting_figures
from agent.minutes.meeting_speech import read
from agent.minutes.turn_taking import turn_taking
from server.api.limits import Limit, Limiter
from server.errors import TooMany
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.minutes import save_minutes
from tests.integration.api.browser import Answer, Browser
from tests.integration.pages.conftest import Spoken, minutes

LINKS = "/api/rooms/atrium/share-links"


@pytest.fixture
async def shared(ended: Spoken) -> Spoken:
    """The atrium with its minutes."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    return ended


async def made(alices: Browser, **wanted: object) -> dict[str, Any]:
    """A link that the host makes."""
    answer = await alices.post(LINKS, wanted)
    assert answer.status == 201
    return dict(answer.json)


async def opened(browser: Browser, link: dict[str, Any], ending: str = "") -> Answer:
    """What the link shows."""
    return await browser.get(link["url"].removeprefix(browser.origin) + ending)


async def test_summary(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """A link of the summary shows that to a stranger, and no transcript."""
    page = await opened(nobody, await made(alices))
    text = page.body.decode()
    assert page.status == 200
    assert "Atrium" in text
    assert "Decisions" in text
    assert "Action items" in text
    assert "Transcript" not in text
    assert "Shall we keep April?" not in text
    assert "Key points" not in text


QUOTED = "The launch of the museum's new website moves because the printer is late with all the posters."
PRIVATE = "Bob is ill, between us. I'll call the bank tomorrow."


async def test_written_by_rules(ended: Spoken, alices: Browser, nobody: Browser) -> None:
    """Of minutes by rules it shows no whole turn and no scores; what people wrote stays."""
    room = ended.meeting.room
    for said, text in ((ended.ids[0], QUOTED), (ended.ids[3], PRIVATE)):
        await execute("UPDATE transcript_segments SET text = $2 WHERE id = $1", said, text)
    spoken = await read(room.id)
    found = extract(spoken)
    assert [each.description for each in found.actions] == [f"Gus: {PRIVATE}"]
    figures = meeting_figures(spoken, turn_taking(spoken))
    await save_minutes(room.id, replace(found, figures=figures))
    link = await made(alices)
    for ending in ("", "/minutes.md"):
        text = unescape((await opened(nobody, link, ending)).body.decode())
        assert "Call the bank" in text
        assert "between us" not in text
        assert "Engagement and sentiment" not in text
    (item,) = (await alices.get("/api/rooms/atrium/action-items")).json["action_items"]
    change = {"description": "Ask for Ms Gold.", "revision": item["revision"]}
    answer = await alices.patch(f"/api/rooms/atrium/action-items/{item['id']}", change)
    assert answer.status == 200
    assert "Ask for Ms Gold." in (await opened(nobody, link)).body.decode()


async def test_with_transcript(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """A link with the transcript shows what was said, too."""
    text = (await opened(nobody, await made(alices, scope="transcript"))).body.decode()
    assert "Shall we keep April?" in text
    assert "Decisions" in text


@pytest.mark.parametrize("scope", ["summary", "transcript"])
async def test_never_shown(shared: Spoken, alices: Browser, nobody: Browser, scope: str) -> None:
    """No link shows chat, private reports or an address, nor lets in by its page."""
    link = await made(alices, scope=scope)
    for ending in ("", "/minutes.md"):
        text = (await opened(nobody, link, ending)).body.decode()
        assert "The printer’s number" not in text
        assert "Your report" not in text
        assert "@example.org" not in text
    assert (await nobody.get("/m/atrium")).status != 200


async def test_headers(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """The page runs no script, tells nobody where it was, is not kept and not found by search engines."""
    page = await opened(nobody, await made(alices))
    policy = page.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    assert b"<script" not in page.body


async def test_files(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """The files have the link's scope."""
    link = await made(alices)
    text = await opened(nobody, link, "/minutes.md")
    assert text.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert "attachment" in text.headers["Content-Disposition"]
    assert b"Shall we keep April?" not in text.body
    pdf = await opened(nobody, link, "/minutes.pdf")
    assert (pdf.status, pdf.body[:5]) in ((200, b"%PDF-"), (501, pdf.body[:5]))
    assert (await opened(nobody, link, "/minutes.docx")).status == 404


async def test_gone_alike(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """A link that ended, has expired, or never was is answered alike."""
    ended, expired = await made(alices), await made(alices)
    assert (await alices.delete(f"{LINKS}/{ended['id']}")).status == 204
    await execute(
        "UPDATE share_links SET created_at = created_at - interval '8 days',"
        " expires_at = expires_at - interval '8 days' WHERE id = $1",
        expired["id"],
    )
    never, short = ({"url": f"{nobody.origin}/s/{token}"} for token in ("A" * 43, "x"))
    pages = set()
    for each in (ended, expired, never, short):
        answer = await opened(nobody, each)
        assert answer.status == 404
        pages.add(answer.body.replace(each["url"].rpartition("/s/")[2].encode(), b""))
    assert len({page.replace(b"x", b"") for page in pages}) == 1


async def test_counted(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """The host sees how often and when a link was last used, never the link itself."""
    link = await made(alices, scope="transcript", expires_in_days=30)
    for _ in range(2):
        await opened(nobody, link)
    (found,) = (await alices.get(LINKS)).json["links"]
    assert (found["uses"], found["scope"]) == (2, "transcript")
    assert found["last_used_at"] is not None
    assert "url" not in found
    row = await fetch_one("SELECT to_jsonb(s)::text AS stored FROM share_links s")
    assert row is not None
    assert link["url"].rpartition("/")[2] not in row["stored"]


async def test_only_the_host(
    shared: Spoken, alices: Browser, bobs: Browser, carols: Browser, nobody: Browser
) -> None:
    """Others can neither make, list nor end links; where they may not know the meeting, it is not there."""
    link = await made(alices)
    for browser, status in ((bobs, 403), (carols, 404), (nobody, 404)):
        assert (await browser.get(LINKS)).status == status
        assert (await browser.post(LINKS, {})).status == status
        assert (await browser.delete(f"{LINKS}/{link['id']}")).status == status
    assert (await opened(nobody, link)).status == 200


@pytest.mark.parametrize(
    "wanted",
    [
        {"scope": "all"}, {"expires_in_days": 0}, {"expires_in_days": 366}, {"expires_in_days": "7"},
        {"expires_in_days": True}, {"more": 1}, [],
    ],
    ids=range(7),
)  # fmt: skip
async def test_wrong(shared: Spoken, alices: Browser, wanted: object) -> None:
    """A link lasts from a day to a year, and shows one of two things."""
    assert (await alices.post(LINKS, wanted)).status == 422


async def test_before_there_are_minutes(ended: Spoken, alices: Browser) -> None:
    """There is nothing to share yet."""
    assert (await alices.post(LINKS, {})).status == 404


async def test_too_many(shared: Spoken, alices: Browser) -> None:
    """Twenty links at a time are enough."""
    for _ in range(20):
        await made(alices)
    assert (await alices.post(LINKS, {})).status == 409


async def test_maker_has_gone(shared: Spoken, alices: Browser, nobody: Browser, alice: Account) -> None:
    """A link is worth what its maker may read: a closed account's shows nothing."""
    link = await made(alices)
    await execute("UPDATE users SET is_active = false WHERE id = $1", alice.id)
    assert (await opened(nobody, link)).status == 404


async def test_follows_corrections(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """What is corrected, or deleted with the minutes, is so behind the link at once."""
    link = await made(alices, scope="transcript")
    await execute("UPDATE transcript_segments SET text = 'Let us keep May.' WHERE text LIKE 'Shall we keep%'")
    text = (await opened(nobody, link)).body.decode()
    assert "Let us keep May." in text
    assert "Shall we keep April?" not in text
    await execute("UPDATE meeting_summaries SET state = 'failed'")
    assert (await opened(nobody, link)).status == 404


async def test_audited(shared: Spoken, alices: Browser) -> None:
    """Making and ending a link is in the audit log."""
    link = await made(alices)
    await alices.delete(f"{LINKS}/{link['id']}")
    rows = await fetch("SELECT action FROM audit_events WHERE action LIKE 'share.%' ORDER BY id")
    assert [row["action"] for row in rows] == ["share.create", "share.end"]


async def test_hostile_text(shared: Spoken, alices: Browser, nobody: Browser) -> None:
    """What people type is text on the page."""
    await execute("UPDATE rooms SET name = '<img src=x onerror=alert(1)>'")
    await execute("UPDATE transcript_segments SET text = '<script>alert(1)</script>' WHERE seq = 1")
    text = (await opened(nobody, await made(alices, scope="transcript"))).body.decode()
    assert "<img" not in text
    assert "<script" not in text


async def test_guessing(shared: Spoken, nobody: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens many links is told to wait."""

    async def hit(self: Limiter, limit: Limit, *who: str) -> None:
        assert limit is Limit.SHARED_BY_ADDRESS
        raise TooMany(30)

    monkeypatch.setattr(Limiter, "hit", hit)
    answer = await nobody.get(f"/s/{'A' * 43}")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "30")


async def test_on_the_meeting_page(shared: Spoken, alices: Browser, bobs: Browser) -> None:
    """The host finds the form on the meeting's page; others do not."""
    assert b"data-share" in (await alices.get("/m/atrium")).body
    assert b"data-share" not in (await bobs.get("/m/atrium")).body
