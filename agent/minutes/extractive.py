"""Minutes without a model: people's own words, chosen and put in order; plain, and never false."""

from collections.abc import Sequence
from dataclasses import replace

from agent.minutes.claim_support import negated
from agent.minutes.commitments import Commitment, commitments_of
from agent.minutes.decisions import Decision, decisions_of
from agent.minutes.sentence_ranking import cosine, key_terms, ranked, vectors
from agent.minutes.text_normalization import as_sentence, capitalised, content, numbers
from agent.minutes.topic_segmentation import topics_of
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from server.meeting.gap_sentences import deaf_sentence
from server.meeting.minutes import Action, Claim, Minutes

KEY_POINTS = 7
LINES_A_POINT = 6
"""A short meeting has fewer key points."""
SUMMARY_POINTS = 3
TERMS = 5
NAMES = 8
"""More speakers than that are counted, not named."""
MAX_DECISIONS = 15
MAX_ACTIONS = 25
ALIKE = 0.8
"""Two claims this alike are one."""
QUOTE_WORDS = 45
SILENCE = "No speech was captured in this meeting, so there is nothing to summarise."


def extract(spoken: MeetingSpeech) -> Minutes:
    """The whole minutes from the words alone; honest about a meeting in which nobody was heard."""
    decisions = distinct([claim_of(found) for found in decisions_of(spoken)])[:MAX_DECISIONS]
    actions = merged_actions([action_of(spoken, found) for found in commitments_of(spoken)])[:MAX_ACTIONS]
    points = key_points(spoken)
    return Minutes(
        state="ready",
        method="extractive",
        executive_summary=summary(spoken, points, decisions, actions),
        key_points=points,
        decisions=decisions,
        topics=topics_of(spoken),
        actions=actions,
    )


def key_points(spoken: MeetingSpeech) -> list[Claim]:
    """The most telling lines, in the order they were said; whatever was said, where nothing tells more."""
    count = min(KEY_POINTS, 1 + len(spoken.lines) // LINES_A_POINT)
    best = ranked(spoken.lines, count) or sorted(spoken.lines, key=lambda line: -len(line.text))[:1]
    return [Claim(quote(line), line.segments) for line in sorted(best, key=lambda line: line.number)]


def quote(line: TranscriptLine) -> str:
    """Who said what."""
    return f"{line.person.shown}: {own_words(line)}"


def own_words(line: TranscriptLine) -> str:
    """What they said, cut where it is long."""
    words = line.text.split()
    cut = " ".join(words[:QUOTE_WORDS]) + "…" if len(words) > QUOTE_WORDS else as_sentence(line.text)
    return capitalised(cut)


def claim_of(decision: Decision) -> Claim:
    """A decision with its evidence."""
    return Claim(decision.text, evidence(decision.lines))


def action_of(spoken: MeetingSpeech, commitment: Commitment) -> Action:
    """A commitment as an action item, with the words it rests on."""
    owner, due = commitment.owner, commitment.due
    return Action(
        title=commitment.task,
        description=quote(commitment.lines[0]),
        assignee=owner.shown if owner else None,
        participant_id=owner.id if owner else None,
        due_date=due.day if due else None,
        evidence=evidence(commitment.lines),
    )


def distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Claims that say one thing are one: the fullest wording, at the first one's place, with all evidence."""
    found = vectors([claim.text for claim in claims])
    kept: dict[int, Claim] = {}
    for at, claim in enumerate(claims):
        same = next(
            (o for o in kept if cosine(found[at], found[o]) >= ALIKE or _holds(claim.text, kept[o].text)),
            None,
        )
        if same is None:
            kept[at] = claim
        else:
            kept[same] = _fuller(kept[same], claim)
    return list(kept.values())


def _holds(one: str, other: str) -> bool:
    """One of the two has every content word, number and negation of the other."""
    fewer, more = sorted((set(content(one)), set(content(other))), key=len)
    return (
        len(fewer) > 1
        and fewer <= more
        and numbers(one) == numbers(other)
        and negated(one, fewer) == negated(other, fewer)
    )


def _fuller(one: Claim, other: Claim) -> Claim:
    text = max(one.text, other.text, key=lambda text: len(set(content(text))))
    return Claim(text, tuple(dict.fromkeys([*one.evidence, *other.evidence])))


def merged_actions(actions: Sequence[Action]) -> list[Action]:
    """The same task said twice is one, with what either knows of owner and day and the evidence of both."""
    found = vectors([action.title for action in actions])
    kept: dict[int, Action] = {}
    for at, action in enumerate(actions):
        same = next(
            (o for o in kept if cosine(found[at], found[o]) >= ALIKE and _may_be_one(kept[o], action)), None
        )
        if same is None:
            kept[at] = action
        else:
            kept[same] = _merged(kept[same], action)
    return list(kept.values())


def _may_be_one(one: Action, other: Action) -> bool:
    """Nobody's task may be somebody's; two people's never, though they have one name."""
    owners = {(each.participant_id, each.assignee) for each in (one, other) if each.assignee}
    return len(owners) < 2


def _merged(one: Action, other: Action) -> Action:
    """A later day replaces an earlier one: it was moved."""
    owned = one if one.assignee else other
    return replace(
        one,
        assignee=owned.assignee,
        participant_id=owned.participant_id,
        due_date=other.due_date or one.due_date,
        evidence=tuple(dict.fromkeys([*one.evidence, *other.evidence])),
    )


def summary(
    spoken: MeetingSpeech, points: Sequence[Claim], decisions: Sequence[Claim], actions: Sequence[Action]
) -> str:
    """A few true sentences: who spoke, what came of it, and the words that tell most."""
    if not spoken.lines:
        return deaf_sentence(spoken.gaps, spoken.duration_s * 1000) or SILENCE
    names = [person.shown for person in spoken.speakers()]
    minutes = max(1, round(spoken.duration_s / 60))
    spoke = f"{listed(names)} spoke in this meeting of {counted(minutes, 'minute')}."
    terms = key_terms(spoken.lines, spoken.lines, TERMS)
    about = f"The words that came up most: {', '.join(terms)}." if len(terms) > 1 else ""
    found = f"{counted(len(decisions), 'decision')} and {counted(len(actions), 'action item')} were found."
    came = found[0].upper() + found[1:]
    said = [f"“{claim.text}”" for claim in points[:SUMMARY_POINTS]]
    return " ".join([spoke, about, came, *said]).replace("  ", " ")


def listed(names: Sequence[str]) -> str:
    """Names as one says them; of very many the first, and how many more."""
    if len(names) > NAMES:
        names = [*names[:NAMES], f"{len(names) - NAMES} others"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "Nobody"


def counted(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
