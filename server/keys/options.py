"""The arguments of `parley keys`; imports the standard library only."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser("list", help="say which keys there are, and how much is sealed with each")
    tasks.add_parser("new", help="put a new key before the others; all of them still open")
    tasks.add_parser("rotate", help="seal everything with the newest key, while Parley runs")
