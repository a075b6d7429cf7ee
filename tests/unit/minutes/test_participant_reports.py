"""Participant reports."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from agent.minutes.participant_reports import joined, reports_of
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity
from agent.minutes.turn_taking import merged_ms
from server.meeting.gaps import Gap
from server.meeting.minutes import Action, Report
from server.meeting.report_figures import Figures, Interval, Unheard
from tests.unit.minutes.made_up_speech import said, segment, speech, who


def figures(report: Report) -> Figures:
    """The figures of a report, which every new one has."""
    assert report.figures is not None
    return report.figures


def of(spoken: MeetingSpeech, name: str) -> Report:
    """That person's report."""
    (found,) = (each for each in reports_of(spoken, []) if each.participant_id == who(name))
    return found


@pytest.mark.parametrize(
    ("intervals", "length"),
    [([], 0), ([(0, 5)], 5), ([(0, 5), (3, 8)], 8), ([(0, 9), (2, 3)], 9), ([(5, 6), (0, 1)], 2)],
)
def test_union(intervals: list[tuple[int, int]], length: int) -> None:
    """Overlapping time counts once."""
    assert merged_ms(intervals) == length


def test_shares() -> None:
    """The percentages add up to 100."""
    reports = reports_of(said("A: one thing", "B: another thing", "A: a third thing"), [])
    assert sum(report.speaking_percentage for report in reports) == pytest.approx(100, abs=0.2)


def test_silent_participant() -> None:
    """A person without words has a report of zeros, and no rates."""
    report = of(said("A: something", there=("Zoe",)), "Zoe")
    assert (report.speaking_time_s, report.speaking_percentage, report.content) == (0, 0.0, "")
    assert figures(report) == Figures()


def test_nobody_spoke() -> None:
    """In a meeting without words nobody has a share."""
    (report,) = reports_of(speech([], ["Zoe"]), [])
    assert (report.speaking_percentage, figures(report).words_per_minute) == (0.0, None)


def test_no_prose() -> None:
    """Reports are data."""
    assert not any(each.content for each in reports_of(said("A: one thing", "B: another thing"), []))


def test_turns_and_longest() -> None:
    """The longest turn is the speech of the one with most, without pauses."""
    spoken = said("A: first part", "B: yes", "A: second part", "B: now I say more words", "A: third part")
    told = figures(of(spoken, "A"))
    assert (told.turns, told.longest_ms) == (2, 4000)


def test_questions() -> None:
    """Questions count with and without a question mark."""
    spoken = said("A: what do we do next", "A: Is it late? I think so.", "A: that is what it is")
    assert figures(of(spoken, "A")).questions == 2


def test_questions_of_another_language() -> None:
    """Questions count in the meeting's language."""
    with stemming_in("de"):
        assert figures(of(said("A: Wer schreibt das Protokoll?", "A: Das ist so."), "A")).questions == 1


@pytest.mark.parametrize(
    ("text", "seconds", "words", "rate"),
    [
        ("one two three four five six " * 20, 60, 120, 120.0),
        ("one two three", 10, 3, None),
        ("um one uh two", 60, 2, 2.0),
        ("네 그럼 다음 주에 봅시다", 60, 5, 5.0),
        ("これは日本語の文です", 60, None, None),
        ("3 – 4", 60, 2, 2.0),
    ],
)
def test_words_a_minute(text: str, seconds: int, words: int | None, rate: float | None) -> None:
    """Words are counted between spaces, and per minute from 30 seconds of speech on."""
    told = figures(of(speech([segment(0, "A", text, 0, 1000 * seconds)]), "A"))
    assert (told.words, told.words_per_minute) == (words, rate)


def test_response_time() -> None:
    """The median of at least three answers."""
    few = said(
        "A: first of all this", "B: then comes that one", "A: and then the third", "B: and a fourth one"
    )
    more = said(*(f"{name}: words {place} that are said" for place, name in enumerate("ABABABAB")))
    assert (figures(of(few, "A")).responses, figures(of(few, "A")).response_time_ms) == (1, None)
    assert (figures(of(more, "B")).responses, figures(of(more, "B")).response_time_ms) == (4, 4000)


def test_interruptions() -> None:
    """Made by one, received by the other."""
    parts = [
        segment(0, "A", "so what I would say is", 0, 10_000),
        segment(1, "B", "no that is not it", 9_000, 14_000),
    ]
    spoken = speech(parts)
    assert (figures(of(spoken, "B")).interruptions_made, figures(of(spoken, "B")).interruptions_received) == (
        1,
        0,
    )
    assert (figures(of(spoken, "A")).interruptions_made, figures(of(spoken, "A")).interruptions_received) == (
        0,
        1,
    )


def test_tasks() -> None:
    """The tasks in a report are that person's."""
    actions = [Action("Send it", participant_id=who("A")), Action("Read it", participant_id=who("B"))]
    first, second = reports_of(said("A: hello there", "B: hello too"), actions)
    assert (first.tasks_assigned_count, second.tasks_assigned_count) == (1, 1)


def test_namesakes() -> None:
    """Namesakes have separate times, and their name is neither's mention."""
    one, two = who("one"), who("two")
    parts = [
        segment(0, "Sam", "hello everybody", 0, 1000, one),
        segment(1, "Sam", "hello", 5000, 8000, two),
        segment(2, "Zoe", "I thank Sam for that", 9000, 12_000),
    ]
    reports = {each.participant_id: each for each in reports_of(speech(parts), [])}
    assert [reports[one].speaking_time_s, reports[two].speaking_time_s] == [1, 3]
    assert not reports[one].mentions + reports[two].mentions


def test_mentions() -> None:
    """Others' sentences with one's name are quoted, one's own are not, and a namesake word is none."""
    spoken = said(
        "Bob: I am Bob and I am late.",
        "Zoe: We go on. Bob will send the draft. It may be long.",
        "May: Bob is right.",
        "Zoe: Thanks, May.",
    )
    told = of(spoken, "Bob")
    assert [each.text for each in told.mentions] == ["Zoe: Bob will send the draft.", "May: Bob is right."]
    assert figures(told).mentions_count == 2
    assert [each.text for each in of(spoken, "May").mentions] == ["Zoe: Thanks, May."]
    assert told.mentions[0].evidence == spoken.lines[1].segments


def test_many_mentions() -> None:
    """Ten are quoted, and all are counted."""
    told = of(said("Bob: hello", *(f"Zoe: Bob said thing {place}." for place in range(15))), "Bob")
    assert (len(told.mentions), figures(told).mentions_count) == (10, 15)


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([], []),
        ([(0, None)], [(0, 60_000)]),
        ([(-500, 20_000), (40_000, 99_000)], [(0, 20_000), (40_000, 60_000)]),
        ([(0, 20_000), (10_000, 30_000)], [(0, 30_000)]),
        ([(0, 20_000), (25_000, 30_000)], [(0, 30_000)]),
        ([(5_000, 5_000)], []),
        ([(70_000, None)], []),
    ],
)
def test_attendance(stays: list[tuple[int, int | None]], expected: list[tuple[int, int]]) -> None:
    """Stays that overlap, or are under ten seconds apart, are one; they lie within the meeting."""
    assert joined(stays, 60_000) == tuple(Interval(*each) for each in expected)


def test_unheard() -> None:
    """Gaps of the person and of everybody, while they were there."""
    spoken = said("A: something", "B: something else")
    gaps = [gap(None, 10_000, 20_000), gap(who("A"), 5000, 8000), gap(who("B"), 0, None)]
    stays: Mapping[UUID, tuple[tuple[int, int | None], ...]] = {who("A"): ((0, 15_000), (40_000, None))}
    told = figures(of(replace(spoken, gaps=tuple(gaps), stays=stays), "A"))
    assert told.unheard == (Unheard(10_000, 15_000, "engine"), Unheard(5000, 8000, "engine"))


def test_nobody_knows_the_stays() -> None:
    """Without attendance, as in an imported recording, all gaps count."""
    spoken = replace(said("A: something"), gaps=(gap(None, 10_000, None),))
    assert figures(of(spoken, "A")).unheard == (Unheard(10_000, 60_000, "engine"),)


def test_only_of_participants() -> None:
    """Who is known by name alone has no report, and is part of the others' shares."""
    spoken = speech([segment(0, "A", "hello there", 0, 1000), segment(1, "X", "hello too", 2000, 5000)])
    people = (SpeakerIdentity(who("A"), "A"), SpeakerIdentity(None, "X"))
    (report,) = reports_of(replace(spoken, people=people), [])
    assert report.speaking_percentage == 25.0


def gap(key: UUID | None, from_ms: int, to_ms: int | None) -> Gap:
    """A stretch without a speech engine."""
    return Gap(uuid4(), uuid4(), key, "engine", from_ms, to_ms)
