"""A mail server with one folder, which speaks as much of IMAP (RFC 3501) as reading takes, over loopback."""

import asyncio
import base64
import contextlib
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message

from server.imap_server import INBOX, ImapSecurity, ImapServer
from server.secret import Secret

USER, PASSWORD = "parley", "hush"
LITERAL = b"BODY[] {%d}\r\n"


@dataclass
class Stored:
    """A mail on the server."""

    uid: int
    content: bytes
    arrived: datetime


@dataclass
class ImapMailbox:
    """The server: its mails, and every command that was sent to it, without passwords."""

    server: ImapServer
    mails: list[Stored] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    validity: int = 7
    capabilities: str = "IMAP4rev1 AUTH=PLAIN"
    next_uid: int = 1
    refused: dict[int, str] = field(default_factory=dict)
    """What is said instead of the mail of a number."""
    is_in_lines: bool = False
    """Each number found has a line of its own."""
    held: asyncio.Event | None = None
    """If there is one, mails are given out once it is set."""
    fetching: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, mail: Message | bytes, arrived: datetime | None = None) -> int:
        """A mail comes; returns its number."""
        content = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.mails.append(Stored(self.next_uid, content, arrived or datetime.now(UTC)))
        self.next_uid += 1
        return self.next_uid - 1

    def reads(self) -> list[str]:
        """The mails that were fetched whole, in order."""
        return [each.split()[2] for each in self.commands if "BODY.PEEK" in each]


class _Session:
    """One connection."""

    def __init__(self, box: ImapMailbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._box, self._reader, self._writer = box, reader, writer
        self._signed_in = self._opened = False

    async def run(self) -> None:
        self._say(b"* OK ready")
        while line := (await self._reader.readline()).decode().rstrip("\r\n"):
            tag, _, command = line.partition(" ")
            verb = command.split(" ")[0].upper()
            self._box.commands.append(verb if verb in ("LOGIN", "AUTHENTICATE") else command)
            self._say(f"{tag} {await self._answer(verb, command)}".encode())
            await self._writer.drain()
            if verb == "LOGOUT":
                return

    def _say(self, line: bytes) -> None:
        self._writer.write(line + b"\r\n")

    async def _answer(self, verb: str, command: str) -> str:
        if verb == "CAPABILITY":
            self._say(f"* CAPABILITY {self._box.capabilities}".encode())
            return "OK done"
        if verb == "LOGIN":
            return self._sign_in(*re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', command.partition(" ")[2]))
        if verb == "AUTHENTICATE":
            self._say(b"+ ")
            _, user, password = base64.b64decode(await self._reader.readline()).decode().split("\0")
            return self._sign_in((user, ""), (password, ""))
        if verb == "LOGOUT":
            self._say(b"* BYE")
            return "OK done"
        if not self._signed_in:
            return "NO sign in first"
        if verb in ("EXAMINE", "SELECT"):
            return self._open(command)
        if verb == "UID" and self._opened:
            return await self._uid(command)
        return "BAD unknown"

    def _sign_in(self, user: tuple[str, str], password: tuple[str, str]) -> str:
        self._signed_in = ("".join(user), "".join(password)) == (USER, PASSWORD)
        return "OK signed in" if self._signed_in else "NO [AUTHENTICATIONFAILED] wrong"

    def _open(self, command: str) -> str:
        self._opened = command.partition(" ")[2].strip('"') == self._box.server.folder
        if not self._opened:
            return "NO [NONEXISTENT] no such folder"
        self._say(f"* {len(self._box.mails)} EXISTS".encode())
        self._say(f"* OK [UIDVALIDITY {self._box.validity}] valid".encode())
        return "OK [READ-ONLY] opened"

    async def _uid(self, command: str) -> str:
        _, verb, criterion, *more = command.split(" ", 3)
        if verb == "SEARCH":
            found = [str(each.uid) for each in self._box.mails if self._is_found(each, criterion, more[0])]
            for line in found if self._box.is_in_lines else [" ".join(found)]:
                self._say(f"* SEARCH {line}".rstrip().encode())
            return "OK done"
        self._box.fetching.set()
        if self._box.held is not None:
            await self._box.held.wait()
        if int(criterion) in self._box.refused:
            return self._box.refused[int(criterion)]
        for number, each in enumerate(self._box.mails, 1):
            if each.uid == int(criterion):
                self._say(b"* %d FETCH (UID %d %s)" % (number, each.uid, _fetched(each, more[0])))
        return "OK done"

    def _is_found(self, each: Stored, criterion: str, what: str) -> bool:
        if criterion == "SINCE":
            return each.arrived.date() >= datetime.strptime(what, "%d-%b-%Y").replace(tzinfo=UTC).date()
        first = int(what.partition(":")[0])
        return each.uid >= first or each.uid == max(mail.uid for mail in self._box.mails)


def _fetched(each: Stored, wanted: str) -> bytes:
    if "BODY.PEEK[]" in wanted:
        return LITERAL % len(each.content) + each.content
    arrived = each.arrived.strftime("%d-%b-%Y %H:%M:%S +0000")
    return f'RFC822.SIZE {len(each.content)} INTERNALDATE "{arrived}"'.encode()


@contextlib.asynccontextmanager
async def imap_mailbox(
    *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", folder: str = INBOX
) -> AsyncIterator[ImapMailbox]:
    """Serve while the block runs, with `tls` from the first byte."""
    security: ImapSecurity = "tls" if tls else "plain"
    box = ImapMailbox(ImapServer(host, 0, security, USER, Secret(PASSWORD), folder))

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Session(box, reader, writer).run()
        except ConnectionError:
            pass
        finally:
            writer.close()

    serving = await asyncio.start_server(session, host, 0, ssl=tls)
    port = serving.sockets[0].getsockname()[1]
    box.server = ImapServer(host, port, security, USER, Secret(PASSWORD), folder)
    try:
        yield box
    finally:
        serving.close()
        await serving.wait_closed()
