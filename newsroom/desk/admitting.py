"""One arrived story against the newsroom: what it makes or changes here, and the step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.arriving import Action, Choices, Fate, Planned
from newsroom.desk.former import Former
from newsroom.desk.holding import hold_words
from newsroom.desk.imported import Imported
from newsroom.desk.likeness import differences, marks_of
from newsroom.desk.reception import BOOKED, Reception, Run
from newsroom.desk.recognition import KIND, Recognition
from newsroom.desk.seat import Seat
from newsroom.desk.site import read_site
from newsroom.i18n import _
from newsroom.intake.arrival import Arrival
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput
from newsroom.news.origin import Origin
from newsroom.news.workflow import PUBLIC, Stage

if TYPE_CHECKING:
    from newsroom.store.staging import Taken

_MOST_TOLD = 1000  # stories that an act names one by one
_MOST_SHARED = 1000  # notes that many stories have are few; the others are each its own


class Later(Exception):
    """A story that can't be prepared beside the store: it was taken back, comes in again and brings
    comments or suggestions that it did not bring before."""


class Admission:
    """Settles the stories of one import, one after the other."""

    def __init__(self, seat: Seat, reception: Reception, run: Run, choices: Choices) -> None:
        self._seat = seat
        self._reception = reception
        self._run = run
        self._choices = choices
        self._language = read_site(seat).language
        self._former = Former(seat)
        self._known = Recognition(seat, run)
        self._written = Imported()
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._prepared = 0  # how many stories are prepared
        self._version = 0  # of the story that was written last
        self._recent = False
        self._writes = False

    @property
    def count(self) -> int:
        """How many stories were written."""
        return len(self._written)

    def sentences(self) -> tuple[str, ...]:
        """What is to be said of many stories at once."""
        return self._former.sentences()

    def ref(self, kind: str, one: Arrival) -> str:
        """The story's name in ``Choices``."""
        return f"{kind}:{one.key or one.source}"

    def settle(self, kind: str, one: Arrival) -> Planned:
        """Find out what the story is to us, and make or change it if the run writes.

        Raises BadInput and Refused for what can't be taken, Later for what can't be prepared
        (``Run.staging``), and the store's errors.
        """
        ref = self.ref(kind, one)
        fate = self._choices.stories.get(ref)
        notes, problems = list(one.notes), list(one.problems)
        if fate is Fate.SKIP:
            return Planned(
                source=one.source,
                ref=ref,
                action=Action.SKIPPED,
                headline=str(one.fields.get("headline") or ""),
            )
        held = one.held and fate is not Fate.TAKE
        self._writes = self._run.write and not held
        kept = self._reception.known(one, self._run, notes, problems)
        booked = {name: kept.pop(name) for name in BOOKED if name in kept}
        origin = self._known.origin(kind, one, fate)
        stands, sure = self._known.stands(kind, one, kept, origin, fate)
        back = (
            origin is not None
            and stands is not None
            and origin.undone
            and stands.stage is Stage.SPIKED
        )
        if back and self._run.staging is not None and one.has_more:
            from newsroom.desk.remarking import has_news

            assert stands is not None
            if has_news(self._seat, stands.id, one):
                raise Later
        at = booked.pop("published_at", None)
        waits = self._former.settle(kept, at, None if back else stands, notes)
        marks = marks_of(kept)
        doubts = list(one.doubts)
        if stands is None:
            made = self._make(one, kept, booked, notes)
        elif back:
            made = self._revive(stands, kept)
        else:
            if sure and origin is not None:
                kept.pop("slug")  # the story has one here
            made = self._change(
                stands, kept, origin, marks, notes=notes, doubts=doubts, sure=sure, fate=fate
            )
        if waits and made.action is Action.NEW:
            self._former.count()
        if made.article is not None and made.article > 0:
            self._run.taken.add(made.article)
        self._run.slugs.add(made.slug)
        if held and made.action in (Action.NEW, Action.CHANGED):
            made = replace(made, action=Action.DOUBTFUL)
        if self._writes and made.action in (Action.NEW, Action.CHANGED) and one.key:
            self._write_origin(kind, one, made, marks)
        if one.has_more:
            self._tell_besides(made, one, notes)
        if self._writes and made.action is Action.NEW and one.has_more:
            try:
                self._bring(made, one, notes)
            except BadInput as error:
                problems.append(
                    _("{name}: not all that stood beside it could be taken: {problem}").format(
                        name=one.source, problem=error
                    )
                )
        return replace(
            made,
            source=one.source,
            ref=ref,
            fields=self._same(made.fields),
            notes=self._same(tuple(notes)),
            doubts=tuple(doubts),
            problems=tuple(problems),
        )

    def _same(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The same words once for all stories that have them: a plan keeps those of a site."""
        known = self._shared.get(words)
        if known is None:
            known = words
            if len(self._shared) < _MOST_SHARED:
                self._shared[words] = words
        return known

    def adopt(self, taken: Taken) -> None:
        """What was prepared is in the store: from now on stories are settled there."""
        self._run.staging = None
        first = taken.delta + 1
        for number in range(first, first + self._prepared):
            self._written.made.add(number)
            self._run.taken.add(number)
        self._written.leave(taken.left)
        self._written.origins = taken.origins

    def record(self, label: str) -> Changes:
        """Write the step down, inside the transaction of the import; nothing written is no step."""
        written = self._written
        if not written:
            return NOTHING
        written.terms, written.joined = self._run.added, self._run.cast.joined
        step = self._seat.store.steps.record(label, written.payload(), who=self._seat.author)
        # Nobody has a story open that has just come in: of a whole site the lists are told alone.
        made = written.made if len(written.made) <= _MOST_TOLD else ()
        return Changes(
            articles=frozenset((*made, *written.changed())),
            listing=True,
            recent=self._recent,
            staff=bool(written.joined),
            step=step,
            label=label,
        )

    def _make(
        self,
        one: Arrival,
        kept: dict[str, object],
        booked: Mapping[str, object],
        notes: list[str],
    ) -> Planned:
        slug = str(kept["slug"])
        kept["slug"] = self._reception.free(slug, self._run)
        if kept["slug"] != slug:
            twice = slug in self._run.slugs
            sentence = (
                _("Two stories have the slug “{slug}”; this one became “{other}”.")
                if twice
                else _("Another story here has the slug “{slug}”; this one became “{other}”.")
            )
            notes.append(sentence.format(slug=slug, other=kept["slug"]))
        blank = Article(language=self._language, uid=self._known.own_uid(one))
        article = replace(blank, **booked, **kept)  # type: ignore[arg-type]
        if self._writes:
            article = self._insert(article)
            self._recent |= article.pubstate in PUBLIC
        return Planned(
            source="",
            action=Action.NEW,
            slug=article.slug,
            headline=article.headline,
            article=article.id or None,
            fields=tuple(kept),
        )

    def _insert(self, article: Article) -> Article:
        """Write a new story; one that is only prepared has a number below 0."""
        who, staging = self._seat.author, self._run.staging
        if staging is not None:
            made = staging.insert(article, author=who, kind=KIND)
            self._prepared += 1
        else:
            made = self._seat.store.articles.insert(article, author=who, kind=KIND)
            self._written.made.add(made.id)
        self._version = made.version
        return made

    def _revive(self, stands: Article, kept: Mapping[str, object]) -> Planned:
        """A story whose import was taken back comes in again."""
        fields = {"stage": Stage.DRAFT, "stage_before": "", **kept, "slug": stands.slug}
        article = self._update(stands, fields) if self._writes else replace(stands, **fields)  # type: ignore[arg-type]
        return Planned(
            source="",
            action=Action.NEW,
            slug=article.slug,
            headline=article.headline,
            article=article.id,
            fields=tuple(kept),
        )

    def _change(
        self,
        stands: Article,
        kept: Mapping[str, object],
        origin: Origin | None,
        marks: Mapping[str, str],
        *,
        notes: list[str],
        doubts: list[str],
        sure: bool,
        fate: Fate | None,
    ) -> Planned:
        differs = differences(stands, kept)
        action = Action.CHANGED if differs else Action.UNCHANGED
        article = stands
        if differs:
            news, both = self._known.news(stands, kept, differs, origin, marks)
            if not news:
                action = Action.UNCHANGED
                notes.append(
                    _(
                        "{slug} was edited here since this file was taken; "
                        "the file has nothing new and was left aside."
                    ).format(slug=stands.slug)
                )
            elif both and fate is not Fate.TAKE:
                action = Action.DOUBTFUL
                doubts.append(
                    _(
                        "{slug} was changed there and edited here since it was taken "
                        "({fields}); taking it would set back what was written here."
                    ).format(slug=stands.slug, fields=", ".join(both))
                )
            elif not sure and fate is not Fate.TAKE:
                action = Action.DOUBTFUL
                doubts.append(
                    _(
                        "A story with the slug {slug} is here already; "
                        "take this one as its new text, or as a story of its own."
                    ).format(slug=stands.slug)
                )
            differs = news
        if action is Action.CHANGED:
            if self._writes:
                hold_words(self._seat, stands)
                article = self._update(stands, differs)
            notes.append(_renewed(stands.slug, differs))
        return Planned(
            source="",
            action=action,
            slug=article.slug,
            headline=article.headline,
            article=article.id,
            fields=tuple(differs),
        )

    def _update(self, stands: Article, fields: Mapping[str, object]) -> Article:
        who, staging = self._seat.author, self._run.staging
        if staging is not None:
            article = staging.change(stands, fields, author=who, kind=KIND)
        else:
            article = self._seat.store.articles.update(
                stands.id, stands.version, fields, author=who, kind=KIND
            )
        self._version = article.version
        self._written.change(article.id, article.version, tuple(sorted(fields)))
        self._recent |= stands.pubstate in PUBLIC or article.pubstate in PUBLIC
        return article

    def _tell_besides(self, made: Planned, one: Arrival, notes: list[str]) -> None:
        """Say what comes along, or that it does not: a story that was here has its own talk."""
        from newsroom.desk.remarking import has_news, told

        if made.action is Action.NEW:
            notes.append(told(one))
        elif made.article is not None and has_news(self._seat, made.article, one):
            notes.append(
                _(
                    "Comments or changes in it that are not here were left aside: only a story "
                    "that is new brings them along."
                )
            )

    def _bring(self, made: Planned, one: Arrival, notes: list[str]) -> None:
        """Write what came along with a story that is new here."""
        from newsroom.desk.remarking import bring

        number, staging = made.article, self._run.staging
        assert number is not None
        if staging is None:
            self._run.changes |= bring(self._seat, number, one, notes)
        elif number < 0:
            store = staging.talk(self._run.cast.joining())
            seat = Seat(store, self._seat.clock, self._seat.me, self._seat.journal)
            # The story has another number there, and nobody looks at it yet.
            inbox = bring(seat, -number, one, notes).inbox
            self._run.changes |= Changes(listing=True, inbox=inbox)

    def _write_origin(
        self, kind: str, one: Arrival, made: Planned, marks: Mapping[str, str]
    ) -> None:
        assert made.article is not None
        staging = self._run.staging
        store = self._seat.store if staging is None else staging.beside(made.article)
        number = store.origins.add(
            abs(made.article),
            source=kind,
            key=one.key,
            who=self._seat.author,
            version=self._version,
            marks=marks,
            facts=one.facts,
            original=one.original,
        )
        if staging is None:
            self._written.origins.add(number)


def passed_over(item: Planned) -> Planned:
    """A story that was to change, and that somebody saved before it could."""
    renewed = _renewed(item.slug, item.fields)
    doubt = _(
        "Somebody saved {slug} while this import was prepared; it stays as they saved it. "
        "Import it again to see what differs."
    ).format(slug=item.slug)
    return replace(
        item,
        action=Action.DOUBTFUL,
        notes=tuple(note for note in item.notes if note != renewed),
        doubts=(*item.doubts, doubt),
    )


def _renewed(slug: str, fields: Iterable[str]) -> str:
    return _("{slug} was here already; it has a new revision ({fields}).").format(
        slug=slug, fields=", ".join(fields)
    )
