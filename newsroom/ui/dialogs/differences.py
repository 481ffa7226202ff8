"""Two states of a story field by field, and a view that shows what was added and what was cut."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTextBrowser, QWidget

from newsroom.i18n import _
from newsroom.news.article import ARTICLE_FIELDS, Article
from newsroom.news.fields import Kind

if TYPE_CHECKING:
    from newsroom.text.compare import Comparison
    from newsroom.ui.theme import Theme

WORDY = frozenset({Kind.LINE, Kind.TEXT, Kind.MARKDOWN, Kind.SLUG})
"""Fields whose words are compared; of others the old and the new value are shown."""


BULLET = "• "
MARGIN = 12  # px around the text


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they are read and their ``kind``: same, added or removed. ``moved`` ones stand
    elsewhere in the other state."""

    kind: str
    text: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of which two states differ: its name, the pieces that lead from old to new, and how
    many words the newer state has that the older one has not, where it is made of words."""

    name: str
    pieces: tuple[Piece, ...]
    words_added: int = 0


def differences(old: Article, new: Mapping[str, Any]) -> tuple[FieldDifference, ...]:
    """What ``new`` (fields by name) changes of ``old``, in the order of the page."""
    found = []
    for name, spec in ARTICLE_FIELDS.items():
        if name not in new or new[name] == getattr(old, name):
            continue
        before, after = getattr(old, name), new[name]
        if spec.kind in WORDY:
            found.append(_worded(name, before, after))
        else:
            both = (Piece("removed", _plain(before)), Piece("added", _plain(after)))
            found.append(FieldDifference(name, tuple(piece for piece in both if piece.text)))
    return tuple(found)


def _worded(name: str, before: str, after: str) -> FieldDifference:
    """Two texts compared by word, as a reader reads them."""
    from newsroom.text.compare import BODY, Story, compare
    from newsroom.text.rendered import field_pieces

    if name == BODY:
        made = compare(Story(before), Story(after))
        pieces = tuple(_read(made))
    else:
        made = compare(Story(fields={name: before}), Story(fields={name: after}))
        pieces = tuple(Piece(_KINDS[piece.mark], piece.text) for piece in field_pieces(made, name))
    return FieldDifference(name, pieces, made.words_added(name))


_KINDS = {"same": "same", "added": "added", "cut": "removed", "set": "same"}
_FATES = {"cut": "removed", "from": "removed", "added": "added", "to": "added"}


def _read(made: Comparison) -> Iterator[Piece]:
    """A body's pieces in the order of the page, with the blank lines between its paragraphs."""
    from newsroom.text.rendered import Fate, passages

    for number, passage in enumerate(passages(made)):
        kind = _FATES.get(passage.fate, "")
        moved = passage.fate in (Fate.FROM, Fate.TO)
        if number:
            yield Piece(kind or "same", "\n\n", moved)
        if passage.shape.item:
            yield Piece(kind or "same", BULLET, moved)
        for at, cell in enumerate(passage.cells):
            if at and cell:
                yield Piece(kind or "same", " · ", moved)
            for piece in cell:
                own = _KINDS[piece.mark]
                yield Piece(kind if own == "same" and kind else own, piece.text, moved)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(getattr(item, "name", item)) for item in value)
    return str(getattr(value, "filename", value))


class DifferencesView(QTextBrowser):
    """Shows differences to be read, with additions underlined and cuts struck through."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("differences")
        self.setAccessibleName(_("What differs"))
        self.setOpenLinks(False)
        self._theme = theme
        self.document().setDocumentMargin(MARGIN)

    def show_differences(
        self,
        found: Iterable[FieldDifference],
        *,
        kinds: frozenset[str] = frozenset({"same", "added", "removed"}),
    ) -> None:
        """Show these fields; ``kinds`` are the pieces that belong to the side that is shown."""
        parts: list[str] = []
        for difference in found:
            label = html.escape(_(ARTICLE_FIELDS[difference.name].label))
            text = "".join(self._piece(piece) for piece in difference.pieces if piece.kind in kinds)
            colour = self._theme.token("muted").name()
            parts.append(
                f'<p style="color:{colour};margin:{12 if parts else 0}px 0 4px 0">{label}</p>'
                f'<p dir="auto" style="margin:0;white-space:pre-wrap">{text}</p>'
            )
        self.setHtml("".join(parts))

    def _piece(self, piece: Piece) -> str:
        text = html.escape(piece.text)
        if piece.kind == "added":
            style = f"color:{self._theme.token('good').name()};text-decoration:underline"
            return f'<ins style="{style}">{text}</ins>'
        if piece.kind == "removed":
            return f'<del style="color:{self._theme.token("danger").name()}">{text}</del>'
        return text
