"""The arguments of `parley models`; imports the standard library only."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser("list", help="list the speech models by engine and language, with their sizes")
    add = tasks.add_parser("add", help="fetch Vosk's model of a language")
    add.add_argument("language", help="such as de or pt-BR")
    remove = tasks.add_parser("remove", help="delete a model that Parley fetched")
    remove.add_argument("model", help="a language, or a model's name as in the list")
    attempt = tasks.add_parser("try", help="transcribe a recording with a model")
    attempt.add_argument("file", type=Path, help="WAV, or what ffmpeg reads; of any rate")
    attempt.add_argument("--language", help="default PARLEY_LANGUAGE")
    attempt.add_argument("--engine", choices=("vosk", "whisper"), help="default: what rooms use")
