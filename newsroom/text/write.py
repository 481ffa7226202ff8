"""Blocks to Markdown with the least escaping that parses back to the same blocks.

What is written is proven on the spot: it is parsed again and must equal what it was written from
(design/editor.md 2.1, point 5).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from newsroom.text.blocks import (
    HARD_BREAK,
    LISTS,
    PLAIN,
    Block,
    BlockKind,
    Container,
    Image,
    Link,
    Marks,
    Run,
    Runs,
    block_key,
    blocks_key,
)
from newsroom.text.guard import guard
from newsroom.text.parse import Parser, Unsupported
from newsroom.text.settle import quoted
from newsroom.text.style import PLAIN_STYLE, Style, in_digits

INDENT = "    "  # Python-Markdown nests at four
_LEVELS = (0, 1, 2, 3)
"""How much is escaped: nothing, line starts, what is likely read as a mark, everything."""
_OPENING = re.compile(
    rf"(?:^|[\n{HARD_BREAK}]) {{0,3}}(?:```|~~~|:|\[[ xX]\](?: |$))", re.MULTILINE
)
_OPENING_TAG = re.compile(r"<[A-Za-z/!?]")
_WIDE = re.compile(r"^[^\S \t\n]|[^\S \t\n]$")
_BREAK = re.compile(f"[\n{HARD_BREAK}]")
_SIGNS = (
    re.compile(rf"[{HARD_BREAK}|]"),
    re.compile(rf"[{HARD_BREAK}|<&~^%\\`*\[\]{{}}_!]"),
    re.compile(rf"[{HARD_BREAK}|<&~^%\\`*\[\]{{}}_!()>#+\-.:]"),
)
"""What could be read as a mark, by how much is escaped (see ``_escape``)."""
_UNDER = "=-"
"""What stands under a heading of the first and of the second level."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STYLES = (("**", "*"), ("**", "_"), ("__", "*"), ("__", "_"))
_MARKS = ("noted", "strike", "bold", "italic", "sub", "sup")
"""Marks that are signs around words, the outermost first where they cover the same words."""


class Written(NamedTuple):
    """Markdown and whether it was proven to say what it was written from."""

    source: str
    proven: bool


class Writer:
    """Writes blocks in one document, whose definitions it knows."""

    def __init__(
        self,
        parser: Parser,
        references: Mapping[str, Any] | None = None,
        footnotes: Mapping[str, Any] | None = None,
        *,
        open_fences: Collection[str] = (),
    ) -> None:
        """``open_fences`` stand in it and are words as long as no line like them stands below."""
        self._parser = parser
        self._references = references or {}
        self._footnotes = footnotes or {}
        self._open_fences = open_fences
        self._leaves: dict[object, str] = {}
        self._cells: dict[Runs, str] = {}  # a letter in a table writes one of its cells
        self._said: tuple[str, tuple[object, ...] | None] = ("", ())  # what was read last
        self._loose_if_both = True
        self._style = PLAIN_STYLE

    def use(self, parser: Parser) -> None:
        """Prove with that one from now on."""
        self._parser = parser

    def write(self, blocks: Sequence[Block], style: Style = PLAIN_STYLE) -> Written:
        """The blocks as Markdown in a writer's style. Not proven means: kept as well as can be, but
        not the same."""
        self._style = style
        if len(blocks) == 1 and blocks[0].kind is BlockKind.SOURCE:
            return Written(blocks[0].text, True)
        wanted = blocks_key(blocks)
        first: str | None = None
        has_list = any(c.kind in LISTS for block in blocks for c in block.stack)
        for both in (True, False) if has_list else (True,):
            self._loose_if_both = both
            text = self._group(blocks, 0, tight=False)
            if first is None:
                first = text
            if self.says(text, wanted):
                return Written(text, True)
        return Written(first or "", False)

    def says(self, text: str, wanted: tuple[object, ...]) -> bool:
        """Does the Markdown parse to blocks of this key?"""
        if text != self._said[0]:  # a lone leaf is asked for again as its group
            self._said = text, self._read(text)
        return self._said[1] == wanted

    def _read(self, text: str) -> tuple[object, ...] | None:
        """The key of what the Markdown says; None for what can't be laid out."""
        if guard(text):
            return None
        try:
            return blocks_key(self._parser.blocks(text, self._references, self._footnotes))
        except (Unsupported, RecursionError):
            return None

    def likeness(self, text: str, wanted: tuple[object, ...]) -> float:
        """How much of what is wanted the Markdown says, 0 to 1: for what can't be proven."""
        read = self._read(text)
        if read is None:
            return 0
        there, said = list(map(repr, wanted)), list(map(repr, read))
        return sum(one == other for one, other in zip(there, said, strict=False)) / max(
            1, len(there), len(said)
        )

    # Containers.

    def _group(self, blocks: Sequence[Block], depth: int, *, tight: bool) -> str:
        parts: list[tuple[str, Block]] = []
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if len(block.stack) <= depth:
                parts.append((self._leaf(block), block))
                at += 1
                continue
            container = block.stack[depth]
            end = at
            while end < len(blocks) and _inside(blocks[end], container, depth):
                end += 1
            if container.kind not in LISTS:
                inner = self._group(blocks[at:end], depth + 1, tight=False)
                text = _quoted(inner) if container.kind == "quote" else _div(container, inner)
            else:
                text = self._list(blocks[at:end], container, depth)
            parts.append((text, block))
            at = end
        out: list[str] = []
        for number, (text, block) in enumerate(parts):
            if text and any(part for part, _ in parts[:number]):
                nested = len(block.stack) > depth and block.stack[depth].kind in LISTS
                joined = tight and number == 1 and parts[0][1].tight and nested
                out.append("\n" if joined else "\n\n")
            out.append(text)
        return "".join(out)

    def _list(self, blocks: Sequence[Block], container: Container, depth: int) -> str:
        items: list[list[Block]] = []
        for block in blocks:
            if block.item == depth or not items:
                items.append([])
            items[-1].append(block)
        out: list[str] = []
        number = container.start
        loose_before = False
        for item in items:
            head = item[0]
            loose = not head.tight
            style = self._style
            bullets = container.kind == "ul"
            mark = (
                style.bullet + style.gap
                if bullets
                else f"{in_digits(number, style.zero)}.{style.number_gap}"
            )
            number += style.counted
            if head.task is not None:
                mark += "[x] " if head.task else "[ ] "
            lines = self._group(item, depth + 1, tight=not loose).split("\n")
            quoted_head = len(head.stack) > depth + 1 and head.stack[depth + 1].kind == "quote"
            first = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
            # A quotation on the line of the mark goes on without indent, or not at all.
            flush = first if quoted_head else 1
            body = [mark + lines[0], *lines[1:flush]]
            body += [INDENT + line if line.strip() else "" for line in lines[flush:]]
            if out:
                apart = (loose and loose_before) if self._loose_if_both else (loose or loose_before)
                out.append("\n\n" if apart else "\n")
            out.append("\n".join(body))
            loose_before = loose
        return "".join(out)

    # Leaves.

    def _leaf(self, block: Block) -> str:
        if block.kind is BlockKind.RULE:
            return self._style.rule
        if block.kind is BlockKind.SOURCE:
            return block.text
        if block.kind is BlockKind.CODE:
            return _code(block, self._style.fence, self._open_fences)
        if block.kind is BlockKind.TABLE:
            return self._table(block)
        if not block.runs:
            return "#" * block.level if block.kind is BlockKind.HEADING else ""
        key = block_key(Block(block.kind, level=block.level, runs=block.runs))
        nested = any(container.kind in LISTS for container in block.stack)
        held = (key, self._style.strong, self._style.stress, nested)
        kept = self._leaves.get(held)
        if kept is None:
            kept = self._leaves[held] = self._spell(block, (key,), nested=nested)
        return self._headed(kept, block) if block.kind is BlockKind.HEADING else kept

    def _headed(self, text: str, block: Block) -> str:
        """A heading in the writer's style."""
        style = self._style
        words = text[block.level :].strip()
        if style.underline is not None and block.level <= len(_UNDER) and "\n" not in words:
            sign = _UNDER[block.level - 1]
            return f"{words}\n{sign * (style.underline or max(1, len(words)))}"
        return f"{text} {'#' * block.level}" if style.closed else text

    def _spell(self, block: Block, wanted: tuple[object, ...], *, nested: bool) -> str:
        prefix = "#" * block.level + " " if block.kind is BlockKind.HEADING else ""
        first: str | None = None
        # What is only text alone may open something where it stands: a fence, a tag, an item.
        plain = "\x00".join(run.text for run in block.runs if _is_plain(run.marks))
        least = 2 if _OPENING_TAG.search(plain) else 0
        if not least and (_OPENING.search(plain) or (nested and _BREAK.search(plain))):
            least = 1
        marked = any(run.marks.bold or run.marks.italic for run in block.runs)
        own = (self._style.strong, self._style.stress)
        for style in dict.fromkeys((own, *_STYLES)) if marked else _STYLES[:1]:
            for level in _LEVELS[least:]:
                text = _inline(block.runs, max(0, level - 1), style)
                text = _WIDE.sub(_named, text)  # a parser strips it at the edges
                if prefix:
                    text = re.sub(r" *\n *", " ", text)
                elif level:
                    text = _line_starts(text)
                text = prefix + text
                if first is None:
                    first = text
                if self.says(text, wanted):
                    return text
        return first or ""

    def _table(self, block: Block) -> str:
        rows = [[self._cell(cell) for cell in row] for row in block.rows]
        rules = {None: " --- ", "left": ":--- ", "center": ":---:", "right": " ---:"}
        lines = ["| " + " | ".join(rows[0]) + " |"] if rows else []
        lines.append("|" + "|".join(rules.get(side, " --- ") for side in block.align) + "|")
        lines += ["| " + " | ".join(row) + " |" for row in rows[1:]]
        bare = self._style.bare_rows and block.align and all(all(row) for row in rows)
        return "\n".join(
            line[1:-1].strip() if bare and len(rows[0]) > 1 else line for line in lines
        )

    def _cell(self, runs: Runs) -> str:
        found = self._cells.get(runs)
        if found is None:
            found = self._cells[runs] = self._spelt_cell(runs) if runs else ""
        return found

    def _spelt_cell(self, runs: Runs) -> str:
        flat = tuple(
            Run(run.text.replace("\n", " ").replace(HARD_BREAK, " "), run.marks) for run in runs
        )
        wanted = blocks_key([Block(BlockKind.PARAGRAPH, runs=flat)])
        ticks = any("`" in run.text and _is_plain(run.marks) for run in flat)
        for level in (1, 2) if ticks else (0, 1, 2):
            text = _inline(flat, level, _STYLES[0], cell=True)
            if self.says(text.replace("\\|", "|"), wanted) or self.says(text, wanted):
                return text
        return _inline(flat, 1, _STYLES[0], cell=True)


def _inside(block: Block, container: Container, depth: int) -> bool:
    if len(block.stack) <= depth:
        return False
    other = block.stack[depth]
    if container.kind == "quote":
        return other.kind == "quote"
    return (other.kind, other.id) == (container.kind, container.id)


def _quoted(inner: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))


def _div(container: Container, inner: str) -> str:
    """A pull quote or box between its fences, with the blank lines that other programs want."""
    name = "pullquote" if container.kind == "pull" else f"box {container.title}".strip()
    return f"::: {name}\n\n{inner}\n\n:::"


def _code(block: Block, least: int, taken: Collection[str]) -> str:
    """A block of code; none of its lines closes a fence that is ``taken`` by words above."""
    closes = taken and any(line.rstrip(" ") in taken for line in block.text.split("\n"))
    if block.fence == " " or block.stack or closes:
        return "\n".join(INDENT + line if line.strip() else "" for line in block.text.split("\n"))
    sign = block.fence or "`"
    length = least
    while sign * length in taken or re.search(
        rf"^{re.escape(sign)}{{{length}}}[ ]*$", block.text, re.MULTILINE
    ):
        length += 1
    fence = sign * length
    return f"{fence}{block.info}\n{block.text}\n{fence}"


def _escape(text: str, level: int, *, cell: bool) -> str:
    """Plain text with what could be read as a mark escaped: 0 nothing, 1 the likely, 2 all."""
    return _SIGNS[level].sub(lambda sign: _escaped(text, sign.start(), level, cell=cell), text)


def _escaped(text: str, at: int, level: int, *, cell: bool) -> str:
    """What is written for one of ``_SIGNS[level]``."""
    sign = text[at]
    if sign == HARD_BREAK:
        return "  \n"
    if cell and sign == "|":
        return "\\|"
    if cell and sign == "`" and level:
        return "&#96;"  # a row is cut before a backslash counts
    if level == 0:
        return sign
    after, before = text[at + 1 : at + 2], text[at - 1] if at else ""
    if sign == "<":
        return "&lt;" if level == 2 or re.match(r"[A-Za-z/!?]", after) else sign
    if sign == "&":
        return "&amp;" if re.match(r"&(?:#\w|\w+;)", text[at:]) else sign
    if sign == "%":
        return "\\%" if level == 2 or "%" in (before, after) else sign
    if level == 1:
        inside = sign == "_" and before.isalnum() and after.isalnum()
        return sign if inside or (sign == "!" and after != "[") or sign == "|" else "\\" + sign
    return "\\" + sign


def _line_starts(text: str) -> str:
    """Marks of blocks at the beginning of a paragraph's lines, escaped."""
    return "\n".join(_line_start(line) for line in text.split("\n"))


def _named(found: re.Match[str]) -> str:
    return "&nbsp;" if found[0] == "\xa0" else f"&#{ord(found[0])};"


def _is_plain(marks: Marks) -> bool:
    return not (marks.code or marks.raw or marks.image or marks.entity)


def _line_start(line: str) -> str:
    lead = re.match(r" {0,3}", line)
    indent = lead[0] if lead else ""
    rest = line[len(indent) :]
    if re.match(r"```|~~~|\[[ xX]\]( |$)", rest):
        return f"{indent}\\{rest}"
    if re.match(r"[+*-]( |$)", rest) or re.match(r"#{1,6}|>", rest):
        return f"{indent}\\{rest}"
    if found := re.match(r"\d+(?=\.( |$))", rest):
        return f"{indent}{found[0]}\\{rest[found.end() :]}"
    if re.match(r"-+ *$", rest):
        return f"{indent}\\{rest}"
    if re.match(r"=+ *$", rest):
        return f"{indent}&#61;{rest[1:]}"
    if re.match(r":( |$|::)", rest):
        return f"{indent}\\{rest}"
    return line


def _code_span(text: str) -> str:
    length = 1
    while re.search(rf"(?<!`)`{{{length}}}(?!`)", text):
        length += 1
    fence = "`" * length
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _target(link: Link, title: str | None = None) -> str:
    """What follows the words of a link; ``title`` is one in its quotation marks."""
    if link.ref is not None:
        return f"[{link.ref}]"
    href = link.href
    if re.search(r"[\s<>\"']", href) or href.count("(") != href.count(")"):
        href = f"<{href}>"
    if title is not None:
        return f"({href} {title})"
    if link.title is None:
        return f"({href})"
    quote = "'" if '"' in link.title else '"'
    return f"({href} {quote}{link.title}{quote})"


def _inline(runs: Runs, level: int, style: tuple[str, str], *, cell: bool = False) -> str:
    """A line's runs as Markdown; links are made first, so that marks can stand around them."""
    out: list[Run] = []
    at = 0
    while at < len(runs):
        link = runs[at].marks.link
        if link is None:
            out.append(runs[at])
            at += 1
            continue
        end = at
        while end < len(runs) and runs[end].marks.link == link:
            end += 1
        following = runs[end].text[:1] if end < len(runs) else ""
        out.append(_link(runs[at:end], link, level, style, cell=cell, following=following))
        at = end
    return _marked(out, level, style, cell=cell)


def _link(
    runs: Runs, link: Link, level: int, style: tuple[str, str], *, cell: bool, following: str
) -> Run:
    inner = [Run(run.text, replace(run.marks, link=None)) for run in runs]
    around: dict[str, Any] = {
        name: True for name in _MARKS if all(getattr(run.marks, name) for run in inner)
    }
    without: dict[str, Any] = dict.fromkeys(around, False)
    inner = [Run(run.text, replace(run.marks, **without)) for run in inner]
    text = "".join(run.text for run in inner)
    bare = all(run.marks == PLAIN for run in inner)
    if link.auto and bare and text in (link.href, link.href.removeprefix("mailto:")):
        return Run(f"<{text}>", Marks(raw=True, **around))
    words = _marked(inner, level, style, cell=cell)
    if link.ref is not None and link.ref == words.lower():
        shown = f"[{words}][]" if following and following in "[(" else f"[{words}]"
    else:
        shown = f"[{words}]{_target(link)}"
    return Run(shown, Marks(raw=True, **around))


def _marked(runs: Sequence[Run], level: int, style: tuple[str, str], *, cell: bool) -> str:
    signs = {"noted": "%%", "strike": "~~", "bold": style[0], "italic": style[1]}
    signs |= {"sub": "~", "sup": "^"}
    opened: list[str] = []
    out: list[str] = []
    for at, run in enumerate(runs):
        marks = run.marks
        wanted = [name for name in _MARKS if getattr(marks, name)]
        keep = next((n for n, name in enumerate(opened) if name not in wanted), len(opened))
        _close(out, [signs[name] for name in reversed(opened[keep:])])
        opened = opened[:keep]
        fresh = [name for name in wanted if name not in opened]
        fresh.sort(key=lambda name: -_span(runs, at, name))
        word = _word(run.text, marks, level, cell=cell)
        lead = word[: len(word) - len(word.lstrip(" \n"))] if fresh and _is_plain(marks) else ""
        # An emphasis can't begin with a space; whether that is bold nobody sees.
        out += [lead, *(signs[name] for name in fresh), word[len(lead) :]]
        opened += fresh
    _close(out, [signs[name] for name in reversed(opened)])
    return "".join(out)


def _close(out: list[str], signs: Sequence[str]) -> None:
    """Put closing signs before the white space that ``out`` ends with."""
    if not signs or not out:
        return
    last = out.pop()
    words = last.rstrip(" \n")
    if not words or words.endswith("\\"):
        words = last
    out += [words, *signs, last[len(words) :]]


def _span(runs: Sequence[Run], at: int, name: str) -> int:
    """How many runs from ``at`` on carry the mark: the longest is opened first."""
    end = at
    while end < len(runs) and getattr(runs[end].marks, name):
        end += 1
    return end


def _picture(image: Image, level: int) -> str:
    alt = re.sub(r"([\\`\[\]])", r"\\\1", image.alt) if level else image.alt
    alt = _ENTITY.sub("&amp;", " ".join(alt.split()))
    credit = f"{{: credit={quoted(image.credit)} }}" if image.credit else ""
    if image.ref is not None:
        same = image.ref == image.alt.lower()
        return (f"![{alt}]" if same else f"![{alt}][{image.ref}]") + credit
    caption = None if image.title is None else quoted(image.title)
    return f"![{alt}]{_target(Link(image.src), caption)}{credit}"


def _word(text: str, marks: Marks, level: int, *, cell: bool) -> str:
    if marks.raw:
        return text
    if marks.code:
        return _code_span(text)
    if marks.image:
        return _picture(marks.image, level)
    if marks.entity and html.unescape(marks.entity) == text:
        return marks.entity
    return _escape(text, level, cell=cell)
