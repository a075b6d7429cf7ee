"""The arguments of `parley db`; imports the standard library only."""

import argparse
from pathlib import Path

from server.seed.options import add_arguments as seed_options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--data", type=Path, help="of the running stack to look after (default PARLEY_DATA)")

    def task(name: str, about: str) -> argparse.ArgumentParser:
        return tasks.add_parser(name, help=about, description=about, parents=[where])

    task("status", "how the database is: server, schema, tables, maintenance, archive")
    task("sizes", "how large each table is")
    for name, about in {
        "vacuum": "vacuum and analyze tables",
        "reindex": "build the indexes of tables anew while people work",
    }.items():
        task(name, about).add_argument("tables", nargs="*", metavar="TABLE", help="(default all)")
    psql = task("psql", "open psql; what follows is given to it")
    psql.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    seed_options(task("seed", "fill an empty database with a made-up year"))
