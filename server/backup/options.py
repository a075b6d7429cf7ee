"""The arguments of `parley backup`; imports the standard library only."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    now = tasks.add_parser("now", help="take an incremental backup, or a full one if there is none")
    now.add_argument("--full", action="store_true", help="take a full backup")
    tasks.add_parser("list", help="list the backups and the times that can be restored")
    verify = tasks.add_parser("verify", help="read a backup and those it builds on, and name damaged files")
    verify.add_argument("id", nargs="?", help="the backup's name (default: the last one)")
    restore = tasks.add_parser("restore", help="restore a data directory as of a given time")
    restore.add_argument(
        "--to",
        metavar="TIME",
        help="a time, '2026-11-22 14:03:07+00', or a backup's name (default: the latest time)",
    )
    restore.add_argument(
        "--into", type=Path, metavar="DIR", help="an empty directory (default: one beside the data)"
    )
