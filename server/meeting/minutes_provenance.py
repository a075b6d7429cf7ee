"""How minutes were made: by which method, from how much of the meeting, by which model and prompts.

Counts and names of models only: nothing that was said, so that it stays when words are forgotten.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from server.meeting.db import from_json, to_json
from server.meeting.summary_evidence import SummaryEvidence, summary_evidence_from


@dataclass(frozen=True, slots=True)
class UsedPrompt:
    """A prompt file, as it was."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The ledger of one set of minutes; without a model `parts` is 0 and what follows is empty."""

    segments: int = 0
    """Segments of the transcript."""
    segments_used: int = 0
    """Those that the method read."""
    parts: int = 0
    """Parts of the meeting that the model was to read."""
    parts_read: int = 0
    dropped: int = 0
    """Statements of the model that were left out, because the transcript does not support them."""
    cut: int = 0
    """Answers that reached the limit of their length, of which the completed items were used."""
    retried: int = 0
    """Answers that were asked for again."""
    tokens_read: int = 0
    """Of prompts, as the model's server counts them."""
    tokens_cached: int = 0
    """Those of them that the server had read before, and its cache served."""
    tokens_written: int = 0
    seconds: float = 0.0
    """The model's time."""
    model: str = ""
    digest: str = ""
    """Of the model's weights, if its server says it."""
    host: str = ""
    """Where the model ran; empty: on the same machine."""
    prompts: tuple[UsedPrompt, ...] = ()
    fault: str = ""
    """Why the model did not finish, completing “The language model …”; empty: it did."""


_NAMES = {each.name for each in fields(Provenance)}


SUMMARY = "summary"
"""In the column, beside the ledger: what the summary's sentences rest on."""


def provenance_to_json(provenance: Provenance | None, summary: SummaryEvidence | None = None) -> str:
    """Return the text for the column; `{}` for none."""
    ledger = asdict(provenance) if provenance else {}
    return to_json(ledger | ({SUMMARY: asdict(summary)} if summary else {}))


def provenance_from_json(value: Any) -> Provenance | None:
    """Read the column; None for minutes that are not written yet, or from before it was there."""
    told: Mapping[str, Any] = from_json(value)
    if not told.keys() - {SUMMARY}:
        return None
    known = {name: each for name, each in told.items() if name in _NAMES}
    return Provenance(**{**known, "prompts": tuple(UsedPrompt(**each) for each in told.get("prompts", ()))})


def summary_evidence_from_json(value: Any) -> SummaryEvidence | None:
    """Read from the column what the summary's sentences rest on; None where it is not known."""
    return summary_evidence_from(from_json(value).get(SUMMARY))
