"""Draw into the folder that is named, or into out/screens."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from newsroom.ui.screens.drawing import draw


def main(arguments: list[str]) -> int:
    """Draw into the folder that is named, or into out/screens."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    to = Path(arguments[0] if arguments else "out/screens")
    for path in draw(to, only=arguments[1] if len(arguments) > 1 else ""):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
