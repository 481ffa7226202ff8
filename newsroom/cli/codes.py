"""The exit codes, as help/cli.md promises them."""

from __future__ import annotations

DONE = 0
PROBLEMS = 1  # done, and problems were found
COULD_NOT = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count it
