"""Stories become files in a folder: what is written, what stands there, what must not go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from newsroom.desk.pages import Pages
from newsroom.desk.seat import Seat
from newsroom.export import Exporter
from newsroom.export.files import Act, Action, file_name, place, plan_write
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.errors import DiskFull, NewsroomError, StoreError
from newsroom.news.workflow import PubState, Stage

_OURS = b'name="newsroom:digest"'
"""What a page of ours has in it: another's file of the same name is never replaced unasked."""


class Outcome(StrEnum):
    """What became of a story."""

    WRITE = "write"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One story of an export; ``why`` is a word or, where it was refused, a sentence."""

    article: int
    slug: str
    action: Outcome
    path: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export did, or would do, story by story."""

    to: str
    format: str
    dry_run: bool
    items: tuple[Exported, ...]

    def count(self, action: Outcome) -> int:
        """How many stories were treated so."""
        return sum(item.action is action for item in self.items)


def refusal(article: Article, now: datetime) -> str:
    """Why a story must not reach readers now, "" if it may."""
    slug = article.slug
    if article.stage is Stage.SPIKED:
        return _("“{slug}” is spiked; restore it first.").format(slug=slug)
    if article.embargo_until is not None and article.embargo_until > now:
        return _("“{slug}” is under embargo until {moment}.").format(
            slug=slug, moment=article.embargo_until.strftime("%Y-%m-%d %H:%M UTC")
        )
    if article.pubstate is PubState.WITHDRAWN:
        return _("“{slug}” was withdrawn and may not go out again.").format(slug=slug)
    return ""


class Writing:
    """One export into one folder."""

    def __init__(
        self,
        seat: Seat,
        pages: Pages,
        exporter: type[Exporter],
        *,
        to: Path,
        dry_run: bool,
        force: bool,
    ) -> None:
        self._seat = seat
        self._pages = pages
        self._exporter = exporter(pages.templates)
        self._to = to
        self._dry_run = dry_run
        self._force = force
        self._now = seat.clock()
        self._names: dict[int, str] = {}

    def run(self, ids: Iterable[int]) -> ExportReport:
        """Write the stories, one after the other. Raises DiskFull, StoreError."""
        wanted = tuple(dict.fromkeys(ids))
        notes = self._name(wanted)
        items = [self._one(number, notes.get(number, ())) for number in wanted]
        return ExportReport(
            to=str(self._to),
            format=self._exporter.id,
            dry_run=self._dry_run,
            items=tuple(items),
        )

    def _name(self, ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        """Give each story its file name; of two that would share one, the later gets -2.

        Names are compared as a file system that ignores case would. What was done is told.
        """
        taken: set[str] = set()
        notes: dict[int, tuple[str, ...]] = {}
        for row in sorted(self._seat.store.articles.rows(ids), key=lambda row: row.id):
            name, n = file_name(row.slug, ""), 1
            while (other := name if n == 1 else f"{name}-{n}").casefold() in taken:
                n += 1
            taken.add(other.casefold())
            if other != row.slug:
                self._names[row.id] = other
                sentence = (
                    _("“{slug}” can't name a file as it is; it was written as {name}.")
                    if n == 1
                    else _("“{slug}” would share its file with another story; it became {name}.")
                )
                notes[row.id] = (
                    sentence.format(slug=row.slug, name=other + self._exporter.suffix),
                )
        return notes

    def _one(self, number: int, notes: tuple[str, ...]) -> Exported:
        article = self._seat.store.articles.get(number)

        def refused(why: str) -> Exported:
            return Exported(
                article=number, slug=article.slug, action=Outcome.REFUSED, why=why, notes=notes
            )

        if why := refusal(article, self._now):
            return refused(why)
        try:
            page, beside = self._plan(article)
            if page.act is not Act.NEW and not self._force and not _is_ours(page.path):
                return refused(
                    _(
                        "{path} was not made by newsroom and was left alone; "
                        "replace it by force (--force) if you mean to."
                    ).format(path=page.path)
                )
            if not self._dry_run:
                for file in (*beside, page):
                    file.carry_out()
        except (StoreError, DiskFull):
            raise
        except NewsroomError as error:
            return refused(_("“{slug}”: {problem}").format(slug=article.slug, problem=error))
        same = all(file.act is Act.SAME for file in (page, *beside))
        return Exported(
            article=number,
            slug=article.slug,
            action=Outcome.UNCHANGED if same else Outcome.WRITE,
            path=str(page.path),
            why=str(page.act),
            notes=notes,
        )

    def _plan(self, article: Article) -> tuple[Action, tuple[Action, ...]]:
        """The page and the files that it refers to, each new, changed or the same."""
        suffix = self._exporter.suffix
        data = self._pages.make(article, now=self._now, suffix=suffix, names=self._names)
        name = self._names.get(article.id, article.slug) + suffix
        page = plan_write(place(self._to, name), self._exporter.render(data))
        beside = (
            plan_write(place(self._to, path), content)
            for path, content in self._exporter.beside(data).items()
        )
        return page, tuple(beside)


def _is_ours(path: Path) -> bool:
    return _OURS in path.read_bytes()
