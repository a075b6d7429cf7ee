"""A transcriber that failed is not a meeting in which nobody spoke."""

from uuid import UUID, uuid4

import pytest

from server.meeting.gap_sentences import deaf_sentence, missing_sentence
from server.meeting.gaps import Cause, Gap

HOUR_MS = 3_600_000
ALEX = UUID(int=1)


def gap(cause: Cause, from_ms: int, to_ms: int | None, who: UUID | None = None) -> Gap:
    """Something missing."""
    return Gap(uuid4(), UUID(int=9), who, cause, from_ms, to_ms)


@pytest.mark.parametrize(
    ("gaps", "reason"),
    [
        ([gap("language", 0, None)], "no speech engine on this server supports its language"),
        ([gap("engine", 5000, 8000, ALEX)], "the speech engine failed"),
        ([gap("transcriber", 0, None)], "no transcriber was running"),
        ([gap("network", HOUR_MS // 3, HOUR_MS, ALEX)], "the speaker’s connection was lost"),
        (
            [gap("transcriber", 0, 40_000), gap("database", 50_000, 60_000)],
            "no transcriber was running and the",
        ),
        ([gap("transcriber", 0, HOUR_MS // 3), gap("transcriber", HOUR_MS // 3, HOUR_MS)], "no transcriber"),
    ],
)
def test_not_heard(gaps: list[Gap], reason: str) -> None:
    """Where words were lost, or nobody listened, the minutes say why."""
    told = deaf_sentence(gaps, HOUR_MS)
    assert told is not None
    assert told.startswith(f"This meeting could not be transcribed: {reason}")


@pytest.mark.parametrize("gaps", [[], [gap("transcriber", 0, 4000)], [gap("network", 0, 20_000, ALEX)]])
def test_silence(gaps: list[Gap]) -> None:
    """A meeting that was listened to and has no words was silent."""
    assert deaf_sentence(gaps, HOUR_MS) is None


def test_for_a_while() -> None:
    """A partial failure is told with its times, and whose words are missing."""
    gaps = [
        gap("engine", 12_000, 45_000, ALEX),
        gap("transcriber", 70_000, 80_000),
        gap("transcriber", 81_000, 90_000),
        gap("database", HOUR_MS, None),
    ]
    assert missing_sentence(gaps, {ALEX: "Alex (2)"}) == (
        "Some of the meeting was not transcribed: Alex (2) from 0:12 to 0:45 (the speech engine failed);"
        " from 1:10 to 1:30 (no transcriber was running);"
        " from 1:00:00 to the end (the database was unavailable for too long)."
    )


def test_off_record() -> None:
    """What was kept off the record is no failure, and a meeting without anything else says so."""
    gaps = [gap("off_record", 12_000, 45_000, ALEX), gap("off_record", 70_000, 80_000)]
    told = "Off the record: Alex from 0:12 to 0:45; everybody from 1:10 to 1:20."
    assert missing_sentence(gaps, {ALEX: "Alex"}) == told
    lost = missing_sentence([gap("engine", 0, 1000), *gaps], {ALEX: "Alex"})
    assert lost == (
        f"Some of the meeting was not transcribed: from 0:00 to 0:01 (the speech engine failed). {told}"
    )
    assert deaf_sentence([gap("off_record", 0, None)], HOUR_MS) == "This meeting was off the record."


def test_heard() -> None:
    """Where nothing is missing nothing is said."""
    assert missing_sentence([], {}) is None


def test_many() -> None:
    """A long list is cut."""
    gaps = [gap("engine", at * 60_000, at * 60_000 + 5000) for at in range(20)]
    assert (missing_sentence(gaps, {}) or "").endswith("; 14 more times.")
