"""Commands on the newsroom as a whole: backup, restore, verify, config."""

from __future__ import annotations

import argparse
from pathlib import Path

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.desk import shapes
from newsroom.desk.desk import Desk
from newsroom.i18n import _, ngettext
from newsroom.news.backups import KEEP
from newsroom.news.errors import BadInput
from newsroom.news.fields import Kind
from newsroom.news.site import SITE_FIELDS
from newsroom.paths import backups_dir, cache_dir, config_dir, state_dir


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``backup`` takes."""
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
    parser.add_argument(
        "--daily",
        action="store_true",
        help=_("see that there is a backup of today that was tried; for a timer, without FILE"),
    )
    parser.add_argument("--folder", metavar="DIR", type=Path, help=_("where the daily backups lie"))
    parser.add_argument(
        "--keep",
        metavar="N",
        type=int,
        help=_("how many daily backups are kept ({n})").format(n=KEEP),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_backup(desk: Desk, options: argparse.Namespace) -> int:
    """Copy the whole newsroom into one file and look through the copy."""
    if bool(options.file) == options.daily:
        raise BadInput(_("Name the file to copy everything to, or say --daily."))
    if options.daily:
        return _daily(desk, options)
    if options.folder is not None or options.keep is not None:
        raise BadInput(_("--folder and --keep go with --daily."))
    report = desk.backup.backup(options.file)
    if options.json:
        shape(shapes.plain(report))
    else:
        out(desk.backup.said(report))
        for problem in report.problems:
            out(problem.sentence)
    return PROBLEMS if report.problems else DONE


def _daily(desk: Desk, options: argparse.Namespace) -> int:
    keep = KEEP if options.keep is None else options.keep
    if keep < 1:
        raise BadInput(_("Keep at least one backup."))
    made = desk.backup.daily(options.folder or backups_dir(), keep=keep)
    if options.json:
        shape(shapes.plain(made))
    elif made.made:
        out(_("Backed up {time}, test-restored: {path}").format(
            time=when(made.at, desk.zone()), path=made.path))  # fmt: skip
    else:
        out(_("There is a backup of today already: {path}").format(path=made.path))
    for sentence in made.problems:
        tell(sentence)
    return PROBLEMS if made.problems else DONE


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``restore`` takes."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help=_(
            "take the place of the store that stands there; it is kept beside, under a new name"
        ),
    )


def run_restore(options: argparse.Namespace, default: Path) -> int:
    """Bring a backup back to where --store says, or to the person's own store."""
    from newsroom.desk.backup import restore

    if options.sample:
        raise BadInput(_("The sample is a throw-away copy; say with --store where to restore to."))
    to = options.store or default
    if options.file.name.endswith(".newsroom.json"):
        return _rebuild(options.file, to)
    done = restore(options.file, to, overwrite=options.overwrite)
    out(_("Restored {file} to {store}.").format(file=options.file, store=done.place))
    if done.kept is not None:
        out(_("What stood there is kept as {path}.").format(path=done.kept))
    return DONE


def _rebuild(file: Path, to: str | Path) -> int:
    """Make the newsroom of an exported JSON file again."""
    from newsroom.desk.archive import rebuild
    from newsroom.news.clock import system_clock

    n = rebuild(file, to, clock=system_clock)
    words = ngettext("Made {n} story of {file} again.", "Made {n} stories of {file} again.", n)
    out(words.format(n=n, file=file))
    return DONE


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``verify`` takes."""
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_verify(desk: Desk, options: argparse.Namespace) -> int:
    """Look whether the store holds together; each problem is a line."""
    problems = desk.backup.verify()
    if options.json:
        shape({"problems": [shapes.plain(problem) for problem in problems]})
    elif problems:
        for problem in problems:
            out(problem.sentence)
    else:
        out(_("Everything in {name} holds together.").format(name=desk.name))
    if problems:
        n = len(problems)
        tell(ngettext("{n} problem was found.", "{n} problems were found.", n).format(n=n))
    return PROBLEMS if problems else DONE


def config_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``config`` takes."""
    parser.add_argument("key", metavar="KEY", nargs="?", choices=tuple(SITE_FIELDS))
    parser.add_argument("value", metavar="VALUE", nargs="?")
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_config(desk: Desk, options: argparse.Namespace) -> int:
    """Print the settings of the site, or one, or set one."""
    if options.value is not None:
        value: object = options.value
        if SITE_FIELDS[options.key].kind is Kind.NUMBER:
            try:
                value = int(options.value)
            except ValueError:
                raise BadInput(
                    _("{key} is a number, not “{value}”.").format(
                        key=options.key, value=options.value[:60]
                    )
                ) from None
        desk.set_site({options.key: value})
    site = desk.site()
    if options.key is not None:
        said = getattr(site, options.key)
        if options.json:
            shape({options.key: said})
        else:
            out(str(said))
        return DONE
    settings = {name: getattr(site, name) for name in SITE_FIELDS}
    places = {
        "store": desk.name,
        "pictures": str(desk.folder),
        "settings": str(config_dir()),
        "state": str(state_dir()),
        "cache": str(cache_dir()),
    }
    if options.json:
        shape({"site": settings, "places": places})
        return DONE
    table([(name, str(value)) for name, value in settings.items()])
    out()
    table(list(places.items()))
    return DONE
