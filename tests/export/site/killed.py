"""Publishes over and over in a child that kills itself at one step after the other.

Run as a program: STORE FOLDER WAY FIRST STEP. Prints one JSON line a child: the step, whether the
child lived to its end, what the folder holds then (``before``, ``after``, ``none``, ``mixed``), and
what it holds when the next run is done.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from newsroom.desk.desk import open_desk
from newsroom.desk.siting import Siting
from newsroom.export.site import manifest as manifests
from newsroom.export.site import tree
from newsroom.export.site.tree import Way
from newsroom.export.site.verify import differences
from newsroom.news.clock import fixed_clock
from tests.desk.conftest import START

LATER = START + timedelta(days=2)
WATCHED = frozenset(
    {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate",
     "ctypes.dlsym"}
)  # fmt: skip


def die_at(step: int, folder: Path) -> None:
    """End this process as a power cut would, right before its ``step``-th act on the site."""
    count = 0
    near = os.fspath(folder.parent)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in WATCHED and (
            event.startswith("ctypes")
            or any(isinstance(one, str) and one.startswith(near) for one in map(_text, arguments))
        ):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _text(value: object) -> object:
    return os.fspath(value) if isinstance(value, (str, Path)) else value


def edit(store: str, number: int, way: str) -> None:
    with open_desk(store, clock=fixed_clock(LATER)) as desk:
        if way == "small":
            story = desk.articles.by_slug("old")
            desk.articles.save(story.id, story.version, {"body": f"old {number} crane {number}"})
            return
        for slug in ("old", "crane"):
            story = desk.articles.by_slug(slug)
            desk.articles.save(story.id, story.version, {"headline": f"{slug} {number}"})


def publish(store: str, folder: Path) -> int:
    with open_desk(store, clock=fixed_clock(LATER)) as desk:
        return len(desk.siting.publish(folder).written)


def state(folder: Path, headline: str) -> str:
    found = manifests.read(folder)
    if found is None:
        return "none"
    if [one for one in differences(folder, found) if one.fault != "other"]:
        return "mixed"
    text = (folder / "old.html").read_text("utf-8") + (folder / "crane.html").read_text("utf-8")
    if "\ncrane" in headline:  # the small change is in one text
        return "after" if headline.replace("\n", " ") in text else "before"
    return "after" if text.count(headline) >= 2 and f"crane {headline}" in text else "before"


def _not_small(*_given: object, **_more: object) -> None:
    os._exit(3)  # it was not published as a small change


def main(store: str, to: str, way: str, first: int, stride: int) -> None:
    folder = Path(to)
    if way == "rename":
        tree.exchange = lambda _one, _other: False
    elif way == "each":
        tree._way = lambda _folder: Way.EACH
    publish(store, folder)
    number, step = 1000, first
    while True:
        number += 1
        edit(store, number, way)
        child = os.fork()
        if child == 0:
            if way == "small":
                Siting._publishing = _not_small  # type: ignore[method-assign,assignment]
            die_at(step, folder)
            publish(store, folder)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code > 0:
            raise SystemExit("the child failed")
        lived = code == 0
        sought = f"old {number}\ncrane {number}" if way == "small" else str(number)
        then = state(folder, sought)
        publish(store, folder)
        print(json.dumps([step, lived, then, state(folder, sought)]), flush=True)
        if lived:
            return
        step += stride


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
