"""The command on a server's database: database setup, status, log."""

from __future__ import annotations

import argparse
import json

from newsroom.cli.codes import DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell
from newsroom.cli.where import where_arguments
from newsroom.desk.desk import Desk
from newsroom.i18n import _, ngettext
from newsroom.news.rights import Right
from newsroom.news.staff import ROLE_LABELS, Role


def database_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``database`` takes."""
    acts = parser.add_subparsers(
        dest="act", metavar="setup|status|log", required=True, parser_class=type(parser)
    )
    setup = acts.add_parser(
        "setup",
        help=_("make the group roles and put the guard in its place; again after every update"),
    )
    setup.add_argument(
        "--reading",
        choices=("own", "all"),
        help=_("what writers read: their own stories and what is ready or out, or everything"),
    )
    status = acts.add_parser("status", help=_("who may come in, and what is not in order"))
    status.add_argument("--json", action="store_true", help=_("print JSON"))
    log = acts.add_parser("log", help=_("what the server wrote down by itself, newest first"))
    log.add_argument("--last", metavar="N", type=int, default=50, help=_("how many lines"))
    log.add_argument("--json", action="store_true", help=_("print JSON"))
    for act in acts.choices.values():
        where_arguments(act, suppress=True)


def run_database(desk: Desk, options: argparse.Namespace) -> int:
    """Set up, tell the status, or print the server's book."""
    return {"setup": _setup, "status": _status, "log": _log}[options.act](desk, options)


def _setup(desk: Desk, options: argparse.Namespace) -> int:
    sees = None if options.reading is None else options.reading == "all"
    made = desk.logins.set_up(everyone_sees=sees)
    for role in made:
        out(_("Made the group role {role}.").format(role=role))
    out(_("The database of {name} holds people's rights by itself now.").format(name=desk.name))
    if not desk.rights.governed():
        tell(
            _(
                "Nobody here may manage the staff yet; give somebody that: "
                "newsroom staff grant NAME --role admin --login."
            )
        )
    return DONE


def _status(desk: Desk, options: argparse.Namespace) -> int:
    logins = desk.logins.all()
    known = {login.person for login in logins}
    without = [
        entry for entry in desk.staff.all() if not entry.collective and entry.id not in known
    ]
    shut = [login for login in logins if not (login.active and login.open)]
    if options.json:
        shape(
            {
                "everyone_sees": desk.logins.everyone_sees(),
                "logins": [
                    {
                        "login": login.login,
                        "name": login.name,
                        "role": login.role,
                        "open": login.open and login.active,
                    }
                    for login in logins
                ],
                "without": [entry.name for entry in without],
            }
        )
        return PROBLEMS if shut else DONE
    out(
        _("Everybody reads every story.")
        if desk.logins.everyone_sees()
        else _("Writers read their own stories, and what is ready or out.")
    )
    out()
    table(
        (
            login.login,
            login.name,
            _(ROLE_LABELS[Role(login.role)]),
            "" if login.open and login.active else _("shut"),
        )
        for login in logins
    )
    if without:
        n = len(without)
        out()
        words = ngettext(
            "{n} person has no login: {names}.", "{n} people have no login: {names}.", n
        )
        out(words.format(n=n, names=", ".join(entry.name for entry in without)))
    if not desk.rights.who_may(Right.MANAGE_STAFF):
        tell(_("Nobody here may manage the staff."))
        return PROBLEMS
    return PROBLEMS if shut else DONE


def _log(desk: Desk, options: argparse.Namespace) -> int:
    zone = desk.zone()
    entries = desk.logins.book(max(1, options.last))
    if options.json:
        shape(
            {
                "entries": [
                    {
                        "at": entry.at.isoformat(),
                        "login": entry.login,
                        "verb": entry.verb,
                        "subject": entry.subject,
                        "number": entry.number,
                        "detail": dict(entry.detail),
                    }
                    for entry in entries
                ]
            }
        )
        return DONE
    table(
        (
            entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            entry.login,
            entry.verb,
            f"{entry.subject} {entry.number}" if entry.number is not None else entry.subject,
            json.dumps(dict(entry.detail), ensure_ascii=False) if entry.detail else "",
        )
        for entry in entries
    )
    return DONE
