"""Download one file: resumable, and verified before it is kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from server.operator_error import OperatorError
from server.progress_board import ProgressBar

NOTICE_S = 3.0
"""Time limit for noticing that there is no network."""
STALL_S = 30.0
CHUNK_BYTES = 1 << 18
PARTIAL = 206


class NoNetworkError(Exception):
    """The server cannot be reached."""


class DamagedError(OperatorError):
    """The download does not match the expected size or digest."""


@dataclass(frozen=True)
class ExpectedFile:
    """A file's expected size in bytes, and its digest by an algorithm of hashlib."""

    size: int
    algorithm: str
    digest: str

    def kept_by(self, path: Path) -> bool:
        """Whether the file at `path` matches."""
        if not path.exists() or path.stat().st_size != self.size:
            return False
        seen = hashlib.new(self.algorithm, usedforsecurity=False)
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                seen.update(chunk)
        return seen.hexdigest() == self.digest.lower()


async def fetch_json(url: str) -> object:
    """Fetch a small document; raises NoNetworkError within NOTICE_S without a network."""
    try:
        timeout = ClientTimeout(total=NOTICE_S)
        async with ClientSession(timeout=timeout, trust_env=True) as session, session.get(url) as response:
            response.raise_for_status()
            return await response.json(content_type=None)
    except (ClientError, TimeoutError, OSError, ValueError) as fault:
        raise NoNetworkError(str(fault) or "it took too long") from fault


async def download(url: str, target: Path, promise: ExpectedFile, bar: ProgressBar) -> None:
    """Download `url` to `target`; an interrupted run leaves `target.part`, which the next one resumes."""
    if promise.kept_by(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    bar.of(promise.size)
    try:
        await _complete(url, part, promise, bar)
    except (ClientError, TimeoutError) as fault:
        raise NoNetworkError(str(fault) or "the download stalled") from fault
    except OSError as fault:
        raise OperatorError(f"cannot write {part}: {fault.strerror}", f"df -h {part.parent}") from fault
    if not promise.kept_by(part):
        part.unlink(missing_ok=True)
        raise DamagedError(f"{target.name} arrived damaged (size or checksum differ)", "parley up")
    part.replace(target)


async def _complete(url: str, part: Path, promise: ExpectedFile, bar: ProgressBar) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have > promise.size:
        part.unlink()
        have = 0
    if have == promise.size:
        return
    timeout = ClientTimeout(total=None, connect=NOTICE_S, sock_read=STALL_S)
    asked = {"Range": f"bytes={have}-"} if have else {}
    async with (
        ClientSession(timeout=timeout, trust_env=True) as session,
        session.get(url, headers=asked) as response,
    ):
        response.raise_for_status()
        begin = have if response.status == PARTIAL else 0
        bar.at(begin)
        with part.open("ab" if begin else "wb") as file:
            async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                file.write(chunk)
                bar.advance(len(chunk))
                if file.tell() > promise.size:
                    return
