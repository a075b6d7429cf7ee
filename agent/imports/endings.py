"""Whether a recording's file breaks off: its last frame, page, element or box is not whole.

FFmpeg reads such a file to its end without a word, and not every format says at its beginning how long it is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

TAIL_BYTES = 1 << 17
"""More than a page of Ogg or a few frames of MP3 and AAC have."""
SURE_FRAMES = 4
"""So many headers in a row, each where the frame before ends, are frames and no accident."""
HEADER_BYTES = 6
STREAMED_BYTES = 0x7FFF_0000
"""From here on a WAV file's length stands for one that was not known when it was written."""
BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"moof")
MOST_INDEX_BYTES = 64 << 20
EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
LAST_PAGE = 4
"""Ogg's flag of the page that ends a stream."""
KBITS_1 = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
}
"""Bit rates of MPEG 1, by the header's two bits of the layer: III and II."""
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HZ_1 = (44_100, 48_000, 32_000)


def breaks_off(path: Path) -> bool:
    """Whether the end is missing, as far as the file shows it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] == b"RIFF":
            return _said_bytes(head, size) > size + 1
        if head[:4] == b"OggS":
            return _is_page_missing(_tail(file, size))
        if head[:4] == EBML.to_bytes(4):
            return _is_element_cut(file, size)
        if head[4:8] in BOXES:
            return _is_box_cut(file, size)
        if head[:3] == b"ID3" or head[:1] == b"\xff":
            return _is_frame_cut(_tail(file, size))
    return False


def said_share(path: Path) -> float:
    """Return how many times longer than it is a WAV file says it is, which FFmpeg does not look at."""
    size = path.stat().st_size
    with path.open("rb") as file:
        return max(1.0, _said_bytes(file.read(8), size) / size)


def _said_bytes(head: bytes, size: int) -> int:
    length = int.from_bytes(head[4:8], "little")
    return size if length == 0 or length >= STREAMED_BYTES else length + 8


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - TAIL_BYTES))
    return file.read(TAIL_BYTES)


def _is_page_missing(tail: bytes) -> bool:
    at = tail.rfind(b"OggS")
    page = tail[max(0, at) :]
    if at < 0 or len(page) < 27 or len(page) < 27 + page[26]:
        return True
    length = 27 + page[26] + sum(page[27 : 27 + page[26]])
    return length > len(page) or not page[5] & LAST_PAGE


def is_encrypted(path: Path) -> bool:
    """Whether MP4 sound has Common Encryption, of which FFmpeg hands out the scrambled packets."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(8)[4:] not in BOXES:
            return False
        for name, at, length in _boxes(file, size):
            if name == b"moov":
                file.seek(at)
                return b"enca" in file.read(min(length, MOST_INDEX_BYTES))
    return False


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, place and length of the boxes of MP4 and MOV; one of size 0 reaches to the end."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4])
        length = int.from_bytes(head[8:16]) if length == 1 else length or size - at
        yield head[4:8], at, length
        if length < 8:
            return
        at += length


def _is_box_cut(file: BinaryIO, size: int) -> bool:
    end = 0
    for _, at, length in _boxes(file, size):
        if length < 8:
            return False
        end = at + length
    return end != size


def _is_element_cut(file: BinaryIO, size: int) -> bool:
    """Walk the elements of Matroska and WebM: into segments, and into clusters of unknown length."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(12)
        if not head[0]:
            return False
        id_bytes = 9 - head[0].bit_length()
        if len(head) <= id_bytes or not head[id_bytes]:
            return len(head) <= id_bytes
        size_bytes = 9 - head[id_bytes].bit_length()
        raw = head[id_bytes : id_bytes + size_bytes]
        name, unknown = int.from_bytes(head[:id_bytes]), (1 << 7 * size_bytes) - 1
        length = int.from_bytes(raw) & unknown
        at += id_bytes + size_bytes
        if name == SEGMENT and length != unknown and at + length > size:
            return True
        if name != SEGMENT and not (name == CLUSTER and length == unknown):
            at += length
    return at > size


def _is_frame_cut(tail: bytes) -> bool:
    """Find where frames follow each other, and whether the last one is whole; tags may stand behind it."""
    for start in range(len(tail) - SURE_FRAMES * HEADER_BYTES):
        at, frames = start, 0
        while length := _frame_bytes(tail[at : at + HEADER_BYTES]):
            at, frames = at + length, frames + 1
        if frames >= SURE_FRAMES:
            rest = tail[at:]
            return at > len(tail) or (0 < len(rest) < HEADER_BYTES and rest[0] == 0xFF)
    return False


def _frame_bytes(head: bytes) -> int:
    """Return the length of the frame of AAC (ADTS) or MPEG audio that begins so; 0 if none does."""
    if len(head) < HEADER_BYTES or head[0] != 0xFF or head[1] < 0xE0:
        return 0
    if head[1] & 0xF6 == 0xF0:
        return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kbits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer not in KBITS_1 or kbits in (0, 15) or rate == 3:
        return 0
    is_1 = version == 3
    bits_per_s = 1000 * (KBITS_1[layer] if is_1 else KBITS_2)[kbits]
    hz = HZ_1[rate] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if is_1 or layer == 2 else 72) * bits_per_s // hz + padding
