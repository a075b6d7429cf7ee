"""The arguments of `parley capacity`; imports the standard library only."""

import argparse

DEFAULT_LIMIT_S = 2.5
SHORTEST_S, LONGEST_S = 0.5, 30.0
"""No final comes before the silence after it; nobody reads captions that are older."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", help="whose models are measured (default PARLEY_LANGUAGE)")
    parser.add_argument(
        "--limit",
        type=seconds,
        default=DEFAULT_LIMIT_S,
        metavar="SECONDS",
        help=f"how late finals may be (default {DEFAULT_LIMIT_S})",
    )


def seconds(told: str) -> float:
    """Parse a limit; raises ArgumentTypeError, which argparse prints."""
    try:
        found = float(told)
    except ValueError:
        found = 0.0
    if not SHORTEST_S <= found <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"must be from {SHORTEST_S:g} to {LONGEST_S:g}")
    return found
