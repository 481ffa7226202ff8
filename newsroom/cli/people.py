"""The command on the staff directory: staff list, add, show, grant, revoke."""

from __future__ import annotations

import argparse
from pathlib import Path

from newsroom.cli.codes import DONE
from newsroom.cli.say import out, shape, table, when
from newsroom.cli.where import where_arguments
from newsroom.desk import shapes
from newsroom.desk.desk import Desk
from newsroom.i18n import _, ngettext
from newsroom.news.errors import NotFound
from newsroom.news.fields import Kind, Spec
from newsroom.news.staff import PERSON_FIELDS, ROLE_LABELS, Person, Role, Workload

SHOWN_STORIES = 20  # of somebody's last, in ``staff show``


def staff_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``staff`` takes."""
    acts = parser.add_subparsers(
        dest="act", metavar="list|add|show|grant|revoke", parser_class=type(parser)
    )
    parser.set_defaults(act="list", all=False, json=False)
    listing = acts.add_parser("list", help=_("who works here"))
    listing.add_argument("--all", action="store_true", help=_("also who left"))
    listing.add_argument("--json", action="store_true", help=_("print JSON"))
    show = acts.add_parser("show", help=_("one entry, with what is open and published"))
    show.add_argument("name", metavar="NAME", help=_("name, byline or initials"))
    show.add_argument("--json", action="store_true", help=_("print JSON"))
    add = acts.add_parser("add", help=_("a new entry"))
    called = add.add_mutually_exclusive_group(required=True)
    called.add_argument("called", metavar="NAME", nargs="?", help=_("what the person is called"))
    called.add_argument("--name", help=_("the same"))
    for name, spec in PERSON_FIELDS.items():
        if name != "name":
            _option(add, name, spec)
    add.add_argument("--json", action="store_true", help=_("print JSON"))
    from newsroom.cli.granting import grant_arguments, revoke_arguments

    grant_arguments(acts)
    revoke_arguments(acts)
    for act in acts.choices.values():
        where_arguments(act, suppress=True)


def _option(parser: argparse.ArgumentParser, name: str, spec: Spec) -> None:
    """An option for a field of a person, drawn from its face."""
    words = _(spec.hint) or _(spec.label)
    if name == "active":
        parser.add_argument("--left", action="store_true", help=_("somebody who left"))
    elif spec.kind is Kind.FLAG:
        parser.add_argument(f"--{name}", action="store_true", help=_(spec.label))
    elif spec.kind is Kind.TAGS:
        parser.add_argument(
            f"--{name.rstrip('s')}", dest=name, action="append", default=[], help=_(spec.label)
        )
    elif spec.kind is Kind.MEDIA:
        parser.add_argument(f"--{name}", metavar="FILE", type=Path, help=_("a picture file"))
    elif spec.choices:
        parser.add_argument(
            f"--{name}", choices=[choice for choice, _label in spec.choices], help=words
        )
    else:
        parser.add_argument(f"--{name}", help=words)


def run_staff(desk: Desk, options: argparse.Namespace) -> int:
    """List, show, add, or give and take rights and logins."""
    from newsroom.cli.granting import grant, revoke

    acts = {"list": _list, "show": _show, "add": _add, "grant": grant, "revoke": revoke}
    return acts[options.act](desk, options)


def _list(desk: Desk, options: argparse.Namespace) -> int:
    loads = desk.staff.workloads()
    people = desk.staff.all(include_left=options.all)
    if options.json:
        shape(
            {"staff": [shapes.person(entry, loads.get(entry.id, Workload())) for entry in people]}
        )
        return DONE
    table(
        (
            entry.initials,
            entry.name,
            entry.title or _(ROLE_LABELS[entry.role]),
            "" if entry.active else _("left"),
        )
        for entry in people
    )
    return DONE


def _show(desk: Desk, options: argparse.Namespace) -> int:
    entry = desk.staff.find(options.name)
    if entry is None:
        raise NotFound(_("Nobody here is called “{name}”.").format(name=options.name[:80]))
    load = desk.staff.workload(entry.id)
    if options.json:
        rows = desk.staff.stories(entry.id, SHOWN_STORIES).rows
        people = {item.id: item for item in desk.staff.all(include_left=True)}
        shape(
            {
                **shapes.person(entry, load),
                "stories": [shapes.line(row, people) for row in rows],
            }
        )
        return DONE
    _print(entry, load)
    zone = desk.zone()
    stories = desk.staff.stories(entry.id, SHOWN_STORIES).rows
    if stories:
        out()
        table(
            (when(shapes.moment_of(row.updated_at), zone), row.slug, row.headline)
            for row in stories
        )
    return DONE


def _print(entry: Person, load: Workload) -> None:
    out(entry.name)
    out()
    lines: list[tuple[str, str]] = []
    for name, spec in PERSON_FIELDS.items():
        value = getattr(entry, name)
        if name in ("name", "portrait", "bio") or value in ("", ()):
            continue
        if spec.kind is Kind.FLAG:
            if value == (name == "active"):
                continue
            said = _("yes") if value else _("no")
        elif spec.kind is Kind.TAGS:
            said = ", ".join(value)
        elif name == "role":
            said = _(ROLE_LABELS[value])
        else:
            said = str(value)
        lines.append((_(spec.label), said))
    open_ = ngettext("{n} story open", "{n} stories open", load.open).format(n=load.open)
    late = ngettext("{n} late", "{n} late", load.late).format(n=load.late)
    published = ngettext("{n} published", "{n} published", load.published).format(n=load.published)
    lines.append((_("At work"), ", ".join((open_, late, published))))
    table(lines)
    if entry.bio:
        out()
        out(entry.bio)


def _add(desk: Desk, options: argparse.Namespace) -> int:
    options.name = options.name or options.called
    fields: dict[str, object] = {"active": not options.left}
    for name, spec in PERSON_FIELDS.items():
        value = getattr(options, name, None)
        if name == "active" or value is None:
            continue
        if spec.kind is Kind.MEDIA:
            fields[name] = desk.intake.picture(value).value.sha256
        elif spec.kind is Kind.TAGS:
            fields[name] = tuple(desk.lists.term("desks", words).value.key for words in value)
        elif name == "role":
            fields[name] = Role(value)
        else:
            fields[name] = value
    made = desk.staff.add(Person(**fields)).value  # type: ignore[arg-type]
    if options.json:
        shape(shapes.person(made, Workload()))
    else:
        out(made.name)
    return DONE
