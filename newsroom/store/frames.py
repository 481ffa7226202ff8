"""A story's saved states, each kept as what changed since the one before (zlib, no extra package).

A state is two texts: the fields as JSON and the body. What both ends of them share with the state
before is cut off, the rest is compressed with the old middle as the dictionary; every 32nd state
stands by itself. A thousand saves of a thousand words take about a twenty-seventh of their text.
"""

from __future__ import annotations

import hashlib
import zlib

from newsroom.values import dataclass

KEY_EVERY = 32  # design/store.md 3: a quarter more space than 64, restored in half the time
_WINDOW = 32_768  # what zlib can look back on
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class State:
    """A story's state as bytes: its fields as JSON, and its body."""

    fields: bytes
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return len(self.fields) + len(self.body)

    def digest(self) -> bytes:
        """SHA-256 over both, so that damage shows."""
        seal = hashlib.sha256(len(self.fields).to_bytes(8, "big"))
        seal.update(self.fields)
        seal.update(self.body)
        return seal.digest()


def pack(state: State, before: State | None) -> bytes:
    """The state as kept bytes: by itself, or as its difference from ``before``."""
    if before is None:
        numbers = _varint(len(state.fields))
        return numbers + _deflate(state.fields + state.body, b"")
    numbers = b""
    middle = b""
    known = b""
    for old, new in ((before.fields, state.fields), (before.body, state.body)):
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        part = new[head : len(new) - tail]
        numbers += _varint(head) + _varint(tail) + _varint(len(part))
        middle += part
        known += old[head : len(old) - tail]
    return numbers + _deflate(middle, known)


def unpack(kept: bytes, before: State | None) -> State:
    """The state again. Raises ValueError where the bytes are damaged."""
    try:
        if before is None:
            size, place = _read(kept, 0)
            whole = _inflate(kept[place:], b"")
            return State(whole[:size], whole[size:])
        place = 0
        cuts = []
        known = b""
        for old in (before.fields, before.body):
            head, place = _read(kept, place)
            tail, place = _read(kept, place)
            size, place = _read(kept, place)
            if head + tail > len(old):
                raise ValueError("cut beyond the text")
            cuts.append((old, head, tail, size))
            known += old[head : len(old) - tail]
        middle = _inflate(kept[place:], known)
        parts = []
        for old, head, tail, size in cuts:
            parts.append(old[:head] + middle[:size] + old[len(old) - tail :])
            middle = middle[size:]
        return State(*parts)
    except (zlib.error, IndexError) as error:
        raise ValueError("a saved state is damaged") from error


def _deflate(data: bytes, known: bytes) -> bytes:
    if known:
        squeeze = zlib.compressobj(
            _LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, known[-_WINDOW:]
        )
    else:
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 9)
    return squeeze.compress(data) + squeeze.flush()


def _inflate(data: bytes, known: bytes) -> bytes:
    stretch = zlib.decompressobj(-15, known[-_WINDOW:]) if known else zlib.decompressobj(-15)
    whole = stretch.decompress(data) + stretch.flush()
    if not stretch.eof:
        raise ValueError("a saved state is cut short")
    return whole


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes both begin with; by halving, so that the slices are compared in C."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read(data: bytes, place: int) -> tuple[int, int]:
    """The number at ``place`` and the place after it."""
    number = shift = 0
    while True:
        byte = data[place]
        number |= (byte & 0x7F) << shift
        place += 1
        shift += 7
        if not byte & 0x80:
            return number, place
