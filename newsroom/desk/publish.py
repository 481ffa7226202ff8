"""Publishing and taking back, the page as readers will see it, and pages written into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.export import ExportReport, Outcome, Writing, hold_approved, not_ready, refusal
from newsroom.desk.gates import Gates
from newsroom.desk.gates import held as why_held
from newsroom.desk.pages import Pages
from newsroom.desk.recent import Recent
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Part, take_step
from newsroom.export import EXPORTERS, Exporter
from newsroom.export.html import HtmlPage
from newsroom.i18n import _, ngettext
from newsroom.news.article import Article, Filter, Row, Sort
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput, Refused
from newsroom.news.gate import Gate, Report
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, PubState, Stage

if TYPE_CHECKING:
    from newsroom.desk.asat import AsAt
    from newsroom.export.clipboard import Clip

MOST_PAGES = 1_000_000  # that one export takes: all of them, in any newsroom there is

_KEEPING = frozenset({"json", "markdown"})
"""Formats in which a story goes out to be worked on and comes back, with all that is open in it: no
gate keeps it."""


MOST_READY = 100
"""Stories that are held against the gate at once: more than any desk has ready in a day."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A story that waits to be published, and what the gate says of it."""

    row: Row
    report: Report


@dataclass(frozen=True, slots=True)
class Format:
    """A format that stories can be exported in; ``title`` is translated."""

    id: str
    title: str
    suffix: str


def formats() -> tuple[Format, ...]:
    """What stories can be exported as, in the order in which it is offered."""
    return tuple(Format(kind.id, _(kind.title), kind.suffix) for kind in EXPORTERS)


class Publish:
    """What brings stories to readers."""

    def __init__(self, seat: Seat, recent: Recent) -> None:
        self._seat = seat
        self._pages = Pages(seat, recent)
        self._gates = Gates(seat)

    def ready(self, limit: int = MOST_READY) -> tuple[Ready, ...]:
        """The stories in the stage "ready" that readers never had, due first first, each with what
        the publishing gate says of it now. What was taken down is not among them: it goes out again
        by an act of its own."""
        states = frozenset({str(PubState.NONE)})
        wanted = Filter(stages=frozenset({str(Stage.READY)}), pubstates=states)
        store = self._seat.store
        page = store.articles.page(wanted, sort=Sort.DUE, descending=False, limit=limit)
        reports = self._gates.check_all([row.id for row in page.rows], Gate.PUBLISH)
        return tuple(Ready(row, report) for row, report in zip(page.rows, reports, strict=True))

    def hold_approved(self, ids: Iterable[int]) -> None:
        """Raise NotApproved where one of these stories is not ready and readers do not have it
        either: asked before anything goes out that nobody may have meant to."""
        hold_approved(self._seat, (s for s in self._stories(ids) if s.pubstate not in PUBLIC))

    def publish(self, ids: Iterable[int], *, override: str = "") -> Changes:
        """Give stories to the readers: all of these or none.

        The moment of the first publication is kept for good. Raises Refused with a sentence for a
        story that is spiked, on hold, under embargo, withdrawn or without a headline, and where I
        may not; GateClosed where something else is not in order, unless ``override`` says why it
        goes out all the same.
        """
        self._seat.hold(Right.PUBLISH)
        now = self._seat.clock()
        stories = [story for story in self._stories(ids) if story.pubstate not in PUBLIC]
        for story in stories:
            if why := not_ready(story) or refusal(self._seat, story, now):
                raise Refused(why)
        again = tuple(s.id for s in stories if s.published_at and s.published_at <= now)
        fresh = tuple(s.id for s in stories if s.id not in again)
        label = ngettext("Published {n} story", "Published {n} stories", len(stories))
        rows = self._seat.store.articles.rows(story.id for story in stories)
        return take_step(
            self._seat,
            label.format(n=len(stories)),
            (
                Part(
                    fresh,
                    {"pubstate": PubState.PUBLISHED, "published_at": now, "publish_at": None},
                ),
                Part(again, {"pubstate": PubState.PUBLISHED, "publish_at": None}),
            ),
            kind="publish",
            beside=partial(self._gates.through, rows, Gate.PUBLISH, override),
        )

    def unpublish(self, ids: Iterable[int]) -> Changes:
        """Take stories back from the readers; when they were published stays on record."""
        self._seat.hold(Right.PUBLISH)
        out = tuple(story.id for story in self._stories(ids) if story.pubstate in PUBLIC)
        label = ngettext("Unpublished {n} story", "Unpublished {n} stories", len(out))
        return take_step(
            self._seat,
            label.format(n=len(out)),
            [Part(out, {"pubstate": PubState.UNPUBLISHED})],
            kind="unpublish",
        )

    def formats(self) -> tuple[Format, ...]:
        """What stories can be exported as, in the order in which it is offered."""
        return formats()

    def page_html(
        self, article: Article, *, now: datetime | None = None, preview: bool = False
    ) -> str:
        """The story's page as the export writes it; ``article`` may be one that is being typed.

        Raises BadInput where its Markdown can't be rendered within the bounds.
        """
        page = self._pages.make(
            article, now=now or self._seat.clock(), suffix=HtmlPage.suffix, preview=preview
        )
        return HtmlPage(self._pages.templates).render(page).decode("utf-8")

    def cards(self, article: Article) -> str:
        """How others will show the story, as a page for the house: search, social, feed, mail."""
        from newsroom.export.cards import cards_page

        page = self._pages.make(
            article, now=self._seat.clock(), suffix=HtmlPage.suffix, preview=True
        )
        return cards_page(page)

    @cached_property
    def as_at(self) -> AsAt:
        """Pages as they will be at a moment."""
        from newsroom.desk.asat import AsAt
        from newsroom.paths import cache_dir

        return AsAt(self._seat, self._pages, cache=cache_dir() / "site" / self._seat.store.uid)

    def proof(self, article: Article) -> bytes:
        """The story as a PDF to be read on paper: numbered lines, double spaced.

        It stays in the house, as a preview does, so nothing keeps it back. Raises BadInput where
        it can't be rendered, or this computer has nothing to make PDF with.
        """
        from newsroom.export.pdf import Proof

        page = self._pages.make(
            article, now=self._seat.clock(), suffix=HtmlPage.suffix, preview=True
        )
        return Proof(self._pages.templates).render(page)

    def clip(self, article: Article) -> Clip:
        """The story to paste into another system: HTML, Markdown and text, nothing parked in it.

        Raises Refused where it must not go out, BadInput where it can't be rendered.
        """
        from newsroom.export.clipboard import clip

        now = self._seat.clock()
        if why := refusal(self._seat, article, now):
            raise Refused(why)
        return clip(self._pages.make(article, now=now, suffix=HtmlPage.suffix))

    def export(
        self,
        ids: Iterable[int] | None,
        *,
        to: Path,
        format: str = "html",
        dry_run: bool = False,
        force: bool = False,
        everything: bool = False,
        override: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        keep: bool = False,
    ) -> ExportReport:
        """Write stories into the folder ``to``; None means all that are public, of those that were
        published from ``since`` until before ``until``, or, with ``everything``, all that there
        are.

        Each story is a file, or all are one in formats that hold several.

        A page that would come out the same but for the ages in Recent Posts is left alone. A
        story that must not go out, or whose file would replace one that newsroom did not make
        (unless ``force``), stands in the report with a sentence; ``dry_run`` writes nothing.
        ``override`` is the reason to take stories out through a gate that is shut (the report says
        of which); it is kept with their sign-offs. With ``keep`` the report holds each story's
        file as it was made, to be looked at: meant for one. Raises BadInput for an unknown format,
        DiskFull, NotFound, StoreError, Refused where I may not override.
        """
        if ids is None:
            states = frozenset() if everything else frozenset(PUBLIC)
            every = Filter(
                stages=frozenset(Stage),
                pubstates=states,
                published_after=since,
                published_before=until,
            )
            ids = self._seat.store.articles.ids(every, MOST_PAGES)
        if override.strip():
            self._gates.hold_override(Gate.EXPORT, override)
        overridden: list[Report] = []
        shut: list[Report] = []
        rules = self._gates.at(Gate.EXPORT)

        def held(story: Article) -> str:
            if format in _KEEPING:
                return ""
            found = self._gates.judge(story, Gate.EXPORT, rules)
            if found.passes:
                return ""
            if not override.strip() or any(f.firm for f in found.stopping):
                shut.append(found)
                return why_held(found)
            overridden.append(found)
            return ""

        writing = Writing(
            self._seat,
            self._pages,
            _exporter(format),
            to=to,
            dry_run=dry_run,
            force=force,
            whole=everything,
            held=held,
            keep=keep,
        )
        report = writing.run(ids)
        went = {item.article for item in report.items if item.action is not Outcome.REFUSED}
        forced = [found for found in overridden if found.article in went]
        if forced and not dry_run:
            self._gates.overridden(forced, override.strip())
        return replace(report, shut=tuple(shut), forced=tuple(f.article for f in forced))

    def close(self) -> None:
        """End the rendering process, if one was started."""
        self._pages.close()

    def _stories(self, ids: Iterable[int]) -> list[Article]:
        return [self._seat.store.articles.get(number) for number in dict.fromkeys(ids)]


def _exporter(name: str) -> type[Exporter]:
    for kind in EXPORTERS:
        if kind.id == name:
            return kind
    raise BadInput(
        _("There is no format “{name}”; there are: {names}.").format(
            name=name[:60], names=", ".join(kind.id for kind in EXPORTERS)
        )
    )
