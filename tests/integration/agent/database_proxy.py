"""TCP proxy to PostgreSQL that can break connections, stall, or drop the reply to a COMMIT."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from server.stack.child_process import free_port

COMMITTED = b"COMMIT\x00"
"""PostgreSQL's reply to a COMMIT."""


@dataclass
class DatabaseProxy:
    """Forwards bytes while `flowing` is set."""

    target: str
    """The server's URL; may be changed at any time."""
    port: int = field(default_factory=free_port)
    losses: int = 0
    """Number of replies to a COMMIT still to be dropped, each with its connection."""
    flowing: asyncio.Event = field(default_factory=asyncio.Event)
    """While cleared nothing is forwarded in either direction, without an error."""
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The proxy's own URL."""
        to = urlsplit(self.target)
        return to._replace(netloc=f"{to.username}:{to.password}@127.0.0.1:{self.port}").geturl()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward one connection."""
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
                await self.flowing.wait()
                if answers and self.losses and COMMITTED in chunk:
                    self.losses -= 1
                    break
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # one side has closed; the other is closed below
        finally:
            for each in both:
                each.close()
            self._writers -= both

    def cut(self) -> None:
        """Close all connections."""
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def database_proxy(target: str) -> AsyncIterator[DatabaseProxy]:
    """Run a proxy while the block runs."""
    proxy = DatabaseProxy(target)
    proxy.flowing.set()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", proxy.port)
    try:
        yield proxy
    finally:
        server.close()
        proxy.flowing.set()
        proxy.cut()
