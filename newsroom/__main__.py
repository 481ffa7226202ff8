"""The way in: ``newsroom`` and ``python -m newsroom``. Reads the options, then hands over."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

RENDER_WORKER = "--render-worker"
"""How the frozen program starts itself as the process that renders Markdown (export.worker)."""
SPELLING_WORKER = "--spelling-worker"
"""The same for the process that looks words up (checks.process)."""
STYLE_WORKER = "--style-worker"
"""The same for the process that holds the house style against passages (checks.styling)."""

PASTE_WORKER = "--paste-worker"
"""The same for the process that reads one very large paste (intake.pasteprocess)."""

BACKUP_WORKER = "--backup-worker"
"""The same for the process that makes the daily backup (desk.dailyprocess)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window where there is none; gives the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if list(words) == [RENDER_WORKER]:
        from newsroom.export import child

        child.main()
        return 0
    if list(words) == [SPELLING_WORKER]:
        from newsroom.checks import child as speller

        speller.main()
        return 0
    if list(words) == [STYLE_WORKER]:
        from newsroom.checks import stylechild

        stylechild.main()
        return 0
    if list(words) == [PASTE_WORKER]:
        from newsroom.intake import pastechild

        pastechild.main()
        return 0
    if list(words) == [BACKUP_WORKER]:
        from newsroom.desk import dailychild

        dailychild.main()
        return 0
    try:
        return _begin(words)
    except KeyboardInterrupt:  # Ctrl+C while it still loads; once a command runs, it hears of it
        return 130


def _begin(words: Sequence[str]) -> int:
    _speak()
    from newsroom.cli import plain

    options = plain.read(words)
    if options is None:
        from newsroom.cli.options import parse

        options = parse(words)
    if options.command is None:
        from newsroom import app

        return app.run(options)
    from newsroom.cli.commands import run

    return run(options)


def _speak() -> None:
    """Take the person's language from the environment, in gettext's own order."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, ""):
            language = value.split(":")[0].split(".")[0].split("@")[0]
            if language not in ("", "C", "POSIX") and not language.startswith("en"):
                from newsroom import i18n

                i18n.use(language.replace("_", "-"))
            return


if __name__ == "__main__":
    sys.exit(main())
