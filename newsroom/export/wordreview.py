"""A Word document with what is open on the story: talk as comments, suggestions as changes.

Comments are ECMA-376 part 1, 17.13.4; answers hang on them as [MS-DOCX] 2.5.4 has it (w15). Which
story and version it is stands in the document's own properties, so that it finds its way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsroom.export import wordflow
from newsroom.export.page import PageData
from newsroom.export.prose import escape
from newsroom.export.wordflow import By, Numbers, Paragraph, Piece
from newsroom.export.wordstyle import HEAD, W

STORY, VERSION = "newsroom-story", "newsroom-version"
"""The properties that say which story this is."""

BODY = "newsroom_body"
"""The bookmark around the story's own text."""

PARA_IDS = 0x10000000
"""What is added to the number of a comment of ours, to be told again when it comes back."""

_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ANY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one format of custom properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something said: the number of the comment, by whom, when."""

    number: int
    author: str
    initials: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A thread: its remarks, the first one first, and the words that it stands on.

    ``nth`` tells which of several places with the same words is meant, from 0 (in the text itself
    where ``inside``, else above it); without a ``quote`` it is about the whole story.
    """

    remarks: tuple[Remark, ...]
    quote: str = ""
    nth: int = 0
    inside: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody's suggestions: the story as it would be."""

    author: str
    at: datetime
    page: PageData


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that is open on a story, to be shown in its document."""

    uid: str = ""
    version: int = 0
    talks: tuple[Talk, ...] = ()
    proposals: tuple[Proposed, ...] = ()


@dataclass(slots=True)
class Written:
    """The text with all of it, and the parts that go with it."""

    text: str
    comments: str = ""
    extended: str = ""
    properties: str = ""
    notes: list[str] = field(default_factory=list)


def show(
    review: Review, base: Sequence[Paragraph], proposals: Sequence[Sequence[Paragraph]]
) -> Written:
    """The story's paragraphs with talk and changes in them."""
    comments = _Comments()
    paragraphs = list(base)
    for talk in review.talks:
        comments.put(talk, paragraphs)
    numbers = Numbers()
    became: list[list[tuple[Proposed, list[Paragraph]]]] = [[] for _ in paragraphs]
    before: list[list[tuple[Proposed, list[Paragraph]]]] = [[] for _ in range(len(paragraphs) + 1)]
    for proposed, new in zip(review.proposals, proposals, strict=True):
        at = 0
        for i, others in wordflow.align(paragraphs, new):
            if i is None:
                before[at].append((proposed, others))
                continue
            at = i + 1
            if not others or others[0].key != paragraphs[i].key:
                became[i].append((proposed, others))
    out: list[str] = []
    for n, paragraph in enumerate(paragraphs):
        for proposed, new in before[n]:
            out += [wordflow.whole(p, "w:ins", _by(proposed), numbers) for p in new]
        out.append(_one(paragraph, became[n], numbers, comments))
    for proposed, new in before[len(paragraphs)]:
        out += [wordflow.whole(p, "w:ins", _by(proposed), numbers) for p in new]
    return Written(
        "".join(out),
        comments=comments.part(),
        extended=comments.answers(),
        properties=_properties(review),
    )


def _one(
    paragraph: Paragraph,
    became: Sequence[tuple[Proposed, list[Paragraph]]],
    numbers: Numbers,
    comments: _Comments,
) -> str:
    """A paragraph with the first who changed it; what others would have is told beside it."""
    if not became:
        return wordflow.write(paragraph)
    (proposed, others), *more = became
    for other, texts in more:
        said = " ".join(p.text for p in texts) or "—"
        comments.beside(paragraph, other, said)
    if not others:
        return wordflow.whole(paragraph, "w:del", _by(proposed), numbers)
    return wordflow.merged(paragraph, others[0], _by(proposed), numbers)


def _by(proposed: Proposed) -> By:
    return By(proposed.author, _moment(proposed.at))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _open(para: str) -> str:
    """A paragraph's beginning; the last of a comment has the name by which answers hang on it."""
    return f'<w:p w14:paraId="{para}">' if para else "<w:p>"


class _Comments:
    """The comments of one document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._answers: list[str] = []
        self._count = 0

    def put(self, talk: Talk, paragraphs: list[Paragraph]) -> None:
        """A thread at its words; where they are not found, at the first line."""
        first_of_text = next((n for n, p in enumerate(paragraphs) if BODY in p.table), 0)
        after = first_of_text if talk.inside else 0
        found = wordflow.at_words(paragraphs, talk.quote, talk.nth, after)
        found = found or wordflow.at_words(paragraphs, talk.quote, 0)
        if found is None:
            n = next((n for n, p in enumerate(paragraphs) if p.pieces), None)
            if n is None:
                return
            found = n, 0, len(paragraphs[n].pieces) - 1
        n, first, last = found
        numbers = [self._add(remark, talk.remarks[0]) for remark in talk.remarks]
        pieces = paragraphs[n].pieces
        starts = [Piece(mark=f'<w:commentRangeStart w:id="{i}"/>') for i in numbers]
        ends = [
            Piece(
                mark=f'<w:commentRangeEnd w:id="{i}"/><w:r><w:commentReference w:id="{i}"/></w:r>'
            )
            for i in numbers
        ]
        paragraphs[n].pieces = [
            *pieces[:first], *starts, *pieces[first : last + 1], *ends, *pieces[last + 1 :]
        ]  # fmt: skip

    def beside(self, paragraph: Paragraph, proposed: Proposed, words: str) -> None:
        """What somebody else suggests for a paragraph that is changed already."""
        talk = Talk(
            remarks=(
                Remark(
                    number=0,
                    author=proposed.author,
                    initials="",
                    at=proposed.at,
                    words=f"→ {words}",
                ),
            )
        )
        self.put(talk, [paragraph])

    def _add(self, remark: Remark, first: Remark) -> int:
        number = self._count
        self._count += 1
        para = f"{PARA_IDS + remark.number:08X}"
        lines = remark.words.split("\n")
        said = "".join(
            _open(para if n == len(lines) - 1 else "")
            + f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for n, line in enumerate(lines)
        )
        self._parts.append(
            f'<w:comment w:id="{number}" w:author="{escape(remark.author, value=True)}" '
            f'w:initials="{escape(remark.initials, value=True)}" w:date="{_moment(remark.at)}">'
            f"{said}</w:comment>"
        )
        parent = f' w15:paraIdParent="{PARA_IDS + first.number:08X}"' if remark is not first else ""
        self._answers.append(f'<w15:commentEx w15:paraId="{para}"{parent} w15:done="0"/>')
        return number

    def part(self) -> str:
        """word/comments.xml, "" where nobody said anything."""
        if not self._parts:
            return ""
        return f"{HEAD}<w:comments {W} {_W14}>{''.join(self._parts)}</w:comments>"

    def answers(self) -> str:
        """word/commentsExtended.xml: who answers whom."""
        if not self._parts:
            return ""
        return f"{HEAD}<w15:commentsEx {_W15}>{''.join(self._answers)}</w15:commentsEx>"


def _properties(review: Review) -> str:
    said = "".join(
        f'<property fmtid="{_ANY}" pid="{n}" name="{name}"><vt:lpwstr>{escape(value)}'
        "</vt:lpwstr></property>"
        for n, (name, value) in enumerate(
            ((STORY, review.uid), (VERSION, str(review.version))), start=2
        )
    )
    return f'{HEAD}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{said}</Properties>'
