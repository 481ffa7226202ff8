"""The command on the site as a whole: plan, publish, verify, go back, what went out when."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.codes import COULD_NOT, DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.i18n import _, ngettext
from newsroom.news.errors import BadInput, Occupied

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.quiet import Stand
    from newsroom.desk.sitereport import SiteReport, Step

_SHARED = {"page": False, "shared": True}
_OFTEN = 20  # files between two words of progress


def site_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``site`` takes."""
    parser.add_argument("to", metavar="DIR", type=Path, nargs="?")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--dry-run", action="store_true", help=_("say what would be written and deleted, and why")
    )
    acts.add_argument(
        "--verify", action="store_true", help=_("tell what in DIR differs from what was published")
    )
    acts.add_argument(
        "--back", action="store_true", help=_("put the site back to how it was before")
    )
    acts.add_argument("--log", action="store_true", help=_("what was published when, and by whom"))
    parser.add_argument(
        "--recent",
        choices=tuple(_SHARED),
        help=_("Recent Posts in each page, or one part that all share (as the last time)"),
    )
    parser.add_argument("--rebuild", action="store_true", help=_("make every file anew"))
    parser.add_argument(
        "--force",
        action="store_true",
        help=_("replace others' files and another newsroom's site, too"),
    )
    parser.add_argument("--zip", metavar="FILE", type=Path, help=_("pack the site into a ZIP, too"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def quick_site(options: argparse.Namespace) -> int | None:
    """Do it without opening the newsroom, where there is nothing to do or little."""
    if options.to is None or options.rebuild or options.sample or options.zip or options.force:
        return None
    if options.verify or options.back or options.log or "://" in (options.store or ""):
        return None
    from newsroom.desk.quiet import Fresh, stand_of
    from newsroom.news.clock import system_clock
    from newsroom.paths import default_store

    gc.disable()  # there is no circle among what is made here, and then it ends
    store = Path(options.store).expanduser() if options.store else default_store()
    stand = stand_of(store, options.to, system_clock, shared=_SHARED.get(options.recent))
    if stand is None:
        options.looked = True
        return None
    if isinstance(stand, Fresh):
        count = stand.files
        if options.json:
            shape(_report_shape(str(options.to), options.dry_run, (), (), count, (), "", True))
        else:
            _sums(0, 0, count, dry_run=options.dry_run)
        return DONE
    return None if options.who else _brief_site(store, stand, options)


def _brief_site(store: Path, stand: Stand, options: argparse.Namespace) -> int | None:
    """Publish a small change; None where it is none."""
    from newsroom.desk.brief import briefly
    from newsroom.export.site.forked import Forked, may_fork
    from newsroom.news.clock import system_clock
    from newsroom.paths import cache_dir

    if not may_fork():
        return None
    cache = cache_dir() / "site" / stand.listed.whole.store
    report = briefly(
        store,
        options.to,
        stand,
        cache,
        now=system_clock(),
        dry_run=options.dry_run,
        pool=Forked,
        as_last=True,
    )
    if report is None:
        options.looked = True
        return None
    _tell_report(report, as_json=options.json)
    for note in report.notes:
        tell(note)
    return PROBLEMS if report.notes else DONE


def run_site(desk: Desk, options: argparse.Namespace) -> int:
    """Do what the options say with the site."""
    gc.disable()  # a site is thousands of pages without a circle among them, and then it ends
    desk.siting.forks = True
    desk.siting.looked = getattr(options, "looked", False)
    if options.log:
        return _log(desk, as_json=options.json)
    if options.to is None:
        raise BadInput(_("Name the folder that the site goes into."))
    if options.verify:
        return run_verify_site(desk, options.to, as_json=options.json)
    if options.back:
        report = desk.siting.back(options.to)
    elif options.dry_run:
        report = desk.siting.plan(
            options.to, shared=_SHARED.get(options.recent), rebuild=options.rebuild
        )
    else:
        try:
            report = desk.siting.publish(
                options.to,
                shared=_SHARED.get(options.recent),
                rebuild=options.rebuild,
                force=options.force,
                progress=_progress if sys.stderr.isatty() else _silent,
            )
        except Occupied as taken:
            tell(str(taken))
            tell(_("--force allows it."))
            return COULD_NOT
    if options.zip is not None and not options.dry_run:
        desk.siting.pack(options.to, options.zip)
    _tell_report(report, as_json=options.json)
    for note in report.notes:
        tell(note)
    return PROBLEMS if report.notes else DONE


def run_site_export(desk: Desk, options: argparse.Namespace) -> int:
    """What ``export --format site`` does: the same as ``site DIR``."""
    if options.dry_run:
        report = desk.siting.plan(options.to)
    else:
        report = desk.siting.publish(options.to, force=options.force)
    _tell_report(report, as_json=options.json)
    for note in report.notes:
        tell(note)
    return PROBLEMS if report.notes else DONE


def run_verify_site(desk: Desk, to: Path, *, as_json: bool) -> int:
    """Tell what in a folder differs from what was published there."""
    check = desk.siting.verify(to)
    wrong = [one for one in check.differences if one.fault != "other"]
    if as_json:
        shape(
            {
                "to": str(to),
                "files": check.files,
                "published_at": check.published_at,
                "on_record": check.on_record,
                "differences": [
                    {"path": one.path, "fault": str(one.fault)} for one in check.differences
                ],
            }
        )
    else:
        for one in check.differences:
            out(f"{one.fault}  {one.path}")
        out(
            ngettext(
                "{n} of {total} files differs from what was published.",
                "{n} of {total} files differ from what was published.",
                len(wrong),
            ).format(n=len(wrong), total=check.files)
        )
    if not check.on_record:
        tell(_("What lies there is not on record in this newsroom."))
    return PROBLEMS if wrong or not check.on_record else DONE


def _log(desk: Desk, *, as_json: bool) -> int:
    sent = desk.siting.log()
    people = {person.id: person.name for person in desk.staff.all(include_left=True)}
    if as_json:
        shape(
            {
                "publications": [
                    {
                        "uid": one.uid,
                        "at": one.at.isoformat().replace("+00:00", "Z"),
                        "who": people.get(one.who or 0, ""),
                        "to": one.target,
                        "written": one.written,
                        "deleted": one.deleted,
                        "total": one.total,
                        "root": one.root,
                    }
                    for one in sent
                ]
            }
        )
        return DONE
    zone = desk.zone()
    table(
        (
            when(one.at, zone),
            people.get(one.who or 0, "—"),
            f"+{one.written}",
            f"-{one.deleted}",
            str(one.total),
            one.target,
        )
        for one in sent
    )
    return DONE


def _tell_report(report: SiteReport, *, as_json: bool) -> None:
    if as_json:
        shape(
            _report_shape(
                report.to, report.dry_run, report.written, report.deleted, report.unchanged,
                report.notes, report.uid, report.pictures_told,
            )
        )  # fmt: skip
        return
    for word, steps in (("write", report.written), ("delete", report.deleted)):
        for step in steps:
            out(f"{word}  {step.path}  ({step.why})")
    _sums(len(report.written), len(report.deleted), report.unchanged, dry_run=report.dry_run)
    if not report.pictures_told:
        out(_("Pictures that the site does not have yet come on top of that."))


def _sums(written: int, deleted: int, unchanged: int, *, dry_run: bool) -> None:
    words = (
        _("{written} to write, {deleted} to delete, {unchanged} unchanged.")
        if dry_run
        else _("{written} written, {deleted} deleted, {unchanged} unchanged.")
    )
    out(words.format(written=written, deleted=deleted, unchanged=unchanged))


def _report_shape(
    to: str, dry_run: bool, written: Iterable[Step], deleted: Iterable[Step], unchanged: int,
    notes: Iterable[str], uid: str, pictures_told: bool,
) -> dict[str, object]:  # fmt: skip
    """The shape of ``site --json``."""
    return {
        "to": to,
        "dry_run": dry_run,
        "written": [{"path": step.path, "why": step.why} for step in written],
        "deleted": [{"path": step.path, "why": step.why} for step in deleted],
        "unchanged": unchanged,
        "notes": list(notes),
        "uid": uid,
        "pictures_told": pictures_told,
    }


def _silent(_done: int, _total: int, _path: str) -> None:
    return


def _progress(done: int, total: int, _path: str) -> None:
    if done % _OFTEN == 0 or done == total:
        sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
