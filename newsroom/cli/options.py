"""What may stand on the command line. For the window, nothing but argparse is loaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from newsroom import __version__
from newsroom.cli.codes import COULD_NOT
from newsroom.cli.where import where_arguments
from newsroom.i18n import _

WIDTH = 80  # columns of what argparse would say; without --help it says nothing

# Options before the command that take a value, so that the value is not taken for a command.
_WITH_VALUE = frozenset({"--store", "--as", "--open"})


class Parser(argparse.ArgumentParser):
    """argparse, with a mistake told in one sentence and nothing else."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        said = _("{program}: {message} ({program} --help says more).").format(
            program=self.prog, message=message
        )
        sys.stderr.write(said + "\n")
        raise SystemExit(COULD_NOT)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options. ``command`` is None where the window is meant.

    Always there: ``store`` (a path or address, or None), ``sample`` (bool), ``who`` (a name, or
    None), ``open`` (a slug, or None), ``command``. Ends the program for --help, --version and
    mistakes, as argparse does.
    """
    helping = "-h" in argv or "--help" in argv
    # argparse makes such a thing for every argument, and asks the terminal for its width each time.
    width = None if helping else WIDTH
    form: Any = partial(argparse.HelpFormatter, width=width)
    parser = Parser(
        prog="newsroom",
        formatter_class=form,
        description=_("A newsroom editor: without a command, the window opens."),
        epilog=_("newsroom COMMAND --help describes a command."),
    )
    parser.add_argument("--version", action="version", version=f"newsroom {__version__}")
    where_arguments(parser, suppress=False)
    parser.add_argument(
        "--open", metavar="SLUG", help=_("open the window at this story (without a command)")
    )
    if wanted := _command(argv):
        from newsroom.cli.commands import add_commands

        again = argparse.ArgumentParser(add_help=False, formatter_class=form)
        where_arguments(again, suppress=True)
        add_commands(parser, again, "" if _asks_before(argv, wanted) else wanted)
    else:
        parser.usage = _("newsroom [options] [COMMAND …]")
        if "-h" in argv or "--help" in argv:
            from newsroom.cli.commands import add_commands

            add_commands(parser, argparse.ArgumentParser(add_help=False))
        parser.set_defaults(command=None)
    return parser.parse_args(argv)


def _asks_before(argv: Sequence[str], wanted: str) -> bool:
    """Whether help is asked for before the command: that is on all of them."""
    first = argv[: list(argv).index(wanted)]
    return "-h" in first or "--help" in first


def _command(argv: Sequence[str]) -> str:
    """The command that is meant, "" for the window."""
    words = iter(argv)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""
