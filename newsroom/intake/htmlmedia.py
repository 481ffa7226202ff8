"""Links, pictures with their captions and credits, and what is shown as a card."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from newsroom.intake import trackers
from newsroom.intake.dropped import Dropped
from newsroom.intake.htmlstyle import Css
from newsroom.intake.htmltext import said, tidy
from newsroom.text.blocks import (
    IMAGE,
    PLAIN,
    Block,
    BlockKind,
    Image,
    Link,
    Marks,
    Run,
    Runs,
    picture_of,
)

if TYPE_CHECKING:
    from newsroom.intake.htmlwalk import Begin, Frame, Walk

EMBEDDED = "embedded:"
"""What stands in the text for a picture whose bytes came along ("embedded:1"): no program follows
such an address. ``Walked.embedded`` has the bytes."""
MOST_EMBEDDED = 64 * 1024 * 1024  # bytes of all pictures inside one text; a story has a few million

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_TINY = 3  # pixels: what is that small is there to be counted, not to be seen
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?)(?:[?#]|$)", re.IGNORECASE)
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley|goomoji)\b")
_FIGURE = re.compile(r"\b(?:wp-caption|captioned-image-container|wp-block-image)\b")
_CAPTION = re.compile(r"\b(?:wp-caption-text|wp-element-caption|image-caption)\b")
_CREDIT = re.compile(r"(?:^|[\s_-])(?:credit|copyright|photographer|courtesy)", re.IGNORECASE)
_SAID_CREDIT = re.compile(
    r"\s*[(\[|/–—-]?\s*((?:photo(?:graph)?|picture|image|credit|foto|bild|©|\(c\)|عکس)"
    r"\s*(?:credit|by|courtesy)?\s*[:/©]\s*[^()\[\]]{2,100}?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_EMBED = re.compile(r"\bwp-block-embed\b")
_CARDS = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"),
     "https://www.youtube.com/watch?v={}"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"https?://w\.soundcloud\.com/player/?\?(?:[^#]*&)?url=(https?[^&#]+)"), "{}"),
)  # fmt: skip
_WEB = re.compile(r"https?://[^\s<>\"]{4,500}")


@dataclass(slots=True)
class Figure:
    """A figure that is being read: where its blocks begin, what is said of it."""

    start: int
    caption: Runs = ()
    credit: str = ""


def link(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """A link; one that leads nowhere, or does something, is its words."""
    if not walk.open:
        return frame
    href = element.get("href")
    if href is None or href.lstrip().startswith("#"):
        return frame
    address = walk.shared.follow(href)
    if address is not None:
        frame.marks = replace(frame.marks, link=Link(address))
    elif href.strip():
        walk.shared.dropped[Dropped.LINKS] += 1
    return frame


def dressed(walk: Walk, classes: str) -> Begin | None:
    """What a common block is by its classes: a figure, a caption, a credit."""
    if walk.figures and _CAPTION.search(classes):
        return caption
    if walk.caption is not None:
        return credit if _CREDIT.search(classes) else None
    return figure if _FIGURE.search(classes) and not walk.figures else None


def is_credit(element: Any) -> bool:
    """Whether an element in a caption says who made the picture."""
    return _CREDIT.search(element.get("class") or "") is not None


def figure(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame | None:
    """A picture with what is said of it; what else stands in figures is read as it is."""
    walk.flush()
    classes = element.get("class") or ""
    if _EMBED.search(classes):
        address = "".join(element.itertext()).strip()
        if _WEB.fullmatch(address) and card(walk, address):
            return None
    found = Figure(len(walk.out))
    walk.figures.append(found)

    def end() -> None:
        walk.flush()
        walk.figures.pop()
        _finish(walk, found)

    frame.ends.append(end)
    return frame


def caption(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """The words below a picture."""
    walk.flush()
    found = walk.caption = walk.figures[-1]

    def end() -> None:
        walk.caption = None
        runs, walk.line = tidy(walk.line), []
        found.caption = (*found.caption, *((Run(" "),) if found.caption else ()), *runs)

    frame.ends.append(end)
    return frame


def credit(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """Who made the picture, inside its caption."""
    found = walk.caption
    start = len(walk.line)

    def end() -> None:
        runs = tidy(walk.line[start:])
        del walk.line[start:]
        words = said("".join(run.text for run in runs))
        if found is not None:
            found.credit = f"{found.credit} {words}".strip()

    frame.ends.append(end)
    return frame


def _finish(walk: Walk, found: Figure) -> None:
    """Give the one picture of a figure its words; else they stand as a paragraph below."""
    pictures = [n for n in range(found.start, len(walk.out)) if picture_of(walk.out[n])]
    words = said("".join(run.text for run in found.caption if not run.marks.image))
    if len(pictures) == 1:
        at = pictures[0]
        marks = walk.out[at].runs[0].marks
        image = marks.image
        if image is None:
            return
        by = found.credit
        if not by and (spoken := _SAID_CREDIT.search(words)):
            by, words = spoken[1].strip(), words[: spoken.start()].rstrip(" ,;|/–—-")
        walk.shared.dropped[Dropped.LINKS] += len(
            {run.marks.link for run in found.caption if run.marks.link}
        )
        image = replace(image, title=words or None, credit=by)
        walk.out[at] = replace(walk.out[at], runs=(Run(IMAGE, Marks(image=image, link=None)),))
        return
    runs: Runs = found.caption
    if found.credit:
        runs = (*runs, Run(f" {found.credit}" if runs else found.credit, PLAIN))
    if tidied := tidy(runs):
        walk.put(Block(BlockKind.PARAGRAPH, runs=tidied))


def image(walk: Walk, element: Any, css: Css, frame: Frame) -> None:
    """A picture in the text: its address and its description."""
    if not walk.open:
        return
    words = said(element.get("alt") or "")
    if element.get("aria-roledescription") == "checkbox":
        return  # the box of a Google Docs checklist; its item says that it is one
    emoji = element.get("data-emoji") or element.get("data-stringify-emoji")  # Gmail's, Slack's
    if emoji or _EMOJI.search(element.get("class") or ""):
        walk.line.append(Run(emoji or words, frame.marks))
        return
    if _is_tiny(element, css):
        walk.shared.dropped[Dropped.TRACKERS] += 1
        return
    address = _address(walk, element)
    if address is None:
        walk.shared.dropped[Dropped.PICTURES] += 1
        return
    walk.shared.pictures.append(address)
    leads = frame.marks.link
    if leads is not None and _FILES.search(leads.href):
        leads = None  # to the picture itself, larger
    walk.line.append(Run(IMAGE, Marks(image=Image(address, words), link=leads)))


def _is_tiny(element: Any, css: Css) -> bool:
    sizes = [element.get("width") or "", element.get("height") or ""]
    sizes += [css.get("width", ""), css.get("height", "")]
    pixels = [float(found[1]) for size in sizes if (found := re.match(r"(\d{1,6})(?:px)?$", size))]
    return bool(pixels) and min(pixels) <= _TINY


def _address(walk: Walk, element: Any) -> str | None:
    """Where the picture is; pages that load them late have put the address elsewhere."""
    own = element.get("src") or ""
    late = next((element.get(name) for name in _LAZY if element.get(name)), "")
    if late and (not own or own[:5].lower() == "data:" or "placeholder" in own):
        own = late
    found = trackers.picture(own, base=walk.shared.base)
    if found is None or found[:5].lower() != "data:":
        return found
    return _embedded(walk, found)


def _embedded(walk: Walk, address: str) -> str | None:
    """A placeholder for the bytes of a data: address (RFC 2397); None for what is no picture that
    is only a picture."""
    head, comma, body = address.partition(",")
    kind = head[5:].split(";")[0].lower()
    if not comma or "svg" in kind or "xml" in kind:
        return None
    try:
        raw = unquote_to_bytes(body)
        data = base64.b64decode(raw, validate=False) if ";base64" in head.lower() else raw
    except (binascii.Error, ValueError):
        return None
    held = walk.shared.held.get(data)
    if held is None:
        size = sum(map(len, walk.shared.embedded.values())) + len(data)
        if not data or size > MOST_EMBEDDED:
            return None
        held = f"{EMBEDDED}{len(walk.shared.embedded) + 1}"
        walk.shared.held[data] = held
        walk.shared.embedded[held] = data
    return held


def embed(walk: Walk, address: str) -> bool:
    """The player in a frame as a card; False for a frame that is none we know."""
    for pattern, form in _CARDS:
        if found := pattern.match(address):
            inside = unquote_to_bytes(found[1]).decode("utf-8", "replace")
            return card(walk, form.format(inside))
    return False


def card(walk: Walk, address: str) -> bool:
    """An address of the web as a paragraph that is a card on the page; False for any other."""
    followed = walk.shared.follow(address)
    if followed is None or not _WEB.fullmatch(followed) or not walk.open:
        return False
    walk.flush()
    run = Run(followed, Marks(link=Link(followed, auto=True)))
    walk.put(Block(BlockKind.PARAGRAPH, runs=(run,)))
    return True
