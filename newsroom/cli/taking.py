"""The command import: stories out of every kind of file, with a report, authors told apart."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from newsroom.cli.codes import COULD_NOT, DONE, PROBLEMS
from newsroom.cli.say import out, shape, tell
from newsroom.desk import shapes
from newsroom.desk.arriving import GUEST, JOINS, Action, Choices, Fate, IntakeReport
from newsroom.desk.desk import Desk
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``import`` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done, and do nothing")
    )
    parser.add_argument(
        "--encoding", metavar="NAME", help=_("read files that are not Unicode in this encoding")
    )
    parser.add_argument(
        "--author",
        metavar="NAME=STAFF",
        action="append",
        default=[],
        help=_("who an author is: a name of the staff, or guest, or new (may be repeated)"),
    )
    parser.add_argument(
        "--doubtful",
        action="store_true",
        help=_("take what is doubtful too, over what was written here"),
    )
    parser.add_argument("--report", metavar="FILE", type=Path, help=_("keep the report here"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_import(desk: Desk, options: argparse.Namespace) -> int:
    """Take in files and tell what became of each."""
    people = dict(_author(desk, words) for words in options.author)
    try:
        report = _taken(desk, options, people)
    except KeyboardInterrupt:
        tell(_("Stopped; nothing was taken in."))
        raise
    if options.report is not None:
        _keep(options.report, report.as_text())
    if options.json:
        shape(shapes.plain(report))
    else:
        for item in report.items:
            if item.action is not Action.REFUSED:
                out(f"{item.action}  {item.slug}  {item.headline or '—'}")
            for note in (*item.doubts, *item.notes):
                out(f"    {note}")
        for sentence in report.sentences:
            out(sentence)
        for sentence, n in report.left.items():
            out(f"{sentence} ({n:,}×)")
        if len(report.items) == report.count(Action.REFUSED):
            pass  # each has its sentence
        elif report.dry_run:
            out(_("Nothing was taken in yet. {what}").format(what=report.summary()))
        elif len(report.items) > 1:
            out(report.summary())
    for item in report.items:
        for problem in item.problems:
            tell(problem)
    if not options.json and not report.dry_run and report.count(Action.DOUBTFUL):
        tell(_("What is doubtful was left out; with --doubtful it is taken as it is shown."))
    if any(item.action is Action.REFUSED for item in report.items):
        return COULD_NOT
    odd = any(item.problems or item.action is Action.DOUBTFUL for item in report.items)
    return PROBLEMS if odd else DONE


def _taken(
    desk: Desk, options: argparse.Namespace, people: Mapping[str, int | str]
) -> IntakeReport:
    """Take the files in, the doubtful ones too where that was said."""
    choices = Choices(people=people)
    if options.doubtful:
        plan = desk.intake.plan(options.files, choices=choices, encoding=options.encoding)
        doubtful = (item.ref for item in plan.items if item.action is Action.DOUBTFUL)
        choices = Choices(people=people, stories=dict.fromkeys(doubtful, Fate.TAKE))
    return desk.intake.take(
        options.files, dry_run=options.dry_run, encoding=options.encoding, choices=choices
    ).value


def _author(desk: Desk, words: str) -> tuple[str, int | str]:
    """Who an author is, as it was said: "Ana L.=Ana Lima". Raises BadInput."""
    name, sign, who = (part.strip() for part in words.partition("="))
    if not name or not sign or not who:
        raise BadInput(
            _("“{words}” should be an author and who that is, such as “A. Lima=Ana Lima”.").format(
                words=words
            )
        )
    if who.casefold() in (GUEST, JOINS):
        return name, who.casefold()
    person = desk.staff.find(who)
    if person is None:
        raise BadInput(
            _(
                "Nobody on the staff is called “{who}”; give a name of the staff, guest or new."
            ).format(who=who)
        )
    return name, person.id


def _keep(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NewsroomError(
            _("The report can't be written to {path}: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from None
