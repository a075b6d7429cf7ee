"""What `parley db seed` can be told; imports nothing that has to be installed first."""

import argparse
from datetime import datetime

from server.seed.scale import SCALES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--scale", choices=list(reversed(SCALES)), default="small", help="(default small)")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same year (default 1)")
    parser.add_argument("--until", type=datetime.fromisoformat, help="the day the year ends (default today)")
