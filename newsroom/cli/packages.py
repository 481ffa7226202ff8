"""Commands on stories put together: packages with their mail, and the news list of a day."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell
from newsroom.desk import shapes
from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.news.package import EXCERPT_WORDS, Piece
from newsroom.news.workflow import stage_label

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.package import Package

ACTS = ("list", "show", "put", "mail", "remove")


def package_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``package`` takes."""
    parser.add_argument("act", metavar="ACT", choices=ACTS, help=", ".join(ACTS))
    parser.add_argument("name", metavar="NAME", nargs="?", default="")
    parser.add_argument("slugs", metavar="SLUG", nargs="*")
    parser.add_argument(
        "--words",
        metavar="N",
        type=int,
        default=EXCERPT_WORDS,
        help=_("words of each excerpt that is put in"),
    )
    parser.add_argument("--intro", metavar="WORDS", help=_("words above the stories"))
    parser.add_argument("--to", metavar="DIR", type=Path, help=_("where the mail is written"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_package(desk: Desk, options: argparse.Namespace) -> int:
    """List packages, show one, put stories into one in this order, or make its mail."""
    if options.act == "list":
        found = desk.packages.all()
        if options.json:
            shape({"packages": [_shape(desk, package) for package in found]})
        else:
            table((package.name, str(len(package.pieces))) for package in found)
        return DONE
    if not options.name:
        raise BadInput(_("Name the package."))
    if options.act == "put":
        _put(desk, options)
    package = desk.packages.find(options.name)
    if options.act == "remove":
        desk.packages.remove(package.id)
        return DONE
    if options.act == "mail":
        return _mail(desk, package, options)
    if options.json:
        shape(_shape(desk, package))
    else:
        words = {piece.article: piece.words for piece in package.pieces}
        table((row.slug, str(words[row.id]), row.headline or "—")
              for row in desk.packages.rows(package))  # fmt: skip
    return DONE


def _put(desk: Desk, options: argparse.Namespace) -> None:
    """The package is what was said: these stories in this order, new or changed."""
    pieces = tuple(Piece(desk.articles.by_slug(slug).id, options.words) for slug in options.slugs)
    known = {package.name.casefold(): package for package in desk.packages.all()}
    package = known.get(" ".join(options.name.split()).casefold())
    if package is None:
        package = desk.packages.create(options.name).value
    intro = package.intro if options.intro is None else options.intro
    desk.packages.save(replace(package, intro=intro, pieces=pieces or package.pieces))


def _mail(desk: Desk, package: Package, options: argparse.Namespace) -> int:
    if options.to is None:
        made = desk.packages.digest(package)
        out(made.text.rstrip("\n"))
    else:
        made, paths = desk.packages.export(package, options.to)
        for path in paths:
            out(f"write  {path}")
    for why in made.left_out:
        tell(why)
    return PROBLEMS if made.left_out else DONE


def _shape(desk: Desk, package: Package) -> dict[str, object]:
    words = {piece.article: piece.words for piece in package.pieces}
    return {
        "name": package.name,
        "intro": package.intro,
        "stories": [
            {"slug": row.slug, "words": words[row.id]} for row in desk.packages.rows(package)
        ],
    }


def newslist_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``newslist`` takes."""
    parser.add_argument("--day", metavar="YYYY-MM-DD", help=_("today, unless said otherwise"))
    parser.add_argument("--html", metavar="FILE", type=Path, help=_("write a page to print"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_newslist(desk: Desk, options: argparse.Namespace) -> int:
    """Print what is planned for a day."""
    try:
        day = date.fromisoformat(options.day) if options.day else None
    except ValueError:
        raise BadInput(
            _("“{words}” is no day; write it like 2026-11-29.").format(words=options.day[:60])
        ) from None
    if options.html is not None:
        options.html.write_text(desk.newslists.page(day), encoding="utf-8")
        out(f"write  {options.html}")
        return DONE
    made = desk.newslists.of(day)
    if options.json:
        lines = [shapes.plain(line) for line in made.lines]
        shape({"day": made.day.isoformat(), "words": made.words, "lines": lines})
        return DONE
    zone = desk.zone()
    table(
        (
            f"{line.at.astimezone(zone):%H:%M}" if line.at else "",
            line.slug,
            f"{line.words}/{line.ordered}" if line.ordered else str(line.words),
            _(stage_label(line.stage)),
            line.who or "—",
            line.line,
        )
        for line in made.lines
    )
    return DONE
