"""The executive summary without a model: a short note of words that were said.

It is in the meeting's language, or in its template's around quotations in that. Its own words are those
of the frame; what is said of the meeting is topics, quotations and, in English where no pronoun would change
whom it means, a decision or a task in indirect speech. A language without a frame has quotations only.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from agent.minutes.language_tables import words
from agent.minutes.quotable_sentences import QuotableSentence
from agent.minutes.special.wishes import wished_language
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.summary_frames import FRAMES, SummaryFrame
from agent.minutes.topic_phrases import Phrase
from agent.minutes.transcript_lines import MeetingSpeech, evidence
from server.meeting.gap_sentences import deaf_sentence
from server.meeting.minutes import Action, Claim
from server.meeting.minutes_templates import Length

Amounts = tuple[int, int, int, int]
MOST: dict[Length, Amounts] = {"short": (2, 2, 3, 1), "medium": (5, 3, 5, 2), "long": (10, 8, 12, 5)}
"""Quotations, decisions, tasks and open questions, by the length that the template wishes."""
NAMES = 5
"""Maximum number of people named; further ones are counted."""
TOPICS = 6
LINES_A_TOPIC = 4
"""One topic is named per this many lines, up to TOPICS."""
LINES_A_QUOTATION: dict[Length, int] = {"short": 8, "medium": 8, "long": 4}
AGREED = re.compile(
    r"^we(?:'ve| have)?(?: all)? (?P<verb>decided|agreed) (?P<what>(?:not )?to .+|that .+|on .+)$",
    re.IGNORECASE,
)
SHIFTING = frozenset(
    words(
        "i me my mine myself you your yours yourself we us our ours ourselves this that it these those they"
        " them he she him her his here i'll i'm i've i'd we'll we're we've you'll you're they'll"
        " it's that's let's"
    )
)
"""Words that mean somebody or something else in indirect speech, or nothing without what was said before."""


def plain_summary(
    spoken: MeetingSpeech,
    phrases: Sequence[Phrase],
    chosen: Sequence[QuotableSentence],
    decisions: Sequence[Claim],
    actions: Sequence[Action],
    questions: Sequence[Claim] = (),
) -> list[list[Claim]]:
    """Paragraphs of sentences, each with the segments it rests on; a meeting without speech has one without.

    `phrases` and `chosen` sentences are those of the whole meeting, best first.
    """
    frame = frame_of(spoken)
    if not spoken.lines:
        silent = (frame or FRAMES["en"]).silence
        return [[Claim(deaf_sentence(spoken.gaps, spoken.duration_s * 1000) or silent)]]
    length = spoken.template.length
    quotations, most_decisions, most_tasks, most_open = MOST[length]
    some = chosen[: 1 + len(spoken.lines) // LINES_A_QUOTATION[length]][:quotations]
    said = [_attributed(each, frame) for each in sorted(some, key=lambda each: each.place)]
    if frame is None:
        return [said]
    named = phrases[: 1 + len(spoken.lines) // LINES_A_TOPIC][:TOPICS]
    opening = [_met(spoken, frame), *_about(spoken, named, frame), *said]
    results = [
        *_decided(decisions[:most_decisions], frame),
        *_tasks(actions, frame, most_tasks),
        *_open(questions[-most_open:], frame),
    ]
    return [opening, results] if results else [opening]


def frame_of(spoken: MeetingSpeech) -> SummaryFrame | None:
    """The sentences around what was said, in the template's language, else in the meeting's."""
    return FRAMES.get(wished_language(spoken)) or FRAMES.get(language.get())


def as_text(paragraphs: Sequence[Sequence[Claim]]) -> str:
    """The sentences as prose, a blank line between paragraphs."""
    return "\n\n".join(" ".join(claim.text for claim in claims) for claims in paragraphs)


def _met(spoken: MeetingSpeech, frame: SummaryFrame) -> Claim:
    people = [person.shown for person in spoken.everybody]
    minutes = max(1, round(spoken.duration_s / 60))
    lasted = (frame.lasted_one if minutes == 1 else frame.lasted).format(count=minutes)
    template = frame.met if len(people) > 1 else frame.met_one
    firsts = {line.who: line for line in reversed(spoken.lines)}
    said = template.format(who=listed(people, frame), lasted=lasted if spoken.duration_s else "")
    return Claim(said, evidence(sorted(firsts.values(), key=lambda line: line.number)))


def _about(spoken: MeetingSpeech, phrases: Sequence[Phrase], frame: SummaryFrame) -> Iterator[Claim]:
    if phrases:
        what = joined([phrase.named for phrase in phrases], frame)
        firsts = sorted({min(phrase.lines) for phrase in phrases})
        yield Claim(frame.about.format(what=what), evidence([spoken.lines[at - 1] for at in firsts]))


def _attributed(sentence: QuotableSentence, frame: SummaryFrame | None) -> Claim:
    return Claim(f"{sentence.line.person.shown}: {_quoted(sentence.text, frame)}", sentence.line.segments)


def _quoted(text: str, frame: SummaryFrame | None) -> str:
    opens, closes = frame.quotes if frame else ("“", "”")
    return f"{opens}{text.strip()}{closes}"


def _decided(decisions: Sequence[Claim], frame: SummaryFrame) -> Iterator[Claim]:
    quoted: list[Claim] = []
    for claim in decisions:
        told = AGREED.match(claim.text) if _is_english(frame) else None
        if told and SHIFTING.isdisjoint(_words(told["what"])):
            yield Claim(f"They {told['verb'].lower()} {told['what']}", claim.evidence)
        else:
            quoted.append(claim)
    if quoted:
        what = " ".join(_quoted(claim.text, frame) for claim in quoted)
        cited = tuple(dict.fromkeys(segment for claim in quoted for segment in claim.evidence))
        yield Claim(frame.decided.format(what=what).replace(f"{frame.quotes[1]}.", frame.quotes[1]), cited)


def _tasks(actions: Sequence[Action], frame: SummaryFrame, most: int) -> Iterator[Claim]:
    """Owned tasks first; in English each a sentence where that is safe, else a list."""
    same = groupby(actions, key=lambda each: (each.title, each.due_date, each.evidence))
    tasks = [[*group] for _, group in same]
    listed_tasks = []
    for group in tasks[:most]:
        first = group[0]
        owners = joined([each.assignee for each in group if each.assignee], frame)
        title = _until(first.title, first.due_date, frame)
        if owners and _is_english(frame) and _is_plain(first.title):
            is_to = "are to" if len(group) > 1 else "is to"
            yield Claim(f"{owners} {is_to} {title[:1].lower()}{title[1:]}.", first.evidence)
        else:
            listed_tasks.append((f"{owners} – {title}" if owners else title, first.evidence))
    if listed_tasks or len(tasks) > most:
        rest = [frame.more.format(count=len(tasks) - most)] if len(tasks) > most else []
        cited = tuple(dict.fromkeys(segment for _, found in listed_tasks for segment in found))
        cited = cited or tasks[-1][0].evidence
        yield Claim(frame.tasks.format(what="; ".join([*(text for text, _ in listed_tasks), *rest])), cited)


def _is_english(frame: SummaryFrame) -> bool:
    """Whether what was said and the sentences around it are English."""
    return language.get() == "en" and frame is FRAMES["en"]


def _is_plain(title: str) -> bool:
    """Whether a title begins with a verb of work and has no word that means another in other mouths."""
    said = _words(title)
    return bool(said) and said[0] in spoken_tables().work and SHIFTING.isdisjoint(said)


def _until(title: str, due: date | None, frame: SummaryFrame) -> str:
    if due is None:
        return title
    day = frame.day.format(day=due.day, month=frame.months[due.month - 1])
    return frame.until.format(what=title, day=day)


def _open(questions: Sequence[Claim], frame: SummaryFrame) -> Iterator[Claim]:
    if questions:
        what = " ".join(_quoted(each.text, frame) for each in questions)
        said = frame.open.format(what=what).replace(f"{frame.quotes[1]}.", frame.quotes[1])
        yield Claim(said, tuple(segment for each in questions for segment in each.evidence))


def listed(names: Sequence[str], frame: SummaryFrame) -> str:
    """Join names; beyond NAMES a rest of several is counted."""
    if len(names) > NAMES + 1:
        names = [*names[:NAMES], frame.others.format(count=len(names) - NAMES)]
    return joined(names, frame)


def joined(parts: Sequence[str], frame: SummaryFrame) -> str:
    """Join with commas, and the language's conjunction before the last."""
    return frame.conjunction.join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _words(text: str) -> list[str]:
    return text.lower().replace("’", "'").strip(".!?").split()
