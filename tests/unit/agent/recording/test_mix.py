"""What a mix sounds like, where everything stands in it, and what it does about parts that are damaged."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.recording.limiter import CEILING, STEP, Limiter
from agent.recording.mix import MixError, MixJob, mix
from agent.recording.opus_file import PER_MS, RATE_HZ, OpusFile, read_opus
from agent.recording.part import Part
from agent.recording.peaks import MOST_BINS, Peaks

ALICE, BOB = "a" * 8, "b" * 8


def tone(ms: int, hz: float, level: float = 0.3) -> NDArray[np.int16]:
    """A sine of this level, 1 being full scale."""
    wave = np.sin(2 * np.pi * hz * np.arange(ms * PER_MS) / RATE_HZ)
    return np.asarray(wave * level * 32767, np.int16)


def part(directory: Path, name: str, start_ms: int, pcm: NDArray[np.int16]) -> tuple[str, int]:
    """Write a part."""
    directory.mkdir(exist_ok=True)
    made = Part(directory / name, start_ms)
    made.write(pcm, start_ms)
    made.close()
    return str(directory / name), start_ms


def job(directory: Path, *sources: tuple[str, int, str]) -> MixJob:
    """A job for these parts."""
    speakers = sorted({speaker for _, _, speaker in sources})
    names = {speaker: f"speaker-{speaker}.ogg" for speaker in speakers}
    return MixJob(
        str(directory), [(*each, 0) for each in sources], names, {each: each.title() for each in speakers}
    )


def sound(path: Path) -> NDArray[np.float32]:
    """All of a file."""
    return np.concatenate(list(read_opus(path)))


def level(pcm: NDArray[np.float32], from_ms: int, to_ms: int, hz: float) -> float:
    """Amplitude of one frequency in a stretch."""
    cut = pcm[from_ms * PER_MS : to_ms * PER_MS]
    at = np.arange(len(cut)) / RATE_HZ
    return float(2 * abs(np.mean(cut * np.exp(-2j * np.pi * hz * at))))


def test_everything_on_the_clock(tmp_path: Path) -> None:
    """Each part sounds at its time in the mix and in its speaker's file, and nothing sounds in between."""
    first = part(tmp_path, "1.ogg", 2_000, tone(1_000, 440))
    later = part(tmp_path, "2.ogg", 8_000, tone(1_000, 440))
    other = part(tmp_path, "3.ogg", 2_500, tone(1_000, 1000))
    mixed = mix(job(tmp_path, (*first, ALICE), (*later, ALICE), (*other, BOB)))
    whole, alice, bob = (
        sound(tmp_path / name) for name in ("mix.ogg", f"speaker-{ALICE}.ogg", f"speaker-{BOB}.ogg")
    )
    assert mixed.duration_ms == 9_000
    assert {len(each) // PER_MS for each in (whole, alice, bob)} == {9_000}
    assert [level(whole, 2_600, 2_900, hz) > 0.2 for hz in (440, 1000)] == [True, True]
    assert level(alice, 2_600, 2_900, 1000) < 0.01
    assert level(bob, 2_600, 2_900, 440) < 0.01
    assert level(whole, 8_200, 8_800, 440) > 0.2
    assert np.abs(whole[4_000 * PER_MS : 7_900 * PER_MS]).max() < 0.01


def test_place_to_the_sample(tmp_path: Path) -> None:
    """A click at a time stands within a few milliseconds of it, after both encodings."""
    pcm = np.zeros(500 * PER_MS, np.int16)
    pcm[250 * PER_MS : 252 * PER_MS] = 20_000
    mix(job(tmp_path, (*part(tmp_path, "1.ogg", 61_234, pcm), ALICE)))
    found = int(np.argmax(np.abs(sound(tmp_path / "mix.ogg")))) / PER_MS
    assert abs(found - (61_234 + 251)) <= 5


def test_two_microphones_of_one_person(tmp_path: Path) -> None:
    """A microphone and shared sound at the same time are both in their speaker's file."""
    one = part(tmp_path, "1.ogg", 0, tone(1_000, 440))
    two = part(tmp_path, "2.ogg", 200, tone(500, 1000))
    mix(job(tmp_path, (*one, ALICE), (*two, ALICE)))
    alice = sound(tmp_path / f"speaker-{ALICE}.ogg")
    assert [level(alice, 300, 600, hz) > 0.2 for hz in (440, 1000)] == [True, True]


def test_many_voices_do_not_clip(tmp_path: Path) -> None:
    """Eight at once are no louder than full scale."""
    sources = [
        (*part(tmp_path, f"{number}.ogg", 0, tone(500, 300.0 + number, 0.5)), f"{number}" * 8)
        for number in range(8)
    ]
    mix(job(tmp_path, *sources))
    assert np.abs(sound(tmp_path / "mix.ogg")).max() <= 1.0


def test_damaged_part(tmp_path: Path) -> None:
    """A part that holds no sound is named, and the rest is mixed; of one that is cut off, what is whole."""
    good = part(tmp_path, "1.ogg", 0, tone(1_000, 440))
    cut = part(tmp_path, "2.ogg", 1_000, tone(4_000, 440))
    Path(cut[0]).write_bytes(Path(cut[0]).read_bytes()[:9_000])
    (tmp_path / "3.ogg").write_bytes(b"")
    mixed = mix(job(tmp_path, (*good, ALICE), (*cut, ALICE), (str(tmp_path / "3.ogg"), 500, BOB)))
    assert mixed.unreadable == [str(tmp_path / "3.ogg")]
    assert level(sound(tmp_path / "mix.ogg"), 1_100, 1_900, 440) > 0.2


def test_nothing_to_mix(tmp_path: Path) -> None:
    """Without any sound there is no mix, and no file of one."""
    (tmp_path / "1.ogg").write_bytes(b"")
    with pytest.raises(MixError):
        mix(job(tmp_path, (str(tmp_path / "1.ogg"), 0, ALICE)))
    assert not (tmp_path / "mix.ogg").exists()


def test_mixed_again_from_speakers(tmp_path: Path) -> None:
    """From the speakers' files the same mix is made without one of them."""
    one = part(tmp_path, "1.ogg", 500, tone(1_000, 440))
    two = part(tmp_path, "2.ogg", 500, tone(1_000, 1000))
    mix(job(tmp_path, (*one, ALICE), (*two, BOB)))
    again = mix(job(tmp_path, (str(tmp_path / f"speaker-{ALICE}.ogg"), 0, ALICE)))
    whole = sound(tmp_path / "mix.ogg")
    assert again.duration_ms == 2_000
    assert (level(whole, 700, 1_300, 440) > 0.2, level(whole, 700, 1_300, 1000) < 0.01) == (True, True)


def test_forgotten_sound(tmp_path: Path) -> None:
    """What somebody said until a time is silence in the mix and in their own file; the rest of it stays."""
    one = part(tmp_path, "1.ogg", 500, tone(3_000, 440))
    two = part(tmp_path, "2.ogg", 500, tone(3_000, 1000))
    silenced = [(*one, ALICE, 2_000), (*two, BOB, 0)]
    mix(replace(job(tmp_path, (*one, ALICE), (*two, BOB)), sources=silenced))
    whole, alice = sound(tmp_path / "mix.ogg"), sound(tmp_path / f"speaker-{ALICE}.ogg")
    assert (level(whole, 700, 1_900, 440) < 0.01, level(whole, 700, 1_900, 1000) > 0.2) == (True, True)
    assert (level(alice, 700, 1_900, 440) < 0.01, level(alice, 2_100, 3_300, 440) > 0.2) == (True, True)


def test_peaks(tmp_path: Path) -> None:
    """The peaks say of each speaker when they are loud."""
    one = part(tmp_path, "1.ogg", 1_000, tone(1_000, 440, 0.5))
    mix(job(tmp_path, (*one, ALICE)))
    document = json.loads((tmp_path / "peaks.json").read_text())
    (alice,) = document["speakers"]
    assert (document["duration_ms"], document["bins"], alice["participant_id"]) == (2_000, 20, ALICE)
    assert max(alice["peaks"][:9]) < 10
    assert all(100 < each < 160 for each in alice["peaks"][11:19])


def test_most_bins() -> None:
    """However long the recording, the peaks can be drawn."""
    peaks = Peaks()
    for _ in range(3_000):
        peaks.feed(np.full(RATE_HZ // 10, 0.5, np.float32))
    assert peaks.bins() == [128] * MOST_BINS


@pytest.mark.parametrize("loud", [1.5, 4.0])
def test_limiter_holds_the_ceiling(loud: float) -> None:
    """Nothing is above the ceiling, also where a peak begins; what is quiet before it is unchanged."""
    pcm = np.full(STEP * 100, 0.2, np.float32)
    pcm[STEP * 50 : STEP * 60] = loud
    limiter = Limiter()
    out = np.concatenate([limiter.feed(pcm[: STEP * 40]), limiter.feed(pcm[STEP * 40 :]), limiter.flush()])
    assert len(out) == len(pcm)
    assert np.abs(out).max() <= CEILING + 1e-4
    assert np.allclose(out[: STEP * 48], 0.2)


def test_written_file_is_read_to_its_end(tmp_path: Path) -> None:
    """As many samples come out as went in."""
    file = OpusFile(tmp_path / "a.ogg")
    file.silence(12_345)
    file.close()
    assert abs(sum(map(len, read_opus(tmp_path / "a.ogg"))) - 12_345) <= 960
