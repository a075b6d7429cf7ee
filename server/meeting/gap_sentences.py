"""The sentences about gaps in a transcript; a failure of the transcriber is never reported as silence."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from server.durations import clock
from server.meeting.gaps import Cause, Gap

REASONS: Mapping[Cause, str] = {
    "engine": "the speech engine failed",
    "language": "no speech engine on this server supports its language",
    "database": "the database was unavailable for too long",
    "overrun": "more people spoke at once than the speech engine could handle",
    "transcriber": "no transcriber was running",
    "encrypted": "end-to-end encrypted sound cannot be transcribed",
    "network": "the speaker’s connection was lost",
    "off_record": "it was off the record",
}
WORDS_LOST: frozenset[Cause] = frozenset({"engine", "database", "overrun", "encrypted"})
"""Causes that are only recorded while somebody speaks, or while nobody but the people there can know."""
MIN_DEAF_SHARE = 0.5
"""A meeting without words, of which gaps cover at least this share, counts as not heard."""
LISTED = 6
JOIN_MS = 2_000
"""Gaps of one cause closer than this are joined."""


def deaf_sentence(gaps: Sequence[Gap], length_ms: int) -> str | None:
    """Return why a meeting without words was not heard; None if it was heard and nobody spoke."""
    causes = list(dict.fromkeys(gap.cause for gap in gaps))
    whole = any(gap.cause == "language" and gap.to_ms is None for gap in gaps)
    if (
        not whole
        and not WORDS_LOST & set(causes)
        and _covered_ms(gaps, length_ms) < MIN_DEAF_SHARE * length_ms
    ):
        return None
    if not gaps:
        return None
    if causes == ["off_record"]:
        return "This meeting was off the record."
    return f"This meeting could not be transcribed: {_listed([REASONS[cause] for cause in causes])}."


def missing_sentence(gaps: Sequence[Gap], names: Mapping[UUID, str]) -> str | None:
    """Return the times, speakers and causes of the gaps; None without gaps.

    What people kept off the record has a sentence of its own: nothing failed there.
    """
    stretches = _joined(gaps)
    lost = [f"{_stretch(each, names)} ({REASONS[each.cause]})" for each in stretches if each.is_failure]
    kept_off = [_stretch(each, names) for each in stretches if not each.is_failure]
    told = {"Some of the meeting was not transcribed": lost, "Off the record": kept_off}
    return " ".join(f"{what}: {_cut(when)}." for what, when in told.items() if when) or None


def gap_text(cause: Cause, speaker: str | None) -> str:
    """Return the line of one gap; `speaker` is None where everybody's words are missing."""
    if cause == "off_record":
        return f"Off the record for {speaker or 'everybody'}."
    return f"Not transcribed{f' ({speaker})' if speaker else ''}: {REASONS[cause]}."


def _covered_ms(gaps: Iterable[Gap], length_ms: int) -> int:
    """Sum the gaps that affect everybody, or anybody's connection, in milliseconds."""
    covered = reached = 0
    everybody = [gap for gap in gaps if gap.participant_id is None or gap.cause == "network"]
    for start, end in sorted(
        (gap.from_ms, length_ms if gap.to_ms is None else gap.to_ms) for gap in everybody
    ):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _joined(gaps: Iterable[Gap]) -> list[Gap]:
    """Join neighbouring gaps of one cause and person."""
    joined: list[Gap] = []
    last: dict[tuple[UUID | None, Cause], int] = {}
    for gap in sorted(gaps, key=lambda each: each.from_ms):
        key = gap.participant_id, gap.cause
        before = joined[last[key]] if key in last else None
        if before is not None and (before.to_ms is None or gap.from_ms - before.to_ms <= JOIN_MS):
            end = None if None in (before.to_ms, gap.to_ms) else max(before.to_ms or 0, gap.to_ms or 0)
            joined[last[key]] = Gap(
                before.id, gap.room_id, gap.participant_id, gap.cause, before.from_ms, end
            )
        else:
            last[key] = len(joined)
            joined.append(gap)
    return joined


def _stretch(gap: Gap, names: Mapping[UUID, str]) -> str:
    everybody = "everybody " if gap.cause == "off_record" else ""
    whom = f"{names.get(gap.participant_id, 'somebody')} " if gap.participant_id is not None else everybody
    if gap.to_ms is None:
        when = f"from {clock(gap.from_ms)} to the end"
    else:
        when = f"from {clock(gap.from_ms)} to {clock(gap.to_ms)}"
    return f"{whom}{when}"


def _cut(stretches: Sequence[str]) -> str:
    more = [f"{len(stretches) - LISTED} more times"] if len(stretches) > LISTED else []
    return "; ".join([*stretches[:LISTED], *more])


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
