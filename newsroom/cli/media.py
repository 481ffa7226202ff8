"""Commands on the picture library: what is there, whose it is, what can go."""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.codes import COULD_NOT, DONE, PROBLEMS
from newsroom.cli.say import out, shape, table, tell
from newsroom.i18n import _, ngettext
from newsroom.news.edited import turned_point
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.news.media import PictureFacts, RightsKind, Shelf

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Developed
    from newsroom.desk.desk import Desk

ACTS = ("list", "show", "unused", "add", "set", "remove", "restore", "tidy")
_TURNS = {"left": -1, "right": 1, "round": 2}  # quarters of a circle
_LEAST = 6  # letters of a hash that may stand for it
_TOGETHER = 32  # pictures written down in one transaction


def media_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``media`` takes."""
    parser.add_argument("act", metavar="ACT", choices=ACTS, help=", ".join(ACTS))
    parser.add_argument("names", metavar="PICTURE", nargs="*")
    parser.add_argument("--shelf", choices=[str(shelf) for shelf in Shelf], default="all",
                        help=_("which pictures are listed"))  # fmt: skip
    parser.add_argument("--credit", metavar="WORDS", help=_("who made it"))
    parser.add_argument("--rights", choices=[str(kind) for kind in RightsKind],
                        help=_("on what ground it may be used"))  # fmt: skip
    parser.add_argument("--terms", metavar="WORDS", help=_("where and how it may be used"))
    parser.add_argument("--until", metavar="YYYY-MM-DD", help=_("the last day of use; - for none"))
    parser.add_argument("--turn", choices=tuple(_TURNS),
                        help=_("turn it; the original stays as it is"))  # fmt: skip
    parser.add_argument("--delete", action="store_true", help=_("really delete the files"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_media(desk: Desk, options: argparse.Namespace) -> int:
    """List pictures, show one, bring some in, say whose they are, clear away."""
    if options.act in ("list", "unused"):
        shelf = Shelf.UNUSED if options.act == "unused" else Shelf(options.shelf)
        return _list(desk, shelf, " ".join(options.names), as_json=options.json)
    if options.act == "tidy":
        return _tidy(desk, options)
    if not options.names:
        raise BadInput(_("Name the picture: its file's name, or the beginning of its hash."))
    if options.act == "add":
        return _add(desk, [Path(name) for name in options.names], options)
    if options.act == "restore":
        found = [_find(desk, name, Shelf.REMOVED) for name in options.names]
        desk.library.restore(one.sha256 for one in found)
        return DONE
    pictures = [_find(desk, name) for name in options.names]
    if options.act == "remove":
        desk.library.remove(one.sha256 for one in pictures)
        return DONE
    if options.act == "set":
        pictures = [_set(desk, one, options) for one in pictures]
    if options.json:
        shape({"pictures": [_shape(desk, one) for one in pictures]})
    else:
        for one in pictures:
            _show(desk, one)
    return DONE


def _list(desk: Desk, shelf: Shelf, words: str, *, as_json: bool) -> int:
    found: list[PictureFacts] = []
    leaf = desk.library.page(shelf, words)
    found += leaf.pictures
    while leaf.more:
        leaf = desk.library.page(shelf, words, after=found[-1])
        found += leaf.pictures
    if as_json:
        shape({"pictures": [_shape(desk, one, uses=False) for one in found]})
        return DONE
    table(
        (
            one.sha256[:12],
            one.filename,
            f"{one.width}×{one.height}",
            str(one.rights),
            str(one.uses),
            one.credit or "—",
        )
        for one in found
    )
    return DONE


def _find(desk: Desk, name: str, shelf: Shelf = Shelf.ALL) -> PictureFacts:
    """A picture by its file's name or the beginning of its hash. Raises BadInput."""
    found = [
        one
        for one in desk.library.page(shelf, "", limit=1_000_000).pictures
        if one.filename == name or (len(name) >= _LEAST and one.sha256.startswith(name.lower()))
    ]
    if not found:
        raise BadInput(_("There is no picture “{name}” here.").format(name=name[:60]))
    if len(found) > 1:
        raise BadInput(
            _("There are {n} pictures “{name}”; name the one by its hash: {some}.").format(
                n=len(found), name=name[:60], some=", ".join(one.sha256[:12] for one in found[:5])
            )
        )
    return found[0]


def _set(desk: Desk, one: PictureFacts, options: argparse.Namespace) -> PictureFacts:
    fields = _said(options)
    if options.turn is not None:
        turn = _TURNS[options.turn]
        x, y = turned_point(one.focus_x, one.focus_y, turn)
        fields |= {"turn": one.turn + turn, "focus_x": x, "focus_y": y}
    return desk.library.describe(one.sha256, one.version, fields).value


def _said(options: argparse.Namespace) -> dict[str, object]:
    """Whose a picture is, as far as it was said. Raises BadInput."""
    fields: dict[str, object] = {
        name: getattr(options, name)
        for name in ("credit", "rights", "terms")
        if getattr(options, name) is not None
    }
    if options.until is not None:
        try:
            fields["expires_on"] = (
                None if options.until == "-" else date.fromisoformat(options.until)
            )
        except ValueError:
            raise BadInput(
                _("“{words}” is no day; write it like 2026-11-29.").format(words=options.until[:60])
            ) from None
    return fields


def _show(desk: Desk, one: PictureFacts) -> None:
    out(f"{one.filename}  {one.width}×{one.height}  {one.sha256}")
    for label, words in (
        (_("caption"), one.caption),
        (_("credit"), one.credit),
        (_("alternative text"), one.alt),
        (_("rights"), str(one.rights)),
        (_("terms"), one.terms),
        (_("holder"), one.holder),
        (_("until"), one.expires_on.isoformat() if one.expires_on else ""),
        (_("place"), one.place),
        (_("taken"), one.taken),
    ):
        if words:
            out(f"  {label}: {words}")
    for use in desk.library.uses(one.sha256):
        out(f"  → {use.name}")


def _shape(desk: Desk, one: PictureFacts, *, uses: bool = True) -> dict[str, object]:
    told: dict[str, object] = {
        "sha256": one.sha256, "filename": one.filename, "mime": one.mime, "size": one.size,
        "width": one.width, "height": one.height, "caption": one.caption, "credit": one.credit,
        "alt": one.alt, "rights": str(one.rights), "terms": one.terms, "holder": one.holder,
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "place": one.place, "taken": one.taken, "focus": [one.focus_x, one.focus_y],
        "turn": one.turn,
        "uses": one.uses,
    }  # fmt: skip
    if uses:
        told["shown"] = [use.name for use in desk.library.uses(one.sha256)]
    return told


def _add(desk: Desk, paths: list[Path], options: argparse.Namespace) -> int:
    """Bring pictures in by all processors, and keep what is said of them; folders stand for the
    files right in them."""
    said = bool(_said(options)) or options.turn is not None
    files = [
        file
        for path in paths
        for file in (sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path])
    ]
    room, faults, taken = desk.darkroom, 0, 0

    def one(path: Path) -> Developed | str:
        try:
            return room.develop(path, more=True)
        except NewsroomError as error:
            return str(error)

    ready: list[Developed] = []
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as threads:  # as ui.tasks
        for made in threads.map(one, files):
            if isinstance(made, str):
                tell(made)
                faults += 1
                continue
            taken += 1
            ready.append(made)
            if len(ready) == _TOGETHER:
                _admit(desk, ready, options if said else None)
    room.clear_away()
    _admit(desk, ready, options if said else None)
    if not faults:
        return DONE
    return PROBLEMS if taken else COULD_NOT


def _admit(desk: Desk, ready: list[Developed], said: argparse.Namespace | None) -> None:
    if ready:
        for picture in desk.intake.admit(ready).value:
            if said is not None:
                _set(desk, desk.library.facts(picture.sha256), said)
            out(f"{picture.sha256[:12]}  {picture.filename}")
        ready.clear()


def _tidy(desk: Desk, options: argparse.Namespace) -> int:
    """What a tidy-up deletes; without --delete it is told and nothing is touched."""
    done = desk.library.tidy(dry_run=not options.delete).value
    if options.json:
        shape(
            {
                "deleted": [one.sha256 for one in done.deleted],
                "kept": {one.sha256: why for one, why in done.kept},
                "bytes": done.bytes,
                "dry_run": done.dry_run,
            }
        )
        return DONE
    for one in done.deleted:
        out(f"delete  {one.sha256[:12]}  {one.filename}")
    for one, why in done.kept:
        out(f"keep    {one.sha256[:12]}  {one.filename}  {why}")
    n = len(done.deleted)
    if done.dry_run:
        words = ngettext("{n} file would go, {size} MB.", "{n} files would go, {size} MB.", n)
    else:
        words = ngettext("{n} file is gone, {size} MB.", "{n} files are gone, {size} MB.", n)
    tell(words.format(n=n, size=f"{done.bytes / 1024 / 1024:.1f}"))
    return DONE
