"""Extracts what a meeting settles on in passing: an option was there, and somebody says it again as settled.

“Shall we take the hall or the garden?” – “I'd take the garden.” – “Okay, the garden then.” No single one of
these says that something was decided. It takes the form of a conclusion, what it takes up, and two people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.minutes.assenting import assents, is_short, objects
from agent.minutes.choosing_verbs import chooses, states
from agent.minutes.decision_words import answering, once
from agent.minutes.decisions import AGREEING, ASSENT_LINES, Decision, retracted
from agent.minutes.options import is_option
from agent.minutes.people_named import people_named
from agent.minutes.retold import is_retold
from agent.minutes.settling_words import settling_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import as_sentence, content, numbers, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.whole_sentences import BROKEN_OFF

OPTION_LINES = 8
"""Lines before a conclusion in which its options are named."""
AGAIN_LINES = 6
"""Lines after a conclusion within which another one on the same matter stands for both."""
MAX_WORDS = 16
"""What settles something is short."""
SHORT_WORDS = 5
"""Up to which “okay, the garden” without a verb is a conclusion."""
MIN_ABOUT = 2
"""Content words of a conclusion that answers no option."""
UNCLEAR = 2
"""Content words up to which a conclusion needs the words of what it answers."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence in the form of a conclusion."""

    text: str
    is_plain: bool
    """It says so itself, and not only by taking up what somebody said."""
    is_bare: bool
    """Without a verb by which to choose: it only names again what there was to choose from."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A conclusion, the line of the option, and those of who else is for it."""

    line: TranscriptLine
    text: str
    option: TranscriptLine
    by: tuple[TranscriptLine, ...]


def settled_of(spoken: MeetingSpeech) -> list[Decision]:
    """Find what is settled, with the lines of the option and of the assent; of two on a matter the later."""
    kept: list[Settled] = []
    for line in spoken.lines:
        found = None if retracted(spoken, line) else _in_line(spoken, line)
        if found is None:
            continue
        if kept and _is_again(spoken, kept[-1], found):
            kept.pop()
        kept.append(found)
    return [Decision(_told(each), tuple(dict.fromkeys((each.line, each.option, *each.by)))) for each in kept]


def _in_line(spoken: MeetingSpeech, line: TranscriptLine) -> Settled | None:
    for sentence in sentences(line.text):
        found = conclusion(spoken, sentence)
        settled = _settled(spoken, line, found) if found else None
        if settled:
            return settled
    return None


def _is_again(spoken: MeetingSpeech, before: Settled, found: Settled) -> bool:
    """Whether it says again what was settled just before, or settles it anew after an objection."""
    if found.line.number - before.line.number > AGAIN_LINES:
        return False
    between = spoken.lines[before.line.number : found.line.number - 1]
    return bool(_about(before.text) & _about(found.text)) or any(map(objects, between))


def _told(settled: Settled) -> str:
    """The conclusion; one of a word or two with what it answers."""
    text = as_sentence(once(settled.text))
    return text if len(_about(text)) > UNCLEAR else answering(text, settled.option.text)


def conclusion(spoken: MeetingSpeech, sentence: str) -> Conclusion | None:
    """The conclusion of a sentence; None for questions, opinions, conditions and what one person does."""
    known, cues = spoken_tables(), settling_cues()
    rest, leads = sentence, ""
    while (opening := cues.opens.match(rest)) is not None:
        leads, rest = leads + opening.group(), rest[opening.end() :]
    said = known.clause_end.sub("", rest).strip(" ,.!")
    ended = bool(cues.tail.search(said))
    body = cues.tail.sub("", said).strip(" ,.!")
    if not body or len(body.split()) > MAX_WORDS or _is_open(sentence, body):
        return None
    if any(each.start == 0 for each in people_named(spoken, body)):
        return None
    leading = cues.concludes.search(leads) or cues.closes.search(leads)
    if not (ended or leading):
        return None
    together = cues.together.match(body)
    if together and chooses(body):
        return Conclusion(said, is_plain=ended, is_bare=False)
    is_named = bool(_about(body)) and (together or len(body.split()) <= SHORT_WORDS)
    return Conclusion(said, is_plain=ended, is_bare=True) if is_named and not states(body) else None


def _is_open(sentence: str, body: str) -> bool:
    known, cues = spoken_tables(), settling_cues()
    return bool(
        sentence.rstrip().endswith("?")
        or BROKEN_OFF.search(sentence)
        or sentence.endswith(",")
        or known.question.search(body)
        or cues.alone.search(body)
        or cues.prefers.search(sentence)
        or known.conditional.search(sentence)
        or is_retold(sentence)
        or known.joke.search(sentence)
        or known.doubt.search(body)
        or known.procedure.search(sentence)
        or known.in_the_room.search(body)
    )


def _settled(spoken: MeetingSpeech, line: TranscriptLine, found: Conclusion) -> Settled | None:
    """What it takes up and who else is for it; None if it takes up nothing, or somebody objects."""
    after = [each for each in spoken.lines[line.number :][:ASSENT_LINES] if each.who != line.who]
    if any(map(objects, after)):
        return None
    before = spoken.lines[max(0, line.number - 1 - OPTION_LINES) : line.number - 1]
    named = [each for each in before if _about(found.text) & _about(each.text)]
    if found.is_bare and not set(content(found.text)) <= {
        each for said in named for each in content(said.text)
    }:
        return None
    option = _option(line, before, named, found)
    if option is None:
        return _agreed(line, found, after)
    between = [each for each in before if each.number > option.number and each.who != line.who]
    echoes = [each for each in named if each.who != line.who and _same_sign(each.text, found.text)]
    yes = [each for each in (*between, *after) if assents(each)]
    by = ([each for each in echoes if each != option][-1:] or yes or echoes * found.is_plain)[:1]
    return Settled(line, found.text, option, tuple(by)) if by else None


def _agreed(line: TranscriptLine, found: Conclusion, after: Sequence[TranscriptLine]) -> Settled | None:
    """What answers no option, if AGREEING others say yes to it at once."""
    about = _about(found.text)
    yes = {
        each.who: each for each in after if assents(each) or (about & _about(each.text) and is_short(each))
    }
    if found.is_bare or len(about) < MIN_ABOUT or len(yes) < AGREEING:
        return None
    return Settled(line, found.text, line, tuple(yes.values()))


def _option(
    line: TranscriptLine,
    before: Sequence[TranscriptLine],
    named: Sequence[TranscriptLine],
    found: Conclusion,
) -> TranscriptLine | None:
    """The line that it answers: an option in its words; of what says that it concludes the last one."""
    options = [each for each in before if is_option(each, by_another=each.who != line.who)]
    same = [each for each in options if each in named]
    if same:
        return same[0]
    if found.is_bare and not found.is_plain:
        return None
    return options[-1] if options and (found.is_plain or named) else None


def _about(text: str) -> set[str]:
    return {*content(text), *numbers(text)}


def _same_sign(one: str, other: str) -> bool:
    negative = spoken_tables().negations
    return negative.isdisjoint(tokens(one)) == negative.isdisjoint(tokens(other))
