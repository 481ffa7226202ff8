"""Commands on what goes out: targets, push (stories to a WordPress), deploy (the site)."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import datetime
from pathlib import Path

from newsroom.cli.codes import COULD_NOT, DONE, PROBLEMS
from newsroom.cli.publishing import hold_approved, unapproved_argument
from newsroom.cli.say import out, shape, table, tell, when
from newsroom.desk.desk import Desk
from newsroom.desk.secrets import PasswordNeeded, Secrets, system_secrets
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.news.outward import (
    DELIVERY_LABELS,
    STANDING_LABELS,
    TARGET_LABELS,
    Delivery,
    DeliveryState,
    Standing,
    Target,
    TargetKind,
)
from newsroom.news.plain import plain

_MORE = ("folder", "endpoint", "region", "host_key", "key_file", "fallback")
VARIABLE = "NEWSROOM_PASSWORD"
"""Where a timer that runs without a person has the password of its target, without a keyring."""

_OFTEN = 20  # files between two words of progress


# Targets.


def targets_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``targets`` takes."""
    acts = parser.add_subparsers(
        dest="act", metavar="list|add|remove|password", required=True, parser_class=type(parser)
    )
    acts.add_parser("list", help=_("where the newsroom sends to")).add_argument(
        "--json", action="store_true", help=_("print JSON")
    )
    add = acts.add_parser("add", help=_("a new target, or another face for one"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("kind", choices=[str(kind) for kind in TargetKind])
    add.add_argument(
        "address", help=_("https://… of a WordPress, host[:port] of a server, a bucket, a folder")
    )
    add.add_argument("--user", default="", help=_("who logs in there; for S3 the access key"))
    add.add_argument("--folder", default="", help=_("the folder there, or what keys begin with"))
    add.add_argument(
        "--endpoint", default="", help=_("https://… of a storage that is not Amazon's")
    )
    add.add_argument("--region", default="", help=_("of the storage"))
    add.add_argument("--key-file", default="", help=_("a private key in place of a password"))
    add.add_argument("--host-key", default="", help=_("the key that the server is known by"))
    add.add_argument(
        "--fallback",
        choices=("ask", "me"),
        default="ask",
        help=_("who signs what an unknown author wrote: ask, or the user that logs in"),
    )
    acts.add_parser("remove", help=_("send nothing there any more")).add_argument(
        "name", metavar="NAME"
    )
    acts.add_parser(
        "password", help=_("say its password, to be kept in the system's keyring")
    ).add_argument("name", metavar="NAME")


def run_targets(desk: Desk, options: argparse.Namespace) -> int:
    """List, add, remove, or take a password."""
    if options.act == "list":
        every = desk.pushing.targets()
        if options.json:
            shape({"targets": [plain(target) for target in every]})
        else:
            table((t.name, _(TARGET_LABELS[t.kind]), t.user or "—", t.address) for t in every)
    elif options.act == "add":
        more = {name: getattr(options, name) for name in _MORE if getattr(options, name)}
        desk.pushing.put_target(
            Target(
                name=options.name,
                kind=TargetKind(options.kind),
                address=options.address,
                user=options.user,
                more=more,
            )
        )
    elif options.act == "remove":
        secrets = system_secrets()
        secrets.forget(desk.pushing.target(options.name))
        desk.pushing.remove_target(options.name)
    else:
        _ask(system_secrets(), desk.pushing.target(options.name))
    return DONE


# Push.


def push_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``push`` takes."""
    parser.add_argument("slugs", metavar="SLUG", nargs="*")
    parser.add_argument("--to", metavar="TARGET", help=_("a WordPress among the targets"))
    parser.add_argument(
        "--as-draft", dest="standing", action="store_const", const=Standing.DRAFT,
        default=Standing.DRAFT, help=_("it stands there as a draft (the usual)"),
    )  # fmt: skip
    parser.add_argument(
        "--publish", dest="standing", action="store_const", const=Standing.PUBLISH,
        help=_("it is published there"),
    )  # fmt: skip
    parser.add_argument("--at", metavar="MOMENT", help=_("it is published there at that moment"))
    unapproved_argument(parser)
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--queue", action="store_true", help=_("what is on its way, and how far"))
    acts.add_argument("--due", action="store_true", help=_("send what is due, as a timer does"))
    acts.add_argument(
        "--answer", metavar="KEY=VALUE", action="append", default=[],
        help=_("what a delivery asked (see --queue)"),
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_push(desk: Desk, options: argparse.Namespace) -> int:
    """Queue stories, send what is due, or say how far things are."""
    if options.queue:
        return _tell_queue(desk, desk.pushing.last(), as_json=options.json)
    secrets = _secrets()
    mine: tuple[Delivery, ...] = ()
    if not options.due:
        if not options.slugs or not options.to:
            raise BadInput(_("Name stories and the target: newsroom push SLUG… --to TARGET."))
        target = desk.pushing.target(options.to)
        standing, at = _standing(desk, options)
        ids = [desk.articles.by_slug(slug).id for slug in options.slugs]
        if standing is not Standing.DRAFT:
            hold_approved(desk, ids, options)
        mine = desk.pushing.queue(
            ids, target.name, standing=standing, at=at, answers=_answers(options.answer)
        ).value
        _ready(secrets, target)
    from newsroom.export.outbound.http import send

    done: list[Delivery] = []
    desk.pushing.run(secrets, send, told=done.append)
    shown = tuple(desk.pushing.get(one.id) for one in mine) or tuple(done)
    code = _tell_queue(desk, shown, as_json=options.json)
    if not shown and not options.json:
        out(_("Nothing is due."))
    return code


def _standing(desk: Desk, options: argparse.Namespace) -> tuple[Standing, datetime | None]:
    if not options.at:
        return options.standing, None
    try:
        moment = datetime.fromisoformat(options.at)
    except ValueError:
        raise BadInput(
            _("“{moment}” is no moment; write it like 2026-11-24 18:05.").format(moment=options.at)
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=desk.zone())
    return Standing.SCHEDULE, moment


def _answers(said: list[str]) -> dict[str, str]:
    found = {}
    for one in said:
        key, equals, value = one.rpartition("=")
        if not equals or not key:
            raise BadInput(_("Write an answer as KEY=VALUE, as --queue shows it."))
        found[key] = value
    return found


def _tell_queue(desk: Desk, found: tuple[Delivery, ...], *, as_json: bool) -> int:
    if as_json:
        shape({"deliveries": [plain(one) for one in found]})
    else:
        zone = desk.zone()
        for one in found:
            wait = f" ({when(one.next_at, zone)})" if one.next_at else ""
            out(
                f"{_(DELIVERY_LABELS[one.state])}{wait}  {one.slug}  {one.target}  "
                f"{_(STANDING_LABELS[one.standing])}  {one.link or '—'}".rstrip()
            )
            if one.problem:
                tell(one.problem)
            if one.behind:
                tell(_("“{slug}” was changed since.").format(slug=one.slug))
            if one.question is not None:
                key = str(one.question.asked)
                if one.question.about:
                    key = f"{key}:{one.question.about}"
                for value, words in one.question.choices:
                    tell(f"--answer '{key}={value}'  {words}")
            for note in one.notes:
                tell(note)
    stuck = (DeliveryState.FAILED, DeliveryState.ASKS, DeliveryState.WAITING)
    wrong = [one for one in found if one.state in stuck and one.problem]
    return PROBLEMS if wrong else DONE


# Deploy.


def deploy_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``deploy`` takes."""
    parser.add_argument("target", metavar="TARGET", help=_("a server, storage or folder"))
    parser.add_argument(
        "--from", dest="folder", metavar="DIR", type=Path,
        help=_("where the site was published (as the last time)"),
    )  # fmt: skip
    parser.add_argument("--publish", action="store_true", help=_("publish the site first"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would be sent"))
    parser.add_argument(
        "--force", action="store_true", help=_("replace another newsroom's site there")
    )
    parser.add_argument(
        "--accept", metavar="FINGERPRINT", help=_("the server's key is the one that shows this")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_deploy(desk: Desk, options: argparse.Namespace) -> int:
    """Send the site to where readers find it."""
    from newsroom.desk.deploying import look, send_site
    from newsroom.export.outbound.place import UnknownHost

    target = desk.deploying.target(options.target)
    folder = options.folder or desk.deploying.folder()
    if options.publish and folder is not None and not options.dry_run:
        desk.siting.publish(folder)
    load = desk.deploying.load(folder)
    secrets = _secrets()
    if target.kind is not TargetKind.FOLDER and not target.more.get("key_file"):
        _ready(secrets, target)
    for _try in range(2):
        try:
            if options.dry_run:
                done = look(target, load, secrets, force=options.force)
            else:
                progress = _progress if sys.stderr.isatty() else _silent
                done = send_site(target, load, secrets, force=options.force, progress=progress)
            break
        except UnknownHost as unknown:
            if options.accept != unknown.fingerprint:
                tell(str(unknown))
                tell(f"newsroom deploy {target.name} --accept {unknown.fingerprint}")
                return COULD_NOT
            from dataclasses import replace

            target = replace(target, more={**target.more, "host_key": unknown.key})
            desk.pushing.put_target(target)
    if not options.dry_run:
        desk.deploying.record(target, load, done)
    if options.json:
        shape(
            {
                "target": target.name,
                "dry_run": options.dry_run,
                "written": list(done.writes),
                "deleted": list(done.deletes),
                "unchanged": done.unchanged,
            }
        )
        return DONE
    if options.dry_run:
        for word, paths in (("write", done.writes), ("delete", done.deletes)):
            for path in paths:
                out(f"{word}  {path}")
    words = (
        _("{written} to send, {deleted} to delete, {unchanged} unchanged.")
        if options.dry_run
        else _("{written} sent, {deleted} deleted, {unchanged} unchanged.")
    )
    out(words.format(written=len(done.writes), deleted=len(done.deletes), unchanged=done.unchanged))
    return DONE


def _silent(_done: int, _total: int, _path: str) -> None:
    return


def _progress(done: int, total: int, _path: str) -> None:
    if done % _OFTEN == 0 or done == total:
        sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()


# Passwords.


def _secrets() -> Secrets:
    """The keyring, and behind it what the environment says."""
    made = system_secrets()
    made.fallback = os.environ.get(VARIABLE, "")
    return made


def _ready(secrets: Secrets, target: Target) -> None:
    """Have its password at hand: known, or asked of the person at the terminal."""
    try:
        secrets.get(target)
    except PasswordNeeded:
        if not sys.stdin.isatty():
            raise
        _ask(secrets, target)


def _ask(secrets: Secrets, target: Target) -> None:
    words = (
        _("Application password of {user} at {address}: ")
        if target.kind is TargetKind.WORDPRESS
        else _("Password of {user} at {address}: ")
    )
    said = getpass.getpass(words.format(user=target.user, address=target.address))
    if not said:
        raise NewsroomError(_("Without its password nothing can be sent there."))
    kept = secrets.put(target, said)
    if not kept and not secrets.lasting:
        tell(_("This computer has no keyring: it will be asked again."))
