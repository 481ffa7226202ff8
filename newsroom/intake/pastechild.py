"""The process that reads one very large paste, and is gone with it."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from newsroom import i18n
from newsroom.intake import pasted
from newsroom.intake.packing import cut, joined, pack_blocks, pack_lines
from newsroom.news.errors import NewsroomError
from newsroom.processes import answering, receive, receive_pieces, send, send_pieces
from newsroom.text.document import Block, BlockKind
from newsroom.text.footnotes import apart

_MOST_MEMORY: Final = 4 * 1024**3  # bytes of address space: 20 MB of HTML take half of it


class Service:
    """Reads one text, and gives it away block by block or line by line."""

    def __init__(self) -> None:
        self._came: pasted.Came | None = None
        self._blocks: Sequence[Block] = ()
        self._markdown = ""
        self._rest: dict[str, Any] = {}
        self.facts: Mapping[str, Any] = {}
        """What is known of HTML beside its text."""

    def read(self, request: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[bytes]]:
        """Read it as what ``kind`` says; gives what is known of it, and the bytes of its pictures.

        What is no more than ``few`` blocks and ``short`` of Markdown comes along.
        """
        kind = request["kind"]
        pictures: list[bytes] = []
        if kind == "html":
            pictures = self._read_html(text)
        elif kind == "markdown":
            self._blocks, self._markdown = pasted.opened(text)
            if "[^" in self._markdown:
                own = apart(self._markdown, request["story"])
                self._blocks, self._markdown = pasted.opened(own)
        else:
            read = pasted.plain_lines if kind == "lines" else pasted.plain_paragraphs
            plain = read(text)
            self._blocks, self._markdown = tuple(plain.parts), plain.text
            self._rest = {"endless": plain.endless, "cut": plain.cut}
        few = kind in ("html", "markdown") and len(self._blocks) <= request["few"]
        few = few and len(self._markdown) <= request["short"]
        last = self._blocks[-1].kind if self._blocks else None
        return {
            **self._rest,
            "count": len(self._blocks),
            "notes": last is BlockKind.SOURCE,
            "few": few,
        }, pictures

    def whole(self) -> Iterable[Iterable[bytes]]:
        """All of a short text: its blocks, its Markdown."""
        return pack_blocks(self._blocks), cut(self._markdown)

    def give(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], Iterable[bytes]]:
        """The ``blocks`` or the ``lines``, with other ``addresses`` for its pictures and its notes
        counted from ``first`` on."""
        blocks, markdown = self._blocks, self._markdown
        if self._came is not None:
            text = self._came.text.with_pictures(request["addresses"])
            if request["first"] > 1 and text.parts[1]:
                text = text.with_notes_from(request["first"])
            blocks, markdown = text.blocks, text.markdown
        if request["as"] == "blocks":
            return {"count": len(blocks), **self._rest}, pack_blocks(blocks)
        if not self._rest:  # Markdown; the words of a text are clean already
            above, below = request["around"] if "\n" in markdown else ("", "")
            plain = pasted.markdown_lines(f"{above}{markdown}{below}")
            self._rest = {"endless": plain.endless, "cut": 0}
            markdown = plain.text
        return {"count": markdown.count("\n") + 1, **self._rest}, pack_lines(markdown)

    def _read_html(self, html: str) -> list[bytes]:
        came = self._came = pasted.walk(html)
        self._blocks, self._markdown = came.text.blocks, came.text.markdown
        pictures: list[bytes] = []
        files: list[tuple[str, str, str | None]] = []
        for address, (source, name) in came.files.items():
            files.append((address, name, str(source) if isinstance(source, Path) else None))
            if not isinstance(source, Path):
                pictures.append(source)
        self.facts = {
            "dropped": dict(came.text.dropped),
            "pictures": came.text.pictures,
            "trackers": came.text.trackers,
            "files": files,
        }
        return pictures


def main() -> None:
    """Serve until the owner closes its end."""
    _bound_memory()
    with answering() as (asked, answers):
        service = Service()
        while (request := receive(asked)) is not None:
            text = joined(receive_pieces(asked)) if "kind" in request else ""
            try:
                if "kind" in request:
                    if request["language"]:
                        i18n.use(request["language"])
                    answer, pictures = service.read(request, text)
                    send(answers, {**answer, **service.facts})
                    for picture in pictures:
                        send_pieces(answers, (picture,))
                    for part in service.whole() if answer["few"] else ():
                        send_pieces(answers, part)
                else:
                    answer, pieces = service.give(request)
                    send(answers, answer)
                    send_pieces(answers, pieces)
            except NewsroomError as error:
                send(answers, {"refused": str(error)})
            except MemoryError:
                send(answers, {"memory": True})
            except Exception:
                send(answers, {"trace": traceback.format_exc()})


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
