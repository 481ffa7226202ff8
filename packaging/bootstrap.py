"""Set the project up and do one thing in it: run, test, bench, screens or lock.

Needs nothing but Python 3.11 or later. Makes the virtual environment from the lock file the first
time (and when the lock changes), then hands over to it. ``make run`` and ``make test`` call this;
where there is no make, ``python packaging/bootstrap.py run`` does the same.
"""

from __future__ import annotations

import ctypes
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "newsroom.lock.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
}
"""What Qt and its web engine load on Linux, and the Debian package of each."""


def say(sentence: str) -> None:
    """One line for the person at the terminal."""
    print(f"newsroom: {sentence}", file=sys.stderr, flush=True)


def give_up(sentence: str) -> int:
    """Say why it can't be done; the exit code for that."""
    say(sentence)
    return 2


def call(*command: str | Path, **variables: str) -> int:
    """Run a command in the project's folder and give its exit code."""
    env = {**os.environ, **variables}
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=env)


def fingerprint() -> str:
    """What the environment was made from: the lock file and the interpreter."""
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def set_up() -> int:
    """Make the virtual environment if it is not there or not from this lock. Exit code 0 or 2."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        return give_up(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    mark = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == mark:
        return 0
    say("setting up the virtual environment (once; a minute or two)")
    if call(sys.executable, "-m", "venv", "--clear", VENV):
        return give_up(
            "the virtual environment could not be made; on Debian install python3-venv, then again."
        )
    done = call(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "--no-deps", "-r", LOCK,
    )  # fmt: skip
    if done:
        return give_up("the dependencies could not be installed; pip says why above.")
    STAMP.write_text(mark)
    return 0


def apt(*packages: str) -> bool:
    """Install Debian packages if this is a Debian that we may change; True when it was done."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    say(f"installing {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends"]):
        extra = packages if command[0] == "install" else ()
        with open(os.devnull, "w") as nowhere:
            done = subprocess.call(
                ["apt-get", *command, *extra], env={**os.environ, **quiet}, stdout=nowhere
            )
        if done:
            return False
    return True


def missing_libraries() -> list[str]:
    """The Debian packages of the system libraries that Qt needs and that are not there."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def find_postgres() -> bool:
    """Is there a PostgreSQL server program that the store tests can start?"""
    places = [os.environ.get("NEWSROOM_PG_BIN", ""), *glob.glob("/usr/lib/postgresql/*/bin")]
    found = any(place and (Path(place) / "initdb").exists() for place in places)
    return found or shutil.which("initdb") is not None


def run(arguments: list[str]) -> int:
    """Open the window on a throw-away copy of the sample newsroom."""
    return call(PYTHON, "-m", "newsroom", "--sample", *arguments)


def test(arguments: list[str]) -> int:
    """Format, lint, types, floors, tests. Exit code 0 when all of them are clean."""
    packages = missing_libraries()
    if packages and not apt(*packages):
        return give_up(f"Qt needs system libraries; install: {' '.join(packages)}")
    if not find_postgres() and not apt("postgresql"):
        if os.environ.get("CI"):
            return give_up("the store tests need a PostgreSQL server; install postgresql.")
        say("no PostgreSQL server found: the store tests run on SQLite alone.")
    steps: list[tuple[str, list[str]]] = [
        ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
        ("lint", ["-m", "ruff", "check", "--quiet", "."]),
        ("types", ["-m", "mypy"]),
        ("floors", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("tests", ["-m", "pytest", "-q", "-n", "auto", *arguments]),
    ]
    failed = [
        name
        for name, command in steps
        if call(PYTHON, *command, QT_QPA_PLATFORM="offscreen", QTWEBENGINE_DISABLE_SANDBOX="1")
    ]
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Print the figures that stand behind what is promised about speed and size."""
    names = arguments or [
        str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/bench").glob("bench_*.py"))
    ]
    results = [call(PYTHON, name, PYTHONPATH=str(ROOT)) for name in names]
    return max(results, default=0)


def screens(arguments: list[str]) -> int:
    """Draw every view, light and dark, small and large, into out/screens/."""
    where = arguments or ["out/screens"]
    return call(
        PYTHON, "-m", "newsroom.ui.screens", *where,
        QT_QPA_PLATFORM="offscreen", QTWEBENGINE_DISABLE_SANDBOX="1",
    )  # fmt: skip


def lock(arguments: list[str]) -> int:
    """Write requirements.lock anew from pyproject.toml (needs uv on the path)."""
    if not shutil.which("uv"):
        return give_up("uv is needed to write the lock file; install it with pip install uv.")
    return call(
        "uv", "pip", "compile", "pyproject.toml", "--all-extras", "--universal",
        "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11",
        "-o", "requirements.lock", *arguments,
    )  # fmt: skip


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "screens": screens,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Set up, then do what the first argument names."""
    if not arguments or arguments[0] not in COMMANDS:
        return give_up(f"say what to do: {', '.join(COMMANDS)}.")
    code = set_up()
    return code or COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
