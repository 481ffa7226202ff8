"""What publishing a site would do, by what it is: stories, section pages, feeds; then each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from newsroom.i18n import _, ngettext

if TYPE_CHECKING:
    from newsroom.desk.sitereport import SiteReport, Step

MOST_STEPS = 200  # files that are named of one part; the rest is counted

_FOLDERS: Mapping[str, str] = {
    "section": "section", "author": "author", "tag": "tag", "archive": "archive",
    "pictures": "picture", "search": "rest", "sitemaps": "feed",
}  # fmt: skip
_FILES: Mapping[str, str] = {
    "index.html": "front", "corrections.html": "rest", "search.html": "rest", "404.html": "rest",
}  # fmt: skip
"""The pages that no story can have the name of (``newsroom.export.site.names``)."""

_NAMES: Mapping[str, Callable[[int], str]] = {
    "story": lambda n: ngettext("{n} story", "{n} stories", n),
    "front": lambda _n: _("the front page"),
    "section": lambda n: ngettext("{n} section page", "{n} section pages", n),
    "author": lambda n: ngettext("{n} page of writers", "{n} pages of writers", n),
    "tag": lambda n: ngettext("{n} tag page", "{n} tag pages", n),
    "archive": lambda n: ngettext("{n} archive page", "{n} archive pages", n),
    "picture": lambda n: ngettext("{n} picture", "{n} pictures", n),
    "feed": lambda n: ngettext("{n} feed or site map", "{n} feeds and site maps", n),
    "rest": lambda n: ngettext("{n} other file", "{n} other files", n),
}
"""What is told of each part, in the order in which it is."""


def part_of(path: str) -> str:
    """What a file of the site is, by where it lies."""
    folder, slash, _name = path.partition("/")
    if slash and path.endswith("/feed.xml"):
        return "feed"
    if slash:
        return _FOLDERS.get(folder, "rest")
    if path in _FILES:
        return _FILES[path]
    if path.endswith(".html"):
        return "story"
    return "feed" if path.startswith(("feed.", "atom.", "sitemap", "robots.")) else "rest"


def summed(steps: Iterable[Step]) -> dict[str, list[Step]]:
    """The steps by what they are, in the order in which it is told; without what there is none
    of."""
    found: dict[str, list[Step]] = {name: [] for name in _NAMES}
    for step in steps:
        found[part_of(step.path)].append(step)
    return {name: mine for name, mine in found.items() if mine}


def parts(report: SiteReport) -> str:
    """What would be written, in a sentence: "31 stories, 9 section pages, the front page."."""
    named = [
        _NAMES[name](len(mine)).format(n=len(mine)) for name, mine in summed(report.written).items()
    ]
    sentence = ", ".join(named)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def planned(report: SiteReport) -> str:
    """What would happen, in a sentence."""
    if not report.written and not report.deleted:
        return _("The site is up to date; nothing needs to be written.")
    said = _("{written} to write, {deleted} to delete, {unchanged} unchanged.").format(
        written=len(report.written), deleted=len(report.deleted), unchanged=report.unchanged
    )
    return said if report.pictures_told else f"{said} {_('New pictures come on top.')}"


def published(report: SiteReport, folder: object) -> str:
    """What happened, in a sentence."""
    if not report.written and not report.deleted:
        return _("Nothing had to be written; {folder} is up to date.").format(folder=folder)
    return _(
        "The site is published: {written} written, {deleted} deleted, {unchanged} unchanged."
    ).format(written=len(report.written), deleted=len(report.deleted), unchanged=report.unchanged)


def lines(report: SiteReport) -> list[tuple[str, list[str]]]:
    """The plan as it is listed: what each part is called, and its files with the reason; what
    goes first."""
    found = []
    if report.deleted:
        n = len(report.deleted)
        head = ngettext("{n} file is deleted", "{n} files are deleted", n).format(n=n)
        found.append((head, _named(report.deleted)))
    for name, mine in summed(report.written).items():
        head = _NAMES[name](len(mine)).format(n=len(mine))
        found.append((f"{head[:1].upper()}{head[1:]}", _named(mine)))
    return found


def _named(steps: Iterable[Step]) -> list[str]:
    """Each file and why; of very many the first ones."""
    said = [_("{path}: {why}").format(path=step.path, why=step.why) for step in steps]
    left = len(said) - MOST_STEPS
    if left <= 0:
        return said
    return [*said[:MOST_STEPS], ngettext("and {n} more", "and {n} more", left).format(n=left)]
