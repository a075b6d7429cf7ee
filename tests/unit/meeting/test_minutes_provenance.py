"""How minutes were made is kept as data."""

from server.meeting.minutes_provenance import (
    Provenance,
    UsedPrompt,
    provenance_from_json,
    provenance_to_json,
)

MADE = Provenance(
    segments=120,
    segments_used=118,
    parts=7,
    parts_read=6,
    dropped=5,
    tokens_read=14_000,
    seconds=812.5,
    model="qwen",
    prompts=(UsedPrompt("notes", 3, "ab" * 32),),
    fault="did not answer in time",
)


def test_round_trip() -> None:
    """What is written is read, and nothing is nothing."""
    assert provenance_from_json(provenance_to_json(MADE)) == MADE
    assert provenance_from_json(provenance_to_json(None)) is None


def test_another_version() -> None:
    """A field that a newer version wrote is passed over, and one that an older one lacks is empty."""
    assert provenance_from_json('{"segments": 3, "mood": "good"}') == Provenance(segments=3)
