"""The table of commands, and how one is run: at an open desk, with its answer told."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsroom.cli import keeping, people, stories
from newsroom.cli.codes import COULD_NOT, DONE, INTERRUPTED
from newsroom.cli.say import tell
from newsroom.desk.desk import Desk, open_desk
from newsroom.i18n import N_, _
from newsroom.news.errors import Cancelled, NewsroomError, StoreMissing
from newsroom.paths import default_store


def _never(_options: argparse.Namespace) -> bool:
    return False


def _always(_options: argparse.Namespace) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does in a few words, its arguments and what it runs.

    ``changes`` tells whether it changes the store with these options. Then it makes the store
    where there is none; otherwise the store is opened for reading alone.
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Desk, argparse.Namespace], int]
    changes: Callable[[argparse.Namespace], bool] = _never


COMMANDS = (
    Command("list", N_("list stories"), stories.list_arguments, stories.run_list),
    Command("show", N_("show one story"), stories.show_arguments, stories.run_show),
    Command("new", N_("write a new story"), stories.new_arguments, stories.run_new, _always),
    Command(
        "import",
        N_("take in stories from Markdown files"),
        stories.import_arguments,
        stories.run_import,
        lambda options: not options.dry_run,
    ),
    Command(
        "export", N_("write stories out as pages"), stories.export_arguments, stories.run_export
    ),
    Command(
        "staff",
        N_("the staff directory"),
        people.arguments,
        people.run,
        lambda options: options.act == "add",
    ),
    Command("backup", N_("copy the whole newsroom"), keeping.backup_arguments, keeping.run_backup),
    Command(
        "verify",
        N_("look whether everything in the store holds together"),
        keeping.verify_arguments,
        keeping.run_verify,
    ),
    Command(
        "config",
        N_("read or set what pages say about the newsroom"),
        keeping.config_arguments,
        keeping.run_config,
        lambda options: options.value is not None,
    ),
)
"""Every command that works at an open desk. ``restore`` stands apart: it makes the store."""


def add_commands(parser: argparse.ArgumentParser, where: argparse.ArgumentParser) -> None:
    """Let the parser know every command; ``where`` holds the options that each takes too."""
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=type(parser), title=_("commands")
    )
    for command in COMMANDS:
        _add(commands, command.name, command.help, command.arguments, where)
    _add(commands, "restore", keeping.RESTORE_HELP, keeping.restore_arguments, where)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    arguments: Callable[[argparse.ArgumentParser], None],
    where: argparse.ArgumentParser,
) -> None:
    said = _(words)
    parser = commands.add_parser(
        name, help=said, description=said[:1].upper() + said[1:] + ".", parents=[where]
    )
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
        return keeping.run_restore(options, default_store())
    command = next(item for item in COMMANDS if item.name == options.command)
    with _desk(options, command) as desk:
        return command.run(desk, options)


@contextlib.contextmanager
def _desk(options: argparse.Namespace, command: Command) -> Iterator[Desk]:
    """The desk that the options ask for, closed afterwards."""
    with contextlib.ExitStack() as stack:
        target: str | Path
        if options.sample:
            from newsroom.desk.sample import make_sample
            from newsroom.news.clock import system_clock

            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-sample-"))
            target = Path(folder) / "sample.newsroom"
            make_sample(target, clock=system_clock)
        else:
            target = options.store or default_store()
        changes = command.changes(options)
        try:
            desk = open_desk(target, who=options.who, read_only=not changes)
        except StoreMissing:
            if not changes:
                raise
            desk = open_desk(target, who=options.who, create=True)
            tell(_("Made a new store at {name}.").format(name=desk.name))
        stack.enter_context(desk)
        for note in desk.notes:
            tell(note)
        yield desk
