"""A comparison as a page to be read: additions, cuts, moves and other settings each in a colour and
with a sign of its own, fields first, and stretches without change folded away.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsroom.i18n import _, ngettext
from newsroom.news.suggestion import SUGGESTED
from newsroom.text.blocks import BlockKind, Marks
from newsroom.text.compare import Comparison
from newsroom.text.direction import first_strong
from newsroom.text.rendered import (
    BREAK,
    Fate,
    Fold,
    Mark,
    Passage,
    Piece,
    field_pieces,
    folded,
    passages,
    source_pieces,
)
from newsroom.text.tokens import Shape
from newsroom.ui.review.places import where_said

FOLD = "fold:"
"""Begins the address of a fold's link; its number follows."""

CHANGE = "change:"
"""Begins the address of a change's links; its number follows."""

_AROUND_SOURCE = 160  # characters of unchanged source that stay on either side of a change


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours as ``#rrggbb``: of words, of quiet words, and of each sign with its ground."""

    text: str
    muted: str
    added: str
    added_soft: str
    cut: str
    cut_soft: str
    moved: str
    moved_soft: str
    set: str
    set_soft: str
    ghost: str


def page(
    between: Comparison,
    inks: Inks,
    *,
    source: bool = False,
    fold: bool = True,
    unfolded: Iterable[int] = (),
) -> str:
    """The comparison as HTML for a QTextBrowser; folds of these numbers are shown all the same."""
    writer = _Writer(inks)
    parts = [writer.field(between, name) for name in SUGGESTED if name in between.fields]
    if between.old.body != between.new.body:
        if parts:
            parts.append(writer.label(_("Story")))
        if source:
            parts.append(writer.source(source_pieces(between), fold=fold))
        else:
            parts += writer.body(passages(between), fold=fold, open_=frozenset(unfolded))
    return "".join(parts) or writer.label(_("Nothing differs."))


class _Writer:
    def __init__(self, inks: Inks) -> None:
        self._inks = inks

    # Parts.

    def label(self, words: str) -> str:
        return (
            f'<p style="color:{self._inks.muted};margin-top:16px;margin-bottom:4px">'
            f"{html.escape(words)}</p>"
        )

    def field(self, between: Comparison, name: str) -> str:
        label = where_said(name).capitalize()
        return self.label(label) + self._block(
            "p", self._pieces(field_pieces(between, name)), between.new.fields.get(name, "")
        )

    def source(self, pieces: Sequence[Piece], *, fold: bool) -> str:
        shown = []
        for n, piece in enumerate(pieces):
            text = piece.text
            most = 2 * _AROUND_SOURCE
            if fold and piece.mark is Mark.SAME and len(text) > most and len(pieces) > 1:
                head = text[:_AROUND_SOURCE] if n else ""
                tail = text[-_AROUND_SOURCE:] if n < len(pieces) - 1 else ""
                shown.append(html.escape(head))
                shown.append(f'<span style="color:{self._inks.muted}"> ⋯ </span>')
                shown.append(html.escape(tail))
            else:
                shown.append(self._piece(piece))
        return f'<p style="white-space:pre-wrap;font-family:monospace">{"".join(shown)}</p>'

    def body(self, found: Iterable[Passage], *, fold: bool, open_: frozenset[int]) -> list[str]:
        listed = list(found)
        items: list[Passage | Fold] = folded(listed) if fold else list(listed)
        out: list[str] = []
        rows: list[Passage] = []
        number = 0
        for item in items:
            if isinstance(item, Passage) and item.shape.kind is BlockKind.TABLE:
                rows.append(item)
                continue
            if rows:
                out.append(self._table(rows))
                rows = []
            if isinstance(item, Passage):
                out.append(self._passage(item))
                continue
            number += 1
            if number in open_:
                out += [self._passage(passage) for passage in item.passages]
            else:
                out.append(self._fold(item, number))
        if rows:
            out.append(self._table(rows))
        return out

    def _fold(self, fold: Fold, number: int) -> str:
        words = ngettext("{n} word without change", "{n} words without change", fold.words).format(
            n=f"{fold.words:,}"
        )
        return (
            f'<p align="center"><a href="{FOLD}{number}" '
            f'style="color:{self._inks.muted};text-decoration:none">⋯ {words} ⋯</a></p>'
        )

    # Blocks.

    def _passage(self, passage: Passage) -> str:
        shape = passage.shape
        cells = [self._pieces(cell, passage) for cell in passage.cells]
        if shape.picture:
            names = (_("Picture"), _("caption"), _("credit"))
            words = " · ".join(
                f'<span style="color:{self._inks.muted}">{name}:</span> {cell}'
                for name, cell in zip(names, cells, strict=False)
                if cell
            )
            words = words or html.escape(f"[{_('Picture')}]")
        else:
            words = "".join(cells)
        text = "".join(piece.text for cell in passage.cells for piece in cell)
        note = self._note(passage)
        depth = len(shape.around)
        tag = "p"
        if shape.kind is BlockKind.HEADING:
            tag = f"h{min(4, max(2, shape.level + 1))}"
        elif shape.kind in (BlockKind.CODE, BlockKind.SOURCE):
            words = f'<span style="font-family:monospace">{words}</span>'
        elif shape.kind is BlockKind.RULE:
            words = "<hr>"
        if shape.item:
            box = {None: "•", False: "☐", True: "☒"}[shape.task]
            words = f"{box} {words}"
        if "quote" in shape.around:
            words = f'<span style="color:{self._inks.muted}">❝</span> {words}'
        return self._block(tag, note + words, text, indent=24 * depth)

    def _table(self, rows: Sequence[Passage]) -> str:
        lines = []
        for row in rows:
            cells = "".join(
                f'<td style="padding:4px 8px">{self._pieces(cell, row)}</td>' for cell in row.cells
            )
            note = self._note(row)
            lines.append(f"<tr>{cells}" + (f"<td>{note}</td>" if note else "") + "</tr>")
        return f'<table border="1" cellspacing="0" style="margin:8px 0">{"".join(lines)}</table>'

    def _block(
        self,
        tag: str,
        words: str,
        text: str,
        *,
        indent: int = 0,
    ) -> str:
        way = first_strong(text) or "ltr"
        side = "right" if way == "rtl" else "left"
        style = f"margin-top:4px;margin-bottom:8px;margin-{side}:{indent}px;white-space:pre-wrap"
        return f'<{tag} dir="{way}" style="{style}">{words}</{tag}>'

    def _note(self, passage: Passage) -> str:
        """What became of the whole block, in words before it."""
        inks = self._inks
        said, ink = "", inks.muted
        if passage.fate is Fate.FROM:
            said, ink = _("⇅ moved away from here"), inks.moved
        elif passage.fate is Fate.TO:
            said, ink = _("⇅ moved to here"), inks.moved
        elif passage.fate is Fate.ADDED:
            said, ink = "+", inks.added
        elif passage.fate is Fate.CUT:
            said, ink = "−", inks.cut
        elif passage.was is not None:
            if passage.was.picture and passage.shape.picture:
                said = _("◇ another picture: {before} → {after}").format(
                    before=passage.was.picture, after=passage.shape.picture
                )
            else:
                said = _("◇ was {before}, is {after}").format(
                    before=called(passage.was), after=called(passage.shape)
                )
            ink = inks.set
        if not said:
            return ""
        number = passage.change or passage.reshaped
        style = f"color:{ink};text-decoration:none"
        return f'<a href="{CHANGE}{number}" style="{style}">{html.escape(said)}</a> '

    # Pieces.

    def _pieces(self, pieces: Iterable[Piece], passage: Passage | None = None) -> str:
        return "".join(self._piece(piece, passage) for piece in pieces)

    def _piece(self, piece: Piece, passage: Passage | None = None) -> str:
        inks = self._inks
        text = html.escape(piece.text if piece.look.image is None else f"[{_('picture')}]")
        looks = _looks(piece.look)
        if piece.mark is Mark.SAME and passage is not None and passage.fate is Fate.FROM:
            return f'<span style="color:{inks.ghost};{looks}">{text}</span>'
        if piece.mark is Mark.SAME:
            return f'<span style="{looks}">{text}</span>' if looks else text
        name = f'href="{CHANGE}{piece.change}"'
        if piece.text == BREAK:
            text = f"{BREAK} "
        if piece.mark is Mark.ADDED:
            style = f"color:{inks.added};background-color:{inks.added_soft};"
            return f'<a {name} style="{style}{_under(looks)}">{text}</a>'
        if piece.mark is Mark.CUT:
            style = f"color:{inks.cut};background-color:{inks.cut_soft};"
            # A link would be underlined as well.
            struck = f'<span style="text-decoration:line-through">{text}</span>'
            return f'<a {name} style="{style}text-decoration:none">{struck}</a>'
        style = f"color:{inks.set};background-color:{inks.set_soft};text-decoration:none;{looks}"
        told = html.escape(reset(piece.was, piece.look))
        return f'<a {name} style="{style}">{text}</a><sup style="color:{inks.set}">◇{told}</sup>'


def _looks(marks: Marks) -> str:
    said = []
    if marks.bold:
        said.append("font-weight:bold")
    if marks.italic:
        said.append("font-style:italic")
    if marks.strike:
        said.append("text-decoration:line-through")
    if marks.code:
        said.append("font-family:monospace")
    return ";".join(said)


def _under(looks: str) -> str:
    return f"text-decoration:underline;{looks}"


def reset(was: Marks | None, now: Marks) -> str:
    """What became of the look of words, in a few of them."""
    if was is None:
        return ""
    names: Mapping[str, str] = {
        "bold": _("bold"), "italic": _("italic"), "strike": _("struck through"),
        "code": _("code"), "noted": _("noted out"), "sub": _("subscript"), "sup": _("superscript"),
    }  # fmt: skip
    told = []
    for name, said in names.items():
        before, after = bool(getattr(was, name, False)), bool(getattr(now, name, False))
        if after and not before:
            told.append(said)
        elif before and not after:
            told.append(_("not {look}").format(look=said))
    if was.link != now.link:
        told.append(_("link"))
    return ", ".join(told)


def called(shape: Shape) -> str:
    """A block's kind as people call it."""
    if shape.item:
        return _("a list item")
    if "quote" in shape.around:
        return _("a quotation")
    if shape.kind is BlockKind.HEADING:
        return _("heading {level}").format(level=shape.level)
    return {
        BlockKind.PARAGRAPH: _("a paragraph"),
        BlockKind.CODE: _("code"),
        BlockKind.TABLE: _("a table"),
    }.get(shape.kind, _("another kind of block"))
