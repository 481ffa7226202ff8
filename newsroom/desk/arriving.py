"""An import as values: what is planned, what was chosen, how far it is, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from newsroom.desk.packedplan import PackedPlan
from newsroom.i18n import N_, _, ngettext
from newsroom.values import dataclass


class Action(StrEnum):
    """What an import does with a story."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"  # would change what was worked on here: left unless it is asked for
    SKIPPED = "skipped"  # by choice
    REFUSED = "refused"


ACTION_LABELS: Mapping[Action, str] = {
    Action.NEW: N_("New"),
    Action.CHANGED: N_("Changed"),
    Action.UNCHANGED: N_("Unchanged"),
    Action.DOUBTFUL: N_("Doubtful"),
    Action.SKIPPED: N_("Left out"),
    Action.REFUSED: N_("Refused"),
}


class Fate(StrEnum):
    """What somebody chose for a story of the plan."""

    TAKE = "take"  # as the plan has it, and what is doubtful is taken too
    SKIP = "skip"
    APART = "apart"  # as a story of its own beside the one that it might be


GUEST, JOINS = "guest", "new"
"""An author stands as a guest; an author becomes a staff entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody decided on the plan.

    ``people`` says who an author is, by the name in the source: a staff entry's number, GUEST or
    JOINS. ``stories`` holds the fate of planned stories by their ``ref``; ``encodings`` the one to
    read a file in, by its path as given, where the guess was wrong.
    """

    people: Mapping[str, int | str] = field(default_factory=dict)
    stories: Mapping[str, Fate] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is (to be) done with one story of a file.

    ``source`` is the file, with what it calls the story where it holds many; ``ref`` names the
    story in ``Choices``. ``fields`` are the names of the fields that change. ``notes`` say what
    was taken otherwise than it was written, ``doubts`` what should be looked at, ``problems`` what
    could not be taken: one each where the action is "refused".
    """

    source: str
    action: Action
    ref: str = ""
    slug: str = ""
    headline: str = ""
    article: int | None = None
    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody whom the stories name. ``staff`` is who they are taken for (None for a guest),
    ``might`` the numbers of all whom they might be, the likeliest first; ``joins`` says that they
    become a staff entry."""

    name: str
    email: str = ""
    login: str = ""
    stories: int = 0
    staff: int | None = None
    might: tuple[int, ...] = ()
    joins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """What became of every story, in the order they were given.

    ``sentences`` hold for many stories and stand once for all of them. ``left`` are sentences on
    what was left out on purpose (pages, menus), with how often.
    """

    dry_run: bool
    items: Sequence[Planned]
    authors: tuple[Author, ...] = ()
    sentences: tuple[str, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)

    def count(self, action: Action) -> int:
        """How many stories were (to be) treated so."""
        if isinstance(self.items, PackedPlan):
            return self.items.count_of(action)
        return sum(item.action is action for item in self.items)

    def summary(self) -> str:
        """How many stories were (to be) treated how, in one line."""
        return ", ".join(
            f"{_(ACTION_LABELS[action])}: {self.count(action):,}"
            for action in Action
            if self.count(action)
        )

    def as_text(self) -> str:
        """The report as plain text, to be kept: every story, where from, and what was dropped."""
        return "".join(f"{line}\n" for line in _lines(self))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is. ``total`` is 0 where that is not known; ``name`` is what it is at."""

    done: int
    total: int
    name: str = ""


Told = Callable[[Progress], None]
"""Who is told how far it is, on the thread of the import."""

Cancel = Callable[[], bool]
"""Who is asked, between two stories, whether the import was called off."""


def _lines(report: IntakeReport) -> list[str]:
    told = [_("What would be taken in") if report.dry_run else _("What was taken in")]
    told.append(report.summary() or _("Nothing"))
    told += report.sentences
    if report.authors:
        told += ["", _("Authors")]
    for author in report.authors:
        who = _("guest") if author.staff is None else _("on the staff")
        if author.joins:
            who = _("new on the staff")
        known = ", ".join(filter(None, (author.email, author.login)))
        stories = ngettext("{n} story", "{n} stories", author.stories).format(n=author.stories)
        told.append(f"  {author.name}{f' ({known})' if known else ''}: {who}, {stories}")
    told += ["", _("Stories")]
    for item in report.items:
        told.append(
            f"  {_(ACTION_LABELS[item.action])}  {item.slug or '—'}  {item.headline or '—'}"
            f"  [{item.source}]"
        )
        told += [f"    {word}" for word in (*item.problems, *item.doubts, *item.notes)]
    if report.left:
        told += ["", _("Left out")]
        told += [f"  {sentence} ({n:,}×)" for sentence, n in report.left.items()]
    return told
