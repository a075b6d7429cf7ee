"""What an import stores: speakers, segments and the recording, as `store_import` in SQL reads them."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from agent.imports.written import Timed
from server.meeting.rooms import new_slug

BINS = 1000
SPOKEN_NAME = "Speaker {}"

Speakers = list[dict[str, Any]]


def speakers_of(names: Sequence[str], count: int, host: str) -> Speakers:
    """Name so many speakers, in order; the one who is called like the person is that person."""
    named = [
        names[at] if at < len(names) and names[at] else SPOKEN_NAME.format(at + 1) for at in range(count)
    ]
    found = [{"id": str(uuid4()), "name": name, "is_host": False} for name in named]
    own = next((each for each in found if str(each["name"]).casefold() == host.casefold()), None)
    if own is not None:
        own["is_host"] = True
    return found


def heard_meeting(
    speakers: Speakers, segments: Sequence[Sequence[dict[str, Any]]], engine: str, duration_ms: int
) -> dict[str, Any]:
    """Return a meeting of transcribed voices; `segments` of each voice."""
    rows = [
        {**each, "participant_id": speaker["id"], "speaker": speaker["name"]}
        for speaker, own in zip(speakers, segments, strict=True)
        for each in own
    ]
    return _meeting(speakers, rows, engine, duration_ms)


def written_meeting(
    lines: Sequence[Timed], names: Sequence[str], host: str, note: str | None
) -> dict[str, Any]:
    """Return a meeting of a written transcript; lines without a speaker are the first name's."""
    otherwise = names[0] if names and names[0] else SPOKEN_NAME.format(1)
    order = list(dict.fromkeys(line.speaker or otherwise for line in lines))
    speakers = speakers_of(order, len(order), host)
    by_name = dict(zip(order, speakers, strict=True))
    rows = [
        {
            "participant_id": by_name[line.speaker or otherwise]["id"],
            "speaker": line.speaker or otherwise,
            "start_ms": line.start_ms,
            "end_ms": line.end_ms,
            "text": line.text,
            "raw_text": line.text,
            "words": [],
            "confidence": None,
            "state": "final",
            "revision": 1,
        }
        for line in lines
    ]
    return {**_meeting(speakers, rows, "imported", max(line.end_ms for line in lines)), "note": note}


def _meeting(speakers: Speakers, rows: list[dict[str, Any]], engine: str, duration_ms: int) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda each: (each["start_ms"], each["end_ms"]))
    return {
        "slug": new_slug(),
        "duration_ms": duration_ms,
        "engine": engine,
        "speakers": speakers,
        "segments": [{**each, "seq": seq} for seq, each in enumerate(ordered)],
    }


def keep_recording(work: Path, directory: Path, speakers: Speakers, duration_ms: int) -> dict[str, Any]:
    """Move mix and speakers to the recording's directory, with the waveform; returns the rows' values.

    `directory` is called by the ids of the room and the recording. What an attempt that died has moved stays.
    """
    directory.mkdir(parents=True, exist_ok=True)
    mix = directory / "mix.ogg"
    _move(work / "mix.ogg", mix)
    (directory / "peaks.json").write_text(json.dumps(_peaks(work, speakers, duration_ms)), encoding="utf-8")
    place = f"{directory.parent.name}/{directory.name}"
    tracks = []
    for at, speaker in enumerate(speakers):
        own = directory / f"speaker-{speaker['id']}.ogg"
        _move(work / f"speaker-{at}.ogg", own)
        about = {"participant_id": speaker["id"], "speaker": speaker["name"], "duration_ms": duration_ms}
        tracks.append({**about, **_file(own, place)})
    return {"id": directory.name, "duration": duration_ms // 1000, "tracks": tracks, **_file(mix, place)}


def _move(source: Path, target: Path) -> None:
    if source.exists():
        shutil.move(source, target)


def _file(path: Path, place: str) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file_path": f"{place}/{path.name}", "file_size": path.stat().st_size, "sha256": digest}


def _peaks(work: Path, speakers: Speakers, duration_ms: int) -> dict[str, Any]:
    return {
        "duration_ms": duration_ms,
        "bins": BINS,
        "speakers": [
            {
                "participant_id": each["id"],
                "speaker": each["name"],
                "peaks": _loudest(work / f"voice-{at}.pcm"),
            }
            for at, each in enumerate(speakers)
        ],
    }


def _loudest(file: Path) -> list[int]:
    """Return the loudest sample of each bin, 0 to 255."""
    if not file.stat().st_size:
        return [0] * BINS
    samples = np.memmap(file, np.int16, "r")
    edges = [len(samples) * index // BINS for index in range(BINS + 1)]
    return [
        int(np.abs(samples[begin : max(end, begin + 1)].astype(np.int32)).max(initial=0)) * 255 // 32768
        for begin, end in pairwise(edges)
    ]
