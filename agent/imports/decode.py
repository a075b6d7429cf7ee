"""`python -m agent.imports.decode FILE DIRECTORY`: decodes a recording within limits, in its own process.

A decoder of formats anybody may upload is the part most likely to be broken by one. This process has no
secrets, limits of memory, time and bytes, and answers in lines of JSON: {"progress": 0…100}, and {"done": …}
or {"error": "…"}. It leaves mix.ogg (mono) and, of each speaker, voice-N.pcm (16 kHz, mono, 16 bit).
"""

import resource
import sys
from collections.abc import Callable, Iterator
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from numpy.typing import NDArray

from agent.imports.child import say
from agent.imports.endings import breaks_off
from agent.imports.media import (
    LEEWAY_S,
    MAX_CHANNEL_HOURS,
    MIN_SHARE,
    check_length,
    claimed_s,
    open_media,
)
from agent.imports.refusals import (
    CUT_BY,
    CUT_SHORT,
    DAMAGED,
    INCOMPLETE,
    NO_SOUND,
    NO_SPACE,
    UNREADABLE,
    MediaError,
)
from agent.imports.voices import WINDOW_MS, audible, loudness_of, voices_of
from agent.recognizer import SAMPLE_RATE_HZ
from server.durations import to_the_minute
from server.files import exclusive_lock

MEMORY_BYTES = 2 << 30
CPU_S = 3600
FILE_BYTES = MAX_CHANNEL_HOURS * 3600 * SAMPLE_RATE_HZ * 2 + (1 << 20)
WINDOW = SAMPLE_RATE_HZ * WINDOW_MS // 1000
BLOCK = 200 * WINDOW
"""Samples of ten seconds."""
MIX_HZ = 48_000
MIX_BITS_PER_S = 32_000
MOST_BAD_SHARE = 0.1
"""Of packets that cannot be decoded: a player skips a few, too."""
DECODED_SHARE = 90
"""Percent of the work of this process that is decoding."""

Say = Callable[[dict[str, object]], None]


class Decoder:
    """Decodes one file to interleaved samples, and its mix."""

    def __init__(self, container: InputContainer, channels: int, mix: OutputContainer) -> None:
        self._container = container
        self._channels = channels
        self._mix = mix
        self._stream = mix.add_stream("libopus", rate=MIX_HZ, layout="mono")
        self._stream.bit_rate = MIX_BITS_PER_S
        self._to_mix = av.AudioResampler(format="s16", layout="mono", rate=MIX_HZ)
        self._to_speech: av.AudioResampler | None = None
        self.packets = self.bad = 0

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """Yield samples × channels at 16 kHz; writes the mix beside. Raises MediaError."""
        for frame in self._frames():
            if frame.layout.nb_channels != self._channels:
                raise MediaError(DAMAGED)
            frame.pts = None  # a file that lies about its times is read all the same
            if self._to_speech is None:
                self._to_speech = av.AudioResampler(format="s16", layout=frame.layout, rate=SAMPLE_RATE_HZ)
            for each in self._to_mix.resample(frame):
                self._encode(each)
            for each in self._to_speech.resample(frame):
                yield self._samples(each)
        for each in self._to_mix.resample(None):
            self._encode(each)
        for each in self._to_speech.resample(None) if self._to_speech else ():
            yield self._samples(each)
        for packet in self._stream.encode(None):
            self._mix.mux(packet)

    def _samples(self, frame: av.AudioFrame) -> NDArray[np.int16]:
        return frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, self._channels)

    def _frames(self) -> Iterator[av.AudioFrame]:
        for packet in self._container.demux(audio=0):
            self.packets += 1
            try:
                yield from packet.decode()
            except av.FFmpegError:
                self.bad += 1

    def _encode(self, frame: av.AudioFrame) -> None:
        frame.pts = None
        for packet in self._stream.encode(frame):
            self._mix.mux(packet)


def decode(path: Path, directory: Path, say: Say) -> dict[str, object]:
    """Decode a file into the directory; returns {"voices", "duration_ms", "note"}. Raises MediaError."""
    whole = directory / "all.pcm"
    with open_media(path) as (container, stream), av.open(str(directory / "mix.ogg"), "w") as mix:
        channels = stream.codec_context.layout.nb_channels
        claimed = claimed_s(container, stream)
        decoder = Decoder(container, channels, mix)
        samples, loudness = _write(whole, decoder, channels, claimed, say)
    is_cut = breaks_off(path)
    if not samples:
        raise MediaError(INCOMPLETE if is_cut else DAMAGED if decoder.bad else NO_SOUND)
    if decoder.bad > max(1, MOST_BAD_SHARE * decoder.packets):
        raise MediaError(DAMAGED)
    voices = voices_of(loudness)
    _separate(whole, directory, channels, voices, audible(loudness, voices))
    whole.unlink()
    note = cut_note(samples / SAMPLE_RATE_HZ, claimed, is_cut=is_cut)
    return {"voices": len(voices), "duration_ms": samples * 1000 // SAMPLE_RATE_HZ, "note": note}


def cut_note(found_s: float, claimed: float, *, is_cut: bool) -> str | None:
    """Say that the end is missing, and how much of it if the file says how long it was."""
    if found_s < MIN_SHARE * claimed - LEEWAY_S:
        return CUT_BY.format(found=to_the_minute(found_s), whole=to_the_minute(claimed))
    return CUT_SHORT if is_cut else None


def _write(
    whole: Path, decoder: Decoder, channels: int, claimed: float, say: Say
) -> tuple[int, NDArray[np.float32]]:
    """Write the interleaved samples; returns their number and the channels' loudness."""
    found, loudness, rest = 0, [], np.empty((0, channels), np.int16)
    with whole.open("wb") as file:
        for block in decoder.blocks():
            found += len(block)
            check_length(found / SAMPLE_RATE_HZ, channels)
            file.write(block.tobytes())
            rest = np.concatenate((rest, block))
            if len(rest) >= BLOCK:
                loudness.append(loudness_of(rest[:BLOCK].T, WINDOW))
                rest = rest[BLOCK:]
                say({"progress": _percent(found / SAMPLE_RATE_HZ, claimed)})
    last = np.concatenate((rest, np.zeros((-len(rest) % WINDOW, channels), np.int16)))
    loudness.append(loudness_of(last.T, WINDOW))
    return found, np.concatenate(loudness, axis=1)


def _percent(done_s: float, claimed: float) -> int:
    return min(DECODED_SHARE, round(DECODED_SHARE * done_s / claimed)) if claimed > 0 else DECODED_SHARE // 2


def _separate(
    whole: Path, directory: Path, channels: int, voices: list[list[int]], heard: NDArray[np.bool_]
) -> None:
    """Write each voice's own samples; where another voice is only heard across there is silence."""
    for index, group in enumerate(voices):
        with (directory / f"voice-{index}.pcm").open("wb") as file:
            for number, samples in enumerate(_blocks(whole, channels)):
                block = samples[:, group].astype(np.float32).mean(axis=1)
                at = number * BLOCK // WINDOW
                gate = np.repeat(heard[index, at : at + BLOCK // WINDOW], WINDOW)[: len(block)]
                file.write((block * gate).astype(np.int16).tobytes())
        _encode_voice(directory, index)


def _blocks(path: Path, channels: int) -> Iterator[NDArray[np.int16]]:
    """Yield samples × channels; mapped at once, eight hours would not fit into MEMORY_BYTES."""
    with path.open("rb") as file:
        while raw := file.read(BLOCK * channels * 2):
            yield np.frombuffer(raw, np.int16).reshape(-1, channels)


def _encode_voice(directory: Path, index: int) -> None:
    """Write a voice's samples as speaker-N.ogg, from which the mix can be made again without somebody."""
    with av.open(str(directory / f"speaker-{index}.ogg"), "w") as file:
        stream = file.add_stream("libopus", rate=MIX_HZ, layout="mono")
        stream.bit_rate = MIX_BITS_PER_S
        resampler = av.AudioResampler(format="s16", layout="mono", rate=MIX_HZ)
        for block in _blocks(directory / f"voice-{index}.pcm", 1):
            frame = av.AudioFrame.from_ndarray(np.array(block.T), format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE_HZ
            for each in resampler.resample(frame):
                each.pts = None
                file.mux(stream.encode(each))
        for each in resampler.resample(None):
            each.pts = None
            file.mux(stream.encode(each))
        file.mux(stream.encode(None))


def main(argv: list[str]) -> int:
    """Decode within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with exclusive_lock(Path(argv[1]) / "lock"):  # of an orphan whose worker was killed
            done = decode(Path(argv[0]), Path(argv[1]), say)
    except MediaError as error:
        say({"error": str(error)})
    except OSError as error:
        say({"error": NO_SPACE if error.errno in (ENOSPC, EFBIG, EDQUOT) else UNREADABLE})
    except (av.FFmpegError, ValueError, MemoryError):
        say({"error": UNREADABLE})
    else:
        say({"done": done})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
