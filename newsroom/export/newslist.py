"""The news list of a day as a page to print or mail: one table, its style inside."""

from __future__ import annotations

from datetime import datetime, tzinfo
from html import escape

from newsroom.i18n import _, ngettext
from newsroom.news.newslist import Line, NewsList
from newsroom.news.workflow import PUBSTATE_LABELS, PubState, stage_label

_STYLE = """
@page { size: A4 landscape; margin: 14mm; }
body { margin: 2rem; color: #111; background: #fff; font: 13px/1.4 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0 0 .2rem; }
p { margin: 0 0 1rem; color: #555; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid #bbb; text-align: start;
  vertical-align: top; }
th { border-bottom: 2px solid #111; white-space: nowrap; }
td.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.slug { font-weight: 600; white-space: nowrap; }
tr { break-inside: avoid; }
"""


def newslist_page(made: NewsList, *, site_name: str, zone: tzinfo) -> str:
    """The list as a whole HTML page; times are of ``zone``."""
    title = _("News list, {day}").format(day=made.day.strftime("%A %d %B %Y"))
    heads = (
        _("Time"), _("Slug"), _("Story"), _("Words"), _("Art"), _("Due"), _("Who"), _("Where"),
    )  # fmt: skip
    count = len(made.lines)
    total = ngettext("{n} story, {words} words", "{n} stories, {words} words", count)
    said = total.format(n=count, words=f"{made.words:,}")
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    rows = "\n".join(_row(line, zone) for line in made.lines)
    table = (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        if made.lines
        else f"<p>{escape(_('Nothing is planned for this day yet.'))}</p>"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n<p>{escape(site_name)} · {escape(said)}</p>\n"
        f"{table}\n</main>\n</body>\n</html>\n"
    )


def _row(line: Line, zone: tzinfo) -> str:
    length = f"{line.words:,}"
    if line.ordered:
        length = f"{length} / {line.ordered:,}"
    state = PubState(line.pubstate)
    where = _(stage_label(line.stage)) if state is PubState.NONE else _(PUBSTATE_LABELS[state])
    cells = (
        ("n", _time(line.at, zone)),
        ("slug", line.slug),
        ("", line.line),
        ("n", length),
        ("", _("yes") if line.art else "—"),
        ("n", _time(line.due_at, zone)),
        ("", line.who or "—"),
        ("", where),
    )
    inside = "".join(
        f'<td class="{kind}" dir="auto">{escape(words)}</td>' if kind else
        f'<td dir="auto">{escape(words)}</td>'
        for kind, words in cells
    )  # fmt: skip
    return f"<tr>{inside}</tr>"


def _time(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at is not None else ""
