"""The options that say where and as whom; every command takes them, before it or behind it."""

from __future__ import annotations

import argparse

from newsroom.i18n import _


def where_arguments(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    """Let a parser take them; ``suppress`` where an earlier parser has set what they stand at."""
    nothing = argparse.SUPPRESS if suppress else None
    parser.add_argument(
        "--store",
        metavar="PATH|URL",
        default=nothing,
        help=_("the newsroom to work in: a file, or a postgresql:// address"),
    )
    parser.add_argument(
        "--sample",
        action="store_true",
        default=argparse.SUPPRESS if suppress else False,
        help=_("work in a throw-away copy of the sample newsroom"),
    )
    parser.add_argument(
        "--as",
        dest="who",
        metavar="NAME",
        default=nothing,
        help=_("who works: a name, byline or initials of the staff directory"),
    )
