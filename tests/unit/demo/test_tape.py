"""Laws of tapes: what may stand on one, and that the ones that come along are sound."""

from itertools import combinations
from pathlib import Path

import pytest

from server.demo.tape import TAPES, read_tape
from server.demo.voice_mix import SpokenLine, score
from server.errors import Invalid

SHIPPED = sorted(TAPES.glob("*.jsonl"), key=lambda file: file.stem)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where these tests keep spoken lines."""
    return tmp_path_factory.mktemp("speech")


def written(tmp_path: Path, text: str) -> Path:
    """Write a tape."""
    file = tmp_path / "some.jsonl"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    "line",
    [
        '{"speaker": "Ann", "start_s": 1}',
        '{"speaker": "Ann", "start_s": 1, "text": "a", "chat": "b"}',
        '{"speaker": "", "start_s": 1, "text": "a"}',
        '{"speaker": "Ann", "start_s": -1, "text": "a"}',
        '{"speaker": "Ann", "start_s": 1, "words": "a"}',
        "not json",
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    """A line that cannot be played is refused with its number."""
    good = '{"speaker": "Ann", "start_s": 0, "text": "a"}\n'
    with pytest.raises(Invalid, match="line 2"):
        read_tape(written(tmp_path, good + line))


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_tape_is_refused(tmp_path: Path, text: str) -> None:
    """There is no meeting without anybody."""
    with pytest.raises(Invalid, match="empty"):
        read_tape(written(tmp_path, text))


def test_a_tape_that_is_not_there_is_named() -> None:
    """A wrong name is a clear refusal."""
    with pytest.raises(Invalid, match="no-such"):
        read_tape(Path("no-such"))


def test_lines_are_played_in_the_order_of_time(tmp_path: Path) -> None:
    """The order in the file does not matter."""
    late, early = '{"speaker":"B","start_s":2,"hand":true}', '{"speaker":"A","start_s":1,"chat":"x"}'
    assert read_tape(written(tmp_path, f"{late}\n{early}")).speakers == ("A", "B")


def overlap_s(one: SpokenLine, other: SpokenLine) -> float:
    """How long both are heard, in seconds."""
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def lines_of(file: Path, store: Path) -> list[SpokenLine]:
    """Every line of a tape, spoken."""
    return [line for part in score(read_tape(file), store).values() for line in part.lines]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_nobody_talks_over_themselves(file: Path, store: Path) -> None:
    """One person's lines never overlap, or words would be lost in the mix."""
    for one, other in combinations(lines_of(file, store), 2):
        assert one.cue.speaker != other.cue.speaker or overlap_s(one, other) <= 0


def test_two_talk_at_once_at_one_place_of_the_standup(store: Path) -> None:
    """The demo shows that simultaneous speakers each get their line."""
    lines = lines_of(TAPES / "standup.jsonl", store)
    assert sum(overlap_s(one, other) > 0.5 for one, other in combinations(lines, 2)) == 1


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_part_is_as_long_as_the_tape(file: Path, store: Path) -> None:
    """Everybody's microphone is open until the last word."""
    parts = score(read_tape(file), store).values()
    assert len({len(part.samples) for part in parts}) == 1
    assert all(line.end_s <= len(part.samples) / 24_000 + 0.01 for part in parts for line in part.lines)
