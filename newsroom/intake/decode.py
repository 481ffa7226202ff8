"""Bytes from outside become text: Unicode in its usual dresses, or a sentence on why not."""

from __future__ import annotations

import codecs
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

from newsroom.i18n import _, ngettext
from newsroom.news.errors import BadInput

MOST_BYTES = 5 * 1024 * 1024
"""The largest text file that is taken: a thousand pages; beyond it the editor would crawl."""

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_SURROGATES = re.compile("[\ud800-\udfff]")


def read_bytes(path: Path, *, most: int) -> bytes:
    """The file's bytes, at most ``most``. Raises BadInput with a sentence naming the file."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > most:
            raise BadInput(
                _("{name} is {size} MB large; at most {most} MB are taken.").format(
                    name=name, size=f"{size / 1024 / 1024:.1f}", most=most // (1024 * 1024)
                )
            )
        with path.open("rb") as file:
            # One byte more shows a file that grew, or a device that has no size. No more is asked
            # for at once than there should be: room is made for all that is asked for.
            data = file.read(size + 1)
            if len(data) != size:
                data += file.read(most + 1 - len(data))
    except FileNotFoundError:
        raise BadInput(
            _("There is no file {name} in {folder}.").format(
                name=name, folder=path.parent.absolute()
            )
        ) from None
    except IsADirectoryError:
        raise BadInput(_("{name} is a folder, not a file.").format(name=name)) from None
    except PermissionError:
        raise BadInput(_("{name} may not be read by you.").format(name=name)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            _("{name} can't be read: {reason}.").format(name=name, reason=reason)
        ) from None
    if len(data) > most:
        raise BadInput(
            _("{name} is larger than {most} MB, the most that is taken.").format(
                name=name, most=most // (1024 * 1024)
            )
        )
    return data


def decode(data: bytes, *, name: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` with ``\\n`` line ends and what had to be done for it, told.

    UTF-8 and, by their byte order marks or their pattern of zeros, UTF-16 and UTF-32 are known;
    anything else needs ``encoding``. NUL characters and lone surrogates, which no store and no
    page can hold, are taken out. Raises BadInput where the bytes are no text in that encoding.
    """
    notes: list[str] = []
    used, label, skip = _guess(data)
    if label:
        notes.append(_("{name} was read as {encoding}.").format(name=name, encoding=label))
    try:
        text = data[skip:].decode(used)
    except UnicodeDecodeError as error:
        if encoding is None:
            raise BadInput(_not_unicode(name, data, error)) from None
        text = _decode_as(data, name, encoding)
        notes.append(_("{name} was read as {encoding}.").format(name=name, encoding=encoding))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, more = without_unstorable(text, name=name)
    return text, (*notes, *more)


def decode_guessing(
    data: bytes, *, name: str, encoding: str | None = None, markup: bool = False
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """As ``decode``; without ``encoding`` what is not Unicode is read in the likeliest one.

    Gives the text, what had to be done for it, and what somebody should look at: a guess, with a
    line of the text as it was read, without the tags where it is ``markup``. Raises BadInput where
    the bytes are no text at all.
    """
    try:
        text, notes = decode(data, name=name, encoding=encoding)
    except BadInput:
        if encoding is not None:
            raise
    else:
        return text, notes, ()
    if _looks_binary(data):
        raise BadInput(_("{name} is not a text.").format(name=name))
    if (mended := _mended(data)) is not None:
        text, more = without_unstorable(mended[0], name=name)
        told = ngettext(
            "{n} broken character in {name} was replaced by a question mark sign.",
            "{n} broken characters in {name} were replaced by a question mark sign.",
            mended[1],
        ).format(n=mended[1], name=name)
        return text.replace("\r\n", "\n").replace("\r", "\n"), (told, *more), ()
    guess = guess_encoding(data)
    text, notes = decode(data, name=name, encoding=guess)
    lines = _said(text) if markup else text.split("\n")
    shown = next((line for line in lines if not line.isascii()), "")
    doubt = _(
        "{name} is not Unicode; it was read as {encoding}: “{line}”. "
        "If that is wrong, choose another encoding."
    ).format(name=name, encoding=guess, line=_cut(" ".join(shown.split())))
    return text, notes[1:], (doubt,)


def guess_encoding(data: bytes) -> str:
    """The likeliest encoding of text that is not Unicode: Windows-1252 or Windows-1256.

    In Arabic and Persian whole words are made of high bytes, in Western languages a letter here
    and there is one.
    """
    sample = data[:_SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    beside = sum(a >= 0x80 and b >= 0x80 for a, b in pairwise(sample))
    return "windows-1256" if beside * 2 > high else "windows-1252"


_SAMPLE = 64 * 1024  # bytes that a guess is made by
_SHOWN = 60  # characters of a line that a guess is judged by


def _mended(data: bytes) -> tuple[str, int] | None:
    """UTF-8 with a few broken characters, and how many; None for what is no UTF-8 at all."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(sign > "\x7f" for sign in text) - broken
    return (text, broken) if whole >= _WHOLE * broken else None


_WHOLE = 3  # letters of UTF-8 for each broken one; by chance hardly any byte makes one


def _said(html: str) -> list[str]:
    """What a page says around the first sign that is no ASCII, piece by piece; words of attributes
    come last."""
    at = next((found.start() for found in re.finditer(r"[^\x00-\x7f]", html)), 0)
    part = html[max(0, at - _AROUND) : at + _AROUND]
    begun, opened = part.find(">"), part.find("<")
    if begun >= 0 and (opened < 0 or begun < opened):
        part = part[begun + 1 :]  # it began within a tag
    tags = _TAGS.findall(part)
    said = [unescape(piece) for piece in _TAGS.sub("\n", part).split("\n")]
    return said + [piece for tag in tags for piece in re.split("[<>\"'=]", tag)]


_AROUND = 2_000  # characters
_TAGS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<[^<>]*(?:>|\Z)",
    re.I | re.S,
)


def _cut(line: str) -> str:
    at = next((n for n, sign in enumerate(line) if not sign.isascii()), 0)
    start = max(0, at - _SHOWN // 2)
    return ("…" if start else "") + line[start : start + _SHOWN]


def _looks_binary(data: bytes) -> bool:
    """Whether so many control signs are in it that it can't be a text."""
    sample = data[:4096]
    odd = sum(byte < 0x09 or 0x0E <= byte < 0x1B or 0x1C <= byte < 0x20 for byte in sample)
    return odd * 50 > len(sample)


def without_unstorable(text: str, *, name: str) -> tuple[str, tuple[str, ...]]:
    """The text without NUL and lone surrogates, and a sentence where some were taken out."""
    notes: list[str] = []
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(
            ngettext(
                "{n} NUL character was taken out of {name}.",
                "{n} NUL characters were taken out of {name}.",
                nuls,
            ).format(n=nuls, name=name)
        )
    text, halves = _SURROGATES.subn("\N{REPLACEMENT CHARACTER}", text)
    if halves:
        notes.append(
            ngettext(
                "{n} broken character in {name} was replaced by a question mark sign.",
                "{n} broken characters in {name} were replaced by a question mark sign.",
                halves,
            ).format(n=halves, name=name)
        )
    return text, tuple(notes)


def _guess(data: bytes) -> tuple[str, str, int]:
    """Encoding, the name to tell it by ("" for UTF-8), and how many bytes its mark takes."""
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            return encoding, label, len(mark)
    head = data[:512]
    # ASCII-heavy text in UTF-16 has a zero in every other byte; front matter is such text.
    if len(head) >= 4 and len(data) % 2 == 0:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        most = len(head) // 2
        if odd > most * 0.4 and even < most * 0.05:
            return "utf-16-le", "UTF-16", 0
        if even > most * 0.4 and odd < most * 0.05:
            return "utf-16-be", "UTF-16", 0
    return "utf-8", "", 0


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise BadInput(
            _("“{encoding}” is not an encoding that is known; try windows-1252.").format(
                encoding=encoding
            )
        ) from None
    except UnicodeError:
        raise BadInput(
            _("{name} is not {encoding} either.").format(name=name, encoding=encoding)
        ) from None


def _not_unicode(name: str, data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return _(
        "{name} is not UTF-8 (line {line}); if you know what it is, name it, such as "
        "--encoding windows-1256 for Persian and Arabic or windows-1252 for Western languages."
    ).format(name=name, line=line)
