"""Extractive minutes: selected quotations of the transcript, without a language model."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from agent.minutes.claim_support import negated
from agent.minutes.claims.collective import is_voiced
from agent.minutes.commitments import Commitment, commitments_of
from agent.minutes.contested import standing
from agent.minutes.decisions import decisions_of
from agent.minutes.elements import decision_of, question_of, verified
from agent.minutes.plain_summary import MOST, plain_summary, quoted_in_summary
from agent.minutes.questions.open_questions import open_questions_of
from agent.minutes.quotable_sentences import QuotableSentence, central_sentences
from agent.minutes.sentence_ranking import cosine, vectors
from agent.minutes.settled import settled_of
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.task_titles import PRONOUN_ONLY, lacks_object
from agent.minutes.text_normalization import as_sentence, capitalised, content, numbers, tokens
from agent.minutes.title_people import told_of_people
from agent.minutes.topic_phrases import MeetingPhrases
from agent.minutes.topic_segmentation import topics_of
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from agent.minutes.turned_down import is_turned_down, turned_down_of
from server.meeting.minutes import Action, Claim, Decision, Minutes
from server.meeting.summary_evidence import evidence_in_summary, summary_text

Told = TypeVar("Told", Claim, Decision)
KEY_POINTS = 7
PHRASES = 10
"""Phrases of the whole meeting by which sentences are weighed; the first of them are named."""
LINES_A_POINT = 6
"""One key point per this many lines, up to KEY_POINTS."""
MAX_DECISIONS = 15
MAX_ACTIONS = 25
MAX_QUESTIONS = 10
SAME_SIMILARITY = 0.8
"""Cosine similarity from which two claims are merged."""
SAME_LENGTH = 2
"""How many times the words of another a claim may have that contains them and still says the same."""
QUOTE_WORDS = 45
ANSWERED = re.compile(r" \([“„«].*[”“»]\)\.?$", re.DOTALL)
"""What a decision answers, quoted after it."""


def extract(spoken: MeetingSpeech) -> Minutes:
    """Build extractive minutes; for a meeting without speech the summary says so."""
    spoken = without_orders(spoken)
    decisions, turned_down, contested = _decisions(spoken)
    actions = merged_actions([action_of(spoken, found) for found in commitments_of(spoken)])[:MAX_ACTIONS]
    meeting = MeetingPhrases(spoken)
    phrases = meeting.best(count=PHRASES)
    count = min(KEY_POINTS, 1 + len(spoken.lines) // LINES_A_POINT)
    told = _cited((*decisions, *turned_down, *contested)) | _cited(actions)
    chosen = central_sentences(spoken, phrases, count + MOST[spoken.template.length][0] // 2, told)
    questions = distinct([*contested, *map(question_of, open_questions_of(spoken, told))])
    questions = questions[:MAX_QUESTIONS]
    said = quoted_in_summary(spoken, chosen)
    points = _points(chosen, said, _cited(questions))
    summary = plain_summary(spoken, phrases, chosen, decisions, actions, questions)
    return Minutes(
        state="ready",
        method="extractive",
        executive_summary=summary_text(summary),
        summary_evidence=evidence_in_summary(summary, len(said)),
        key_points=[point_of(each) for each in sorted(points[:count], key=lambda each: each.place)],
        decisions=verified(spoken, decisions),
        turned_down=verified(spoken, turned_down),
        open_questions=verified(spoken, questions),
        topics=verified(spoken, topics_of(spoken, meeting)),
        actions=actions,
    )


def _decisions(spoken: MeetingSpeech) -> tuple[list[Decision], list[Decision], list[Claim]]:
    """What was decided, what was turned down, and what was said to be decided and is open."""
    found = (*decisions_of(spoken), *settled_of(spoken))
    voiced = (each for each in found if is_voiced(each.text, each.lines, spoken))
    made = sorted(voiced, key=lambda each: each.lines[0].number)
    stand, contested = standing(spoken, made)
    stated = [decision_of(spoken, found) for found in stand]
    left = [Claim(each.text, evidence((*each.decision.lines, each.by))) for each in contested]
    refused = [decision_of(spoken, found) for found in turned_down_of(spoken)]
    refused += [each for each in stated if is_turned_down(each.text)]
    agreed = [each for each in stated if not is_turned_down(each.text)]
    return distinct(agreed)[:MAX_DECISIONS], distinct(refused)[:MAX_DECISIONS], left


def _points(
    chosen: Sequence[QuotableSentence], quoted: Sequence[QuotableSentence], asked: Collection[UUID]
) -> Sequence[QuotableSentence]:
    """What is told nowhere else in the minutes; everything, if that is nothing."""
    new = [each for each in chosen if each not in quoted and not set(each.line.segments) & set(asked)]
    return new or chosen


def _cited(elements: Iterable[Claim | Action]) -> set[UUID]:
    return {segment for each in elements for segment in each.evidence}


def point_of(sentence: QuotableSentence) -> Claim:
    """Convert a sentence to a key point with evidence."""
    return Claim(f"{sentence.line.person.shown}: {sentence.text}", sentence.line.segments)


def quote(line: TranscriptLine) -> str:
    """Speaker and text of a line."""
    return f"{line.person.shown}: {own_words(line)}"


def own_words(line: TranscriptLine) -> str:
    """The text of a line, truncated to QUOTE_WORDS."""
    words = line.text.split()
    cut = " ".join(words[:QUOTE_WORDS]) + "…" if len(words) > QUOTE_WORDS else as_sentence(line.text)
    return capitalised(cut)


def action_of(spoken: MeetingSpeech, commitment: Commitment) -> Action:
    """Convert a commitment to an action item with evidence."""
    owner, due = commitment.owner, commitment.due
    return Action(
        title=told_of_people(commitment.task, spoken, commitment.lines[0].person, owner),
        description=quote(commitment.lines[0]),
        assignee=owner.shown if owner else None,
        participant_id=owner.id if owner else None,
        due_date=due.day if due else None,
        evidence=evidence(commitment.lines),
    )


def distinct(claims: Sequence[Told]) -> list[Told]:
    """Merge claims that say the same: fullest wording, first position, all evidence."""
    bare = [ANSWERED.sub("", claim.text) for claim in claims]
    found = vectors(bare)
    kept: dict[int, Told] = {}
    for at, claim in enumerate(claims):
        same = next(
            (
                o
                for o in kept
                if cosine(found[at], found[o]) >= SAME_SIMILARITY or _contains(bare[at], bare[o])
            ),
            None,
        )
        if same is None:
            kept[at] = claim
        else:
            kept[same] = _fuller(kept[same], claim)
    return list(kept.values())


def _contains(one: str, other: str) -> bool:
    """Whether one of the two contains all content words of the other, with equal numbers and negation.

    What says much more is another claim: “we take a screen”, and what is to be seen on it.
    """
    fewer, more = sorted((set(content(one)), set(content(other))), key=len)
    return (
        1 < len(fewer) >= len(more) / SAME_LENGTH
        and fewer <= more
        and numbers(one) == numbers(other)
        and negated(one, fewer) == negated(other, fewer)
    )


def _fuller(one: Told, other: Told) -> Told:
    fuller = max(one, other, key=_bare_fullness)
    return replace(fuller, evidence=tuple(dict.fromkeys([*one.evidence, *other.evidence])))


def _bare_fullness(claim: Claim) -> tuple[int, bool]:
    """By its own words; of two with as many the one that needs no others."""
    bare = ANSWERED.sub("", claim.text)
    return len(set(content(bare))), bare == claim.text


def merged_actions(actions: Sequence[Action]) -> list[Action]:
    """Merge actions for the same task: owner and due date of either, evidence of both."""
    found = vectors([action.title for action in actions])
    kept: dict[int, Action] = {}
    for at, action in enumerate(actions):
        same = next(
            (
                o
                for o in kept
                if _can_merge(kept[o], action)
                and (
                    cosine(found[at], found[o]) >= SAME_SIMILARITY
                    or _is_fuller_of_two(kept[o], action, is_next=o == next(reversed(kept)))
                )
            ),
            None,
        )
        if same is None:
            kept[at] = action
        else:
            kept[same] = _merge(kept[same], action)
    return list(kept.values())


def _can_merge(one: Action, other: Action) -> bool:
    """Whether the owners permit a merge: at most one owner; namesakes are different owners."""
    owners = {(each.participant_id, each.assignee) for each in (one, other) if each.assignee}
    return len(owners) < 2


def _is_fuller_of_two(one: Action, other: Action, *, is_next: bool) -> bool:
    """Whether one tells the same task of the same owner in more words: “do the survey” of the new hall.

    “Order it” is what the next of their tasks orders.
    """
    if one.assignee is None or one.assignee != other.assignee or not _is_one_day(one, other):
        return False
    bare = [each.title.split(" (“")[0] for each in (one, other)]
    is_same_deed = is_next and tokens(bare[0])[:1] == tokens(bare[1])[:1]
    return _contains(*bare) or (is_same_deed and any(map(lacks_object, bare)))


def _is_one_day(one: Action, other: Action) -> bool:
    return one.due_date is None or other.due_date is None or one.due_date == other.due_date


def _fullness(action: Action) -> tuple[bool, int]:
    """A title without a pronoun says more than one with it."""
    said = tokens(action.title)
    return PRONOUN_ONLY.isdisjoint(said), len(set(content(action.title)))


def _merge(one: Action, other: Action) -> Action:
    """Merge two actions: the fuller title, and the due date stated last."""
    owned = one if one.assignee else other
    fuller = max(one, other, key=_fullness)
    return replace(
        one,
        title=fuller.title,
        description=fuller.description,
        assignee=owned.assignee,
        participant_id=owned.participant_id,
        due_date=other.due_date or one.due_date,
        evidence=tuple(dict.fromkeys([*one.evidence, *other.evidence])),
    )
