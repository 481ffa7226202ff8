"""The command wire: the feeds that the newsroom reads, what came in by them, and stories of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime, tzinfo

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.desk.desk import Desk
from newsroom.desk.errands import Read, bring
from newsroom.i18n import _, ngettext
from newsroom.news.errors import BadInput
from newsroom.news.plain import plain
from newsroom.news.wire import USUAL_MINUTES, Entry, Feed, Wanted

_ACTS = "feeds|add|remove|poll|list|show|fetch|rules"


def wire_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``wire`` takes."""
    acts = parser.add_subparsers(
        dest="act", metavar=_ACTS, required=True, parser_class=type(parser)
    )
    feeds = acts.add_parser("feeds", help=_("the feeds that are read"))
    feeds.add_argument("--json", action="store_true", help=_("print JSON"))
    add = acts.add_parser("add", help=_("read a feed, or read one otherwise"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("address", metavar="ADDRESS", help=_("https://… of the feed itself"))
    add.add_argument(
        "--minutes", type=int, default=USUAL_MINUTES, help=_("between two readings ({n})").format(
            n=USUAL_MINUTES)
    )  # fmt: skip
    add.add_argument("--rights", default="", help=_("the line on rights that its stories get"))
    add.add_argument("--section", default="", help=_("the section that its stories get"))
    add.add_argument("--language", default="", help=_("the language of its stories, such as en"))
    add.add_argument("--pause", action="store_true", help=_("keep it, and do not read it"))
    remove = acts.add_parser("remove", help=_("read a feed no more"))
    remove.add_argument("name", metavar="NAME")
    poll = acts.add_parser("poll", help=_("read what is due, as a timer does"))
    poll.add_argument("name", metavar="NAME", nargs="?", help=_("this feed, due or not"))
    poll.add_argument("--json", action="store_true", help=_("print JSON"))
    entries = acts.add_parser("list", help=_("what came in, newest first"))
    entries.add_argument("words", metavar="WORD", nargs="*")
    entries.add_argument("--feed", metavar="NAME")
    entries.add_argument("--unread", action="store_true", help=_("what I have not read"))
    entries.add_argument("--aside", action="store_true", help=_("what was put aside"))
    entries.add_argument("--most", metavar="N", type=int, default=50)
    entries.add_argument("--json", action="store_true", help=_("print JSON"))
    show = acts.add_parser("show", help=_("one entry with its text"))
    show.add_argument("number", metavar="NUMBER", type=int)
    show.add_argument("--json", action="store_true", help=_("print JSON"))
    fetch = acts.add_parser("fetch", help=_("make stories of entries"))
    fetch.add_argument("numbers", metavar="NUMBER", type=int, nargs="+")
    fetch.add_argument("--json", action="store_true", help=_("print JSON"))
    rules = acts.add_parser("rules", help=_("how long entries are kept, who may be asked"))
    rules.add_argument("--days", type=int, help=_("days that an entry is kept"))
    rules.add_argument(
        "--allow", metavar="HOST", action="append", default=[],
        help=_("a host inside the house that feeds may come from"),
    )  # fmt: skip
    rules.add_argument("--forbid", metavar="HOST", action="append", default=[], help=_("no more"))


def run_wire(desk: Desk, options: argparse.Namespace) -> int:
    """Do what was asked."""
    return {
        "feeds": _feeds,
        "add": _add,
        "remove": _remove,
        "poll": _poll,
        "list": _list,
        "show": _show,
        "fetch": _fetch,
        "rules": _rules,
    }[options.act](desk, options)


def _feeds(desk: Desk, options: argparse.Namespace) -> int:
    every, unread = desk.wire.feeds(), desk.wire.unread()
    if options.json:
        shape({"feeds": [{**_plain(one), "unread": unread.get(one.id, 0)} for one in every]})
        return DONE
    zone = desk.zone()
    table(
        (
            one.name,
            one.address,
            _("every {n} min").format(n=one.minutes) if one.live else _("not read"),
            when(one.polled_at, zone) if one.polled_at else "—",
            _next(one, desk.clock(), zone),
            str(unread.get(one.id, 0)),
        )
        for one in every
    )
    for one in every:
        if one.problem:
            tell(f"{one.name}: {one.problem}")
    return DONE


def _next(feed: Feed, now: datetime, zone: tzinfo) -> str:
    if not feed.live:
        return "—"
    if feed.next_at is None or feed.next_at <= now:
        return _("due")
    return _("next {time}").format(time=when(feed.next_at, zone))


def _add(desk: Desk, options: argparse.Namespace) -> int:
    known = next((one for one in desk.wire.feeds() if one.name == options.name), None)
    section = options.section
    if section:
        found = desk.lists.find("sections", section)
        if found is None:
            raise BadInput(_("There is no section “{name}”.").format(name=section[:60]))
        section = found.key
    desk.wire.put_feed(
        Feed(
            id=known.id if known else 0,
            name=options.name,
            address=options.address,
            minutes=options.minutes,
            rights=options.rights,
            section=section,
            language=options.language,
            live=not options.pause,
        )
    )
    return DONE


def _remove(desk: Desk, options: argparse.Namespace) -> int:
    desk.wire.remove_feed(desk.wire.feed(options.name).id)
    return DONE


def _poll(desk: Desk, options: argparse.Namespace) -> int:
    read: list[Read] = []
    only = desk.wire.feed(options.name).id if options.name else None
    desk.wire.poll(only=only, told=read.append)
    if options.json:
        shape(
            {
                "read": [
                    {"feed": one.feed.name, "new": one.new, "changed": one.changed,
                     "problem": one.problem, "told": one.told}
                    for one in read
                ]
            }
        )  # fmt: skip
    else:
        for one in read:
            if one.problem:
                tell(f"{one.feed.name}: {one.problem}")
            else:
                out(_("{feed}: {new} new, {changed} changed").format(
                    feed=one.feed.name, new=one.new, changed=one.changed))  # fmt: skip
            if one.told:
                tell(one.told)
        if not read:
            out(_("Nothing is due."))
    return PROBLEMS if any(one.problem for one in read) else DONE


def _list(desk: Desk, options: argparse.Namespace) -> int:
    feed = desk.wire.feed(options.feed).id if options.feed else None
    found = desk.wire.list(
        Wanted(
            feed=feed,
            words=" ".join(options.words),
            unread=options.unread,
            aside=options.aside,
            limit=max(1, options.most),
        )
    )
    if options.json:
        shape({"entries": [_entry(one) for one in found]})
        return DONE
    zone = desk.zone()
    table(
        (str(one.id), when(one.at, zone), one.feed_name, _sign(one), one.item.title)
        for one in found
    )
    return DONE


def _sign(one: Entry) -> str:
    if one.has_news:
        return _("updated")
    if one.article is not None:
        return _("fetched")
    return "" if one.read else _("unread")


def _show(desk: Desk, options: argparse.Namespace) -> int:
    one = desk.wire.entry(options.number)
    if options.json:
        shape({**_entry(one), "html": one.item.html})
        return DONE
    from newsroom.intake.html import read_html

    out(one.item.title)
    zone = desk.zone()
    out(" · ".join(filter(None, (one.feed_name, when(one.at, zone), *one.item.authors))))
    if one.item.link:
        out(one.item.link)
    out()
    out(read_html(one.item.html, base=one.item.base).markdown)
    return DONE


def _fetch(desk: Desk, options: argparse.Namespace) -> int:
    made = []
    for number in options.numbers:
        done = desk.wire.fetch(bring(desk.wire.order(number))).value
        made.append(done)
        if options.json:
            continue
        if done.made:
            out(_("{slug} was made.").format(slug=done.slug))
        elif done.proposed:
            words = ngettext(
                "{slug} was here; {n} change is proposed.",
                "{slug} was here; {n} changes are proposed.",
                done.proposed,
            )
            out(words.format(slug=done.slug, n=done.proposed))
        else:
            out(_("{slug} was here already.").format(slug=done.slug))
        for note in done.notes:
            out(f"    {note}")
    if options.json:
        shape({"fetched": [plain(one) for one in made]})
    return DONE


def _rules(desk: Desk, options: argparse.Namespace) -> int:
    rules = desk.wire.rules()
    forbidden = {host.lower() for host in options.forbid}
    private = [host for host in (*rules.private, *options.allow) if host.lower() not in forbidden]
    wanted = replace(
        rules, days=rules.days if options.days is None else options.days, private=tuple(private)
    )
    if options.days is not None or options.allow or options.forbid:
        desk.wire.set_rules(wanted)
    kept = desk.wire.rules()
    table([(_("days"), str(kept.days)), (_("allowed"), ", ".join(kept.private) or "—")])
    return DONE


def _plain(feed: Feed) -> dict[str, object]:
    made = plain(feed)
    assert isinstance(made, dict)
    return {key: value for key, value in made.items() if key not in ("etag", "modified")}


def _entry(one: Entry) -> dict[str, object]:
    made = plain(one.item)
    assert isinstance(made, dict)
    del made["html"]
    return {
        "number": one.id,
        "feed": one.feed_name,
        "state": str(one.state),
        "read": one.read,
        "article": one.article,
        "updated_there": one.has_news,
        "arrived_at": plain(one.arrived_at),
        **made,
    }
