"""The ledger of a set of minutes: what of the meeting was read, by what, and what it cost."""

from dataclasses import replace

from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes_provenance import Provenance, UsedPrompt


def coverage(spoken: MeetingSpeech) -> Provenance:
    """Return the ledger of minutes by rules, which read every line; hesitation sounds alone make none."""
    used = {segment for line in spoken.lines for segment in line.segments}
    return Provenance(segments=max(len(spoken.segments), len(used)), segments_used=len(used))


def with_calls(ledger: Provenance, calls: ModelCalls) -> Provenance:
    """Add the model that was asked, and what the questions cost."""
    model, spent = calls.model, calls.spent
    return replace(
        ledger,
        cut=spent.cut,
        retried=spent.retried,
        tokens_read=spent.read,
        tokens_cached=spent.cached,
        tokens_written=spent.written,
        seconds=round(spent.seconds, 1),
        model=model.name,
        digest=model.digest or "",
        host=model.host,
        prompts=tuple(UsedPrompt(each.name, each.version, each.sha256) for each in spent.prompts.values()),
    )


def note_of(ledger: Provenance) -> str | None:
    """Note to the reader on unread parts and dropped claims; None without any."""
    parts = []
    if ledger.parts_read < ledger.parts:
        parts.append(
            f"The language model read {ledger.parts_read} of {ledger.parts} parts of the meeting;"
            " the rest is in people's own words."
        )
    if ledger.dropped:
        were, them = (
            ("statement of the model was", "it")
            if ledger.dropped == 1
            else ("statements of the model were", "them")
        )
        parts.append(f"{ledger.dropped} {were} left out because the transcript does not support {them}.")
    return " ".join(parts) or None
