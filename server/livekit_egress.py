"""The client of LiveKit's Egress, the service that makes videos of meetings, and what it reports of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Literal
from uuid import UUID

import aiohttp
import jwt
from livekit import api
from livekit.api import TokenVerifier
from livekit.protocol.egress import EgressInfo, EgressStatus

from server.errors import LiveKitUnavailable, ParleyError, Unauthenticated

EgressState = Literal["starting", "active", "ending", "complete", "failed", "aborted"]
STATES: dict[int, EgressState] = {
    EgressStatus.EGRESS_STARTING: "starting",
    EgressStatus.EGRESS_ACTIVE: "active",
    EgressStatus.EGRESS_ENDING: "ending",
    EgressStatus.EGRESS_COMPLETE: "complete",
    EgressStatus.EGRESS_LIMIT_REACHED: "complete",
    EgressStatus.EGRESS_FAILED: "failed",
    EgressStatus.EGRESS_ABORTED: "aborted",
}
"""One that reached its limit of time has a file; one that was stopped before it began is aborted."""
LAYOUT_PATH = "/egress-layout"
"""The page that is filmed; Egress adds `url`, `token` and `layout` to its query."""
SUFFIX = ".mp4"
BEARER = "Bearer "
UNCERTAIN = (api.ServerErrorCode.DEADLINE_EXCEEDED, api.ServerErrorCode.UNKNOWN)
"""Errors after which an egress may have been started all the same; the second is none of LiveKit's."""
NS_PER_S = 1_000_000_000
_EGRESS_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class EgressRefused(ParleyError):  # noqa: N818  the name is what happened
    """The service answered that it makes no video: there is none, or it has no room for another."""

    status = 503
    title = "Video is not recorded"


@dataclass(frozen=True, slots=True)
class EgressReport:
    """The state of one egress."""

    egress_id: str
    state: EgressState
    recording_id: UUID | None
    """The row whose name its file has; None for those of other applications."""
    started_at: datetime | None
    size: int
    """Bytes of the file."""
    duration_s: int


class EgressClient:
    """Calls go to LiveKit, which passes them on; LiveKitUnavailable: it is not known what came of one."""

    def __init__(self, client: api.LiveKitAPI) -> None:
        self._client = client

    async def start(self, room: str, layout_url: str, file: str) -> str:
        """Film the room's layout page into `file`, a path as the service sees it; returns the egress's id.

        Raises EgressRefused where nothing was started.
        """
        output = api.EncodedFileOutput(
            file_type=api.EncodedFileType.MP4, filepath=file, disable_manifest=True
        )
        request = api.RoomCompositeEgressRequest(
            room_name=room,
            layout="grid",
            custom_base_url=layout_url,
            preset=api.EncodingOptionsPreset.H264_720P_30,
            file_outputs=[output],
        )
        try:
            return (await self._client.egress.start_room_composite_egress(request)).egress_id
        except api.ServerError as error:
            if error.code in UNCERTAIN:
                raise LiveKitUnavailable from error
            raise EgressRefused from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LiveKitUnavailable from error

    async def stop(self, egress_id: str) -> None:
        """Let the file be finished; does nothing if it is, or the egress is not known."""
        try:
            await self._client.egress.stop_egress(api.StopEgressRequest(egress_id=egress_id))
        except api.ServerError as error:
            if error.code not in (api.ServerErrorCode.NOT_FOUND, api.ServerErrorCode.FAILED_PRECONDITION):
                raise LiveKitUnavailable from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LiveKitUnavailable from error

    async def of_room(self, room: str) -> list[EgressReport]:
        """List the room's egresses, also those that ended not long ago."""
        try:
            listed = await self._client.egress.list_egress(api.ListEgressRequest(room_name=room))
        except (api.ServerError, aiohttp.ClientError, TimeoutError) as error:
            raise LiveKitUnavailable from error
        return [report for each in listed.items if (report := report_of(each)) is not None]


def recorded_room(authorization: str, key: str, secret: str) -> str:
    """Return the room of the token Egress joins one with; raises Unauthenticated for any other token."""
    try:
        claims = TokenVerifier(key, secret).verify(authorization.removeprefix(BEARER))
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthenticated("The token is not one of this server's LiveKit.") from error
    video = claims.video
    if video is None or not (video.recorder and video.hidden and video.room_join and video.room):
        raise Unauthenticated("The token is not a recorder's.")
    return video.room


def report_of(info: EgressInfo) -> EgressReport | None:
    """Parse an egress; None for what has no id or no state that is known here."""
    state = STATES.get(info.status)
    if state is None or not _EGRESS_ID.fullmatch(info.egress_id):
        return None
    result = info.file_results[0] if info.file_results else None
    return EgressReport(
        egress_id=info.egress_id,
        state=state,
        recording_id=_recording_id(_files(info)),
        started_at=_moment(info.started_at),
        size=max(0, result.size) if result else 0,
        duration_s=max(0, result.duration) // NS_PER_S if result else 0,
    )


def _files(info: EgressInfo) -> Iterable[str]:
    yield from (each.filepath for each in info.room_composite.file_outputs)
    yield info.room_composite.file.filepath
    yield from (each.filename for each in info.file_results)


def _recording_id(files: Iterable[str]) -> UUID | None:
    for each in files:
        path = PurePosixPath(each)
        try:
            if path.suffix == SUFFIX:
                return UUID(path.stem)
        except ValueError:
            continue
    return None


def _moment(ns: int) -> datetime | None:
    """Return the time; None for none, and for one that is not yet or never was."""
    at_s = ns / NS_PER_S
    return datetime.fromtimestamp(at_s, UTC) if 0 < at_s <= datetime.now(UTC).timestamp() + 60 else None
