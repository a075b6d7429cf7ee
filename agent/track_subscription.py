"""A subscribed track of one person, and who captions it now."""

from dataclasses import dataclass

from livekit import rtc

from agent.captioner import Captioner


@dataclass(slots=True)
class TrackSubscription:
    """`captioner` is replaced when it fails; None before the first."""

    identity: str
    stream: rtc.AudioStream
    captioner: Captioner | None = None

    def flush(self) -> None:
        """End the utterance now."""
        if self.captioner is not None:
            self.captioner.flush()
