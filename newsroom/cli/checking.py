"""The command that holds a story against the house style: check."""

from __future__ import annotations

import argparse

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape
from newsroom.desk import shapes
from newsroom.desk.desk import Desk
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.rule import SEVERITY_LABELS, Found, Severity, StyleRule

_ORDER = tuple(Severity)


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``check`` takes."""
    parser.add_argument("slug", metavar="SLUG")
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_check(desk: Desk, options: argparse.Namespace) -> int:
    """Print what the house style finds in a story, what has to be fixed first."""
    story = desk.articles.by_slug(options.slug)
    book = desk.rules.book()
    rules = {rule.key: rule for rule in book.rules}
    found = sorted(
        desk.rules.check(story, book=book), key=lambda item: _ORDER.index(rules[item.rule].severity)
    )
    if options.json:
        shape(
            {
                "slug": story.slug,
                "version": story.version,
                "findings": [
                    shapes.finding(item, rules[item.rule], str(getattr(story, item.field)))
                    for item in found
                ],
            }
        )
        return PROBLEMS if found else DONE
    for item in found:
        _say(item, rules[item.rule], str(getattr(story, item.field)))
    count = len(found)
    out(
        ngettext("{n} finding", "{n} findings", count).format(n=count)
        if count
        else _("Nothing was found.")
    )
    return PROBLEMS if found else DONE


def _say(item: Found, rule: StyleRule, text: str) -> None:
    line, column = shapes.line_and_column(text, item.start)
    where = _(ARTICLE_FIELDS[item.field].label)
    place = f"{where} {line}:{column}" if item.field == "body" else where
    fix = f" → {item.fixes[0]}" if item.fixes else ""
    words = " ".join(item.words.split())
    out(f"{_(SEVERITY_LABELS[rule.severity])}  {place}  “{words}”{fix}")
    out(f"    {item.said or rule.why}  [{rule.key}]")
