"""The table of commands, and how one is run: at an open desk, with its answer told."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsroom.cli.codes import COULD_NOT, DONE, INTERRUPTED
from newsroom.cli.say import tell
from newsroom.i18n import N_, _
from newsroom.news.errors import BadInput, Cancelled, NewsroomError, StoreDamaged, StoreMissing
from newsroom.paths import default_store

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


def _never(_options: argparse.Namespace) -> bool:
    return False


def _always(_options: argparse.Namespace) -> bool:
    return True


def _stories() -> ModuleType:
    from newsroom.cli import stories

    return stories


def _taking() -> ModuleType:
    from newsroom.cli import taking

    return taking


def _exporting() -> ModuleType:
    from newsroom.cli import exporting

    return exporting


def _checking() -> ModuleType:
    from newsroom.cli import checking

    return checking


def _site() -> ModuleType:
    from newsroom.cli import site

    return site


def _publishing() -> ModuleType:
    from newsroom.cli import publishing

    return publishing


def _packages() -> ModuleType:
    from newsroom.cli import packages

    return packages


def _media() -> ModuleType:
    from newsroom.cli import media

    return media


def _people() -> ModuleType:
    from newsroom.cli import people

    return people


def _push() -> ModuleType:
    from newsroom.cli import push

    return push


def _wire() -> ModuleType:
    from newsroom.cli import wire

    return wire


def _database() -> ModuleType:
    from newsroom.cli import database

    return database


def _keeping() -> ModuleType:
    from newsroom.cli import keeping

    return keeping


class Command(NamedTuple):
    """A command: its name, what it does in a few words, and what loads the module it stands in.

    The module has ``NAME_arguments`` and ``run_NAME``, and perhaps ``quick_NAME``, which answers
    without an open desk where it can (else None). It is loaded for its own command alone.

    ``changes`` tells whether it changes the store with these options; otherwise the store is
    opened for reading alone. ``makes`` tells whether it makes a store where there is none.
    """

    name: str
    help: str
    home: Callable[[], ModuleType]
    changes: Callable[[argparse.Namespace], bool] = _never
    makes: Callable[[argparse.Namespace], bool] = _always

    def part(self, name: str) -> Callable[..., Any] | None:
        """A function of the command's module, None where it has none of that name."""
        return getattr(self.home(), name, None)

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Tell the parser what the command takes."""
        take = self.part(f"{self.name}_arguments")
        assert take is not None
        take(parser)

    def run(self, desk: Desk, options: argparse.Namespace) -> int:
        """Do it and give the exit code."""
        act = self.part(f"run_{self.name}")
        assert act is not None
        code: int = act(desk, options)
        return code

    def quick(self, options: argparse.Namespace) -> int | None:
        """Do it without a desk where that is possible; the exit code, or None."""
        act = self.part(f"quick_{self.name}")
        return act(options) if act is not None else None


COMMANDS = (
    Command("list", N_("list stories"), _stories),
    Command("show", N_("show one story"), _stories),
    Command("check", N_("hold a story against the house style"), _checking),
    Command("new", N_("write a new story"), _stories, _always),
    Command(
        "import",
        N_("take in stories from files of other programs"),
        _taking,
        lambda options: not options.dry_run,
    ),
    Command(
        "export",
        N_("write stories out as pages"),
        _exporting,
        lambda options: (
            bool(options.override or options.format == "site")
            and not (options.dry_run or options.verify)
        ),
        makes=_never,
    ),
    Command(
        "site",
        N_("publish the whole site into a folder"),
        _site,
        lambda options: not (options.dry_run or options.verify or options.log),
        makes=_never,
    ),
    Command(
        "staff",
        N_("the staff directory, rights and logins"),
        _people,
        lambda options: options.act in ("add", "grant", "revoke"),
        makes=lambda options: options.act == "add",
    ),
    Command(
        "database",
        N_("have a PostgreSQL server hold people's rights by itself"),
        _database,
        lambda options: options.act == "setup",
    ),
    Command("push", N_("send stories to a WordPress"), _push, _always, makes=_never),
    Command(
        "deploy",
        N_("send the published site to a server, a storage or a folder"),
        _push,
        lambda options: not options.dry_run or bool(options.accept),
        makes=_never,
    ),
    Command(
        "targets",
        N_("where the newsroom sends to"),
        _push,
        lambda options: options.act in ("add", "remove"),
        makes=_never,
    ),
    Command(
        "publish",
        N_("publish stories, or what is due"),
        _publishing,
        lambda options: not options.ready,
        makes=_never,
    ),
    Command(
        "schedule",
        N_("have stories go out at a time"),
        _publishing,
        lambda options: bool(options.slugs),
        makes=_never,
    ),
    Command("correct", N_("set a published story right"), _publishing, _always, makes=_never),
    Command("unpublish", N_("take stories down"), _publishing, _always, makes=_never),
    Command("rename", N_("give a story another slug"), _publishing, _always, makes=_never),
    Command(
        "package",
        N_("stories put together, and their mail"),
        _packages,
        lambda options: options.act in ("put", "remove"),
        makes=_never,
    ),
    Command(
        "wire",
        N_("the feeds that are read, and stories made of what comes"),
        _wire,
        lambda options: options.act not in ("feeds", "list", "show"),
        makes=_never,
    ),
    Command(
        "media",
        N_("the picture library"),
        _media,
        lambda options: options.act not in ("list", "show", "unused"),
        makes=_never,
    ),
    Command("newslist", N_("what is planned for a day"), _packages),
    Command(
        "kill",
        N_("withdraw a story for good, by two people"),
        _publishing,
        lambda options: options.slug is not None,
        makes=_never,
    ),
    Command("backup", N_("copy the whole newsroom"), _keeping),
    Command("verify", N_("look whether everything in the store holds together"), _keeping),
    Command(
        "config",
        N_("read or set what pages say about the newsroom"),
        _keeping,
        lambda options: options.value is not None,
    ),
)
"""Every command that works at an open desk. ``restore`` stands apart: it makes the store."""

RESTORE_HELP = N_("bring the newsroom back from a backup")


def add_commands(
    parser: argparse.ArgumentParser, where: argparse.ArgumentParser, wanted: str = ""
) -> None:
    """Let the parser know the command that is ``wanted``, with its arguments; where there is none
    of that name, every command.

    ``where`` holds the options that each takes too.
    """
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=type(parser), title=_("commands")
    )
    told = [(one.name, one.help, one.arguments) for one in COMMANDS]
    told.append(("restore", RESTORE_HELP, _restore_arguments))
    # A parser for each takes longer than to see that a site is up to date.
    for name, words, arguments in [one for one in told if one[0] == wanted] or told:
        _add(commands, name, words, arguments, where, wanted)


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    from newsroom.cli import keeping

    keeping.restore_arguments(parser)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    arguments: Callable[[argparse.ArgumentParser], None],
    where: argparse.ArgumentParser,
    wanted: str,
) -> None:
    said = _(words)
    parser = commands.add_parser(
        name, help=said, description=said[:1].upper() + said[1:] + ".", parents=[where],
        formatter_class=where.formatter_class,
    )  # fmt: skip
    if name == wanted:
        arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command that the options name and give the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Slugs and headlines are of any script; what reads us reads UTF-8.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(options)
        sys.stdout.flush()
        return code
    except NewsroomError as error:
        tell(str(error))
        return COULD_NOT
    except (Cancelled, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Who read us has heard enough (newsroom list | head). Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        tell(_("{reason}{name}.").format(reason=error.strerror or str(error), name=name))
        return COULD_NOT


def _run(options: argparse.Namespace) -> int:
    if options.command == "restore":
        from newsroom.cli import keeping

        return keeping.run_restore(options, default_store())
    command = next(item for item in COMMANDS if item.name == options.command)
    answered = command.quick(options)
    if answered is not None:
        return answered
    try:
        with _desk(options, command) as desk:
            return command.run(desk, options)
    except StoreDamaged as error:
        if command.name != "verify":
            raise
        # What is said elsewhere leads here.
        raise StoreDamaged(
            _(
                "{name} is damaged so far that nothing in it could be looked at. "
                "Keep the file as it is and restore the last backup."
            ).format(name=options.store or default_store())
        ) from error


@contextlib.contextmanager
def _desk(options: argparse.Namespace, command: Command) -> Iterator[Desk]:
    """The desk that the options ask for, closed afterwards."""
    with contextlib.ExitStack() as stack:
        target: str | Path
        if options.sample:
            import tempfile

            from newsroom.desk.sample import make_sample
            from newsroom.news.clock import system_clock

            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-sample-"))
            target = Path(folder) / "sample.newsroom"
            make_sample(target, clock=system_clock)
        else:
            target = options.store or default_store()
        from newsroom.desk.desk import open_desk

        changes = command.changes(options)
        try:
            desk = open_desk(target, who=options.who, read_only=not changes)
            if desk.older:
                # What only reads does not bring a store forward, and could not read it as it is.
                desk.close()
                desk = open_desk(target, who=options.who)
        except StoreMissing as missing:
            if not (changes and command.makes(options)):
                if "://" in str(target):
                    raise  # no command makes a database
                raise StoreMissing(
                    _(
                        "{missing} Name another with --store; “newsroom new” and “newsroom import” "
                        "make one where there is none."
                    ).format(missing=missing)
                ) from None
            if options.who:
                # Nobody is known where nothing is yet: no store is made only to say so.
                raise BadInput(
                    _("{missing} Nobody is known there yet: leave out --as to make one.").format(
                        missing=missing
                    )
                ) from None
            if "://" not in str(target):
                from newsroom.cli.making import made

                with made(Path(target)) as desk:
                    yield desk
                return
            desk = open_desk(target, create=True)
            tell(_("Made a new store at {name}.").format(name=desk.name))
        stack.enter_context(desk)
        for note in desk.notes:
            tell(note)
        yield desk
