"""Stories become files in a folder: what is written, what stands there, what must not go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from newsroom.desk.pages import Pages
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.export import Exporter
from newsroom.export.exporter import Bundle, Fetched
from newsroom.export.files import Act, Action, file_name, place, plan_write
from newsroom.export.html import HtmlPage
from newsroom.export.page import PageData
from newsroom.export.record import Keeper
from newsroom.export.written import Written, marked
from newsroom.i18n import _, ngettext
from newsroom.news.article import Article
from newsroom.news.countdown import by_clocks
from newsroom.news.errors import DiskFull, NewsroomError, NotApproved, StoreError
from newsroom.news.gate import Report
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from newsroom.text.slug import slugify


class Outcome(StrEnum):
    """What became of a story."""

    WRITE = "write"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One story of an export; ``why`` is a word or, where it was refused, a sentence.

    ``content`` is the file as it was made, where that was asked for and the story makes one alone;
    then ``name`` is the file's, whatever lies in its place.
    """

    article: int
    slug: str
    action: Outcome
    path: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    name: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export did, or would do, story by story. ``shut`` is what the gate says of those
    that it keeps back; ``forced`` went, or would go, with a reason all the same. ``occupied`` is
    whether a file that is not ours lies in the place of one of them: only that is what force ends.
    """

    to: str
    format: str
    dry_run: bool
    items: tuple[Exported, ...]
    shut: tuple[Report, ...] = ()
    forced: tuple[int, ...] = ()
    occupied: bool = False

    def count(self, action: Outcome) -> int:
        """How many stories were treated so."""
        return sum(item.action is action for item in self.items)

    def files(self, action: Outcome) -> int:
        """How many files were treated so; several stories may have gone into one."""
        return len({item.path for item in self.items if item.action is action})


def refusal(seat: Seat, article: Article, now: datetime, *, here: bool = True) -> str:
    """Why a story must not reach readers at that moment, "" if it may.

    Without ``here`` the sentence holds at other people's computers too: it tells the newsroom's
    time alone.
    """
    slug = article.slug
    if article.stage is Stage.SPIKED:
        return _("“{slug}” is spiked; restore it first.").format(slug=slug)
    if article.embargo_until == INDEFINITE:
        return _("“{slug}” is under embargo until further notice.").format(slug=slug)
    if article.embargo_until is not None and article.embargo_until > now:
        return _("“{slug}” is under embargo until {moment}.").format(
            slug=slug, moment=by_clocks(article.embargo_until, own_zone(seat), here=here)
        )
    if article.pubstate is PubState.WITHDRAWN:
        return _("“{slug}” was withdrawn and may not go out again.").format(slug=slug)
    if article.not_for_publication:
        return _("“{slug}” is not for publication.").format(slug=slug)
    return ""


def not_ready(story: Article) -> str:
    """Why a story is not ready to be published, "" if it is."""
    if story.stage is Stage.HOLD:
        return _("“{slug}” is on hold; move it on first.").format(slug=story.slug)
    if not story.headline.strip():
        return _("“{slug}” has no headline yet.").format(slug=story.slug)
    return ""


def hold_approved(seat: Seat, stories: Iterable[Article]) -> None:
    """Raises NotApproved where one of these stories does not stand in Ready; what is on hold or
    spiked is refused as that."""
    settled = (Stage.READY, Stage.HOLD, Stage.SPIKED)
    raw = [story for story in stories if story.stage not in settled]
    if not raw:
        return
    from newsroom.desk.workflows import Workflows

    stage = _(Workflows(seat).of(raw[0].desk).label(raw[0].stage))
    more = len(raw) - 1
    said = [_("“{slug}” stands in {stage}: nobody has approved it.")]
    if more:
        said.append(
            ngettext(
                "The same goes for {n} more story.", "The same goes for {n} more stories.", more
            )
        )
    raise NotApproved(" ".join(said).format(slug=raw[0].slug, stage=stage, n=more))


class Writing:
    """One export into one folder. ``whole`` means all stories there are, by a format that keeps
    a newsroom: then nothing is refused, as a backup refuses nothing. ``held`` tells why a gate
    keeps a story back, "" where none does. With ``keep`` the report holds what was made."""

    def __init__(
        self,
        seat: Seat,
        pages: Pages,
        exporter: type[Exporter],
        *,
        to: Path,
        dry_run: bool,
        force: bool,
        whole: bool = False,
        held: Callable[[Article], str] = lambda _article: "",
        keep: bool = False,
    ) -> None:
        self._seat = seat
        self._pages = pages
        self._exporter = exporter(pages.templates)
        self._to = to
        self._dry_run = dry_run
        self._force = force
        self._whole = whole
        self._held = held
        self._keep = keep
        self._now = seat.clock()
        self._names: dict[int, str] = {}
        self._written = Written(to)
        self._occupied = False

    def run(self, ids: Iterable[int]) -> ExportReport:
        """Write the stories, one after the other, or bound in one file where the format is for
        several. Raises DiskFull, StoreError."""
        wanted = tuple(dict.fromkeys(ids))
        try:
            if isinstance(self._exporter, Keeper):
                items = self._kept(wanted, self._exporter)
            elif isinstance(self._exporter, Bundle) and len(wanted) > 1:
                items = self._bound(wanted, self._exporter)
            else:
                notes = self._name(wanted)
                items = [self._one(number, notes.get(number, ())) for number in wanted]
        finally:
            if not self._dry_run:
                self._written.keep()
        return ExportReport(
            to=str(self._to),
            format=self._exporter.id,
            dry_run=self._dry_run,
            items=tuple(items),
            occupied=self._occupied,
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
        item = Exported(article=number, slug=article.slug, action=Outcome.REFUSED, notes=notes)
        page = self._page(article)
        if isinstance(page, str):
            return replace(item, why=page)
        if page.removed:
            item = replace(item, notes=(*notes, _removed(article, page.removed)))
        name = self._names.get(article.id, article.slug) + self._exporter.suffix
        try:
            return self._put(name, self._exporter.render(page), self._exporter.beside(page), item)
        except (StoreError, DiskFull):
            raise
        except NewsroomError as error:
            return replace(item, why=_about(article, error))

    def _bound(self, ids: tuple[int, ...], exporter: Bundle) -> list[Exported]:
        """All stories in one file, named for the newsroom; those that can't go are left out."""
        items: list[Exported] = []
        pages: list[PageData] = []
        beside: dict[str, bytes] = {}
        for number in ids:
            article = self._seat.store.articles.get(number)
            item = Exported(article=number, slug=article.slug, action=Outcome.REFUSED)
            page = self._page(article)
            if isinstance(page, PageData):
                try:
                    exporter.bind([page])  # which story it is that can't be written is told
                    beside |= self._exporter.beside(page)
                    pages.append(page)
                    item = replace(item, action=Outcome.WRITE)
                    if page.removed:
                        item = replace(item, notes=(_removed(article, page.removed),))
                except NewsroomError as error:
                    page = _about(article, error)
            items.append(replace(item, why=page) if isinstance(page, str) else item)
        if beside and isinstance(exporter, Fetched) and not read_site(self._seat).url:
            n = next(n for n, one in enumerate(items) if one.action is Outcome.WRITE)
            items[n] = replace(items[n], notes=(*items[n].notes, _no_address()))
        return self._together(items, lambda: exporter.bind(pages), lambda: beside)

    def _kept(self, ids: tuple[int, ...], exporter: Keeper) -> list[Exported]:
        """All stories in one file, with all that is theirs, unrendered."""
        items: list[Exported] = []
        # Everything stands in the order in which it was made: made again, it is the same file.
        for number in sorted(ids) if self._whole else ids:
            article = self._seat.store.articles.get(number)
            why = "" if self._whole else self._refusal(article)
            action = Outcome.REFUSED if why else Outcome.WRITE
            items.append(Exported(article=number, slug=article.slug, action=action, why=why))
        from newsroom.desk.archive import make_record

        going = [item.article for item in items if item.action is Outcome.WRITE]
        record = make_record(self._seat, going, whole=self._whole)
        return self._together(
            items, lambda: exporter.keep(record), lambda: exporter.pictures(record)
        )

    def _together(
        self,
        items: list[Exported],
        content: Callable[[], bytes],
        beside: Callable[[], Mapping[str, bytes]],
    ) -> list[Exported]:
        """One file for all that can go, named for the newsroom; for one story, by its slug."""
        going = [item for item in items if item.action is Outcome.WRITE]
        if not going and not self._whole:
            return items
        title = read_site(self._seat).name if len(items) != 1 else items[0].slug
        name = file_name(slugify(title) if len(items) != 1 else title, "") + self._exporter.suffix
        blank = Exported(article=0, slug="", action=Outcome.REFUSED)
        try:
            file = self._put(name, content(), beside(), blank)
        except (StoreError, DiskFull):
            raise
        except NewsroomError as error:
            file = replace(blank, why=str(error))
        return [
            replace(
                item,
                action=file.action,
                path=file.path,
                why=file.why,
                name=file.name if len(items) == 1 else "",
                content=file.content if len(items) == 1 else b"",
            )
            if item.action is Outcome.WRITE
            else item
            for item in items
        ]

    def _refusal(self, article: Article) -> str:
        why = refusal(self._seat, article, self._now)
        if why and article.embargo_until is None:
            return why
        held = self._held(article)  # which tells where an embargo stands, too
        return why or held

    def _page(self, article: Article) -> PageData | str:
        """The story made up, or the sentence why it can't go."""
        if why := self._refusal(article):
            return why
        try:
            # The other pages that it links to are web pages, whatever this one becomes.
            return self._pages.make(
                article, now=self._now, suffix=HtmlPage.suffix, names=self._names
            )
        except (StoreError, DiskFull):
            raise
        except NewsroomError as error:
            return _about(article, error)

    def _put(
        self, name: str, content: bytes, beside: Mapping[str, bytes], item: Exported
    ) -> Exported:
        """Write a file and those that it refers to, each if it is new or changed."""
        file = plan_write(place(self._to, name), content, exact=not marked(content))
        others = [
            plan_write(place(self._to, path), other, exact=True) for path, other in beside.items()
        ]
        if self._keep:
            item = replace(item, name=name, content=content)
        if file.act is Act.CHANGED and not self._force and not self._written.is_ours(file.path):
            self._occupied = True
            return replace(item, action=Outcome.REFUSED, why=_not_ours(file))
        if not self._dry_run:
            for one in (*others, file):
                one.carry_out()
            self._written.add(name, content)
        same = all(one.act is Act.SAME for one in (file, *others))
        return replace(
            item,
            action=Outcome.UNCHANGED if same else Outcome.WRITE,
            path=str(file.path),
            why=str(file.act),
        )


def _about(article: Article, error: NewsroomError) -> str:
    return _("“{slug}”: {problem}").format(slug=article.slug, problem=error)


def _removed(article: Article, kinds: Iterable[tuple[str, int]]) -> str:
    """What is left out of a story's page because no page may hold it."""
    told = ", ".join(what if n == 1 else f"{n} × {what}" for what, n in kinds)
    return _("Left out of “{slug}”, as no page may hold it: {what}.").format(
        slug=article.slug, what=told
    )


def _no_address() -> str:
    return _(
        "The pictures stay behind: whoever takes the file in fetches them from the site, which has "
        "no address yet (Preferences, Site)."
    )


def _not_ours(file: Action) -> str:
    return _(
        "{path} was not made by newsroom and was left alone; it is replaced only if you say so."
    ).format(path=file.path)
