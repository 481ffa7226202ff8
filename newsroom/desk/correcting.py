"""Setting right what readers have seen: corrections, clarifications, updates, refiles, rewrites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsroom.desk.drafts import begun_from
from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.desk.steps import rows_of
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS, ON_PAGE, Article
from newsroom.news.changes import Changes, Done
from newsroom.news.correction import (
    BY_KIND,
    MOST_WHERE,
    MOST_WORDS,
    Correction,
    CorrectionKind,
    KindInfo,
)
from newsroom.news.errors import BadInput, Refused
from newsroom.news.plain import plain
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, PubState
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.news.article import Row

FIXABLE = ("kicker", "headline", "short_headline", "dek", "dateline", "body")
"""The fields in which wrong words are looked for, in the order of the page."""

_NOTE = 300  # characters of a revision's note: a line of the history
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The wrong words found in a story, and the story's fields with the right ones.

    ``count`` is how often they stand there, ``where`` says the first place in words.
    """

    count: int
    where: str
    fields: Mapping[str, str]


def find_fix(story: Article, wrong: str, right: str) -> Fix:
    """Where the wrong words stand in a story, and what it is with the right ones in their place.

    Whole words alone, whatever white space is between them.
    """
    parts = wrong.split()
    if not parts:
        return Fix(count=0, where="", fields={})
    words = r"\s+".join(map(re.escape, parts))
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", parts[-1]) else ""
    pattern = re.compile(f"{before}{words}{after}")
    count, where, fixed = 0, "", {}
    for name in FIXABLE:
        text = str(getattr(story, name))
        found = list(pattern.finditer(text))
        if not found:
            continue
        where = where or _place(name, text, found[0].start())
        count += len(found)
        fixed[name] = pattern.sub(lambda _found: right.strip(), text)
    return Fix(count=count, where=where, fields=fixed)


def _place(name: str, text: str, at: int) -> str:
    if name != "body":
        return _(ARTICLE_FIELDS[name].label)
    return _("paragraph {n}").format(n=len(_PARAGRAPHS.findall(text[:at].lstrip())) + 1)


def unpublished(story: Article) -> str:
    """Why nothing of a story has to be corrected, as a sentence; "" for one that readers have."""
    if story.pubstate in PUBLIC:
        return ""
    return _("“{slug}” is not published, so nothing has to be corrected: edit it.").format(
        slug=story.slug
    )


class Correcting:
    """What may be done to a published story."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, number: int) -> tuple[Correction, ...]:
        """The corrections of a story that stand, the first one first."""
        return tuple(made for made in self._seat.store.corrections.of(number) if not made.undone)

    def correct(
        self,
        number: int,
        kind: CorrectionKind | str,
        *,
        wrong: str = "",
        right: str = "",
        where: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> Done[Article]:
        """Set a published story right: one act, one new version, one notice.

        ``fields`` are what readers see with the right words in it; without them the words are
        left, for somebody to write them anew. Raises Refused where I may not or where it is not
        published, Locked while another window is editing it, BadInput without words to tell.
        """
        self._seat.hold(Right.CORRECT)
        info = BY_KIND[CorrectionKind(kind)]
        wrong, right, where = _told(info, wrong, right, where)
        kept = checked(fields or {}, ARTICLE_FIELDS, only=ON_PAGE)
        store = self._seat.store
        with store.transaction():
            (row,) = rows_of(self._seat, (number,))
            self._hold_open(row)
            stands = store.articles.get(number)
            hindrance = unpublished(stands)
            if hindrance:
                raise Refused(hindrance)
            if info.corrects:
                kept["pubstate"] = PubState.CORRECTED
            saved = store.articles.update(
                number,
                stands.version,
                kept,
                author=self._seat.author,
                kind=str(info.kind),
                note=_note(wrong, right),
            )
            made = Correction(
                article=number,
                at=self._seat.clock(),
                who=self._seat.author,
                kind=info.kind,
                wrong=wrong,
                right=right,
                where=where,
                version=saved.version,
            )
            from newsroom.store.marked import written

            rows = written("correction", [store.corrections.add(made)])
            label = _LABELS[info.kind]().format(slug=saved.slug)
            before = {name: getattr(stands, name) for name in kept}
            step = store.steps.record(
                label,
                {
                    "articles": [
                        {
                            "id": number,
                            "version": saved.version,
                            "before": plain(before),
                            "after": plain(kept),
                        }
                    ],
                    "rows": [rows.plain()],
                },
                who=self._seat.author,
            )
        changes = Changes(
            articles=frozenset({number}),
            listing=True,
            recent=True,
            review=frozenset({number}),
            step=step,
            label=label,
        )
        return Done(saved, changes)

    def notice_words(
        self, number: int, kind: CorrectionKind | str, *, wrong: str, right: str, where: str
    ) -> str:
        """The notice that this correction would make, as readers will see it; "" for none."""
        from newsroom.desk.pages import TEMPLATES
        from newsroom.desk.site import own_zone
        from newsroom.export.makeup import make_notices
        from newsroom.export.words import read_words

        story = self._seat.store.articles.get(number)
        made = Correction(
            article=number,
            at=self._seat.clock(),
            who=self._seat.author,
            kind=CorrectionKind(kind),
            wrong=wrong,
            right=right,
            where=where,
        )
        words = read_words(story.language, self._seat.store.folder / TEMPLATES)
        notices = make_notices((made,), own_zone(self._seat), words)
        return " ".join(f"{notice.head} {notice.text}" for notice in notices)

    def rewrite(self, number: int) -> Done[Article]:
        """A new draft that brings a story up to date, linked to it as its parent.

        Raises Refused where I may not, NotFound.
        """
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        with store.transaction():
            parent = store.articles.get(number)
            made = store.articles.insert(
                begun_from(parent, slug=store.articles.free_slug(parent.slug)),
                author=self._seat.author,
                note=_("Rewrites {slug}").format(slug=parent.slug),
            )
            store.kinship.add(made.id, number)
        return Done(made, Changes(articles=frozenset({made.id}), listing=True))

    def parent(self, number: int) -> Row | None:
        """The story that this one rewrites, None for none."""
        parent = self._seat.store.kinship.parent(number)
        rows = self._seat.store.articles.rows((parent,)) if parent is not None else ()
        return rows[0] if rows else None

    def updates(self, number: int) -> tuple[Row, ...]:
        """The stories that rewrite this one."""
        return self._seat.store.articles.rows(self._seat.store.kinship.updates(number))

    def family(self, number: int) -> tuple[Row, ...]:
        """Every story of its family, itself included, the first one first."""
        return self._seat.store.articles.rows(self._seat.store.kinship.members(number))

    def _hold_open(self, row: Row) -> None:
        lock = self._seat.store.locks.get(row.id)
        if lock is not None and lock.session != self._seat.store.locks.session:
            from newsroom.desk.presence import hold_free

            hold_free(self._seat, row.id, row.slug)


def _told(info: KindInfo, wrong: str, right: str, where: str) -> tuple[str, str, str]:
    """The words of a notice as they are kept. Raises BadInput for what tells readers nothing."""
    wrong, right, where = (" ".join(words.split()) for words in (wrong, right, where))
    if info.kind is CorrectionKind.CORRECTION and not (wrong and right):
        raise BadInput(_("Say what was wrong and what is right; readers will read both."))
    if not (right or wrong):
        raise BadInput(
            _("Say what was changed; the record keeps it.")
            if info.kind is CorrectionKind.REFILE
            else _("Say what readers should know; it stands in the notice.")
        )
    if info.kind in (CorrectionKind.CLARIFICATION, CorrectionKind.UPDATE) and not right:
        raise BadInput(_("Say what readers should know; it stands in the notice."))
    for words, most in ((wrong, MOST_WORDS), (right, MOST_WORDS), (where, MOST_WHERE)):
        if len(words) > most:
            raise BadInput(
                ngettext(
                    "A notice is short: at most {most} character fits there.",
                    "A notice is short: at most {most} characters fit there.",
                    most,
                ).format(most=f"{most:,}")
            )
    return wrong, right, where


def _note(wrong: str, right: str) -> str:
    """What the history says of it."""
    said = f"{wrong} → {right}" if wrong and right else wrong or right
    return said if len(said) <= _NOTE else said[: _NOTE - 1] + "…"


_LABELS = {
    CorrectionKind.CORRECTION: lambda: _("Corrected “{slug}”"),
    CorrectionKind.CLARIFICATION: lambda: _("Clarified “{slug}”"),
    CorrectionKind.UPDATE: lambda: _("Updated “{slug}”"),
    CorrectionKind.REFILE: lambda: _("Refiled “{slug}”"),
}
