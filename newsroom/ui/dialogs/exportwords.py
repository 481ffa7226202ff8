"""What an export did or would do, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import _, ngettext

if TYPE_CHECKING:
    from newsroom.desk.export import ExportReport

MOST_SENTENCES = 6  # of stories that can't go; the rest is counted
MOST_FILES = 200  # that are named; the rest is counted


def counts(report: ExportReport) -> tuple[int, int, int]:
    """How many files are written and stand as they are, and how many stories can't go."""
    from newsroom.desk.export import Outcome

    return (
        report.files(Outcome.WRITE),
        report.files(Outcome.UNCHANGED),
        report.count(Outcome.REFUSED),
    )


def planned(written: int, same: int) -> str:
    """What would happen, in a sentence."""
    if not written and not same:
        return _("There is nothing to write.")
    if not written:
        return ngettext(
            "The file is up to date; nothing needs to be written.",
            "All {n} files are up to date; nothing needs to be written.",
            same,
        ).format(n=same)
    sentence = ngettext("{n} file will be written.", "{n} files will be written.", written).format(
        n=written
    )
    if same:
        more = ngettext("{n} is up to date.", "{n} are up to date.", same).format(n=same)
        return f"{sentence} {more}"
    return sentence


def exported(written: int, same: int, refused: int, folder: Path) -> str:
    """What happened, in a sentence or two."""
    if written:
        sentence = ngettext(
            "Exported {n} file to {folder}.", "Exported {n} files to {folder}.", written
        ).format(n=written, folder=folder)
    else:
        sentence = _("Nothing had to be written; {folder} is up to date.").format(folder=folder)
    if refused:
        more = ngettext("{n} story could not go.", "{n} stories could not go.", refused)
        sentence = f"{sentence} {more.format(n=refused)}"
    return sentence


def files(report: ExportReport) -> list[str]:
    """Each file and whether it is new, a line each; of very many the first ones."""
    words = {"new": _("new"), "changed": _("replaced"), "same": _("up to date")}
    lines = [
        _("{path}: {why}").format(path=Path(path).name, why=words.get(why, why))
        for path, why in dict.fromkeys((i.path, i.why) for i in report.items if i.path)
    ]
    left = len(lines) - MOST_FILES
    if left <= 0:
        return lines
    more = ngettext("and {n} more", "and {n} more", left).format(n=left)
    return [*lines[:MOST_FILES], more]


def refusals(report: ExportReport, *, notes: bool = True) -> str:
    """Why stories can't go, and, with ``notes``, what is told of those that do, a sentence each."""
    from newsroom.desk.export import Outcome

    lines = [item.why for item in report.items if item.action is Outcome.REFUSED]
    if notes:
        lines += [note for item in report.items for note in item.notes]
    left = len(lines) - MOST_SENTENCES
    if left > 0:
        more = ngettext("and {n} more", "and {n} more", left).format(n=left)
        lines = [*lines[:MOST_SENTENCES], more]
    return "\n".join(lines)
