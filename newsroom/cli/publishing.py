"""Commands on what readers see: publish, schedule, correct, unpublish, kill."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.i18n import _
from newsroom.news.correction import KINDS, CorrectionKind, PageLeft
from newsroom.news.errors import BadInput, NotApproved, Refused

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.scheduling import Due
    from newsroom.news.correction import Withdrawal


def publish_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``publish`` takes."""
    parser.add_argument("slugs", metavar="SLUG", nargs="*")
    parser.add_argument(
        "--due", action="store_true", help=_("publish every scheduled story whose time has come")
    )
    parser.add_argument(
        "--ready",
        action="store_true",
        help=_(
            "tell which stories are ready, and what the gate says of each; nothing is published"
        ),
    )
    parser.add_argument(
        "--override", metavar="REASON", default="", help=_("why they go out although a check stops")
    )
    unapproved_argument(parser)
    parser.add_argument(
        "--site", metavar="DIR", type=Path, help=_("then publish the whole site into DIR")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_publish(desk: Desk, options: argparse.Namespace) -> int:
    """Publish stories, or what is due; both may run as often as anybody likes."""
    if options.ready:
        if options.slugs or options.due or options.site:
            raise BadInput(_("--ready only looks; leave the rest away."))
        return _ready(desk, as_json=options.json)
    if bool(options.slugs) == options.due:
        raise BadInput(_("Name the stories to publish, or say --due or --ready."))
    if options.due:
        code = _due(desk, as_json=options.json)
    else:
        ids = _ids(desk, options.slugs)
        hold_approved(desk, ids, options)
        done = desk.publish.publish(ids, override=options.override)
        told = [row for row in desk.articles.rows(ids) if row.id in done.articles]
        if options.json:
            shape({"published": [row.slug for row in told]})
        else:
            for row in told:
                out(f"published  {row.slug}")
        code = DONE
    if options.site is None:
        return code
    report = desk.siting.publish(options.site)
    for note in report.notes:
        tell(note)
    return PROBLEMS if report.notes else code


def _ready(desk: Desk, *, as_json: bool) -> int:
    found = desk.publish.ready()
    if as_json:
        shape(
            {
                "ready": [
                    {
                        "slug": one.row.slug,
                        "passes": one.report.passes,
                        "findings": [
                            {"check": f.check, "level": str(f.level), "sentence": f.sentence}
                            for f in one.report.findings
                        ],
                    }
                    for one in found
                ]
            }
        )
    else:
        for one in found:
            out(f"{'in order' if one.report.passes else 'held'}  {one.row.slug}")
            for finding in one.report.findings:
                out(f"  {finding.level}  {finding.sentence}")
    return DONE if all(one.report.passes for one in found) else PROBLEMS


def _due(desk: Desk, *, as_json: bool) -> int:
    report = desk.scheduling.publish_due()
    if as_json:
        shape(
            {
                "published": [_due_shape(due) for due in report.published],
                "held": [_due_shape(due) for due in report.held],
            }
        )
    else:
        zone = desk.zone()
        for due in report.published:
            late = "  " + _("(late)") if due.late else ""
            out(f"published  {due.slug}  {when(due.at, zone)}{late}")
        for due in report.held:
            out(f"held  {due.slug}  {when(due.at, zone)}")
    for due in report.held:
        tell(due.held)
    return PROBLEMS if report.held else DONE


def _due_shape(due: Due) -> dict[str, object]:
    return {"slug": due.slug, "at": _iso(due.at), "late": due.late, "why": due.held}


def schedule_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``schedule`` takes."""
    parser.add_argument("slugs", metavar="SLUG", nargs="*")
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help=_("when they go out: 2026-11-29 18:05 by the newsroom's clock, or +2h"),
    )
    parser.add_argument("--off", action="store_true", help=_("take them off the schedule"))
    parser.add_argument(
        "--override", metavar="REASON", default="", help=_("why they go out although a check stops")
    )
    unapproved_argument(parser)
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_schedule(desk: Desk, options: argparse.Namespace) -> int:
    """Put stories on the schedule or take them off; without any, print it."""
    if options.slugs:
        if (options.at is None) != options.off:
            raise BadInput(_("Say with --at when the stories go out, or --off."))
        ids = _ids(desk, options.slugs)
        if options.off:
            desk.scheduling.unschedule(ids)
        else:
            hold_approved(desk, ids, options)
            desk.scheduling.schedule(ids, _moment(desk, options.at), override=options.override)
    zone = desk.zone()
    waiting = desk.scheduling.waiting()
    if options.json:
        shape({"waiting": [{"slug": one.row.slug, "at": _iso(one.at)} for one in waiting]})
    else:
        table((when(one.at, zone), one.row.slug, one.row.headline or "—") for one in waiting)
    return DONE


def correct_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``correct`` takes."""
    parser.add_argument("slug", metavar="SLUG")
    parser.add_argument(
        "--kind",
        choices=[str(info.kind) for info in KINDS],
        default=str(CorrectionKind.CORRECTION),
        help=_("correction, unless said otherwise"),
    )
    parser.add_argument("--wrong", metavar="WORDS", default="", help=_("what stood there"))
    parser.add_argument("--right", metavar="WORDS", default="", help=_("what is so"))
    parser.add_argument("--where", metavar="PLACE", default="", help=_("such as: third paragraph"))
    parser.add_argument(
        "--keep-text", action="store_true", help=_("do not put the right words into the text")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_correct(desk: Desk, options: argparse.Namespace) -> int:
    """Correct a published story, in its text where the wrong words stand in it."""
    from newsroom.desk.correcting import find_fix

    story = desk.articles.by_slug(options.slug)
    fix = find_fix(story, options.wrong, options.right)
    use = bool(fix.count and options.right.strip() and not options.keep_text)
    saved = desk.correcting.correct(
        story.id,
        options.kind,
        wrong=options.wrong,
        right=options.right,
        where=options.where or (fix.where if fix.count else ""),
        fields=fix.fields if use else None,
    ).value
    if options.json:
        shape({"slug": saved.slug, "version": saved.version, "fixed": fix.count if use else 0})
    else:
        out(f"{options.kind}  {saved.slug}  " + _("version {n}").format(n=saved.version))
    if options.wrong.strip() and not fix.count and not options.keep_text:
        tell(_("The wrong words do not stand in the text; change it by hand."))
        return PROBLEMS
    return DONE


def unpublish_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``unpublish`` takes."""
    parser.add_argument("slugs", metavar="SLUG", nargs="+")
    _withdrawal_arguments(parser)


def run_unpublish(desk: Desk, options: argparse.Namespace) -> int:
    """Take stories down from our own site."""
    ids = _ids(desk, options.slugs)
    done = desk.withdrawing.take_down(
        ids, reason=options.reason, notice=options.notice, page=options.page
    )
    told = [row.slug for row in desk.articles.rows(ids) if row.id in done.articles]
    if options.json:
        shape({"unpublished": told})
    else:
        for slug in told:
            out(f"unpublished  {slug}")
    return DONE


def kill_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``kill`` takes."""
    parser.add_argument("slug", metavar="SLUG", nargs="?")
    _withdrawal_arguments(parser)
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--agree", action="store_true", help=_("agree, as the second person"))
    acts.add_argument("--decline", action="store_true", help=_("say no to it"))
    acts.add_argument(
        "--republish", action="store_true", help=_("publish it again, for the --reason")
    )


def run_kill(desk: Desk, options: argparse.Namespace) -> int:
    """Ask that a story be withdrawn for good, or settle it; without one, what waits."""
    if options.slug is None:
        return _waiting(desk, as_json=options.json)
    number = desk.articles.by_slug(options.slug).id
    if options.agree:
        word = "withdrawn"
        desk.withdrawing.agree(number, options.reason)
    elif options.decline:
        word = "kept"
        desk.withdrawing.decline(number, options.reason)
    elif options.republish:
        word = "published"
        desk.withdrawing.republish(number, reason=options.reason)
    else:
        word = "asked"
        desk.withdrawing.ask_kill(
            number, reason=options.reason, notice=options.notice, page=options.page
        )
    if options.json:
        shape({"slug": options.slug, "state": word})
    else:
        out(f"{word}  {options.slug}")
    if word == "asked":
        tell(_("A second person has to agree: newsroom kill {slug} --agree --as NAME").format(
            slug=options.slug))  # fmt: skip
    return DONE


def _waiting(desk: Desk, *, as_json: bool) -> int:
    people = {person.id: person.name for person in desk.staff.all(include_left=True)}

    def told(asked: Withdrawal) -> tuple[str, str, str, str]:
        (row,) = desk.articles.rows((asked.article,))
        name = people.get(asked.asked_by or 0, "")
        return row.slug, when(asked.asked_at, desk.zone()), name, asked.reason

    rows = [told(asked) for asked in desk.withdrawing.waiting()]
    if as_json:
        names = ("slug", "asked_at", "asked_by", "reason")
        shape({"waiting": [dict(zip(names, row, strict=True)) for row in rows]})
    else:
        table(rows)
    return DONE


def rename_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``rename`` takes."""
    parser.add_argument("slug", metavar="SLUG")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument(
        "--keep-links", action="store_true", help=_("leave links in other stories as they are")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_rename(desk: Desk, options: argparse.Namespace) -> int:
    """Give a story another slug and change the links to it."""
    number = desk.articles.by_slug(options.slug).id
    found = () if options.keep_links else desk.renaming.inbound(number)
    desk.renaming.rename(number, options.new, fix=not options.keep_links)
    changed = [one for one in found if not one.held]
    slug = desk.articles.open(number).slug
    if options.json:
        links = sum(one.count for one in changed)
        shape({"slug": slug, "links": links, "stories": [one.row.slug for one in changed]})
    else:
        out(f"renamed  {options.slug}  {slug}")
        for one in changed:
            out(f"link  {one.row.slug}  ({one.count})")
    for one in found:
        if one.held:
            tell(one.held)
    return PROBLEMS if len(changed) < len(found) else DONE


def unapproved_argument(parser: argparse.ArgumentParser) -> None:
    """What every command takes that may bring a story to readers."""
    parser.add_argument(
        "--even-unapproved",
        action="store_true",
        help=_("although nobody has approved them: they do not stand in Ready"),
    )


def hold_approved(desk: Desk, ids: list[int], options: argparse.Namespace) -> None:
    """Refuse what nobody approved, unless it is said that it goes out all the same."""
    if options.even_unapproved:
        return
    try:
        desk.publish.hold_approved(ids)
    except NotApproved as found:
        raise Refused(f"{found} " + _("--even-unapproved lets it out.")) from None


def _withdrawal_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reason", metavar="WORDS", default="", help=_("why; it stays in the house, on record")
    )
    parser.add_argument("--notice", metavar="WORDS", default="", help=_("what readers are told"))
    parser.add_argument(
        "--page",
        choices=[str(page) for page in PageLeft],
        default=str(PageLeft.NOTICE),
        help=_("what stands at its address: a notice, or nothing (410)"),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _ids(desk: Desk, slugs: list[str]) -> list[int]:
    return [desk.articles.by_slug(slug).id for slug in slugs]


def _moment(desk: Desk, words: str) -> datetime:
    from newsroom.intake.moments import moment

    try:
        return moment(words, zone=desk.zone(), now=desk.clock())
    except ValueError:
        raise BadInput(
            _("“{words}” is no moment; write it like 2026-11-29 18:05, or +2h.").format(
                words=words[:60]
            )
        ) from None


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
