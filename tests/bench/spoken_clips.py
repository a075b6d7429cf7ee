"""What the speakers of a bench say: sound, text, and when each word of it is over."""

import csv
import hashlib
import json
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.comparable_words import matcher
from agent.recognizer import SAMPLE_RATE_HZ
from agent.voice_gate import SPEECH_STARTS_AT
from server.demo.tape import TAPES, read_tape
from server.demo.voices import RATE_HZ, speech, voice_of
from server.places import ROOT
from tests.bench.sentences import SENTENCES
from tests.bench.word_error_rate import normal

RECORDINGS = ROOT.parent / "shared" / "data"
KINDS = {"en": ("en_read", "en_speech"), "ko": ("ko_read", "ko_read_long")}
WINDOW_S = VAD_WINDOW_SAMPLES / SAMPLE_RATE_HZ

Sound = NDArray[np.int16]
"""16 kHz, mono."""


@dataclass(frozen=True, slots=True)
class ClipWord:
    """One word of the reference, normalized, and the second of the clip at which it is over."""

    text: str
    end_s: float | None
    """None: not known."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Something said without a long pause."""

    sound: Sound
    words: tuple[ClipWord, ...]
    first_s: float
    """Where its voice begins."""
    last_s: float
    """Where its voice ends."""

    @property
    def length_s(self) -> float:
        """Length of the sound."""
        return len(self.sound) / SAMPLE_RATE_HZ


class WordTimes:
    """Finds when the words of a clip are spoken, by a model that hears it whole; kept in a directory."""

    def __init__(self, model: Path, language: str, store: Path) -> None:
        self._path = model
        self._language = language
        self._store = store
        self._model: WhisperModel | None = None

    def clip(self, sound: Sound, text: str) -> Clip:
        """Time a recording's reference."""
        voiced = _voiced_s(sound)
        said, found = normal(text), self._spoken(sound)
        ends_s: list[float | None] = [None] * len(said)
        for said_at, found_at, length in matcher(said, [word for word, _ in found]).get_matching_blocks():
            for number in range(length):
                ends_s[said_at + number] = _last_voice(voiced, found[found_at + number][1])
        words = tuple(ClipWord(word, end_s) for word, end_s in zip(said, ends_s, strict=True))
        return Clip(sound, words, voiced[0], voiced[-1] + WINDOW_S)

    def _spoken(self, sound: Sound) -> list[tuple[str, float]]:
        """Return the words heard, normalized, with their ends."""
        key = hashlib.sha256(self._path.name.encode() + sound.tobytes()).hexdigest()[:32]
        file = self._store / f"{key}.words.json"
        if not file.exists():
            self._store.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(self._listen(sound)))
        return [(str(word), float(end_s)) for word, end_s in json.loads(file.read_text())]

    def _listen(self, sound: Sound) -> list[tuple[str, float]]:
        if self._model is None:
            self._model = WhisperModel(str(self._path), device="cpu", compute_type="int8")
        segments, _ = self._model.transcribe(
            sound.astype(np.float32) / 32768, language=self._language, beam_size=1, word_timestamps=True
        )
        heard = [(word.word, float(word.end)) for each in segments for word in each.words or ()]
        return [(unit, end_s) for text, end_s in heard for unit in normal(text)]


def _voiced_s(sound: Sound) -> list[float]:
    """Return the beginnings of the windows with voice."""
    detector, found = VAD(), []
    for at in range(0, len(sound) - VAD_WINDOW_SAMPLES, VAD_WINDOW_SAMPLES):
        if detector.predict(sound[at : at + VAD_WINDOW_SAMPLES].copy()) >= SPEECH_STARTS_AT:
            found.append(at / SAMPLE_RATE_HZ)
    return found or [0.0]


def _last_voice(voiced_s: list[float], end_s: float) -> float:
    """Return the end of the last voice before: a model puts the pause after a word into the word."""
    before = [begin_s + WINDOW_S for begin_s in voiced_s if begin_s < end_s]
    return min(end_s, before[-1]) if before else end_s


ClipMaker = Callable[[Sound, str], Clip]


def synthesized(make: ClipMaker, store: Path) -> list[Clip]:
    """Return the lines of the demo's tapes and other sentences, each in one of the demo's voices."""
    tapes = [read_tape(file) for file in sorted(TAPES.glob("*.jsonl"))]
    texts = [*(cue.text or "" for tape in tapes for cue in tape.spoken()), *SENTENCES]
    return [make(spoken_by(place, text, store), text) for place, text in enumerate(texts)]


def spoken_by(place: int, text: str, store: Path) -> Sound:
    samples = speech(text, voice_of(place), store)
    at = np.arange(len(samples) * SAMPLE_RATE_HZ // RATE_HZ) * (RATE_HZ / SAMPLE_RATE_HZ)
    return np.asarray(np.interp(at, np.arange(len(samples)), samples) * 32767, np.int16)


def recorded(make: ClipMaker, language: str) -> list[Clip]:
    """Return the recordings beside the tree; raises FileNotFoundError without them."""
    with (RECORDINGS / "manifest.tsv").open() as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [row for row in rows if row["kind"] in KINDS.get(language, ())]
    return [make(_read(RECORDINGS / row["file"]), row["reference"]) for row in found]


def _read(file: Path) -> Sound:
    with wave.open(str(file)) as recording:
        return np.frombuffer(recording.readframes(recording.getnframes()), np.int16)
