"""Parse LiveKit's signalling messages to clients, as far as the signalling gate needs."""

import time

from google.protobuf.message import DecodeError
from livekit.protocol.rtc import SignalResponse

from server.errors import LiveKitUnavailable
from server.livekit_events import LivePerson, person_of


class SignallingMessage:
    """One message; raises LiveKitUnavailable if it cannot be parsed."""

    def __init__(self, data: bytes) -> None:
        try:
            self._response = SignalResponse.FromString(data)
        except DecodeError as error:
            raise LiveKitUnavailable from error
        self._data = data
        self._kind = self._response.WhichOneof("message")

    @property
    def newcomer(self) -> LivePerson | None:
        """The person whom this message admits, if any."""
        if self._kind != "join":
            return None
        return person_of(self._response.join.participant, int(time.time()))

    @property
    def has_token(self) -> bool:
        """Whether it contains a LiveKit token for the client."""
        return self._kind in ("refresh_token", "room_moved")

    def with_token(self, token: str) -> bytes:
        """Return the message with its token replaced."""
        if self._kind == "refresh_token":
            self._response.refresh_token = token
        else:
            self._response.room_moved.token = token
        return self._response.SerializeToString()
