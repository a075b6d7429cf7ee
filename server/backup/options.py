"""The arguments of `parley backup`; imports the standard library only."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    now = tasks.add_parser("now", help="take a backup of what changed since the last one")
    now.add_argument("--full", action="store_true", help="take a full backup")
    tasks.add_parser("list", help="list the backups and what can be restored")
    verify = tasks.add_parser("verify", help="read a backup with its chain, name what is damaged")
    verify.add_argument("id", nargs="?", help="which backup (default: the last)")
    restore = tasks.add_parser("restore", help="restore a data directory as of a given time")
    restore.add_argument(
        "--to",
        metavar="TIME",
        help="a time, '2026-11-22 14:03:07+00', or a backup's id (default: the latest)",
    )
    restore.add_argument(
        "--into", type=Path, metavar="DIR", help="an empty directory (default: one beside the data)"
    )
