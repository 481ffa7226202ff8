"""A change carried into the writer's own spelling, line by line.

Three texts: ``before`` is how we would have spelt what ``source`` says, ``after`` how we would
spell what it says now. Lines that did not change keep their bytes; a changed line keeps its mark,
its padding and the words around the change. Nothing is proven here: the caller parses the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from newsroom.values import dataclass

_EMPTY = re.compile(r"[ \t>]*")
_PREFIX = re.compile(
    r"(?:[ \t]*(?:>|[*+-](?=[ \t])|\d{1,9}\.(?=[ \t])|#{1,6}(?!#)|\[[ xX]\](?=[ \t])))*[ \t]*"
)
_NUMBER = re.compile(r"\d{1,9}\.")
_HEADING = re.compile(r"([ \t>]*)(#{1,6}) ")
_UNDER = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_LEAD = re.compile(r"[ \t>]*")
_SIGNS = "=-"
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_CELL = re.compile(r"((?:\\.|`[^`|]*`|[^|\\`]|`)*)(\||$)")
_WORDS = re.compile(r"%%|~~|\*+|__|\w+|\s+|[^\w\s]")
_MOST_TOKENS = 4_000  # as for lines; a longer passage is spelt anew
_MOST_LINES = 4_000  # SequenceMatcher is quadratic; a longer passage is spelt anew


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds something, and the empty lines before it."""

    text: str
    gap: tuple[str, ...]

    @property
    def key(self) -> str:
        """The line for comparison: which number an item has is the list's business."""
        prefix = _PREFIX.match(self.text)
        end = prefix.end() if prefix else 0
        return re.sub(r"\d+\.", "0.", self.text[:end]) + self.text[end:]


@dataclass(frozen=True, slots=True)
class _Said:
    """A line as it will stand. ``place`` is the source's line that it comes from; ``own_gap`` are
    the empty lines that stood before that one, None if there is another gap now."""

    text: str
    gap: tuple[str, ...]
    place: int | None = None
    own_gap: tuple[str, ...] | None = None


def spellings(before: str, source: str, after: str) -> Iterator[str]:
    """What ``source`` may become where ``before`` became ``after``, the likeliest first; each is
    worked out only when it is asked for, and comes once."""
    seen: set[str] = set()
    for way in (respell, partial(respell, sparing=False), carry):
        said = way(before, source, after)
        if said and said not in seen:
            seen.add(said)
            yield said


def respell(before: str, source: str, after: str, *, sparing: bool = True) -> str | None:
    """``source`` with the change from ``before`` to ``after``; None where the lines do not match.

    ``sparing``: signs outside the changed words stay without the backslashes that ``after`` has.
    """
    old, spelt, new = _lines(before), _lines(source), _lines(after)
    if max(len(old), len(spelt), len(new)) > _MOST_LINES or not spelt or not new:
        return None
    if len(old) != len(spelt):
        spelt = _underlined(old, spelt)
    where = _where(old, spelt)
    out: list[_Said] = []
    keys = [line.key for line in old], [line.key for line in new]
    for tag, i1, i2, j1, j2 in _steps(*keys):
        if tag == "delete":
            continue
        for n in range(j2 - j1):
            there = where.get(i1 + n) if i1 + n < i2 else None
            if there is None:
                out.append(_Said(new[j1 + n].text, new[j1 + n].gap))
                continue
            line = spelt[there]
            text = line.text
            if tag != "equal":
                text = _changed(old[i1 + n].text, line.text, new[j1 + n].text, sparing)
            text = _counted(old[i1 + n].text, text, new[j1 + n].text)
            apart = bool(old[i1 + n].gap) == bool(new[j1 + n].gap)
            out.append(_Said(text, new[j1 + n].gap, there, line.gap if apart else None))
    return "\n".join(_spaced(out))


def _lines(text: str) -> list[_Line]:
    out: list[_Line] = []
    gap: list[str] = []
    for line in text.split("\n"):
        if _EMPTY.fullmatch(line):
            gap.append(line)
            continue
        out.append(_Line(line, tuple(gap)))
        gap = []
    return out


def _underlined(old: Sequence[_Line], spelt: list[_Line]) -> list[_Line]:
    """The source's lines, a heading and the line under it as one, where we spell it as one."""
    headings = {_bare(line.text) for line in old if _HEADING.match(line.text)}
    out: list[_Line] = []
    for line in spelt:
        if out and not line.gap and _UNDER.fullmatch(line.text) and _bare(out[-1].text) in headings:
            out[-1] = _Line(f"{out[-1].text}\n{line.text}", out[-1].gap)
        else:
            out.append(line)
    return out


def _where(old: Sequence[_Line], spelt: Sequence[_Line]) -> dict[int, int]:
    """Which line of the source says each line of ours."""
    if len(old) == len(spelt):
        return {n: n for n in range(len(old))}
    keys = [_bare(line.text) for line in old], [_bare(line.text) for line in spelt]
    return _matches(*keys)


def _bare(line: str) -> str:
    """The letters and digits of a line alone."""
    return re.sub(r"[\W_]+", "", line) or line.strip()


def _spaced(out: Sequence[_Said]) -> Iterator[str]:
    """The lines with empty ones between them: the writer's own where nothing came between."""
    last: int | None = None
    for number, said in enumerate(out):
        follows = said.place is not None and last is not None and said.place == last + 1
        gap = said.own_gap if follows and said.own_gap is not None else said.gap
        if number:
            yield from gap
        yield said.text
        last = said.place


def _changed(before: str, source: str, after: str, sparing: bool) -> str:
    """One line with the change from ``before`` to ``after`` made in the writer's spelling."""
    if "|" in before and "|" in source and "|" in after:
        row = _row(before, source, after, sparing)
        if row is not None:
            return row
    if "\n" in source:
        return _under(before, source, after, sparing)
    cut = [_split(line) for line in (before, source, after)]
    (old_mark, old), (own_mark, own), (new_mark, new) = cut
    mark = own_mark if _alike(old_mark, new_mark) else new_mark
    closing = _CLOSING.search(own) if own_mark.lstrip().startswith("#") else None
    tail = ""
    if closing is not None and not _CLOSING.search(old):
        own, tail = own[: closing.start()], closing[0]
    return mark + _words(old, own, new, sparing) + tail


def _under(before: str, source: str, after: str, sparing: bool) -> str:
    """A heading that the writer underlined."""
    own, rule = source.split("\n")
    marks = [_HEADING.match(line) for line in (before, after)]
    if not marks[0] or not marks[1] or len(marks[1][2]) > len(_SIGNS):
        return after
    lead = _LEAD.match(own)
    indent = lead[0] if lead else ""
    old, new = before[marks[0].end() :], after[marks[1].end() :]
    words = _words(old, own[len(indent) :], new, sparing)
    signs = rule.strip(" \t>")
    length = len(words) if len(signs) == len(own.strip(" \t>")) else len(signs)
    under = _SIGNS[len(marks[1][2]) - 1] * length
    return f"{indent}{words}\n{rule.replace(signs, under)}"


def _split(line: str) -> tuple[str, str]:
    found = _PREFIX.match(line)
    end = found.end() if found else 0
    return line[:end], line[end:]


def _alike(one: str, other: str) -> bool:
    return re.sub(r"\d+\.", "0.", one) == re.sub(r"\d+\.", "0.", other)


def _counted(before: str, own: str, after: str) -> str:
    """``own`` with the number that its item has now, where the writer counted as we do: behind an
    item that came or went the others go on counting. Where all are ``1.`` they stay so."""
    marks = [_PREFIX.match(line) for line in (before, own, after)]
    said = [_NUMBER.findall(mark[0]) if mark else [] for mark in marks]
    if not said[1] or said[0] != said[1] or len(said[2]) != len(said[1]) or said[1] == said[2]:
        return own
    numbers = iter(said[2])
    end = marks[1].end() if marks[1] else 0
    return _NUMBER.sub(lambda _old: next(numbers), own[:end]) + own[end:]


def _words(before: str, source: str, after: str, sparing: bool) -> str:
    """A line's words: the writer's own around the change."""
    if before == after:
        return source
    if sparing:
        after = _spared(before, after)
    if before == source:
        return after
    return carry(before, source, after) or after


def _spared(before: str, after: str) -> str:
    """``after`` without the backslashes that it has before and behind the change alone."""
    head, p = _common(before, after)
    rest = before[head:]
    tail, q = _common(rest[::-1], after[p:][::-1], backwards=True)
    end = len(after) - q
    return before[:head] + after[p:end] + before[len(before) - tail :]


def _common(one: str, other: str, *, backwards: bool = False) -> tuple[int, int]:
    """How far two texts go together, backslashes that only ``other`` has not counted."""
    at = there = 0
    while at < len(one) and there < len(other):
        if one[at] == other[there]:
            at += 1
            there += 1
        elif other[there] == "\\":
            there += 1
        else:
            break
    if not backwards:
        while there and other[there - 1] == "\\" and not (at and one[at - 1] == "\\"):
            there -= 1  # it belongs to the sign behind, which is different
    return at, there


def _row(before: str, source: str, after: str, sparing: bool) -> str | None:
    """A table's row: only the changed cell is spelt anew, in the space that it had."""
    rows = [list(_cells(line)) for line in (before, source, after)]
    bare = [[cell for cell in row if cell.strip()] for row in rows]
    if len({len(cells) for cells in bare}) != 1 or len(rows[0]) != len(rows[2]):
        return None
    news = iter(zip(bare[0], bare[2], strict=True))
    out: list[str] = []
    for cell in rows[1]:
        if not cell.strip():
            out.append(cell)
            continue
        old, new = next(news)
        if old.strip() == new.strip():
            out.append(cell)
            continue
        lead = cell[: len(cell) - len(cell.lstrip())]
        words = _words(old.strip(), cell.strip(), new.strip(), sparing)
        padded = lead + words
        tail = cell[len(cell.rstrip()) :]
        roomy = len(tail) > 1 and not tail.strip(" ")
        out.append(padded.ljust(len(cell) - 1) + " " if roomy else padded + tail)
    return "|".join(out)


def _cells(line: str) -> Iterator[str]:
    at = 0
    while True:
        found = _CELL.match(line, at)
        if found is None:
            return
        yield found[1]
        if not found[2]:
            return
        at = found.end()


def _steps(base: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As ``SequenceMatcher.get_opcodes``, which is asked only for what stands between the shared
    beginning and end: it is quadratic, and a letter leaves nearly everything as it was."""
    most = min(len(base), len(other))
    head = next((n for n in range(most) if base[n] != other[n]), most)
    left = most - head
    tail = next((n for n in range(left) if base[-1 - n] != other[-1 - n]), left)
    if head:
        yield "equal", 0, head, 0, head
    end, there = len(base) - tail, len(other) - tail
    import difflib  # what is opened and left needs none

    matcher = difflib.SequenceMatcher(None, base[head:end], other[head:there], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, i1 + head, i2 + head, j1 + head, j2 + head
    if tail:
        yield "equal", end, len(base), there, len(other)


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which places of ``other`` hold what stands at those of ``base``."""
    return {
        i1 + n: j1 + n
        for tag, i1, i2, j1, _j2 in _steps(base, other)
        if tag == "equal"
        for n in range(i2 - i1)
    }


def carry(base: str, source: str, changed: str) -> str | None:
    """The change from ``base`` to ``changed`` made on ``source``, which says the same as ``base``
    in another spelling; None where it touches a place that is spelt otherwise."""
    old, spelt, new = (_WORDS.findall(text) for text in (base, source, changed))
    if max(len(old), len(spelt), len(new)) > _MOST_TOKENS:
        return None
    where = _matches(old, spelt)
    out: list[str] = []
    last = 0
    for tag, i1, i2, j1, j2 in _steps(old, new):
        if tag == "equal":
            continue
        start = 0 if i1 == 0 else where.get(i1 - 1, -2) + 1
        end = len(spelt) if i2 == len(old) else where.get(i2, -1)
        if start < last or end < start:
            return None
        if "".join(spelt[start:end]).strip() != "".join(old[i1:i2]).strip():
            return None
        out += spelt[last:start]
        out += new[j1:j2]
        last = end
    out += spelt[last:]
    return "".join(out)
