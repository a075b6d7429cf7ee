"""Extracts decisions from the transcript by rules: voted, stated as such, or proposed and assented to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.minutes.assenting import is_short
from agent.minutes.cue_phrases import BACKCHANNEL, KOREAN_DECIDED, NEGATIVE, POLITE, WHY_NOT
from agent.minutes.decision_cues import decided, deciding, is_course, is_definite, proposed
from agent.minutes.decision_words import REASON, SUMS_UP, answering, cut, in_words, listed, stated, summed_up
from agent.minutes.options import offers
from agent.minutes.retold import is_retold
from agent.minutes.settling_words import settling_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.task_titles import PRONOUN_ONLY
from agent.minutes.text_normalization import as_sentence, content, numbers, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.undecided_words import ANNOUNCES, POINTS_BACK
from agent.minutes.vote_words import CONSENSUS, NONE, RULED, UNSETTLED, VOTED
from agent.minutes.votes import Motion, agreed_questions, motions_of, verdicts_of
from agent.minutes.whole_sentences import is_whole

ASSENT_LINES = 3
"""Lines after a proposal that are searched for somebody else's assent or dissent."""
ANSWER_LINES = 10
"""Lines after it in which several people assent; of others at most one more than ASSENT_LINES."""
ECHO_WORDS = 3
AGREEING = 2
"""People whose assent makes what should be a decision, though nobody proposed it in so many words."""
LOOK_BACK = 3
"""Lines before "let's go with that" that are searched for its object."""
CONTINUATION_MS = 2000
"""What the same speaker says within this time after "then it is decided" is the decision."""

SAYS_WHAT = re.compile(r"\s*(?:that|to|on|with|about)\b", re.IGNORECASE)
"""After a cue: what was decided is in this sentence or before, and not in the next one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and its lines, the deciding one first."""

    text: str
    lines: tuple[TranscriptLine, ...]


def decisions_of(spoken: MeetingSpeech) -> list[Decision]:
    """Find all decisions of a meeting, in the order they were made."""
    motions = [each for each in (*motions_of(spoken), *agreed_questions(spoken)) if not is_course(each.what)]
    formal = [_of_motion(spoken, each) for each in motions]
    put = {each.lines[0].number for each in formal} | verdicts_of(spoken)
    stated = [found for line in spoken.lines if line.number not in put for found in _in_line(spoken, line)]
    found = [each for each in formal if is_whole(each.text)]
    found += [each for each in stated if is_whole(each.text) and not is_course(each.text)]
    apart = [Decision(text, each.lines) for each in found for text in listed(each.text) or (each.text,)]
    return sorted(apart, key=lambda each: each.lines[0].number)


def _of_motion(spoken: MeetingSpeech, motion: Motion) -> Decision:
    lines = tuple(dict.fromkeys((motion.line, *motion.carried_by)))
    told = as_sentence(cut(motion.what))
    before = spoken.lines[max(0, motion.line.number - 1 - LOOK_BACK) : motion.line.number - 1]
    meant = next((each for each in reversed(before) if len(content(each.text)) > 2), None)
    if meant is None or len(content(motion.what)) > 1 or PRONOUN_ONLY.isdisjoint(tokens(motion.what)):
        return Decision(told, lines)
    return Decision(answering(told, meant.text), (*lines, meant))


def _in_line(spoken: MeetingSpeech, line: TranscriptLine) -> Iterator[Decision]:
    for sentence in sentences(line.text):
        said = _in_sentence(spoken, line, sentence)
        if said and not retracted(spoken, line):
            yield said


def _in_sentence(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> Decision | None:
    if (ruled := RULED.search(sentence)) and len(content(ruled["what"])) > 1:
        return Decision(as_sentence(cut(ruled["what"])), (line,))
    if (agreed := CONSENSUS.search(sentence)) and is_definite(sentence):
        return _consensus(line, sentence, agreed)
    sentence = WHY_NOT.sub(r"let's\g<what>", POLITE.sub(_plainly, sentence))
    if decided(sentence):
        return _decision(spoken, line, sentence)
    if _is_recap(sentence, line) and content(sentence):
        yes = assent(spoken, line) or _backchannel(spoken, line)
        return Decision(summed_up(sentence), (line, yes)) if yes else None
    if len(content(sentence)) < 2:
        return None
    if not (proposed(sentence) or _is_agreed_by_all(spoken, line, sentence)):
        return None
    floats = spoken_tables().floated.search(sentence)
    said = in_words(sentence[floats.end("lead") :].rstrip("?! ") if floats else stated(sentence))
    yes = assent(spoken, line, sentence)
    return Decision(said, (line, yes)) if yes else None


def _plainly(polite: re.Match[str]) -> str:
    return " is" if polite["be"] else ""


def _consensus(line: TranscriptLine, sentence: str, agreed: re.Match[str]) -> Decision | None:
    """Consensus that the sentence states to be there, or not to be: then it was turned down."""
    if UNSETTLED.search(sentence) or is_retold(sentence) or len(content(agreed["what"])) < 1:
        return None
    return Decision(in_words(sentence), (line,))


def _is_recap(sentence: str, line: TranscriptLine) -> bool:
    """Whether the sentence sums up what was settled; as a question only if it ends the line: "so no lid?"."""
    if not spoken_tables().recap.search(sentence) or (
        sentence.endswith("?") and not line.text.endswith(sentence)
    ):
        return False
    told = REASON.sub("", sentence).rstrip("?! ,") + "."
    return is_definite(SUMS_UP.sub("They ", told))  # “so have we” asks, “so have a wheel” does not


def _is_agreed_by_all(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> bool:
    """Whether it says what should be, and AGREEING others assent to that and nobody speaks against it."""
    known = spoken_tables()
    floats = known.floated.search(sentence)
    told = sentence[floats.end() :].rstrip("?! ") + "." if floats else stated(sentence)
    asks = told != sentence and settling_cues().together.match(known.lead_in.sub("", told))
    if not (floats or asks or known.should.search(sentence)) or not is_definite(told):
        return False
    if any(VOTED.search(near.text) for near in spoken.lines[max(0, line.number - 2) : line.number]):
        return False  # amid the votes on something else
    following = _others_after(spoken, line)
    agreeing = {
        each.who
        for each in following
        if is_short(each) and (_joins_in(sentence, each) or _echoes(sentence, each))
    }
    against = [each for each in following if known.dissent.search(each.text)]
    return len(agreeing) >= AGREEING and all(_joins_in(sentence, each) for each in against)


def _joins_in(sentence: str, after: TranscriptLine) -> bool:
    """Whether a line agrees: by a yes, and by a no to “we don't need it”."""
    if NEGATIVE.search(sentence) and NONE.search(after.text):
        return True
    return bool(spoken_tables().assent.search(after.text))


def _others_after(spoken: MeetingSpeech, line: TranscriptLine) -> list[TranscriptLine]:
    """What others say to it, while its speaker may go on."""
    after = spoken.lines[line.number :][:ANSWER_LINES]
    return [each for each in after if each.who != line.who][: ASSENT_LINES + 1]


def _echoes(sentence: str, after: TranscriptLine) -> bool:
    """Whether a line says nothing but words of the sentence: “Plain grey.”."""
    said = {*content(after.text), *numbers(after.text)}
    is_echo = said and len(after.text.split()) <= ECHO_WORDS
    return bool(is_echo) and said <= {*content(sentence), *numbers(sentence)} and not NONE.search(after.text)


def _decision(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> Decision | None:
    cue = deciding(sentence)
    bare = spoken_tables().decided.sub(" ", sentence)
    objects = content(bare)
    announces = bool(ANNOUNCES.search(sentence))
    if not announces and (len(objects) > 1 or (cue and cue.re is KOREAN_DECIDED)):
        return Decision(in_words(sentence), (line,))
    told = cue is not None and not announces and SAYS_WHAT.match(sentence, cue.end())
    if after := None if told else _continuation(spoken, line, sentence, announces=announces):
        if after is line:
            return Decision(in_words(_rest(line, sentence)), (line,))
        return Decision(in_words(after.text), (line, after))
    if announces:
        return None
    if not objects or POINTS_BACK.search(bare):
        for before in reversed(spoken.lines[max(0, line.number - 1 - LOOK_BACK) : line.number - 1]):
            if meant := _offered(before, by_another=before.who != line.who):
                return Decision(f"{as_sentence(cut(meant))} {in_words(sentence)}", (line, before))
    return Decision(in_words(sentence), (line,)) if objects else None


def _offered(before: TranscriptLine, *, by_another: bool) -> str:
    """The last sentence of the line that names something to decide on."""
    said = [each for each in sentences(before.text) if len(content(each)) > 1]
    return next((each for each in reversed(said) if offers(each, by_another=by_another)), "")


def _continuation(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str, *, announces: bool
) -> TranscriptLine | None:
    """Find the line in which the speaker states what "it is decided" refers to; None after a question.

    What is announced as “the following” may take its time.
    """
    rest = _rest(line, sentence)
    if rest:
        return line if len(content(rest)) > 1 and not spoken_tables().question.search(rest) else None
    after = next(iter(spoken.lines[line.number : line.number + 1]), None)
    is_it = after is not None and after.who == line.who
    in_time = after is not None and (announces or after.start_ms - line.end_ms < CONTINUATION_MS)
    is_said = after is not None and len(content(after.text)) > 1 and is_definite(after.text)
    return after if is_it and in_time and is_said else None


def _rest(line: TranscriptLine, sentence: str) -> str:
    """The text of the line after a sentence of it."""
    _, _, rest = line.text.partition(sentence)
    return rest.strip()


def assent(spoken: MeetingSpeech, line: TranscriptLine, sentence: str = "") -> TranscriptLine | None:
    """Return the line with somebody else's assent within ASSENT_LINES; None without one or after dissent.

    `sentence` is what they assent to, if a “no” may be a yes to it.
    """
    for after in spoken.lines[line.number : line.number + ASSENT_LINES]:
        if after.who == line.who:
            continue
        if _joins_in(sentence, after):
            return None if spoken_tables().but.search(after.text) else after
        if spoken_tables().dissent.search(after.text):
            return None
    return None


def _backchannel(spoken: MeetingSpeech, line: TranscriptLine) -> TranscriptLine | None:
    """The next line if somebody else hums to it, and nobody contradicts."""
    following = spoken.lines[line.number : line.number + ASSENT_LINES]
    if any(spoken_tables().dissent.search(after.text) for after in following if after.who != line.who):
        return None
    return next(
        (each for each in following[:1] if each.who != line.who and BACKCHANNEL.search(each.text)), None
    )


def retracted(spoken: MeetingSpeech, line: TranscriptLine) -> bool:
    """Whether the line, or one of the two after it, takes it back or refuses it."""
    following = spoken.lines[line.number : line.number + 2]
    return any(spoken_tables().retract.search(after.text) for after in (line, *following))
