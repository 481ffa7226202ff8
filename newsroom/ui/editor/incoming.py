"""Rich text that is pasted or dropped: walked on another thread, then put in where it was meant.

The clipboard's HTML goes to ``intake.html``; its pictures whose bytes came along are kept in the
newsroom. Whoever types meanwhile goes on typing: the text comes in before those letters.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextCursor

from newsroom.i18n import _, ngettext
from newsroom.text.blocks import PLAIN
from newsroom.text.document import Block, BlockKind, Run
from newsroom.ui.editor.copied import foreign
from newsroom.ui.editor.formats import VERBATIM, kind_of
from newsroom.ui.editor.images import held_address
from newsroom.ui.editor.nesting import CELLS, stack_at
from newsroom.ui.editor.pouring import MANY, Pouring
from newsroom.ui.editor.rich import RichView
from newsroom.ui.messages import Answer

if TYPE_CHECKING:
    from newsroom.intake.html import Dropped, Walked
    from newsroom.news.article import Picture
    from newsroom.news.errors import NewsroomError
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.story import OpenStory

_KEY: Final = "paste"
_POURING: Final = "pouring"
_CLIPS: Final = re.compile(r"[/\\]msohtmlclip\d*[/\\]|[/\\]lu\w+\.tmp[/\\]")
"""Folders in which Word and LibreOffice lay the pictures of a clipboard."""


class Came(NamedTuple):
    """What was walked: the text, and by their addresses the pictures that can be taken in."""

    text: Walked
    files: Mapping[str, tuple[Path | bytes, str]]


class Place:
    """Where it was pasted: it stays in front of what is typed there meanwhile."""

    def __init__(self, story: OpenStory, view: RichView | SourceView, words: str) -> None:
        self.story = story
        self.view = view
        self.words = words
        chosen = view.textCursor()
        self._ends = []
        # Two of them: of one cursor Qt keeps the position in its place, not the anchor.
        for at in (chosen.selectionStart(), chosen.selectionEnd()):
            end = QTextCursor(view.document())
            end.setPosition(at)
            end.setKeepPositionOnInsert(True)
            self._ends.append(end)

    def cursor(self) -> QTextCursor:
        """A cursor there, with what was selected."""
        found = QTextCursor(self.view.document())
        found.setPosition(self._ends[0].position())
        found.setPosition(self._ends[1].position(), QTextCursor.MoveMode.KeepAnchor)
        return found


class Incoming(QObject):
    """The road of rich text into one story."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane

    def story_taken(self) -> None:
        """Another story stands in the pane: what was on its way to the one before is dropped."""

    def take(self, html: str, words: str) -> None:
        """Walk HTML and put it at the caret. ``words`` are what it says, for where it can't be."""
        place = Place(self._pane.story, self._pane.view, words)
        self._pane.workbench.tasks.background(
            partial(_walk, html),
            then=partial(self._came, place),
            failed=partial(self._failed, place),
            owner=self,
        )

    def _failed(self, place: Place, error: NewsroomError) -> None:
        self._pane.say_fault(error)

    # Pictures.

    def _came(self, place: Place, came: Came) -> None:
        if not came.files:
            gone = {a: None for a in came.text.pictures if not _is_web(a)}
            self._finish(place, came.text, gone, {})
            return
        waiting = dict(came.files)
        kept: dict[str, str | None] = {a: None for a in came.text.pictures if not _is_web(a)}
        reasons: dict[str, str] = {}

        def answered(address: str, picture: Picture | None, why: str = "") -> None:
            del waiting[address]
            kept[address] = held_address(picture.sha256) if picture is not None else None
            if picture is None:
                reasons[address] = why
            if not waiting:
                self._finish(place, came.text, kept, reasons)

        def refused(address: str, error: NewsroomError) -> None:
            answered(address, None, str(error))

        for address, (source, name) in list(waiting.items()):
            self._pane.media.take(
                source,
                name,
                then=partial(answered, address),
                failed=partial(refused, address),
                owner=self,
            )

    def _finish(
        self,
        place: Place,
        text: Walked,
        addresses: Mapping[str, str | None],
        reasons: Mapping[str, str],
    ) -> None:
        if not addresses:
            self._put(place, text, 0, reasons)
            return
        lost = sum(address is None for address in addresses.values())
        self._pane.workbench.tasks.background(
            partial(text.with_pictures, addresses),
            then=lambda moved: self._put(place, moved, lost, reasons),
            owner=self,
        )

    # The text.

    def _put(self, place: Place, text: Walked, lost: int, reasons: Mapping[str, str]) -> None:
        view = self._pane.view
        if place.story is not self._pane.story:
            return  # another story stands here by now; the clipboard still has it all
        reading = self._pane.reading
        if reading is not None and reading.why:
            self._pane.workbench.messages.say(reading.why, key=_KEY)
            return
        if view.isReadOnly():
            self._pane.workbench.messages.say(
                _("Another paste is still coming in; nothing was pasted."), key=_KEY
            )
            return
        if not text.blocks:
            if isinstance(view, RichView):
                view.clipboard.insert_text(place.words)
            return
        if view is not place.view:
            place = Place(place.story, view, place.words)
        cursor = place.cursor()
        at = None if cursor.position() == view.textCursor().selectionEnd() else cursor
        notes = any(block.kind is BlockKind.SOURCE for block in text.blocks)
        if not isinstance(view, RichView):
            view.insert_markdown(self._numbered(text).markdown, at)
        elif len(text.blocks) > MANY:
            blocks = self._own(view, self._numbered(text))
            self._pour(Pouring(view, cursor, blocks, self._pane.body, self._pane))
        elif notes and self._takes_notes(cursor):
            self._put_source(view, cursor, self._numbered(text))
        else:
            view.clipboard.insert(self._own(view, text, place.words), at)
        self._tell(text, lost, reasons)

    def _pour(self, pouring: Pouring) -> None:
        """Put very much in, told how far it is; it can be stopped, what stands then stays."""
        messages = self._pane.workbench.messages

        def told(done: int, count: int) -> None:
            if done < count:
                sentence = _("Pasting: {done} of {count} paragraphs.").format(
                    done=f"{done:,}", count=f"{count:,}"
                )
                messages.say(sentence, Answer(_("Stop"), pouring.stop), key=_POURING)
            else:
                messages.take_back(_POURING)

        pouring.told.connect(told)
        pouring.start()

    def _own(self, view: RichView, text: Walked, words: str = "") -> tuple[Block, ...]:
        """The blocks as they come into a page; a few words keep the spaces around them."""
        blocks = tuple(foreign(text.blocks, view.structure.dress.new_id))
        if len(blocks) > 1 or blocks[0].kind is not BlockKind.PARAGRAPH or blocks[0].stack:
            return blocks
        spaces = [Run(" ", PLAIN) if sign in (" ", "\xa0") else None for sign in _ends(words)]
        runs = (*filter(None, spaces[:1]), *blocks[0].runs, *filter(None, spaces[1:]))
        return (replace(blocks[0], runs=runs),)

    def _takes_notes(self, cursor: QTextCursor) -> bool:
        """Whether whole blocks can stand at a place, their footnotes at the story's end."""
        kind = kind_of(cursor.block().blockFormat())
        return kind not in VERBATIM and kind not in CELLS and not stack_at(cursor.block())

    def _numbered(self, text: Walked) -> Walked:
        """The text with footnotes that count on from those of the story."""
        from newsroom.text.footnotes import next_id

        if not text.parts[1]:
            return text
        first = int(next_id(self._pane.body.text()))
        return text.with_notes_from(first) if first > 1 else text

    def _put_source(self, view: RichView, cursor: QTextCursor, text: Walked) -> None:
        """Put a text with footnotes in: its paragraphs here, its notes behind all others."""
        from newsroom.text.footnotes import renumber

        body = self._pane.body
        source = body.text()
        start, end = (body.offset(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        said, notes = text.parts
        head, tail = source[:start], source[end:].rstrip("\n")
        if "\n" in said:
            head, tail = head.rstrip("\n"), tail.lstrip("\n")
            head += "\n\n" if head else ""
            tail = f"\n\n{tail}" if tail else ""
        made = f"{head}{said}{tail}\n\n{notes}\n"
        body.put(renumber(made), len(head) + len(said))

    # What is said.

    def _tell(self, text: Walked, lost: int, reasons: Mapping[str, str]) -> None:
        from newsroom.intake.html import Dropped, told

        dropped: dict[Dropped, int] = dict(text.dropped)
        if lost:
            dropped[Dropped.PICTURES] = dropped.get(Dropped.PICTURES, 0) + lost
        remote = [address for address in dict.fromkeys(text.pictures) if _is_web(address)]
        answers = []
        if dropped:
            answers.append(Answer(_("Show"), partial(self._show, dropped, text, reasons)))
        if remote:
            label = ngettext("Fetch {n} picture", "Fetch {n} pictures", len(remote))
            answers.append(Answer(label.format(n=len(remote)), partial(self._fetch, remote)))
        what = told(dropped)
        if what:
            sentence = _("Pasted; {what}.").format(what=what)
        elif remote:
            sentence = ngettext(
                "Pasted; {n} picture stays on the site that it comes from.",
                "Pasted; {n} pictures stay on the site that they come from.",
                len(remote),
            ).format(n=len(remote))
        else:
            return
        self._pane.workbench.messages.say(sentence, *answers, key=_KEY)

    def _show(
        self, dropped: Mapping[Dropped, int], text: Walked, reasons: Mapping[str, str]
    ) -> None:
        from newsroom.ui.dialogs.dropped import DroppedList

        dialog = DroppedList(dropped, text.trackers, tuple(reasons.values()))
        dialog.setParent(self._pane.window(), dialog.windowFlags())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.activateWindow()

    # Pictures elsewhere.

    def _fetch(self, addresses: list[str]) -> None:
        """Fetch pictures of the web into the newsroom, and let the text show those."""
        waiting = set(addresses)
        kept: dict[str, str] = {}
        faults: list[str] = []

        def done(address: str, picture: Picture | None, why: str = "") -> None:
            waiting.discard(address)
            if picture is not None:
                kept[address] = held_address(picture.sha256)
            elif why:
                faults.append(why)
            if not waiting:
                self._exchange(kept)
                if faults:
                    self._pane.workbench.messages.say(faults[0], key=_KEY)

        def refused(address: str, error: NewsroomError) -> None:
            done(address, None, str(error))

        def came(address: str, data: bytes) -> None:
            self._pane.media.take(
                data,
                Path(unquote(urlsplit(address).path)).name or "picture",
                then=partial(done, address),
                failed=partial(refused, address),
                owner=self,
            )

        for address in addresses:
            self._pane.workbench.tasks.background(
                partial(_fetched, address),
                then=partial(came, address),
                failed=partial(refused, address),
                owner=self,
            )

    def _exchange(self, kept: Mapping[str, str]) -> None:
        body, view = self._pane.body, self._pane.view
        reading = self._pane.reading
        if not kept or view.isReadOnly() or (reading is not None and reading.why):
            return
        text = body.text()
        at = body.offset(view.textCursor().position())
        head, tail = text[:at], text[at:]
        for address, own in kept.items():
            named = re.compile(rf"\]\((?:<{re.escape(address)}>|{re.escape(address)}(?=[\s)]))")
            head, tail = (named.sub(f"]({own}", part) for part in (head, tail))
        if head + tail != text:
            body.put(head + tail, len(head))


def _ends(words: str) -> tuple[str, str]:
    return words[:1], words[-1:]


def _is_web(address: str) -> bool:
    return address[:8].lower().startswith(("http://", "https://"))


def _walk(html: str) -> Came:
    """Walk HTML and look which of its pictures are at hand. On another thread."""
    from newsroom.intake.html import read_html

    text = read_html(html)
    files: dict[str, tuple[Path | bytes, str]] = {}
    for number, address in enumerate(dict.fromkeys(text.pictures), 1):
        if address in text.embedded:
            files[address] = (text.embedded[address], f"pasted-{number}")
        elif address[:5].lower() == "file:" and (path := _clip(address)) is not None:
            files[address] = (path, path.name)
    return Came(text, files)


def _clip(address: str) -> Path | None:
    """The file of a picture that a program laid down for the clipboard, and no other: a page from
    outside may name any file of this computer."""
    path = Path(url2pathname(urlsplit(address).path))
    try:
        real = path.resolve()
        inside = real.is_relative_to(Path(tempfile.gettempdir()).resolve())
        return real if (inside or _CLIPS.search(str(real))) and real.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _fetched(address: str) -> bytes:
    """A picture of the web. On another thread. Raises Unfetched."""
    from newsroom.intake.fetching import Fetcher

    return Fetcher().get(address, accept="image/*").body or b""
