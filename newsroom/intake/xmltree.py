"""XML from outside, as data: no DOCTYPE, no entities, of bounded depth; whole or as it streams.

Without a DOCTYPE nothing can be declared, so that neither bombs nor outside files are possible
(https://www.w3.org/TR/xml/#sec-prolog-dtd); all formats that come in as XML do without one.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from newsroom.i18n import _
from newsroom.intake.decode import read_bytes
from newsroom.news.errors import BadInput

MOST_DEPTH = 200
"""Elements in each other; what reads them recurses, and no news format comes near."""

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read whole; what can be larger is streamed."""

_CHUNK = 128 * 1024


class Handler(Protocol):
    """Who is told of a streamed file's elements, by their names with the prefix ("dc:creator")."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class Stream:
    """A file that is told element by element; its text only while ``listen`` wants it."""

    def __init__(self, path: Path, handler: Handler) -> None:
        self._path = path
        self._handler = handler
        self._depth = 0
        self._heard: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def listen(self) -> None:
        """Keep the text from here on."""
        self._heard = []
        self._parser.CharacterDataHandler = self._heard.append

    def heard(self) -> str:
        """The text since ``listen``; it is kept no longer."""
        self._parser.CharacterDataHandler = None
        words, self._heard = "".join(self._heard), []
        return words

    def run(self) -> Iterator[int]:
        """Go through the file; gives the bytes read so far after each piece.

        Raises BadInput where it can't be read, is no XML, or breaks off.
        """
        name, done = self._path.name, 0
        try:
            with self._path.open("rb") as file:
                while piece := file.read(_CHUNK):
                    self._parser.Parse(piece, False)
                    done += len(piece)
                    yield done
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BadInput(_broken(name, error)) from None
        except FileNotFoundError:
            raise BadInput(
                _("There is no file {name} in {folder}.").format(
                    name=name, folder=self._path.parent.absolute()
                )
            ) from None
        except (OSError, ValueError, LookupError) as error:  # LookupError: an unknown encoding
            reason = getattr(error, "strerror", None) or str(error)
            raise BadInput(
                _("{name} can't be read: {reason}.").format(name=name, reason=reason)
            ) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadInput(_("{name} is nested too deep to be read.").format(name=self._path.name))
        self._handler.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(name)

    def _doctype(self, *_said: object) -> None:
        raise BadInput(_refused(self._path.name))


class _NoDoctype(ET.TreeBuilder):
    """Builds a tree of bounded depth, and no document with a DOCTYPE."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """None of our formats has one."""
        raise BadInput(_refused(self._name))

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        """An element begins."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadInput(_("{name} is nested too deep to be read.").format(name=self._name))
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)


def tree(source: Path | bytes, name: str = "") -> ET.Element:
    """A whole file, at most ``MOST_BYTES`` large, as a tree. Raises BadInput with a sentence."""
    data = source if isinstance(source, bytes) else read_bytes(source, most=MOST_BYTES)
    shown = name or (source.name if isinstance(source, Path) else _("The file"))
    parser = ET.XMLParser(target=_NoDoctype(shown))
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        raise BadInput(_broken(shown, error)) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not have
        raise BadInput(_("{name} can't be read: {reason}.").format(name=shown, reason=error)) from (
            None
        )
    return root


def bare(element: ET.Element) -> ET.Element:
    """The element and all in it by their names alone, without namespaces and comments."""
    made = ET.Element(local(element.tag), {local(key): value for key, value in element.items()})
    made.text, made.tail = element.text, element.tail
    made.extend(bare(one) for one in element if isinstance(one.tag, str))
    return made


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _broken(name: str, error: expat.ExpatError | ET.ParseError) -> str:
    if error.code in _CUT_SHORT:
        return _("{name} breaks off in the middle; get it again.").format(name=name)
    line = getattr(error, "lineno", None) or error.position[0]  # type: ignore[union-attr]
    return _("{name} is not XML (line {line}: {problem}).").format(
        name=name, line=line, problem=expat.ErrorString(error.code)
    )


_CUT_SHORT = frozenset(
    expat.errors.codes[words]
    for words in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
"""What expat calls a document whose end is missing."""


def _refused(name: str) -> str:
    return _("{name} holds a DOCTYPE, as no news file does; it was left.").format(name=name)
