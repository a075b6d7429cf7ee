"""Extractive minutes are never empty and only quote."""

from uuid import UUID

import pytest

from agent.minutes.extractive import distinct, extract, merged_actions
from agent.minutes.summary_frames import FRAMES
from agent.minutes.unclear_speech import UNCLEAR
from server.meeting.minutes import Action, Claim
from tests.unit.minutes.made_up_speech import said, who

PLAIN = (
    "Alice: The main question is when we launch the new website of the museum.",
    "Bob: The ticket shop still fails on phones for a third of our visitors.",
    "Alice: We decided to postpone the launch until the ticket shop works.",
    "Bob: I'll send the list of failing phones to the developers by Friday.",
    "Carol: The photographs of the exhibition are ready and need captions.",
)


@pytest.mark.parametrize("sayings", [("A: yes",), ("A: ok", "B: hm hm right"), PLAIN])
def test_never_empty(sayings: tuple[str, ...]) -> None:
    """Any speech gives a summary and a key point."""
    minutes = extract(said(*sayings))
    assert minutes.executive_summary
    assert minutes.key_points


def test_noise() -> None:
    """Where nothing was written down but hesitation, the minutes say so and quote none of it."""
    minutes = extract(said("Ann: uh the the mm", "Bob: hm"))
    assert minutes.executive_summary == UNCLEAR["en"]
    assert [minutes.key_points, minutes.decisions, minutes.actions, minutes.topics] == [[], [], [], []]


def test_silence() -> None:
    """Without speech the minutes say so and hold no claim."""
    minutes = extract(said(there=("Alice",)))
    assert minutes.executive_summary == FRAMES["en"].silence
    assert [minutes.key_points, minutes.decisions, minutes.actions, minutes.topics] == [[], [], [], []]


def test_own_words() -> None:
    """Every key point quotes a sentence verbatim and cites its line."""
    spoken = said(*PLAIN)
    by_segment = {line.segments: line.text for line in spoken.lines}
    for point in extract(spoken).key_points:
        assert point.text.partition(": ")[2] in by_segment[point.evidence]


def test_evidence_exists() -> None:
    """Every claim cites segments of this meeting."""
    spoken = said(*PLAIN)
    known = {segment for line in spoken.lines for segment in line.segments}
    minutes = extract(spoken)
    cited = [claim.evidence for claim in (*minutes.key_points, *minutes.decisions)]
    cited += [each.evidence for each in minutes.actions] + [each.evidence for each in minutes.topics]
    assert all(cited)
    assert known.issuperset(segment for evidence in cited for segment in evidence)


def test_repeatable() -> None:
    """The same meeting gives the same minutes."""
    assert extract(said(*PLAIN)) == extract(said(*PLAIN))


def test_same_task_twice() -> None:
    """A task repeated with a date is one task with that date."""
    spoken = said(
        "Bob: I'll send the budget to the board.", "Bob: I will send the budget to the board by Friday."
    )
    (action,) = extract(spoken).actions
    assert action.due_date is not None


def test_two_owners() -> None:
    """The same task of two people stays two tasks."""
    actions = [Action("Review the draft", assignee=name) for name in ("Alice", "Bob")]
    assert len(merged_actions(actions)) == 2


def test_two_of_one_name() -> None:
    """Namesakes keep their own tasks."""
    actions = [Action("Review the draft", assignee="Alex", participant_id=who(name)) for name in ("A", "B")]
    assert len(merged_actions(actions)) == 2


def test_many_speakers() -> None:
    """With many speakers the summary names the first and counts the rest."""
    minutes = extract(said(*(f"P{at}: I speak about the ticket shop and its phones" for at in range(30))))
    assert "P4 and 25 others met" in minutes.executive_summary


def claims(*texts: str) -> list[Claim]:
    """Claims with one line of evidence each."""
    return [Claim(text, (UUID(int=number),)) for number, text in enumerate(texts, 1)]


def test_fuller_wording() -> None:
    """A decision repeated with more words is one decision with both pieces of evidence."""
    found = distinct(claims("We release the app on Thursday.", "We release the mobile app on Thursday."))
    assert found == [Claim("We release the mobile app on Thursday.", (UUID(int=1), UUID(int=2)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We buy the server.", "We do not buy the second server."),
        ("We pay 300 for the server.", "We pay 900 for the new server."),
        ("We release the app.", "We release the shop."),
    ],
)
def test_different_decisions(one: str, other: str) -> None:
    """Another negation, number or object makes another decision."""
    assert len(distinct(claims(one, other))) == 2
