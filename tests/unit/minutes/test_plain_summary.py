"""The summary without a model: a note in the meeting's language, of words that were said."""

import re
from dataclasses import replace
from typing import Any

import pytest

from agent.minutes.extractive import extract
from agent.minutes.languages import TABLES
from agent.minutes.plain_summary import plain_summary
from agent.minutes.quotable_sentences import quotable, trimmed
from agent.minutes.summary_frames import FRAMES
from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_phrases import MeetingPhrases
from server.languages import SEARCHED_FOR_RESULTS, is_searched_for_results
from server.meeting.minutes import Claim
from server.meeting.minutes_templates import TEMPLATES
from server.meeting.summary_evidence import summary_text
from tests.unit.minutes.made_up_speech import lines, said

ENGLISH = (
    "Alice: So today we look at the roof of the boat house and its gutters.",
    "Bob: The boat house loses tiles in every storm and the gutters leak.",
    "Alice: We decided to close the boat house until the tiles are fixed.",
    "Bob: I'll send the photographs of the gutters to the insurance by Friday.",
    "Carol: Whether the insurance pays for the scaffold is still undecided there.",
)
GERMAN = (
    "Anna: Also heute reden wir über das Dach vom Bootshaus und die Dachrinnen.",
    "Bernd: Das Bootshaus verliert bei jedem Sturm Ziegel und die Dachrinnen lecken.",
    "Anna: Wir haben beschlossen, das Bootshaus bis Ostern zu schließen.",
)
MORE = (
    "Bob: The old jetty behind the boat house needs eleven new planks this spring.",
    "Bob: The rowing club paid for the paint and two ladders last year.",
    "Bob: Visitors complain about the narrow stairs down to the water.",
)
SWEDISH = (
    "Anna: Idag ska vi prata om taket på båthuset och alla rännorna.",
    "Bo: Det gamla båthuset tappar tegel i varje storm och rännorna läcker.",
)


def summary(*sayings: str, of: str = "en") -> str:
    """The summary of a meeting in a language."""
    with stemming_in(of):
        return extract(said(*sayings)).executive_summary


def test_who_met() -> None:
    """It begins with who met and for how long."""
    assert summary(*ENGLISH).startswith("Alice, Bob and Carol met for one minute. They talked about ")


def wished(*sayings: str, of: str = "en", **wish: Any) -> str:
    """The summary by a template of somebody's own."""
    template = replace(TEMPLATES["general"], **wish)
    with stemming_in(of):
        return extract(replace(said(*sayings), template=template, language=of)).executive_summary


def test_in_the_language_of_the_template() -> None:
    """The summary's own words are in the language that the template wishes, and quotations as they were."""
    found = wished(*ENGLISH, language="de")
    assert found.startswith("Alice, Bob und Carol haben eine Minute lang miteinander gesprochen.")
    assert "Beschlossen: „We decided to close the boat house until the tiles are fixed.“" in found
    assert wished(*ENGLISH, language="en") == summary(*ENGLISH)


def test_as_long_as_the_template_wishes() -> None:
    """A short template has fewer quotations and tasks than a long one."""
    meeting = [
        f"{who}: I will send the {what} of the boat house to the insurance by Friday."
        for who in ("Alice", "Bob", "Carol", "Dora")
        for what in ("photographs", "measurements", "invoices")
    ]
    short, medium, long = (wished(*meeting, length=length) for length in ("short", "medium", "long"))
    assert len(short) < len(medium) < len(long)


def test_decision_told() -> None:
    """A decision without words that shift is told in indirect speech."""
    assert "They decided to close the boat house until the tiles are fixed." in summary(*ENGLISH)


def test_decision_quoted() -> None:
    """A decision with "my", which another speaker would mean otherwise, is quoted."""
    found = summary("Alice: We decided to close my boat house until the tiles are fixed.", "Bob: Yes.")
    assert "Decided: “We decided to close my boat house until the tiles are fixed.”" in found


def test_task_told() -> None:
    """A task has its owner and its day."""
    assert "Bob is to send the photographs of the gutters to the insurance by 6 March." in summary(*ENGLISH)


def test_tasks_by_owner() -> None:
    """All tasks of one person are one sentence."""
    found = summary(
        "Alice: Bob, can you redo the rota for the boat house by Friday?",
        "Bob: Yes. I'll call the engineer about the boat house tomorrow.",
        "Bob: I'll write the report on the gutters by Friday.",
    )
    called, wrote = "call the engineer about the boat house by 5 March", "write the report on the gutters"
    assert f"Bob is to {called} and {wrote} by 6 March." in found


def test_results_first() -> None:
    """What was decided and who does what stand before what people said."""
    paragraphs = summary(*ENGLISH).split("\n\n")
    assert [part.split(" ")[0] for part in paragraphs][:2] == ["Alice,", "They"]
    assert paragraphs[2].startswith(("Alice: “", "Bob: “", "Carol: “"))


def test_name_once() -> None:
    """Of two sentences that one person says in a row the name is written once."""
    spoken = said(*ENGLISH)
    chosen = [each for line in spoken.lines[:1] for each in quotable(line)] * 2
    (told,) = plain_summary(replace(spoken, lines=spoken.lines * 4), [], chosen, [], [])
    assert summary_text([told]).count("Alice: ") == 1


def test_quoted_once() -> None:
    """What the summary quotes is not a key point again where there is more to tell."""
    with stemming_in("en"):
        minutes = extract(said(*ENGLISH, *(f"Carol: {line.split(': ')[1]}" for line in MORE)))
    quoted = [each.text.partition(": ")[2] for each in minutes.key_points]
    assert quoted
    assert not [each for each in quoted if f"“{each}”" in minutes.executive_summary]


def test_quotation_in_quotation() -> None:
    """Quotation marks within a quotation are single ones."""
    decision = Claim("We accept it (“The offer of the roofer”).", ())
    spoken = said(*ENGLISH)
    told = plain_summary(spoken, [], [], [decision], [])
    assert told[1][0].text == "Decided: “We accept it (‘The offer of the roofer’).”"


def test_left_open() -> None:
    """What somebody calls undecided is quoted as open."""
    assert "Left open: “Whether the insurance pays" in summary(*ENGLISH)


def test_no_result_no_word() -> None:
    """Of decisions, tasks and open questions that nobody named nothing is said."""
    found = summary(*ENGLISH[:2])
    assert not re.search(r"decided|decision|action|to do|open", found, re.IGNORECASE)


def test_german_frame() -> None:
    """A German meeting has a German frame and German quotation marks."""
    found = summary(*GERMAN, of="de")
    assert "Anna und Bernd haben eine Minute lang miteinander gesprochen. Es ging um: " in found
    assert "Beschlossen: „Wir haben beschlossen" in found


def test_no_frame() -> None:
    """A language without a frame has only words that were said."""
    assert re.fullmatch(r"(?:(?:Anna|Bo): “[^”]+”\s*)+", summary(*SWEDISH, of="sv"))


def test_frames_and_cues() -> None:
    """Every language with cues has a frame."""
    assert set(FRAMES) == {"en", "ko", *TABLES}


def test_nothing_found() -> None:
    """That nothing was found is said in languages with cues, and in no other."""
    assert set(FRAMES) == SEARCHED_FOR_RESULTS
    assert is_searched_for_results("pt-BR")
    assert not is_searched_for_results("sv")


@pytest.mark.parametrize(("of", "sayings"), [("en", ENGLISH), ("de", GERMAN), ("sv", SWEDISH)])
def test_quotations_occur(of: str, sayings: tuple[str, ...]) -> None:
    """Every quotation is a contiguous part of what was said."""
    spoken = " ".join(sayings).lower()
    quoted = re.findall(r"[“„]([^”“]+)[”“]", summary(*sayings, of=of))
    assert quoted
    assert all(quote.rstrip(".").lower() in spoken for quote in quoted)


def test_sentences_cite() -> None:
    """Every sentence of a meeting with speech cites segments of it."""
    spoken = said(*ENGLISH)
    known = {segment for line in spoken.lines for segment in line.segments}
    decisions = [Claim("We decided to close the boat house.", spoken.lines[2].segments)]
    told = plain_summary(spoken, MeetingPhrases(spoken).best(count=3), [], decisions, [])
    assert all(claim.evidence and known.issuperset(claim.evidence) for part in told for claim in part)


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("So, okay, the gutters leak.", "the gutters leak."),
        ("gut- the gutters leak.", "the gutters leak."),
        ("We need we need new gutters.", "we need new gutters."),
        ("Maybe the gutters leak.", "Maybe the gutters leak."),
        ("I think the gutters leak.", "I think the gutters leak."),
        ("No, the gutters leak.", "No, the gutters leak."),
    ],
)
def test_lead_ins(sentence: str, kept: str) -> None:
    """Lead-ins and false starts at the begin go; what hedges or denies stays."""
    assert trimmed(sentence) == kept


@pytest.mark.parametrize(
    "saying",
    ["Do the gutters of the boat house leak in every storm?", "The tiles.", "And so the boat house and the"],
)
def test_not_quotable(saying: str) -> None:
    """Questions and fragments are no quotations."""
    (line,) = lines(f"Alice: {saying}")
    assert not list(quotable(line))
