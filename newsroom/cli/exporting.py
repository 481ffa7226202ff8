"""The command that writes stories out into files."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.codes import COULD_NOT, DONE, PROBLEMS
from newsroom.cli.say import out, shape, tell
from newsroom.desk import shapes
from newsroom.i18n import _, ngettext
from newsroom.news.errors import BadInput

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``export`` takes."""
    from newsroom.export import EXPORTERS

    parser.add_argument("slugs", metavar="SLUG", nargs="*")
    parser.add_argument(
        "--all-published", action="store_true", help=_("every story that readers can see")
    )
    parser.add_argument(
        "--all", action="store_true", help=_("every story there is; for keeping, as json does")
    )
    parser.add_argument(
        "--month",
        metavar="YYYY-MM",
        help=_("with --all-published: those of that month, by the newsroom's clock"),
    )
    parser.add_argument(
        "--format",
        metavar="F",
        default="html",
        help=_("html, unless said otherwise; there are {names}").format(
            names=", ".join(kind.id for kind in EXPORTERS)
        ),
    )
    parser.add_argument("--to", metavar="DIR", type=Path)
    parser.add_argument(
        "--verify",
        metavar="DIR",
        type=Path,
        help=_("tell what in DIR differs from the site that was published there"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be written, and write nothing")
    )
    parser.add_argument(
        "--force", action="store_true", help=_("replace files that newsroom did not make, too")
    )
    parser.add_argument(
        "--override",
        metavar="REASON",
        default="",
        help=_("why stories go out although a check keeps them; it is kept with their sign-offs"),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_export(desk: Desk, options: argparse.Namespace) -> int:
    """Write pages and tell which were written, which stood already, which were refused."""
    if options.verify is not None:
        from newsroom.cli.site import run_verify_site

        return run_verify_site(desk, options.verify, as_json=options.json)
    if options.to is None:
        raise BadInput(_("Say with --to DIR where the files go."))
    if options.format == "site":
        from newsroom.cli.site import run_site_export

        return run_site_export(desk, options)
    if bool(options.slugs) + options.all_published + options.all != 1:
        raise BadInput(_("Name the stories to export, or say --all-published or --all."))
    if options.month and not options.all_published:
        raise BadInput(_("--month goes with --all-published."))
    since, until = _month(desk, options.month) if options.month else (None, None)
    ids = None
    if options.slugs:
        ids = [desk.articles.by_slug(slug).id for slug in options.slugs]
    from newsroom.desk.export import Outcome

    report = desk.publish.export(
        ids,
        format=options.format,
        to=options.to,
        dry_run=options.dry_run,
        force=options.force,
        everything=options.all,
        override=options.override,
        since=since,
        until=until,
    )
    if options.json:
        # Without what is the window's: each item says why it can't go.
        told_all = shapes.plain(report)
        assert isinstance(told_all, dict)
        items = [
            {name: value for name, value in item.items() if name not in ("name", "content")}
            for item in told_all["items"]
        ]
        windows = ("shut", "forced", "occupied")  # what only the window asks
        told_all = {name: told_all[name] for name in told_all if name not in windows}
        shape({**told_all, "items": items})
    else:
        told: set[str] = set()
        for item in report.items:
            if item.action != "refused" and item.path not in told:
                out(f"{item.action}  {item.path}")
                told.add(item.path)  # several stories may have gone into one file
            for note in item.notes:
                out(f"    {note}")
        written = report.files(Outcome.WRITE)
        words = (
            ngettext("{n} file would be written.", "{n} files would be written.", written)
            if options.dry_run
            else ngettext("{n} file written.", "{n} files written.", written)
        )
        out(words.format(n=written))
    refused = [item for item in report.items if item.action == "refused"]
    for item in refused:
        tell(item.why)
    if refused and len(refused) == len(report.items):
        return COULD_NOT
    return PROBLEMS if refused else DONE


def _month(desk: Desk, words: str) -> tuple[datetime, datetime]:
    """When that month begins and ends. Raises BadInput."""
    from newsroom.news.months import month_of

    zone = desk.zone()
    try:
        first = datetime.strptime(words, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        raise BadInput(
            _("“{words}” is no month; write it like 2026-11.").format(words=words[:20])
        ) from None
    return month_of(first, zone)
