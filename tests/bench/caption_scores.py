"""Compares what one client was shown with what was said and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agent.comparable_words import matcher
from tests.bench.spoken_clips import Clip
from tests.bench.word_error_rate import errors, normal, same_words
from tests.integration.agent.livekit_harness import Shown


@dataclass(frozen=True, slots=True)
class Said:
    """A clip and the time at which it began, by time.perf_counter()."""

    clip: Clip
    at: float


@dataclass
class Score:
    """Figures of one scenario."""

    first_ms: list[float] = field(default_factory=list)
    """From the first voice of a clip to its first words."""
    word_ms: list[float] = field(default_factory=list)
    """From the end of a word until it stands unchanged."""
    final_ms: list[float] = field(default_factory=list)
    """From the last voice of a clip to its last final."""
    clips: int = 0
    lost: int = 0
    """Clips of which no word was shown."""
    revoked: int = 0
    speech_s: float = 0.0
    wrong: int = 0
    refined_wrong: int = 0
    of: int = 0
    foreign: int = 0
    """Words shown under somebody's name that somebody else said."""


@dataclass
class _Segment:
    """What was shown of one segment."""

    words: list[str] = field(default_factory=list)
    since: list[float] = field(default_factory=list)
    """When each word began to stand unchanged."""
    first_at: float = 0.0
    final_at: float = 0.0
    revoked: int = 0
    refined: list[str] = field(default_factory=list)

    def show(self, caption: Shown) -> None:
        fresh = normal(caption.text)
        if caption.revision > 1:
            self.refined = fresh
            return
        self.first_at = self.first_at or caption.at
        since: list[float] = []
        for kind, a_start, a_end, b_start, b_end in matcher(self.words, fresh).get_opcodes():
            if kind == "equal":
                since += self.since[a_start:a_end]
                continue
            since += [caption.at] * (b_end - b_start)
            self.revoked += sum(
                number >= b_end - b_start or not fresh[b_start + number].startswith(word)
                for number, word in enumerate(self.words[a_start:a_end])
            )
        self.words, self.since = fresh, since
        if caption.is_final:
            self.final_at, self.refined = caption.at, fresh


def score(said: dict[str, list[Said]], shown: Iterable[Shown]) -> Score:
    """Compare everybody's clips, by identity, with all captions that a client received."""
    total = Score()
    segments: dict[str, dict[str, _Segment]] = {identity: {} for identity in said}
    for caption in shown:
        if caption.speaker in segments:
            own = segments[caption.speaker]
            own.setdefault(caption.attributes["lk.segment_id"], _Segment()).show(caption)
    texts = {
        identity: [word.text for each in clips for word in each.clip.words]
        for identity, clips in said.items()
    }
    for identity, clips in said.items():
        found = list(segments[identity].values())
        _add(total, clips, found)
        others = [text for other, text in texts.items() if other != identity]
        total.foreign += foreign_words(
            texts[identity], [word for each in found for word in each.words], others
        )
    return total


def _add(total: Score, clips: Sequence[Said], segments: Sequence[_Segment]) -> None:
    reference = [(word, number) for number, said in enumerate(clips) for word in said.clip.words]
    heard = [
        (word, since, segment)
        for segment in segments
        for word, since in zip(segment.words, segment.since, strict=True)
    ]
    said_words, heard_words = [word.text for word, _ in reference], [word for word, _, _ in heard]
    wrong, of = errors(said_words, heard_words)
    total.wrong, total.of = total.wrong + wrong, total.of + of
    total.refined_wrong += errors(said_words, [word for each in segments for word in each.refined])[0]
    total.revoked += sum(each.revoked for each in segments)
    total.clips += len(clips)
    total.speech_s += sum(each.clip.last_s - each.clip.first_s for each in clips)
    of_clip: dict[int, list[_Segment]] = {}
    for a, b in same_words(said_words, heard_words):
        word, number = reference[a]
        _, since, segment = heard[b]
        of_clip.setdefault(number, []).append(segment)
        if word.end_s is not None:
            total.word_ms.append((since - clips[number].at - word.end_s) * 1000)
    for number, said in enumerate(clips):
        if (own := of_clip.get(number)) is None:
            total.lost += 1
            continue
        total.first_ms.append((min(each.first_at for each in own) - said.at - said.clip.first_s) * 1000)
        if finals := [each.final_at for each in own if each.final_at]:
            total.final_ms.append((max(finals) - said.at - said.clip.last_s) * 1000)


def foreign_words(own: list[str], heard: list[str], others: Iterable[list[str]]) -> int:
    """Count words that are wrong here and stand, two or more in a row, in what somebody else said."""
    elsewhere = {pair for text in others for pair in pairwise(text)}
    right = {at for _, at in same_words(own, heard)}
    pairs = [not right & {at, at + 1} and pair in elsewhere for at, pair in enumerate(pairwise(heard))]
    return sum(before or after for before, after in zip([False, *pairs], [*pairs, False], strict=True))
