"""Verifies a model's notes against the transcript; owners and due dates are taken from the transcript."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from agent.minutes.claim_support import citing, supports
from agent.minutes.commitments import Commitment, commitments_in
from agent.minutes.decision_cues import decided
from agent.minutes.decisions import Decision as DecisionFound
from agent.minutes.decisions import assent, retracted
from agent.minutes.elements import decision_of
from agent.minutes.extractive import action_of
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from agent.minutes.window_notes import Noted, NotedAction, NotedTopic, Notes
from server.meeting.minutes import Action, Claim, Decision, Topic

SAME_TASK = 0.5
"""Minimum share of content words that a model's task and a commitment have in common to be the same task."""
TITLE_CHARS = 120


@dataclass(slots=True)
class CheckedNotes:
    """The verified part of a model's notes."""

    key_points: list[Claim] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    dropped: int = 0
    """Number of claims the transcript does not support."""

    @property
    def has_any(self) -> bool:
        """Whether anything in the model's words is among them."""
        return bool(self.key_points or self.decisions or self.topics or self.actions)


def check_notes(
    notes: Notes, window: Sequence[TranscriptLine], spoken: MeetingSpeech, into: CheckedNotes
) -> None:
    """Add to `into` the notes that the window's lines support; count the others."""
    for noted in notes.decisions:
        _add_decision(noted, window, spoken, into)
    for noted in notes.key_points:
        _add_point(noted, window, spoken, into)
    for action in notes.actions:
        _add_action(action, window, spoken, into)
    for topic in notes.topics:
        _add_topic(topic, window, spoken, into)


def _cited(numbers: Iterable[int], window: Sequence[TranscriptLine]) -> list[TranscriptLine]:
    wanted = set(numbers)
    return [line for line in window if line.number in wanted]


def _add_point(
    noted: Noted, window: Sequence[TranscriptLine], spoken: MeetingSpeech, into: CheckedNotes
) -> None:
    lines = citing(noted.text, _cited(noted.lines, window), window, spoken)
    if lines:
        into.key_points.append(Claim(as_sentence(noted.text), evidence(lines)))
    else:
        into.dropped += 1


def _add_decision(
    noted: Noted, window: Sequence[TranscriptLine], spoken: MeetingSpeech, into: CheckedNotes
) -> None:
    """Add a decision that one of its lines states or somebody assents to; any other becomes a key point.

    What more is told as decided than that line says is not: of two matters one was decided, or neither.
    """
    lines = citing(noted.text, _cited(noted.lines, window), window, spoken)
    stating = [line for line in lines if _is_decided(line, spoken)]
    if any(supports([line], noted.text, spoken) for line in stating):
        into.decisions.append(decision_of(spoken, DecisionFound(as_sentence(noted.text), lines)))
    elif stating:
        into.dropped += 1
    else:
        _add_point(noted, window, spoken, into)


def _is_decided(line: TranscriptLine, spoken: MeetingSpeech) -> bool:
    """Whether the line states a decision, or makes a suggestion somebody else assents to."""
    if retracted(spoken, line):
        return False
    if any(decided(sentence) for sentence in sentences(line.text)):
        return True
    return bool(spoken_tables().suggested.search(line.text)) and assent(spoken, line) is not None


def _add_action(
    noted: NotedAction, window: Sequence[TranscriptLine], spoken: MeetingSpeech, into: CheckedNotes
) -> None:
    """Add an action that matches a commitment in the transcript, with the commitment's owner and date."""
    near = [*_cited(noted.lines, window), *window]
    for line in dict.fromkeys(near):
        for commitment in commitments_in(spoken, line, lenient=True):
            if _same_task(noted.task, commitment):
                into.actions.append(_word_action(noted.task, commitment, spoken))
                return
    into.dropped += 1


def _same_task(task: str, commitment: Commitment) -> bool:
    asked, said = set(content(task)), set(content(commitment.task))
    return bool(asked) and len(asked & said) >= max(1, SAME_TASK * min(len(asked), len(said)))


def _word_action(task: str, commitment: Commitment, spoken: MeetingSpeech) -> Action:
    """Use the model's wording if the lines support it, else the speaker's own words."""
    action = action_of(spoken, commitment)
    owner = set(content(action.assignee or ""))
    bare = as_sentence(task).rstrip(".!?")
    fits = len(bare) <= TITLE_CHARS and bool(set(content(bare)) - owner)
    return replace(action, title=bare) if fits and supports(commitment.lines, bare, spoken) else action


def _add_topic(
    noted: NotedTopic, window: Sequence[TranscriptLine], spoken: MeetingSpeech, into: CheckedNotes
) -> None:
    lines = citing(noted.summary, _cited(noted.lines, window), window, spoken)
    titled = set(content(noted.title)) & {stem for line in window for stem in content(line.text)}
    if lines and titled and len(noted.title) <= TITLE_CHARS:
        into.topics.append(Topic(noted.title.strip(" ."), as_sentence(noted.summary), evidence(lines)))
    else:
        into.dropped += 1
