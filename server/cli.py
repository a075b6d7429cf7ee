"""The command line: parse the arguments and call the command's module."""

import argparse
import asyncio
import os
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from server.backup.options import add_arguments as backup_options
from server.database.options import add_arguments as database_options
from server.keys.options import add_arguments as key_options
from server.operator_error import OperatorError
from server.places import ROOT, is_clone
from server.stack.capacity_options import add_arguments as capacity_options
from server.stack.model_options import add_arguments as model_options

if TYPE_CHECKING:
    from server.stack.layout import Layout
    from server.stack.request import Request


ALONE = {
    "doctor": "list every part, where it comes from, its state, and how to fix it",
    "web": "run the web process alone",
    "migrate": "apply the migrations to the database of DATABASE_URL",
    "version": "print the version",
}
"""Commands without arguments."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command and option."""
    top = argparse.ArgumentParser(prog="parley", description="A self-hosted meeting server.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="set everything up and run it")
    dev = commands.add_parser("dev", help="the same, restarting the processes that a source change affects")
    for command in (up, dev):
        command.add_argument(
            "--port", type=int, default=8000, help="port of the web pages; 0: any free one (default 8000)"
        )
        command.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        command.add_argument("--url", help="the origin people type, such as https://meet.example.org")
        command.add_argument("--node-ip", help="where other machines find this one, if a NAT lies between")
        command.add_argument("--udp-port", type=int, help="of sound and pictures (default 7882, or another)")
        command.add_argument("--tcp-port", type=int, help="of these where UDP is blocked (default 7881)")
        command.add_argument("--small", action="store_true", help="small language model, no standby")
        command.add_argument("--data", type=Path, help="where the meetings are kept (default .parley/data)")
    up.add_argument(
        "--strict", action="store_true", help="stop everything when one part exits, as tests need it"
    )
    test = commands.add_parser("test", help="set everything up and run all checks and tests")
    test.add_argument("pytest", nargs=argparse.REMAINDER, help="arguments for pytest")
    demo = commands.add_parser("demo", help="hold a meeting of simulated participants", add_help=False)
    demo.add_argument("rest", nargs=argparse.REMAINDER)
    backup_options(commands.add_parser("backup", help="take, list, check and restore backups"))
    key_options(commands.add_parser("keys", help="list, create and rotate the keys that seal personal data"))
    model_options(commands.add_parser("models", help="list, fetch, delete and try speech models"))
    capacity_options(commands.add_parser("capacity", help="measure how many may speak at once"))
    database_options(commands.add_parser("db", help="inspect and maintain the database"))
    tried = commands.add_parser("mail", help="send a test mail, and say how it fails")
    tried.add_argument("address", help="to whom")
    for name, does in ALONE.items():
        commands.add_parser(name, help=does)
    return top


def run(argv: list[str]) -> int:  # noqa: C901  one case a command
    """Run the command of `argv`; returns the exit code."""
    given, rest = parser().parse_known_args(argv)
    if rest and given.command != "demo" and (given.command, given.__dict__.get("task")) != ("db", "psql"):
        parser().error(f"unknown arguments: {' '.join(rest)}")
    match given.command:
        case "up":
            from server.stack.up import up

            return up(_request(given), given.data, strict=given.strict)
        case "dev":
            if not is_clone():
                raise OperatorError(
                    "parley dev needs a clone of the sources", "python3 -m server dev, in a clone"
                )
            from server.stack.dev import follow
            from server.stack.up import up

            return up(_request(given), given.data, while_up=follow)
        case "test":
            from server.stack.testing import test

            return test(given.pytest)
        case "doctor":
            return _doctor()
        case "demo":
            from server.demo import main as demo

            return demo([*rest, *given.rest])
        case "web":
            from server.app import main as web

            web()
        case "migrate":
            _migrate()
        case "db":
            return _db(given, rest)
        case "capacity":
            return _capacity(given)
        case "models":
            return _models(given)
        case "keys":
            return _keys(given)
        case "backup":
            return _backup(given)
        case "mail":
            return _mail(given)
        case _:
            print(f"parley {_version()}")
    return 0


def _request(given: argparse.Namespace) -> "Request":
    from server.stack.request import requested

    return requested(
        host=given.host, port=given.port, url=given.url, small=given.small, node_ip=given.node_ip,
        udp_port=given.udp_port, tcp_port=given.tcp_port,
    )  # fmt: skip


def _doctor() -> int:
    from server.stack.doctor import doctor

    return doctor()


def _mail(given: argparse.Namespace) -> int:
    from server.mail.try_out import mail_test

    return mail_test(given.address, os.environ)


def _db(given: argparse.Namespace, rest: list[str]) -> int:
    from server.backup.postgres_tools import installed
    from server.stack.database_roles import owner_url
    from server.stack.layout import Layout

    layout = Layout.of(data=given.data)
    if given.task == "seed":
        from server.seed.command import seed

        _use_keys(layout)
        return seed(owner_url(layout), given)
    from server.database.command import run as look_after

    return look_after(owner_url(layout), given, rest, installed() / "bin")


def _backup(given: argparse.Namespace) -> int:
    from server.backup.backup_context import BackupContext
    from server.backup.command import backup
    from server.stack.database_roles import BACKUP_URL, running_settings
    from server.stack.layout import Layout
    from server.stack.recovery import recover

    layout = Layout.of()
    told = {**running_settings(layout), **os.environ}
    if given.task == "now" and not told.get(BACKUP_URL):
        cause = f"no stack with backups runs on {layout.data}, and {BACKUP_URL} is not set"
        raise OperatorError(cause, "parley up, or see docs/backup.md")
    return backup(given, BackupContext.from_environment(told, layout.data), layout.data, recover)


def _migrate() -> None:
    from server.meeting.schema import migrate
    from server.stack.database_roles import owner_url
    from server.stack.layout import Layout

    layout = Layout.of()
    _use_keys(layout, needed=False)
    asyncio.run(migrate(owner_url(layout)))


def _keys(given: argparse.Namespace) -> int:
    from server.keys.command import keys
    from server.stack.database_roles import owner_url
    from server.stack.key_file import file_of
    from server.stack.layout import Layout

    layout = Layout.of()
    return keys(given.task, lambda: owner_url(layout), os.environ.get("PARLEY_KEYS", ""), file_of(layout))


def _capacity(given: argparse.Namespace) -> int:
    from server.stack.capacity_command import capacity
    from server.stack.layout import Layout

    return capacity(Layout.of(), given.language, given.limit)


def _models(given: argparse.Namespace) -> int:
    from server.stack.layout import Layout
    from server.stack.model_command import models

    return models(given, Layout.of())


def _use_keys(layout: "Layout", *, needed: bool = True) -> None:
    """Load the keys of the environment, else those of this data directory."""
    from server.meeting.sealing.process_keys import load_process_keyring
    from server.stack.key_file import file_of

    file = file_of(layout)
    if needed or file is None or file.exists():
        load_process_keyring(os.environ.get("PARLEY_KEYS", ""), file)


def _version() -> str:
    try:
        return version("parley")
    except PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        return str(project["version"])
