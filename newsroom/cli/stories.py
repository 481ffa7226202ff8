"""Commands on stories: list, show, new."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from newsroom.cli.codes import DONE
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.desk import shapes
from newsroom.desk.desk import Desk
from newsroom.i18n import _
from newsroom.news.article import ARTICLE_FIELDS, Article, Filter, Row, Sort
from newsroom.news.errors import BadInput
from newsroom.news.fields import Kind
from newsroom.news.staff import Person
from newsroom.news.workflow import PUBSTATE_LABELS, STAGES, PubState, stage_label

PAGE = 500  # rows asked for at once; the list is printed as it comes


def list_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``list`` takes."""
    parser.add_argument(
        "--stage",
        metavar="S",
        choices=[str(info.stage) for info in STAGES],
        action="append",
        help=_("only stories in this stage: {stages} (may be repeated)").format(
            stages=", ".join(info.stage for info in STAGES)
        ),
    )
    parser.add_argument("--search", metavar="WORDS", help=_("only stories with these words"))
    parser.add_argument("--limit", metavar="N", type=_count, help=_("at most so many"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_list(desk: Desk, options: argparse.Namespace) -> int:
    """Print the stories, the last changed first; found by words, the newest first."""
    people = _people(desk)
    filter = Filter(stages=frozenset(options.stage or ()))
    rows = _found(desk, options.search, filter) if options.search else _listed(desk, filter)
    if options.limit is not None:
        rows = (row for row, _n in zip(rows, range(options.limit), strict=False))
    if options.json:
        shape({"stories": [shapes.line(row, people) for row in rows]})
        return DONE
    table(
        (
            _(stage_label(row.stage)),
            _(PUBSTATE_LABELS[PubState(row.pubstate)]),
            row.slug,
            row.headline or "—",
        )
        for row in rows
    )
    return DONE


def _listed(desk: Desk, filter: Filter) -> Iterator[Row]:
    after: tuple[object, ...] | None = None
    while True:
        page = desk.articles.page(filter, sort=Sort.UPDATED, after=after, limit=PAGE)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def _found(desk: Desk, words: str, filter: Filter) -> Iterator[Row]:
    seen: set[int] = set()
    after: tuple[object, ...] | None = None
    while True:
        hits = desk.search.find(words, filter, after=after, limit=PAGE)
        fresh = [hit.row for hit in hits if hit.row.id not in seen]
        yield from fresh
        seen.update(row.id for row in fresh)
        if len(hits) < PAGE or not fresh:
            return
        after = (fresh[-1].id,)


def show_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``show`` takes."""
    parser.add_argument("slug", metavar="SLUG")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print JSON"))
    form.add_argument(
        "--markdown", action="store_true", help=_("print Markdown with front matter, as for import")
    )


def run_show(desk: Desk, options: argparse.Namespace) -> int:
    """Print one story."""
    article = desk.articles.by_slug(options.slug)
    if options.markdown:
        sys.stdout.write(shapes.markdown(article))
    elif options.json:
        (row,) = desk.articles.rows((article.id,))
        shape(shapes.story(article, _people(desk), row))
    else:
        _show(desk, article)
    return DONE


def _show(desk: Desk, article: Article) -> None:
    zone = desk.zone()
    people = _people(desk)
    lines: list[tuple[str, str]] = []
    for name, spec in ARTICLE_FIELDS.items():
        value = getattr(article, name)
        if name in ("body", "headline") or value in (None, "", ()):
            continue
        if name == "picture":
            said = f"{value.filename} ({value.width} × {value.height})"
        elif name == "bylines":
            said = ", ".join(byline.name for byline in value)
        elif name == "assignee":
            said = people[value].name if value in people else ""
        elif name == "stage":
            said = _(stage_label(value))
        elif name == "pubstate":
            said = _(PUBSTATE_LABELS[value])
        elif spec.kind is Kind.TAGS:
            said = ", ".join(value)
        elif name.endswith(("_at", "_until")):
            said = when(value, zone)
        else:
            said = str(value)
        lines.append((_(spec.label), said))
    if (parent := desk.correcting.parent(article.id)) is not None:
        lines.append((_("Updates"), parent.slug))
    if updates := desk.correcting.updates(article.id):
        lines.append((_("Updated by"), ", ".join(row.slug for row in updates)))
    out(article.headline or _("No headline yet"))
    out()
    table(lines)
    out()
    sys.stdout.write(article.body if article.body.endswith("\n") else article.body + "\n")


def new_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``new`` takes."""
    parser.add_argument("--headline", default="")
    parser.add_argument("--slug", default="", help=_("made from the headline if it is not given"))
    parser.add_argument("--kicker", default="")
    parser.add_argument("--section", default="")
    parser.add_argument("--byline", action="append", default=[], metavar="NAME")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--template", metavar="NAME", help=_("start from this template"))
    begin.add_argument(
        "--updates", metavar="SLUG", help=_("start from this story, as an update linked to it")
    )
    parser.add_argument(
        "--body", metavar="FILE", help=_("take the text from a Markdown file, or - for stdin")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_new(desk: Desk, options: argparse.Namespace) -> int:
    """Write a new story and print its slug."""
    fields: dict[str, object] = {
        name: getattr(options, name)
        for name in ("headline", "slug", "kicker", "section")
        if getattr(options, name)
    }
    if options.byline:
        bylines = tuple(desk.staff.byline(name) for name in options.byline)
        fields["bylines"] = bylines
        for byline in bylines:
            if byline.staff is None:
                tell(
                    _("{name} is not on the staff and stands as a guest.").format(name=byline.name)
                )
    if options.body:
        text, notes = _body(options.body)
        fields["body"] = text
        for note in notes:
            tell(note)
    if options.updates:
        article = desk.correcting.rewrite(desk.articles.by_slug(options.updates).id).value
        if fields:
            article = desk.articles.save(article.id, article.version, fields).value
    else:
        article = desk.articles.create(fields, template=options.template).value
    if options.json:
        shape(shapes.story(article, _people(desk)))
    else:
        out(article.slug)
    return DONE


def _body(name: str) -> tuple[str, tuple[str, ...]]:
    from newsroom.intake.decode import MOST_BYTES, decode, read_bytes

    if name != "-":
        return decode(read_bytes(Path(name), most=MOST_BYTES), name=Path(name).name)
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadInput(
            _("The text is larger than {most} MB, the most that is taken.").format(
                most=MOST_BYTES // (1024 * 1024)
            )
        )
    return decode(data, name=_("The text"))


def _people(desk: Desk) -> dict[int, Person]:
    return {entry.id: entry for entry in desk.staff.all(include_left=True)}


def _count(words: str) -> int:
    number = int(words)
    if number < 0:
        raise ValueError(words)
    return number
