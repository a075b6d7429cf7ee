"""Feed what recognizers were fed straight to the model, and print the finals as JSON.

    python -m tests.system.straight MODEL RAW…

Word times and partial results are asked for as in the agent, for both change how Vosk prunes and reads its
lattice; the dither is the same for the same reason.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import vosk

from agent.tap import replay, same_dither
from agent.vosk_engine import clean


def finals(model: vosk.Model, raw: Path) -> Iterator[str]:
    """Give each final result, ended where it was ended."""
    recognizer = vosk.KaldiRecognizer(model, 16_000)
    recognizer.SetWords(True)
    for pcm in replay(raw):
        same_dither()
        if pcm is None:
            yield json.loads(recognizer.FinalResult())["text"]
        elif recognizer.AcceptWaveform(pcm):
            yield json.loads(recognizer.Result())["text"]
        else:
            recognizer.PartialResult()


if __name__ == "__main__":
    vosk.SetLogLevel(-1)
    loaded = vosk.Model(model_path=sys.argv[1])
    heard = [clean(text) for raw in sys.argv[2:] for text in finals(loaded, Path(raw))]
    sys.stdout.write(json.dumps(heard))
