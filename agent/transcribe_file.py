"""`python -m agent.transcribe_file LANGUAGE FILE [ENGINE]`: what `parley models try` runs."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.audio_file import AudioFileError, read_audio
from agent.recognizer import BYTES_PER_MS, SAMPLE_RATE_HZ
from agent.speech_window import Spoken
from agent.voice_gate import SpeechAudio, SpeechEnded, SpeechStarted, VoiceGate
from server.languages import name_of, whisper_code
from server.models import find_vosk, find_whisper

CUT_MS = 18_000
"""As rooms cut speech that has no pause; Whisper's window is 30 s."""
FRAME_SAMPLES = SAMPLE_RATE_HZ // 10

Read = Callable[[bytes], str]
"""Returns the text of one utterance."""


def utterances(audio: NDArray[np.int16]) -> Iterator[Spoken]:
    """Yield the speech, cut at pauses as in a room."""
    gate, pcm, start_ms, fed = VoiceGate(), bytearray(), 0, 0
    for at in range(0, len(audio), FRAME_SAMPLES):
        frame = audio[at : at + FRAME_SAMPLES]
        fed += len(frame)
        for event in gate.feed(frame):
            if isinstance(event, SpeechStarted):
                start_ms = fed * 1000 // SAMPLE_RATE_HZ - event.age_ms
            if isinstance(event, SpeechStarted | SpeechAudio):
                pcm += event.pcm
            if pcm and (isinstance(event, SpeechEnded) or len(pcm) >= CUT_MS * BYTES_PER_MS):
                yield Spoken(start_ms, bytes(pcm))
                start_ms += len(pcm) // BYTES_PER_MS
                pcm.clear()
    if pcm:
        yield Spoken(start_ms, bytes(pcm))


def load(language: str, engine: str, paths: tuple[Path, ...]) -> tuple[str, Read]:
    """Load the model that rooms in a language use, or that of an engine; raises LookupError without one."""
    vosk = find_vosk(language, paths) if engine != "whisper" else None
    if vosk is not None:
        return vosk.parent.name if vosk.name == "model" else vosk.name, _vosk(vosk)
    whisper = find_whisper(language, paths) if engine != "vosk" else None
    if whisper is None:
        raise LookupError
    return whisper.name, _whisper(whisper, whisper_code(language))


def _vosk(directory: Path) -> Read:
    import vosk  # noqa: PLC0415  of two engines one is loaded

    from agent.vosk_recognizer import new_warm_recognizer  # noqa: PLC0415
    from agent.vosk_results import words_of  # noqa: PLC0415

    vosk.SetLogLevel(-1)
    recognizer = new_warm_recognizer(vosk.Model(str(directory)))

    def read(pcm: bytes) -> str:
        recognizer.AcceptWaveform(pcm)
        return " ".join(word.w for word in words_of(recognizer.FinalResult(), 0))

    return read


def _whisper(directory: Path, language: str) -> Read:
    from agent.whisper.model import Whisper  # noqa: PLC0415

    whisper = Whisper(directory)
    return lambda pcm: whisper.read([pcm], language, "final")[0].text


def main(argv: list[str]) -> int:
    """Print the text, then what it took; the exit code is 1 with one line on an error."""
    language, file, engine = argv[0], Path(argv[1]), argv[2] if len(argv) > 2 else ""
    paths = tuple(Path(part) for part in os.environ.get("PARLEY_MODELS", "").split(os.pathsep) if part)
    try:
        audio = read_audio(file)
        began = time.perf_counter()
        name, read = load(language, engine, paths)
    except AudioFileError as error:
        return _failed(str(error))
    except LookupError:
        wanted = f"{engine.capitalize()} model" if engine else "model"
        return _failed(f"no {wanted} of {name_of(language)} is installed — fix: parley models add {language}")
    except Exception as error:  # noqa: BLE001  vosk raises nothing narrower for a model that does not load
        return _failed(f"the model of {name_of(language)} does not load ({type(error).__name__})")
    loaded = time.perf_counter()
    lines = [text for each in utterances(audio) if (text := read(each.pcm))]
    took_s, audio_s = time.perf_counter() - loaded, len(audio) / SAMPLE_RATE_HZ
    sys.stdout.write("".join(f"{line}\n" for line in lines) or "(no speech was heard)\n")
    sys.stdout.write(
        f"\n{name}: {audio_s:.1f} s of sound in {took_s:.2f} s, real-time factor {took_s / audio_s:.2f};"
        f" loaded in {loaded - began:.1f} s\n"
    )
    return 0


def _failed(cause: str) -> int:
    sys.stderr.write(f"parley: {cause}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
