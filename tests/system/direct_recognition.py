"""Feed what recognizers were fed straight to the model, and print the finals as JSON.

    python -m tests.system.direct_recognition MODEL RAW…

The recognizer is made, and asked for partial results, as in the agent: both change how Vosk prunes and reads
its lattice.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import vosk

from agent.audio_tap import replay
from agent.vosk_recognizer import new_warm_recognizer
from agent.vosk_results import clean


def finals(model: vosk.Model, raw: Path) -> Iterator[str]:
    """Give each final result, ended where it was ended."""
    recognizer = new_warm_recognizer(model)
    for pcm in replay(raw):
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
