"""The executive summary without a model: a short note of words that were said.

It is in the meeting's language, or in its template's around quotations in that. Its own words are those
of the frame; what is said of the meeting is topics, quotations and, in English where no pronoun would change
whom it means, a decision or a task in indirect speech. A language without a frame has quotations only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from agent.minutes.language_tables import words
from agent.minutes.quotable_sentences import QuotableSentence, by_topic
from agent.minutes.special.wishes import wished_language
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.summary_frames import FRAMES, SummaryFrame
from agent.minutes.topic_phrases import Phrase
from agent.minutes.transcript_lines import MeetingSpeech, evidence
from agent.minutes.unclear_speech import is_unclear, unclear_sentence
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
INNER = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›"})
AGREED = re.compile(
    r"^we(?:'ve| have)?(?: all)? (?P<verb>decided|agreed) (?P<what>(?:not )?to .+|that .+|on .+)$",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r",|\b(?:after|before|once|when|while|until|as soon as|because|since|that|which|who|if|so|for whoever"
    r"|nachdem|bevor|wenn|sobald|weil|dass|damit|después|antes|cuando|porque|que|quand|lorsque|après|parce"
    r"|nadat|voordat|zodra|omdat|quando|dopo|depois|perché)\b",
    re.IGNORECASE,
)
"""After such a word a day at the end would be taken for that clause's."""
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
    if is_unclear(spoken):
        return [[Claim(unclear_sentence(spoken))]]
    _, most_decisions, most_tasks, most_open = MOST[spoken.template.length]
    in_order = by_topic(quoted_in_summary(spoken, chosen), phrases)
    said = list(_attributed(in_order, frame))
    if frame is None:
        return [said]
    named = phrases[: 1 + len(spoken.lines) // LINES_A_TOPIC][:TOPICS]
    results = [
        *_decided(decisions[:most_decisions], frame),
        *_tasks(actions, frame, most_tasks),
        *_open(questions[-most_open:], frame),
    ]
    opening = [_met(spoken, frame), *_about(spoken, named, frame)]
    return [opening, results, said] if results else [[*opening, *said]]


def quoted_in_summary(
    spoken: MeetingSpeech, chosen: Sequence[QuotableSentence]
) -> Sequence[QuotableSentence]:
    """Of the sentences, best first, those that the summary quotes."""
    length = spoken.template.length
    return chosen[: min(MOST[length][0], 1 + len(spoken.lines) // LINES_A_QUOTATION[length])]


def frame_of(spoken: MeetingSpeech) -> SummaryFrame | None:
    """The sentences around what was said, in the template's language, else in the meeting's."""
    return FRAMES.get(wished_language(spoken)) or FRAMES.get(language.get())


def _met(spoken: MeetingSpeech, frame: SummaryFrame) -> Claim:
    people = [person.shown for person in spoken.everybody]
    minutes = max(1, round(spoken.duration_s / 60))
    lasted = (frame.lasted_one if minutes == 1 else frame.lasted).format(count=minutes)
    template = frame.met if len(people) > 1 else frame.met_one
    firsts = {line.who: line for line in reversed(spoken.lines)}
    said = template.format(who=listed(people, frame), lasted=lasted if spoken.duration_s else "")
    return Claim(said, evidence(sorted(firsts.values(), key=lambda line: line.number)[:NAMES]))


def _about(spoken: MeetingSpeech, phrases: Sequence[Phrase], frame: SummaryFrame) -> Iterator[Claim]:
    if phrases:
        what = joined([phrase.named for phrase in phrases], frame)
        firsts = sorted({min(phrase.lines) for phrase in phrases})
        yield Claim(frame.about.format(what=what), evidence([spoken.lines[at - 1] for at in firsts]))


def _attributed(said: Iterable[QuotableSentence], frame: SummaryFrame | None) -> Iterator[Claim]:
    """What people said, each with their name once."""
    for _, of_one in groupby(said, key=lambda each: each.line.who):
        for at, each in enumerate(of_one):
            named = "" if at else f"{each.line.person.shown}: "
            yield Claim(f"{named}{_quoted(each.text, frame)}", each.line.segments)


def _quoted(text: str, frame: SummaryFrame | None) -> str:
    """In quotation marks; those within it are single ones."""
    opens, closes = frame.quotes if frame else ("“", "”")
    return f"{opens}{text.strip().translate(INNER)}{closes}"


def _decided(decisions: Sequence[Claim], frame: SummaryFrame) -> Iterator[Claim]:
    quoted: list[Claim] = []
    for claim in decisions:
        told = AGREED.match(claim.text) if _is_english(frame) else None
        if told and SHIFTING.isdisjoint(_words(told["what"])):
            yield Claim(f"They {told['verb'].lower()} {told['what']}", claim.evidence)
        else:
            quoted.append(claim)
    yield from _quoting(frame.decided, quoted, frame)


def _tasks(actions: Sequence[Action], frame: SummaryFrame, most: int) -> Iterator[Claim]:
    """By their owners; in English a sentence where that is safe, else in a list."""
    same = groupby(actions, key=lambda each: (each.title, each.due_date, each.evidence))
    tasks = [[*group] for _, group in same]
    told: dict[str, list[Action]] = {}
    listed_tasks: dict[str, list[Action]] = {}
    for group in tasks[:most]:
        owners = joined([each.assignee for each in group if each.assignee], frame)
        is_told = owners and _is_english(frame) and _is_plain(group[0].title)
        subject = f"{owners} {'are' if len(group) > 1 else 'is'} to" if is_told else owners
        (told if is_told else listed_tasks).setdefault(subject, []).append(group[0])
    for subject, found in told.items():
        what = joined([_lowered(_until(each.title, each.due_date, frame)) for each in found], frame)
        yield Claim(f"{subject} {what}.", _evidence(found))
    parts = [
        Claim(_listed_tasks(owners, found, frame), _evidence(found)) for owners, found in listed_tasks.items()
    ]
    if rest := [each for group in tasks[most:] for each in group]:
        parts.append(Claim(frame.more.format(count=len(tasks) - most), _evidence(rest)))
    yield from _in_parts(frame.tasks, parts, ";")


def _listed_tasks(owners: str, found: Sequence[Action], frame: SummaryFrame) -> str:
    titles = [_until(each.title, each.due_date, frame) for each in found]
    return f"{owners} – {', '.join(titles)}" if owners else "; ".join(titles)


def _evidence(actions: Sequence[Action]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(segment for each in actions for segment in each.evidence))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


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
    until = frame.until.format(what="", day=day).strip(" ,()")
    return f"{title} ({until})" if SUBORDINATE.search(title) else frame.until.format(what=title, day=day)


def _open(questions: Sequence[Claim], frame: SummaryFrame) -> Iterator[Claim]:
    yield from _quoting(frame.open, questions, frame)


def _quoting(sentence: str, quoted: Sequence[Claim], frame: SummaryFrame) -> Iterator[Claim]:
    """A sentence of the frame around quotations; the last of them ends it."""
    parts = [Claim(_quoted(each.text, frame), each.evidence) for each in quoted]
    return _in_parts(sentence.replace("{what}.", "{what}"), parts, "")


def _in_parts(sentence: str, parts: Sequence[Claim], between: str) -> Iterator[Claim]:
    """A sentence of the frame in as many parts as it tells of, each with its own evidence."""
    before, _, after = sentence.partition("{what}")
    for at, part in enumerate(parts):
        begins, ends = "" if at else before, between if at + 1 < len(parts) else after
        yield Claim(f"{begins}{part.text}{ends}", part.evidence)


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
