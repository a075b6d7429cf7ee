"""Where people are named by others, for their own reports."""

from dataclasses import dataclass
from uuid import UUID

from agent.minutes.people_named import people_named
from agent.minutes.text_normalization import as_sentence, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from server.meeting.minutes import Claim

QUOTE_WORDS = 45


@dataclass(frozen=True)
class Mentions:
    """The sentences of a meeting that name somebody who was there."""

    spoken: MeetingSpeech

    def of_everybody(self) -> dict[UUID, list[Claim]]:
        """Return each participant's, in order, without their own and those of a name that several share."""
        found: dict[UUID, list[Claim]] = {}
        for line in self.spoken.lines:
            for sentence in sentences(line.text):
                for key in self._named(line, sentence):
                    found.setdefault(key, []).append(Claim(_quote(line, sentence), line.segments))
        return found

    def _named(self, line: TranscriptLine, sentence: str) -> set[UUID]:
        named = {each.person.id for each in people_named(self.spoken, sentence) if each.person}
        return {key for key in named if key is not None and key != line.participant_id}


def _quote(line: TranscriptLine, sentence: str) -> str:
    words = sentence.split()
    cut = " ".join(words[:QUOTE_WORDS]) + "…" if len(words) > QUOTE_WORDS else as_sentence(sentence)
    return f"{line.person.shown}: {cut}"
