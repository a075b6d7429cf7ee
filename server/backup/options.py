"""What `parley backup` takes; imports nothing that has to be installed first."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the tasks."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    now = tasks.add_parser("now", help="take one, of what changed since the last")
    now.add_argument("--full", action="store_true", help="of everything")
    tasks.add_parser("list", help="say which there are, and to which moments they lead")
    verify = tasks.add_parser("verify", help="read one and all it rests on, and name what is damaged")
    verify.add_argument("id", nargs="?", help="which (default the last)")
    restore = tasks.add_parser("restore", help="make a data directory as everything was at a moment")
    restore.add_argument(
        "--to", metavar="TIME", help="such as '2026-11-22 14:03:07+00', or a backup (default: the last)"
    )
    restore.add_argument("--into", type=Path, metavar="DIR", help="empty (default: beside the data)")
