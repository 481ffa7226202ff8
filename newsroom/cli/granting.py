"""Rights and logins from the command line: staff grant, staff revoke."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from newsroom.cli.codes import DONE
from newsroom.cli.say import out, shape
from newsroom.desk import shapes
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.rights import ALL_RIGHTS, RIGHT_LABELS, Right
from newsroom.news.staff import ROLE_LABELS, Person, Role, Workload

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


def grant_arguments(
    acts: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """What ``staff grant`` takes."""
    grant = acts.add_parser("grant", help=_("give a role, rights, or a login on a server"))
    grant.add_argument("name", metavar="NAME", help=_("name, byline or initials"))
    grant.add_argument("--role", choices=[str(role) for role in Role], help=_("another role"))
    _rights(grant, _("a right beyond the role; may be said several times"))
    grant.add_argument(
        "--login",
        metavar="LOGIN",
        nargs="?",
        const="",
        help=_("a login on the server; without LOGIN it is made from the name"),
    )
    word = grant.add_mutually_exclusive_group()
    word.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("read the password from the first line of the input, instead of asking"),
    )
    word.add_argument(
        "--no-password",
        action="store_true",
        help=_("set none: client certificates or Kerberos let people in, or it stays as it is"),
    )
    grant.add_argument("--json", action="store_true", help=_("print JSON"))


def revoke_arguments(
    acts: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """What ``staff revoke`` takes."""
    revoke = acts.add_parser("revoke", help=_("take rights, or the login on a server"))
    revoke.add_argument("name", metavar="NAME", help=_("name, byline or initials"))
    _rights(revoke, _("a right that was given beyond the role; may be said several times"))
    revoke.add_argument(
        "--login", action="store_true", help=_("the login; what it has open on the server ends")
    )
    revoke.add_argument("--json", action="store_true", help=_("print JSON"))


def _rights(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument(
        "--right",
        dest="rights",
        metavar="RIGHT",
        action="append",
        default=[],
        choices=[str(right) for right in ALL_RIGHTS],
        help=words + ": " + ", ".join(ALL_RIGHTS),
    )


def grant(desk: Desk, options: argparse.Namespace) -> int:
    """Give what the options say."""
    person = _person(desk, options.name)
    if options.role is None and not options.rights and options.login is None:
        raise BadInput(_("Say what to give: --role, --right or --login."))
    # Everything is looked at before anything is done.
    password = None
    logins = None
    if options.login is not None:
        logins = desk.logins
        logins.all()
        if not options.no_password:
            password = _password(from_stdin=options.password_stdin)
    elif options.password_stdin or options.no_password:
        raise BadInput(_("A password belongs to a --login."))
    role = None if options.role is None else Role(options.role)
    if role is not None or options.rights:
        person = desk.rights.change(person.id, role=role, give=options.rights).value
    login, made = "", False
    if logins is not None:
        kept = logins.of(person.id)
        login = options.login or (kept.login if kept else logins.proposed(person))
        made = logins.let_in(person.id, login, password)
    if options.json:
        shape({**_shape(person), "login": login or None})
        return DONE
    out(_said(person))
    if logins is not None:
        told = _("The login “{login}” was made.") if made else _("The login is “{login}”.")
        out(told.format(login=login))
        out(_("Address: {address}").format(address=logins.address(login)))
    return DONE


def revoke(desk: Desk, options: argparse.Namespace) -> int:
    """Take what the options say."""
    person = _person(desk, options.name)
    if not options.rights and not options.login:
        raise BadInput(_("Say what to take: --right or --login."))
    gone = desk.logins.shut_out(person.id) if options.login else ""
    if options.rights:
        person = desk.rights.change(person.id, take=options.rights).value
    if options.json:
        shape({**_shape(person), "login": None})
        return DONE
    if gone:
        out(_("The login “{login}” does not let anybody in any more.").format(login=gone))
    out(_said(person))
    return DONE


def _person(desk: Desk, name: str) -> Person:
    found = desk.staff.find(name)
    if found is None:
        raise NotFound(_("Nobody here is called “{name}”.").format(name=name[:80]))
    return found


def _shape(person: Person) -> dict[str, object]:
    return {
        **shapes.person(person, Workload()),
        "rights": [str(right) for right in Right if person.may(right)],
    }


def _said(person: Person) -> str:
    """What somebody may do, in a line."""
    rights = ", ".join(_(RIGHT_LABELS[right]).lower() for right in Right if person.may(right))
    return _("{name} is {role} and may: {rights}.").format(
        name=person.name, role=_(ROLE_LABELS[person.role]).lower(), rights=rights
    )


def _password(*, from_stdin: bool) -> str:
    """The new password; asked for twice, or the first line of the input. It is never shown."""
    if from_stdin:
        word = sys.stdin.readline().rstrip("\r\n")
        if not word:
            raise BadInput(_("There was no password in the input."))
        return word
    if not sys.stdin.isatty():
        raise BadInput(
            _("There is nobody to ask for a password; use --password-stdin or --no-password.")
        )
    first = getpass.getpass(_("Password: "))
    if first != getpass.getpass(_("Once more: ")):
        raise BadInput(_("The two passwords differ; nothing was changed."))
    return first
