"""Taking in stories and pictures: what arrived is made, changed, left alone or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from newsroom.desk.holding import hold_words
from newsroom.desk.reception import Reception, Run
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.i18n import _
from newsroom.intake import SOURCES
from newsroom.intake.arrival import Arrival, Setting
from newsroom.intake.picture import check
from newsroom.news.article import Article, Picture
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, NewsroomError, StoreError
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, PubState, Stage

MOST_FILES = 10_000
"""How many files one import takes; all of them stand in one transaction."""

KIND = "import"  # the revisions' act


class Action(StrEnum):
    """What an import does with a story."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is (to be) done with one story of a file.

    ``fields`` are the names of the fields that change. ``notes`` say what was taken otherwise than
    it was written, ``problems`` what could not be taken: one each where the action is "refused".
    """

    source: str
    action: Action
    slug: str = ""
    headline: str = ""
    article: int | None = None
    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """What became of every file, in the order they were given."""

    dry_run: bool
    items: tuple[Planned, ...]

    def count(self, action: Action) -> int:
        """How many stories were (to be) treated so."""
        return sum(item.action is action for item in self.items)


class Intake:
    """Stories and pictures from outside."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._reception = Reception(seat)

    def plan(
        self, paths: Iterable[Path | str], *, encoding: str | None = None
    ) -> tuple[Planned, ...]:
        """What ``take`` would do with these files and folders; nothing is touched."""
        return self.take(paths, dry_run=True, encoding=encoding).value.items

    def take(
        self,
        paths: Iterable[Path | str],
        *,
        dry_run: bool = False,
        encoding: str | None = None,
    ) -> Done[IntakeReport]:
        """Take in the stories of these files, and of the files in these folders.

        A story is known by its slug: a new one is made, one that differs gets a revision, one
        that is the same, or that was edited here since this very file was taken, is left alone.
        What can't be read is refused with a sentence in the report and the rest goes on; a fault
        of the store takes everything back and is raised.
        """
        if not dry_run:
            self._seat.hold(Right.EDIT)
        setting = Setting(zone=own_zone(self._seat), encoding=encoding)
        arrivals: list[Arrival | Planned] = []
        for path in _files(paths):
            arrivals.extend(self._read(path, setting))
        run = Run(write=not dry_run)
        items: list[Planned] = []
        if run.write:
            with self._seat.store.transaction():
                items.extend(self._settle(one, run) for one in arrivals)
        else:
            items.extend(self._settle(one, run) for one in arrivals)
        return Done(IntakeReport(dry_run=dry_run, items=tuple(items)), run.changes)

    def picture(self, source: Path | str | bytes, filename: str = "") -> Done[Picture]:
        """A picture, checked and kept; its words (caption, alt, ...) are still empty.

        Raises BadInput with a sentence: not a picture, damaged, missing, too large.
        """
        self._seat.hold(Right.EDIT)
        kept = check(Path(source) if isinstance(source, str) else source, filename)
        with self._seat.store.transaction():
            return Done(self._reception.keep(kept), Changes(media=True))

    def _read(self, path: Path, setting: Setting) -> tuple[Arrival | Planned, ...]:
        source = next((s for s in SOURCES if path.name.lower().endswith(s.suffixes)), None)
        if source is None:
            known = ", ".join(suffix for s in SOURCES for suffix in s.suffixes)
            return (
                _refused(
                    path.name,
                    _("{name} is of no kind that can be imported; known are {known}.").format(
                        name=path.name, known=known
                    ),
                ),
            )
        try:
            return source.read(path, setting)
        except BadInput as error:
            return (_refused(path.name, str(error)),)

    def _settle(self, one: Arrival | Planned, run: Run) -> Planned:
        """Find out what the story is to us, and make or change it if this is not a rehearsal."""
        if isinstance(one, Planned):
            return one
        try:
            return self._settled(one, run)
        except StoreError:
            raise
        except NewsroomError as error:
            return _refused(
                one.source, _("{name}: {problem}").format(name=one.source, problem=error)
            )

    def _settled(self, one: Arrival, run: Run) -> Planned:
        notes, problems = list(one.notes), list(one.problems)
        kept = self._reception.known(one, run, notes, problems)
        published = kept.pop("published_at", None)
        number = self._seat.store.articles.id_of(str(kept["slug"]))
        stands = None if number is None else self._seat.store.articles.get(number)
        self._publishing(kept, published, stands, notes)
        made = self._make(kept, run) if stands is None else self._change(stands, kept, run, notes)
        return replace(made, source=one.source, notes=tuple(notes), problems=tuple(problems))

    def _make(self, kept: Mapping[str, object], run: Run) -> Planned:
        blank = Article(language=read_site(self._seat).language)
        article = replace(blank, **kept)  # type: ignore[arg-type]
        if run.write:
            article = self._seat.store.articles.insert(article, author=self._seat.author, kind=KIND)
            run.changes |= Changes(
                articles=frozenset({article.id}),
                listing=True,
                recent=article.pubstate in PUBLIC,
            )
        return Planned(
            source="",
            action=Action.NEW,
            slug=article.slug,
            headline=article.headline,
            article=article.id or None,
            fields=tuple(kept),
        )

    def _change(
        self, stands: Article, kept: Mapping[str, object], run: Run, notes: list[str]
    ) -> Planned:
        differs = _differences(stands, kept)
        article, action = stands, Action.CHANGED if differs else Action.UNCHANGED
        if differs and not self._new_to_us(stands, kept):
            action, differs = Action.UNCHANGED, {}
            notes.append(
                _(
                    "{slug} was edited here since this file was taken; "
                    "the file has nothing new and was left aside."
                ).format(slug=stands.slug)
            )
        if differs and run.write:
            hold_words(self._seat, stands)
            article = self._seat.store.articles.update(
                stands.id, stands.version, differs, author=self._seat.author, kind=KIND
            )
            run.changes |= Changes(
                articles=frozenset({article.id}),
                listing=True,
                recent=stands.pubstate in PUBLIC or article.pubstate in PUBLIC,
            )
        if differs:
            notes.append(
                _("{slug} was here already; it has a new revision ({fields}).").format(
                    slug=stands.slug, fields=", ".join(differs)
                )
            )
        return Planned(
            source="",
            action=action,
            slug=article.slug,
            headline=article.headline,
            article=article.id,
            fields=tuple(differs),
        )

    def _new_to_us(self, stands: Article, kept: Mapping[str, object]) -> bool:
        """Whether the file says anything else than when it was last taken in."""
        store = self._seat.store
        for revision in store.revisions.list(stands.id, 1000):
            if revision.kind == KIND:
                taken = store.revisions.state(stands.id, revision.number)
                return bool(_differences(taken, kept))
        return True

    def _publishing(
        self,
        kept: dict[str, object],
        published: object,
        stands: Article | None,
        notes: list[str],
    ) -> None:
        """A story that was published in the past is published; one of the future is planned."""
        if not isinstance(published, datetime):
            return
        if published <= self._seat.clock():
            kept["published_at"] = published
            if stands is None or stands.pubstate not in PUBLIC:
                self._seat.hold(Right.PUBLISH)
                kept["pubstate"] = PubState.PUBLISHED
            if stands is None:
                kept.setdefault("stage", Stage.READY)
            return
        kept.setdefault("planned_at", published)
        notes.append(
            _("published_at of {slug} lies ahead; it was kept as the planned date.").format(
                slug=kept["slug"]
            )
        )


def _differences(stands: Article, kept: Mapping[str, object]) -> dict[str, object]:
    """The fields that the file has otherwise; the line break at a body's end is none."""
    return {
        name: value
        for name, value in kept.items()
        if _compared(name, value) != _compared(name, getattr(stands, name))
    }


def _compared(name: str, value: object) -> object:
    if name == "body":
        return str(value).strip("\n")
    if name == "extra" and isinstance(value, Mapping):
        return dict(value)
    return value


def _refused(source: str, sentence: str) -> Planned:
    return Planned(source=source, action=Action.REFUSED, problems=(sentence,))


def _files(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """The files, with folders replaced by the importable files right in them, by name."""
    suffixes = tuple(suffix for source in SOURCES for suffix in source.suffixes)
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.name.lower().endswith(suffixes))
            if not inside:
                raise BadInput(
                    _("The folder {name} holds nothing that can be imported.").format(name=path)
                )
            found.extend(inside)
        else:
            found.append(path)
    if len(found) > MOST_FILES:
        raise BadInput(
            _("{n} files are too many at once; at most {most} go together.").format(
                n=f"{len(found):,}", most=f"{MOST_FILES:,}"
            )
        )
    return tuple(found)
