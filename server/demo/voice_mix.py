"""Synthesise a tape: one track a person, with each line at its time."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from server.demo.tape import Tape, TapeEvent
from server.demo.voices import RATE_HZ, Samples, speech, voice_of


@dataclass(frozen=True)
class SpokenLine:
    """One line with start and end in seconds from the tape's start."""

    cue: TapeEvent
    start_s: float
    end_s: float


@dataclass(frozen=True)
class VoiceTrack:
    """One person's track, silence included."""

    speaker: str
    samples: Samples
    lines: tuple[SpokenLine, ...]

    def save(self, file: Path, lead_s: float = 0.0) -> None:
        """Write a 16-bit WAV, preceded by `lead_s` of silence."""
        sound = np.concatenate([np.zeros(int(lead_s * RATE_HZ), np.float32), self.samples])
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE_HZ)
            out.writeframes(pcm16(sound))


def pcm16(samples: Samples) -> bytes:
    """Convert to little-endian 16-bit samples."""
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def score(tape: Tape, store: Path) -> dict[str, VoiceTrack]:
    """Synthesise the whole tape; each track has the tape's length."""
    parts = {speaker: _lines(tape, place, store) for place, speaker in enumerate(tape.speakers)}
    length_s = max((line.end_s for lines in parts.values() for line, _ in lines), default=0.0)
    length_s = max(length_s, *(cue.start_s for cue in tape.cues))
    return {speaker: _part(speaker, lines, length_s) for speaker, lines in parts.items()}


def _lines(tape: Tape, place: int, store: Path) -> list[tuple[SpokenLine, Samples]]:
    lines = []
    for cue in tape.spoken(tape.speakers[place]):
        samples = speech(cue.text or "", voice_of(place), store)
        lines.append((SpokenLine(cue, cue.start_s, cue.start_s + len(samples) / RATE_HZ), samples))
    return lines


def _part(speaker: str, lines: list[tuple[SpokenLine, Samples]], length_s: float) -> VoiceTrack:
    sound = np.zeros(int(np.ceil(length_s * RATE_HZ)) + 1, np.float32)
    for line, samples in lines:
        at = round(line.start_s * RATE_HZ)
        sound[at : at + len(samples)] += samples[: len(sound) - at]
    return VoiceTrack(speaker, sound, tuple(line for line, _ in lines))
