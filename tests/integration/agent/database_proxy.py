"""A way to PostgreSQL that can be cut, held up, or lose one answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from server.stack.child_process import free_port

COMMITTED = b"COMMIT\x00"
"""What PostgreSQL answers to a COMMIT."""


@dataclass
class DatabaseProxy:
    """Passes bytes on, as long as it is told to."""

    target: str
    """The server's URL; may be changed."""
    port: int = field(default_factory=free_port)
    losses: int = 0
    """So many answers to a COMMIT are lost, each with its connection."""
    held: asyncio.Event = field(default_factory=asyncio.Event)
    """Clear: nothing goes either way, and nobody is told."""
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where to connect to."""
        to = urlsplit(self.target)
        return to._replace(netloc=f"{to.username}:{to.password}@127.0.0.1:{self.port}").geturl()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on."""
        to = urlsplit(self.target)
        try:
            back, forth = await asyncio.open_connection(to.hostname, to.port)
        except OSError:
            writer.close()
            return
        both = {writer, forth}
        self._writers |= both
        await asyncio.gather(self._pass(reader, forth, both), self._pass(back, writer, both, answers=True))

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        both: set[asyncio.StreamWriter],
        *,
        answers: bool = False,
    ) -> None:
        try:
            while chunk := await reader.read(65_536):
                await self.held.wait()
                if answers and self.losses and COMMITTED in chunk:
                    self.losses -= 1
                    break
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # one side is gone, and so is the other
        finally:
            for each in both:
                each.close()
            self._writers -= both

    def cut(self) -> None:
        """Break every connection."""
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def database_proxy(target: str) -> AsyncIterator[DatabaseProxy]:
    """Run one for as long as the block."""
    proxy = DatabaseProxy(target)
    proxy.held.set()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", proxy.port)
    try:
        yield proxy
    finally:
        server.close()
        proxy.held.set()
        proxy.cut()
