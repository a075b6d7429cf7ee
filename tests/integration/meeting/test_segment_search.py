"""Search within a meeting: every form of a word, in any script, and what is half typed."""

import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.segment_search import find_in_meeting, places_of
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import Meeting


async def said(meeting: Meeting, language: str, *texts: str) -> None:
    """Let these be said."""
    transcript = await open_transcript(meeting.room.id, language, "none")
    for number, text in enumerate(texts):
        segment = await open_segment(
            transcript.id, participant_id=meeting.bob.id, speaker="Bob", language=language, engine="none",
            start_ms=number * 1000,
        )  # fmt: skip
        await finish_segment(segment.id, text, [], 0.9, number * 1000 + 900)


FOUND = {
    "all forms": ("en", "ship", ["We [shipped] it.", "[Shipping] is fun.", "No sheep."]),
    "all forms, marked whole": (
        "en",
        "decided",
        ["We [decide] now.", "[Decided], and [deciding] it."],
    ),
    "German forms": ("de", "Haus", ["Die [Häuser] sind alt.", "Ein [Haus]boot."]),
    "without accents": ("fr", "cafe", ["Un [café] noir.", "Le thé."]),
    "with accents": ("fr", "café", ["Un [cafe] noir."]),
    "half typed": ("en", "budg", ["The [budg]et, the [budg]ets."]),
    "in the middle": ("en", "dget", ["The bu[dget]."]),
    "both words": ("en", "launch may", ["The [launch] is in [May].", "No launch.", "It may be."]),
    "a phrase": ("en", '"launch date"', ["The [launch dates] differ.", "The date of the launch."]),
    "either": ("en", "april or may", ["Not in [April].", "In [May]."]),
    "not": ("en", "launch -may", ["The [launch] is late.", "The launch is in May."]),
    "Chinese": ("zh", "预算", ["下一年的[预算]是多少", "没有"]),
    "one letter": ("ja", "会", ["[会]議は五月です", "いいえ"]),
    "Korean with its particle": ("ko", "예산", ["[예산]을 정했다"]),
    "two scripts": ("zh", "S3 预算", ["[S3]的[预算]", "S3 的价格"]),
    "full width": ("ja", "abc", ["これは[ＡＢＣ]です"]),
    "signs": ("en", "c++", ["We use [C++] here.", "We use C here."]),
    "signs of LIKE": ("en", "100%", ["It is [100%] done.", "It is 100 done.", "1000"]),
    "Hindi": ("hi", "बजट", ["[बजट] तैयार है", "नहीं"]),
    "Hindi with signs of vowels": ("hi", "किताब", ["यह [किताबें] हैं"]),
    "Hebrew": ("he", "שלום", ["[שלום] לך"]),
}


def marked(text: str, places: tuple[tuple[int, int], ...]) -> str:
    """The text with its marks in brackets."""
    for start, end in reversed(places):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize("what", FOUND)
async def test_found(what: str, meeting: Meeting) -> None:
    """The segments that match are found, with the marks shown here; those without a mark are not."""
    language, query, expected = FOUND[what]
    texts = [each.replace("[", "").replace("]", "") for each in expected]
    await said(meeting, language, *texts)
    found = await find_in_meeting(meeting.room.id, query)
    assert [marked(texts[each.seq], each.marked) for each in found] == [
        each for each in expected if "[" in each
    ]


async def test_only_for_readers(meeting: Meeting, carol: Account, bob: Account) -> None:
    """Who may not read the meeting finds nothing in it."""
    await said(meeting, "en", "The budget.")
    counts = []
    for person in (bob, carol):
        with acting_as(Actor("web", user_id=person.id)):
            counts.append(len(await find_in_meeting(meeting.room.id, "budget")))
    assert counts == [1, 0]


def test_places() -> None:
    """Places are those of the text as it is, whatever letters fold into."""
    assert places_of("ﬁnal Ⅷ Straße", "fi") == [(0, 1)]
    assert places_of("e\u0301clair éclair", "ecl") == [(0, 4), (8, 11)]
