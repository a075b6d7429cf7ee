"""The arguments of `parley db seed`; imports the standard library only."""

import argparse
from datetime import datetime

from server.seed.scale import SCALES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scale", choices=list(reversed(SCALES)), default="small", help="(default small)")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same year (default 1)")
    parser.add_argument("--until", type=datetime.fromisoformat, help="the day the year ends (default today)")
