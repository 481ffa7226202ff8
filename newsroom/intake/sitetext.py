"""Markdown as site builders and note takers write it, in the Markdown that we write.

Shortcodes, Liquid tags and wiki links are a program's own; what can be said without the program is
said, what can't is left out and told. Code is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.i18n import _, ngettext
from newsroom.intake.picture import Checked
from newsroom.intake.within import Get, beside, held, picture_of
from newsroom.news.errors import BadInput

_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_FIGURE = re.compile(r"\{\{[<%]\s*figure\s+(.*?)\s*/?[>%]\}\}", re.DOTALL)
_SHORT = re.compile(r"\{\{[<%]\s*(/?)\s*([\w./-]+)[^{}]*?[>%]\}\}")
_LIQUID = re.compile(r"\{%-?\s*(\w+)[^{}]*?-?%\}")
_REF = re.compile(
    r"\{\{[<%]\s*(?:rel)?ref\s+[\"`]?([^\"`\s{}<>%]+)[\"`]?\s*[>%]\}\}"  # Hugo
    r"|\{%-?\s*(?:post_url|link)\s+([^\s{}%]+)\s*-?%\}"  # Jekyll
)
_LISTING = re.compile(
    r"^[ \t]*\{%-?\s*highlight\s+([\w+#-]*)[^{}]*%\}[ \t]*\n(.*?)\n?"
    r"^[ \t]*\{%-?\s*endhighlight\s*-?%\}[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_NOWHERE = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(\s*\)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}-")
_BASE = re.compile(r"\{\{\s*(?:site\.(?:baseurl|url)|page\.url)[^{}]*\}\}")
_DOMAIN = "#DOMAIN_NAME#"  # how Publii writes where its own media lie
_WIKI = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_GIVEN = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
_PICTURE = re.compile(r"(!\[(?:[^\[\]\\]|\\.)*\]\()\s*<?([^\s<>()]+(?:\([^\s()]*\)[^\s<>()]*)?)>?")
_IMG = re.compile(r"(<img\b[^>]*?\bsrc=[\"'])([^\"']+)", re.IGNORECASE)
_KRAMDOWN = re.compile(r"^\{:[^{}\n]*\}[ \t]*$\n?|\{:[^{}\n]*\}", re.MULTILINE)
_HASHTAG = re.compile(r"(?:^|(?<=\s))#([^\W\d_][\w/-]{1,60})(?=\s|[.,;]|$)")
_TAG_LINE = re.compile(r"^(?:[ \t]*#[^\W\d_][\w/-]{1,60})+[ \t]*$", re.MULTILINE)
_HELD = re.compile(r"media/[0-9a-f]{64}")
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_MOST_NAMED = 3  # pictures that a sentence names
_UP = 5  # folders that a site's root may be above its posts


@dataclass(slots=True)
class SiteText:
    """A text in our Markdown, its pictures, and what was told of it."""

    text: str
    media: dict[str, Checked] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def pictures_of(path: Path) -> Get:
    """Finds the pictures of a file: beside it, and up to the root of a site where it is of one.

    A file of no site is no ground to look through the folders above it, which are somebody's own.
    """
    above = list(path.absolute().parents)[:_UP]
    root = next((n for n, folder in enumerate(above) if _is_root(folder, above[:n])), 0)
    roots: list[Path] = []
    for folder in above[: root + 1]:
        roots += [
            folder / name
            for name in ("static", "assets", "media", "public")
            if (folder / name).is_dir()
        ]
        roots.append(folder)
    return beside(path.parent, tuple(roots[:_MOST_ROOTS]))


def _is_root(folder: Path, below: list[Path]) -> bool:
    """Whether a site begins there; ``below`` is the way from it to the file, the last first."""
    return bool(below and below[-1].name in _POSTS) or any(
        (folder / name).exists() for name in _SIGNS
    )


_POSTS = ("content", "_posts", "_drafts")
_SIGNS = ("_config.yml", "hugo.toml", "hugo.yaml", "config.toml", ".git")
_MOST_ROOTS = 16


def with_pictures(text: str, path: Path) -> SiteText:
    """The text of a file with those of its pictures that are at hand in the newsroom's place."""
    made = SiteText(text)
    if "![" not in text and "<img" not in text.lower():
        return made
    missing: list[str] = []
    get = pictures_of(path)

    def moved(found: re.Match[str]) -> str:
        address = found[2]
        if _HELD.match(address):
            return found[0]
        try:
            file = picture_of(get(address), address)
        except BadInput as error:
            made.problems.append(str(error))
            return found[0]
        if file is None:
            if not _AWAY.match(address):
                missing.append(address)
            return found[0]
        made.media[file.sha256] = file
        return f"{found[1]}{held(file)}"

    made.text = _outside_code(text, lambda part: _IMG.sub(moved, _PICTURE.sub(moved, part)))
    if missing:
        made.problems.append(
            ngettext(
                "{name} shows {n} picture that does not lie beside it: {pictures}",
                "{name} shows {n} pictures that do not lie beside it: {pictures}",
                len(missing),
            ).format(name=path.name, n=len(missing), pictures=_named(missing))
        )
    return made


def plainer(text: str, *, hashtags: bool) -> SiteText:
    """The text without what only its program understands; with ``hashtags`` those are its tags."""
    made = SiteText(text)
    left: dict[str, int] = {}
    tags: list[str] = []

    def count(name: str) -> str:
        left[name] = left.get(name, 0) + 1
        return ""

    def part_of(part: str) -> str:
        part = part.replace(_DOMAIN, "").replace("<!--more-->", "").replace("<!-- more -->", "")
        part = _REF.sub(_page, _BASE.sub("", part))
        part = _FIGURE.sub(_figure, part)
        part = _SHORT.sub(lambda m: "" if m[1] else count(m[2]), part)
        part = _LIQUID.sub(lambda m: "" if m[1].startswith("end") else count(m[1]), part)
        part = _NOWHERE.sub(r"\1", _KRAMDOWN.sub("", part))
        part = _WIKI.sub(_linked, part)
        if hashtags:
            tags.extend(_HASHTAG.findall(part))
            part = _TAG_LINE.sub("", part)
        return part

    listed = _LISTING.sub(r"```\1\n\2\n```", text)
    made.text = re.sub(r"\n{3,}", "\n\n", _outside_code(listed, part_of))
    made.tags = tuple(dict.fromkeys(tags))
    for name, n in left.items():
        made.notes.append(
            _("“{name}” ({n}×) is a command of another program and was left out.").format(
                name=name, n=n
            )
        )
    return made


def _outside_code(text: str, act: object) -> str:
    assert callable(act)
    parts = _CODE.split(text)
    return "".join(part if n % 2 else act(part) for n, part in enumerate(parts))


def _figure(found: re.Match[str]) -> str:
    given = dict(_GIVEN.findall(found[1]))
    caption = given.get("caption") or given.get("title") or ""
    title = f' "{caption}"' if caption and '"' not in caption else ""
    return f"![{given.get('alt', '')}]({given.get('src', '')}{title})" if given.get("src") else ""


def _linked(found: re.Match[str]) -> str:
    if found[1]:
        return f"![{found[3] or ''}]({found[2].strip()})"
    return found[3] or found[2].rpartition("#")[0] or found[2]


def _page(found: re.Match[str]) -> str:
    """The page of a story that its file names, as our own links do."""
    place, sign, spot = (found[1] or found[2]).partition("#")
    parts = [part for part in place.split("/") if part]
    if not parts:
        return sign + spot
    stem, dot, _suffix = parts[-1].rpartition(".")
    stem = stem if dot else parts[-1]
    if stem in ("index", "_index") and len(parts) > 1:  # Hugo's bundles
        stem = parts[-2]
    return f"{_DAY.sub('', stem, count=1)}.html{sign}{spot}"


def _named(addresses: list[str]) -> str:
    names = _(", ").join(address[:80] for address in addresses[:_MOST_NAMED])
    return f"{names} …" if len(addresses) > _MOST_NAMED else names
