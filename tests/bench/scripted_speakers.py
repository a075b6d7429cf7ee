"""People of a bench who speak, one clip after the other, into a LiveKit room."""

# ruff: noqa: S311  random choices, no secrets

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np
from livekit import rtc

from agent.recognizer import SAMPLE_RATE_HZ
from tests.bench.caption_scores import Said
from tests.bench.spoken_clips import Clip, Sound
from tests.integration.agent.livekit_harness import SpeakingClient

PAUSE_S = (0.9, 1.8)
AT_ONCE = 3
"""How many of more than four people speak at the same time, on average."""
LEAD_S = 1.0
STAGGER_S = 8.0
"""Of more than four people, everybody begins within so long."""
BLOCK = SAMPLE_RATE_HZ // 20
AHEAD_S = 0.05
"""Samples are given to LiveKit's client so early; it sends them in real time."""


@dataclass
class Speech:
    """One person's clips, one after the other."""

    parts: list[Sound] = field(default_factory=list)
    clips: list[tuple[float, Clip]] = field(default_factory=list)
    """Each with its second."""
    length: int = 0
    """Samples."""

    def be_silent(self, seconds: float) -> None:
        """Add silence."""
        self._add(np.zeros(int(seconds * SAMPLE_RATE_HZ), np.int16))

    def say(self, clip: Clip) -> None:
        """Add a clip."""
        self.clips.append((self.length / SAMPLE_RATE_HZ, clip))
        self._add(clip.sound)

    def _add(self, sound: Sound) -> None:
        self.parts.append(sound)
        self.length += len(sound)


def speeches(clips: list[Clip], speakers: int, seconds: float, seed: int) -> list[Speech]:
    """Deal the clips out; everybody speaks for so long."""
    chance = random.Random(seed)
    shuffled = chance.sample(clips, len(clips))
    found = []
    for number in range(speakers):
        speech, own = Speech(), cycle(shuffled[number % len(shuffled) :: speakers] or shuffled)
        speech.be_silent(LEAD_S + chance.uniform(0, PAUSE_S[1] if speakers <= AT_ONCE + 1 else STAGGER_S))
        while speech.length < seconds * SAMPLE_RATE_HZ:
            clip = next(own)
            speech.say(clip)
            silent_s = chance.uniform(*PAUSE_S)
            if speakers > AT_ONCE + 1:
                silent_s += (clip.length_s + silent_s) * (speakers / AT_ONCE - 1)
            speech.be_silent(silent_s)
        found.append(speech)
    return found


async def play(client: SpeakingClient, speech: Speech) -> list[Said]:
    """Speak in real time; return when each clip began."""
    sound, begun = np.concatenate(speech.parts), time.perf_counter()
    for at in range(0, len(sound), BLOCK):
        await asyncio.sleep(begun + at / SAMPLE_RATE_HZ - AHEAD_S - time.perf_counter())
        block = sound[at : at + BLOCK]
        await client.microphone.capture_frame(rtc.AudioFrame(block.tobytes(), SAMPLE_RATE_HZ, 1, len(block)))
    return [Said(clip, begun + second) for second, clip in speech.clips]
