"""Benchmark of captions of somebody with a bad network: packets lost, late, out of order, and none for 20 s.

    python -m tests.bench.bad_network [--seconds 30] [--seed 1] [--states "clean,20 % lost,…"]

Needs root, for two network namespaces: one has everything of Parley's and a listener, the other the client
that speaks. Prints for each state of the network the words wrong of those said, of which were invented, and
how long after the last word the last final came; then the rows doubled, and the gaps stored.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from livekit import rtc

from agent.comparable_words import matcher
from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting.db import fetch, open_database
from server.meeting.schema import migrate
from server.stack.engines import postgres
from server.stack.layout import Layout
from tests.bench.captions import listener, material
from tests.bench.impaired_link import Cable, Impairment, cable, enter, machine
from tests.bench.percentiles import machine as this_machine
from tests.bench.scripted_speakers import Speech, play, speeches
from tests.bench.word_error_rate import errors, normal
from tests.integration.agent.livekit_harness import (
    Captions,
    LiveKitHarness,
    SpeakingClient,
    caption_services,
    publish_microphone,
)
from tests.system.other_machines import SERVER, Machine

STATES = {
    "clean": Impairment(),
    "5 % lost": Impairment(loss=0.05),
    "20 % lost": Impairment(loss=0.2),
    "jitter 100 ms": Impairment(delay_ms=40, jitter_ms=100),
    "jitter 300 ms": Impairment(delay_ms=40, jitter_ms=300),
    "20 % lost and jitter 100 ms": Impairment(loss=0.2, delay_ms=40, jitter_ms=100),
    "nothing for 20 s": Impairment(loss=1.0),
    "clean again": Impairment(),
}
OUTAGE_S = 20.0
SETTLE_S = 8.0
"""After each state, until its last captions are there."""
GAPS = "SELECT cause, from_ms, to_ms FROM transcript_gaps ORDER BY from_ms"
DOUBLED = """
SELECT count(*) AS n FROM transcript_segments a JOIN transcript_segments b
    ON a.transcript_id = b.transcript_id AND a.id < b.id AND (a.seq = b.seq OR a.start_ms = b.start_ms)
"""


@dataclass(frozen=True)
class Result:
    """Of one state of the network."""

    wrong: int
    of: int
    invented: int
    late_s: float
    """From the last word to the last caption."""


@asynccontextmanager
async def services(directory: Path) -> AsyncIterator[LiveKitHarness]:
    """Run everything of Parley's here, LiveKit for the other machine too."""
    async with (
        postgres(directory / "postgres", database="bench", durable=True) as url,
        caption_services(directory, url, Layout.of().model_paths(), SERVER) as hall,
    ):
        await migrate(url)
        async with (
            hall.process("agent.whisper", ready="whisper_ready"),
            hall.process("agent", ready="worker_ready"),
        ):
            yield hall


async def speak(url: str, token: str, file: Path) -> None:
    """The client on the other machine: speaks the file once for each line of standard input."""
    room, sound = rtc.Room(), np.load(file)
    room.on("connection_state_changed", lambda state: print(f"state {state}", flush=True))  # noqa: T201  to the bench
    await room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
    microphone, track, _ = await publish_microphone(room)
    client, speech = SpeakingClient(room, Captions(), microphone, track), Speech()
    speech.parts, speech.length = [sound], len(sound)
    print("joined", flush=True)  # noqa: T201  to the bench
    while await asyncio.to_thread(sys.stdin.readline):
        await play(client, speech)
        print("said", flush=True)  # noqa: T201  to the bench


@dataclass
class Speaker:
    """The process of that client."""

    process: asyncio.subprocess.Process

    async def told(self, what: str) -> None:
        """Wait for a line; other lines are changes of its connection, which are passed on."""
        assert self.process.stdout is not None
        while (line := (await self.process.stdout.readline()).decode().strip()) != what:
            assert line, "the speaking client has ended"
            sys.stderr.write(f"  {time.monotonic():.1f} speaker: {line}\n")

    async def say(self) -> None:
        """Speak once."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        await self.told("said")


@asynccontextmanager
async def speaker(hall: LiveKitHarness, person: Machine, file: Path) -> AsyncIterator[Speaker]:
    """Run the client that speaks on the other machine."""
    token = hall.token("bench", "speaker", "Speaker")
    argv = person.inside(sys.executable, "-m", __spec__.name, "--speak", hall.livekit_url, token, str(file))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe)
    try:
        own = Speaker(process)
        await own.told("joined")
        yield own
    finally:
        process.kill()
        await process.wait()


def compare(said: list[str], captions: Captions, since: int, spoken_at: float) -> Result:
    """Compare one state's words with the newest revision of each segment that was shown since."""
    before = {each.attributes["lk.segment_id"] for each in captions.shown[:since]}
    fresh = [each for each in captions.shown[since:] if each.attributes["lk.segment_id"] not in before]
    newest = {each.attributes["lk.segment_id"]: each.text for each in fresh if each.is_final}
    heard = normal(" ".join(newest.values()))
    opcodes = matcher(said, heard).get_opcodes()
    invented = sum(max(0, (d - c) - (b - a)) for kind, a, b, c, d in opcodes if kind != "equal")
    firsts = [each.at for each in fresh if each.is_final and each.revision == 1]
    return Result(*errors(said, heard), invented, max(firsts, default=spoken_at) - spoken_at)


async def measure(wanted: argparse.Namespace, person: Machine, link: Cable) -> None:
    """Speak the same sentences in each state of the network."""
    (speech,) = speeches(material("en", is_recorded=False), 1, wanted.seconds, wanted.seed)
    said = [word.text for _, clip in speech.clips for word in clip.words]
    with TemporaryDirectory(prefix="parley-bench-") as temporary:
        directory = Path(temporary)
        np.save(directory / "speech.npy", np.concatenate(speech.parts))
        async with AsyncExitStack() as stack:
            hall = await stack.enter_async_context(services(directory))
            captions = await stack.enter_async_context(listener(hall, "bench"))
            own = await stack.enter_async_context(speaker(hall, person, directory / "speech.npy"))
            await asyncio.sleep(3)
            sys.stdout.write(f"{this_machine()}\n{speech.length / SAMPLE_RATE_HZ:.0f} s, {len(said)} words\n")
            for name in wanted.states:
                since = len(captions.shown)
                link.set(STATES[name])
                if STATES[name].loss == 1.0:
                    asyncio.get_running_loop().call_later(OUTAGE_S, link.set, Impairment())
                await own.say()
                spoken_at = time.perf_counter()
                await asyncio.sleep(SETTLE_S)
                found = compare(said, captions, since, spoken_at)
                sys.stdout.write(
                    f"{name:26} {found.wrong:4} of {found.of} wrong ({100 * found.wrong / found.of:.1f} %), "
                    f"{found.invented} invented, last final {found.late_s:.1f} s after the end\n"
                )
                sys.stdout.flush()
            async with open_database(hall.env["DATABASE_URL"], pool_size=1):
                gaps, doubled = await fetch(GAPS), await fetch(DOUBLED)
            sys.stdout.write(f"rows doubled {doubled[0]['n']}, gaps {[tuple(gap) for gap in gaps]}\n")


async def on_two_machines(wanted: argparse.Namespace) -> None:
    """Connect the machines, and stay on the server's."""
    mark = f"{os.getpid():x}"
    async with (
        machine(f"parley-s-{mark}") as server,
        machine(f"parley-p-{mark}") as person,
        cable(server, person) as link,
    ):
        enter(server.name)
        await measure(wanted, person, link)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="of speech in each state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--states", type=lambda text: text.split(","), default=list(STATES))
    parser.add_argument("--speak", nargs=3, metavar=("URL", "TOKEN", "FILE"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.speak:
        url, token, file = wanted.speak
        asyncio.run(speak(url, token, Path(file)))
    else:
        asyncio.run(on_two_machines(wanted))


if __name__ == "__main__":
    main()
