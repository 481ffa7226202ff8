"""A story sent to somebody as a Word document, and taken back with what they changed and said.

What comes back is held against what went out, which is made again from the version that the
document names. Changes return as suggestions and comments under the names of those who made them;
a file that is taken twice brings nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.behalf import behalf, say, store_person
from newsroom.desk.comments import Comments
from newsroom.desk.export import refusal
from newsroom.desk.seat import Seat
from newsroom.desk.staff import Staff
from newsroom.desk.suggesting import Suggesting
from newsroom.export.docx import WordDocument, reviewed
from newsroom.export.files import file_name, plan_write
from newsroom.export.html import HtmlPage
from newsroom.export.wordreview import Proposed, Remark, Review, Talk
from newsroom.i18n import _, ngettext
from newsroom.intake import wordfile, wordreading, wordreturn
from newsroom.intake.wordfile import WordFile
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.comment import Thread, ThreadState
from newsroom.news.errors import BadInput, Refused
from newsroom.news.rights import Right
from newsroom.news.staff import Person, Role
from newsroom.news.suggestion import SuggestionSet, fields_of, texts_of
from newsroom.text.anchor import Orphan, Page, from_data, place
from newsroom.text.merge import merge
from newsroom.text.parse import Parser
from newsroom.text.retell import Para, retell
from newsroom.text.suggest import Suggestions, changes, story_of

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.export.page import PageData

_FIELDS = {"kicker": "kicker", "title": "headline", "dek": "dek"}
"""Styles that hold a field of their own, and which."""

_ABOVE = frozenset({*_FIELDS, "byline", "caption", "figure", "box"})
"""Styles that are no part of the story's text."""

_BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What somebody's part of a document comes to. ``person`` is who it is here, None for nobody
    of the staff; ``texts`` is what they propose, by field; ``changes`` how many changes that is."""

    name: str
    person: int | None
    texts: Mapping[str, str]
    changes: int
    remarks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A document that came back, read and not yet taken."""

    article: int
    slug: str
    headline: str
    version: int
    people: tuple[Brought, ...]
    file: WordFile
    notes: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing in it is new."""
        return not any(one.changes or one.remarks for one in self.people)


class Word:
    """Stories as Word documents, there and back."""

    def __init__(self, seat: Seat, pages: Pages) -> None:
        self._seat = seat
        self._pages = pages

    # There.

    def document(self, number: int) -> bytes:
        """The story with its open comments and suggestions. Raises Refused, BadInput."""
        article = self._seat.store.articles.get(number)
        if why := refusal(self._seat, article, self._seat.clock()):
            raise Refused(why)
        return reviewed(self._page(article), self._review(article))

    def save(self, number: int, folder: Path) -> Path:
        """Write the document into a folder, under the story's slug. Raises DiskFull, BadInput."""
        article = self._seat.store.articles.get(number)
        return self.save_as(number, folder / file_name(article.slug, WordDocument.suffix))

    def save_as(self, number: int, path: Path) -> Path:
        """Write the document to this very place. Raises as ``save`` does."""
        plan_write(path, self.document(number), exact=True).carry_out()
        return path

    def _page(self, article: Article) -> PageData:
        return self._pages.make(article, now=self._seat.clock(), suffix=HtmlPage.suffix)

    def _review(self, article: Article) -> Review:
        store = self._seat.store
        parser = Parser()
        story = story_of(texts_of(article))
        talks = [
            self._talk(thread, article, parser)
            for thread in Comments(self._seat).of(article.id, resolved=False)
            if thread.state is ThreadState.OPEN
        ]
        proposals = []
        for found in store.suggestions.of(article.id):
            texts = self._carried(found, article)
            if all(texts[name] == story.fields.get(name, story.body) for name in texts):
                continue
            changed = replace(article, **fields_of(article, texts))  # type: ignore[arg-type]
            proposals.append(
                Proposed(
                    author=self._name(found.author),
                    at=found.updated_at,
                    page=self._page(changed),
                )
            )
        return Review(
            uid=f"{article.id} {article.uid}",
            version=article.version,
            talks=tuple(talks),
            proposals=tuple(proposals),
        )

    def _carried(self, found: SuggestionSet, article: Article) -> dict[str, str]:
        """What a set proposes for the story as it stands."""
        stands = texts_of(article, found.base)
        return {
            name: merge(
                found.base[name], found.proposal[name], stands[name], plain=name != _BODY
            ).text
            for name in found.base
        }

    def _talk(self, thread: Thread, article: Article, parser: Parser) -> Talk:
        remarks = tuple(
            Remark(
                number=comment.id,
                author=self._name(comment.author),
                initials=self._initials(comment.author),
                at=comment.created_at,
                words=comment.words,
            )
            for comment in thread.comments
            if not comment.removed
        )
        quote, nth, inside = thread.quote, 0, True
        if thread.anchor is not None and not thread.orphan:
            try:
                anchor = from_data(thread.anchor)
            except (KeyError, TypeError, ValueError):
                return Talk(remarks=remarks, quote=quote)
            page = Page.of(story_of(texts_of(article)), anchor.field, parser)
            found = place(anchor, page)
            inside = anchor.field == _BODY
            if not isinstance(found, Orphan):
                quote = found.quote.strip().split("\n")[0]
                nth = page.whole[: page.flat(found.start)].count(quote) if quote else 0
        return Talk(remarks=remarks, quote=quote, nth=nth, inside=inside)

    def _name(self, person: int | None) -> str:
        return self._seat.store.staff.get(person).name if person else _("Somebody")

    def _initials(self, person: int | None) -> str:
        return self._seat.store.staff.get(person).initials if person else ""

    # And back.

    def look(self, source: Path | bytes) -> Returned:
        """Read a document that came back; nothing is changed.

        Raises BadInput for one that is damaged, hostile or did not go out from here, NotFound where
        its story is gone.
        """
        file = wordreturn.read(source)
        number, _blank, uid = file.story.partition(" ")
        if not number.isascii() or not number.isdigit():
            raise BadInput(
                _(
                    "This document does not say which story it is. Send the story from here first "
                    "(Publish, Send as a Word document), and take back that file."
                )
            )
        store = self._seat.store
        article = store.articles.get(int(number))
        if article.uid != uid or not 1 <= file.version <= article.version:
            raise BadInput(_("This document belongs to a story of another newsroom."))
        state = store.revisions.state(article.id, file.version)
        return self._compared(article, replace(state, id=article.id, uid=article.uid), file)

    def _compared(self, article: Article, state: Article, file: WordFile) -> Returned:
        sent = self._as_sent(state)
        plain = file.view(lambda _who: False)
        untracked = _keys(plain) != _keys(sent)
        authors = list(file.people)
        saver = file.by or (authors[0] if authors else "")
        names = dict.fromkeys([*authors, *([saver or "?"] if untracked else [])])
        names |= dict.fromkeys(remark.author for remark in file.remarks if self._is_new(
            remark, article.id
        ))  # fmt: skip
        found = []
        for name in names:
            view = file.view(lambda who, name=name: who == name)  # type: ignore[misc]
            mine = name in authors
            if mine and untracked and name != saver:
                texts = self._apart(state, sent, plain, view)
            elif mine or (untracked and name in (saver, "?")):
                texts = self._texts(state, sent, view)
            else:
                texts = {}
            person = store_person(self._seat, name)
            texts = self._news(state, texts, person)
            count = 0
            if texts:
                base = texts_of(state, texts)
                count = max(1, len(changes(Suggestions.of(base, texts))))
            remarks = sum(
                remark.author == name and self._is_new(remark, article.id)
                for remark in file.remarks
            )
            if count or remarks:
                found.append(
                    Brought(name=name, person=person, texts=texts, changes=count, remarks=remarks)
                )
        notes = []
        if file.version < article.version:
            notes.append(
                _("The story was saved since it went out; what came back is put on top of that.")
            )
        return Returned(
            article=article.id,
            slug=article.slug,
            headline=article.headline,
            version=file.version,
            people=tuple(found),
            file=file,
            notes=tuple(notes),
        )

    def _as_sent(self, state: Article) -> tuple[Para, ...]:
        """The document as it went out, without what was open on the story."""
        made = reviewed(
            self._page(state), Review(uid=f"{state.id} {state.uid}", version=state.version)
        )
        return wordreturn.read(made).view(lambda _who: False)

    def _texts(self, state: Article, sent: Sequence[Para], came: Sequence[Para]) -> dict[str, str]:
        """The fields that differ, as they came."""
        texts = {}
        for role, name in _FIELDS.items():
            before, after = _field(sent, role), _field(came, role)
            if before != after and before is not None and after is not None:
                texts[name] = after
        body = retell(state.body, sent, came, lead=_ABOVE.__contains__)
        if body != state.body:
            texts[_BODY] = body
        return texts

    def _apart(
        self, state: Article, sent: Sequence[Para], plain: Sequence[Para], view: Sequence[Para]
    ) -> dict[str, str]:
        """Somebody's tracked changes alone, where somebody else changed the text untracked."""
        base = self._texts(state, sent, plain)
        under = replace(state, **base)  # type: ignore[arg-type]
        mine = self._texts(under, plain, view)
        own = texts_of(state, mine)
        texts = {
            name: merge(
                texts_of(under, mine)[name], mine[name], own[name], plain=name != _BODY
            ).text
            for name in mine
        }
        return {name: text for name, text in texts.items() if text != own[name]}

    def _news(self, state: Article, texts: dict[str, str], person: int | None) -> dict[str, str]:
        """What of it the person has not proposed already."""
        existing = self._open_set(state.id, person)
        if existing is None or not texts:
            return texts
        stands = texts_of(state)
        known = {
            name: merge(
                existing.base[name], existing.proposal[name], stands[name], plain=name != _BODY
            ).text
            for name in existing.base
        }
        same = all(_bare(known.get(name, stands[name])) == _bare(texts[name]) for name in texts)
        return {} if same and all(
            name in texts or known[name] == stands[name] for name in known
        ) else texts  # fmt: skip

    def _open_set(self, number: int, person: int | None) -> SuggestionSet | None:
        sets = self._seat.store.suggestions.of(number)
        return next((s for s in sets if person is not None and s.author == person), None)

    def _is_new(self, remark: wordfile.Remark, number: int) -> bool:
        if not remark.words:
            return False
        said = [c for t in Comments(self._seat).of(number) for c in t.comments]
        return not any(
            (comment.id == remark.ours and _bare(comment.words) == _bare(remark.words))
            or (
                _bare(comment.words) == _bare(remark.words)
                and self._name(comment.author) == remark.author
            )
            for comment in said
        )

    def take(
        self,
        returned: Returned,
        who: Mapping[str, int] | None = None,
        *,
        new: Collection[str] = (),
    ) -> Changes:
        """Take over what came back. ``who`` says who people are that the staff does not know by
        the name in the document, ``new`` which of these names come into the directory, as somebody
        who may suggest; where neither does it is me.

        Raises Refused where I may neither edit nor suggest, or may not add people; BadInput.
        """
        if not self._seat.may(Right.EDIT):
            self._seat.hold(Right.SUGGEST)
        if returned.nothing:
            return NOTHING
        store, number = self._seat.store, returned.article
        state = store.revisions.state(number, returned.version)
        done = NOTHING
        with store.transaction():
            known = dict(who or {})
            for name in new:
                made = Staff(self._seat).add(Person(name=name, role=Role.REVIEWER))
                known[name] = made.value.id
                done |= made.changes
            for one in returned.people:
                person = known.get(one.name) or one.person or self._seat.author
                seat = behalf(self._seat, person)
                if one.texts:
                    done |= self._suggest(seat, state, number, one)
                if one.remarks:
                    done |= self._say(seat, number, one.name, returned.file)
        total = sum(one.changes for one in returned.people)
        remarks = sum(one.remarks for one in returned.people)
        label = _("{changes}, {comments} taken back into “{slug}”").format(
            changes=ngettext("{n} change", "{n} changes", total).format(n=total),
            comments=ngettext("{n} comment", "{n} comments", remarks).format(n=remarks),
            slug=returned.slug,
        )
        return replace(done, label=label, step=None)

    def _suggest(self, seat: Seat, state: Article, number: int, one: Brought) -> Changes:
        suggesting = Suggesting(seat)
        existing = self._open_set(number, seat.author)
        note = _("From a Word document of {name}").format(name=one.name)
        if existing is None:
            return suggesting.open(
                number, state.version, dict(one.texts), changes=one.changes, note=note
            ).changes
        # On top of what this person has proposed already.
        stands = texts_of(state, one.texts)
        base = {**texts_of(state, one.texts), **existing.base}
        proposal = {
            name: merge(stands[name], text, base[name], plain=name != _BODY).text
            for name, text in one.texts.items()
        }
        return suggesting.update(
            existing.id,
            existing.version,
            proposal,
            changes=max(1, len(changes(Suggestions.of(base, {**existing.proposal, **proposal})))),
            note=note,
        ).changes

    def _say(self, seat: Seat, number: int, name: str, file: WordFile) -> Changes:
        comments = Comments(seat)
        article = self._seat.store.articles.get(number)
        page = Page.of_body(article.body)
        threads: dict[str, int] = {}
        ours = {c.id: t.id for t in comments.of(number) for c in t.comments}
        for remark in file.remarks:
            if remark.ours in ours:
                threads[remark.name] = ours[remark.ours]
        done = NOTHING
        for remark in file.remarks:
            parent = threads.get(remark.parent) or ours.get(_number(remark.parent))
            if remark.author != name or not self._is_new(remark, number):
                continue
            made = say(
                seat, number, remark.words, page=page, quote=remark.quote, thread=parent,
                at=remark.at,
            )  # fmt: skip
            threads[remark.name] = made.value.id
            done |= made.changes
        return done


def _number(name: str) -> int:
    try:
        return int(name, 16) - wordreading.PARA_IDS
    except ValueError:
        return 0


def _keys(paras: Sequence[Para]) -> list[tuple[object, ...]]:
    return [p.key for p in paras if p.role not in _ABOVE or p.role in _FIELDS]


def _field(paras: Sequence[Para], role: str) -> str | None:
    return next((" ".join(p.text.split()) for p in paras if p.role == role), None)


def _bare(text: str) -> str:
    return " ".join(text.split())
