"""The words of a ninjs object that it may say several times: its text, headline and summary.

Agencies name these as they like (https://iptc.org/standards/ninjs/ leaves roles to them); what is
read here is what IPTC's own examples of agencies hold. Keys are in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from newsroom.intake.nitf import is_nitf, parse_nitf
from newsroom.news.errors import BadInput
from newsroom.news.origin import Original

_SHORTER = 0.8  # of the words of the main text: what has less is no other form of it
_TEASER = 100
"""Letters of a description that stand in the text too, where it is cut out of that."""

_TAG = re.compile(r"<[^>]*>")
_TOP = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_OTHER_HEADLINES = ("short", "kicker")


@dataclass(frozen=True, slots=True)
class Text:
    """A story's text as HTML, and as it came. The rest is what stood in its own head (NITF)."""

    html: str = ""
    original: Original | None = None
    headline: str = ""
    byline: str = ""
    abstract: str = ""


def parts(said: object) -> list[dict[str, Any]]:
    """The objects of a list, or of an object that names them (ninjs 1)."""
    if isinstance(said, dict):
        said = [{"name": name, **one} for name, one in said.items() if isinstance(one, dict)]
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def line(said: object) -> str:
    """Words on one line, "" for what is none."""
    return " ".join(said.split()) if isinstance(said, str) else ""


def text_of(said: Mapping[str, Any], name: str) -> Text:
    """The text with most of its marks: in a list of bodies (2 and 3), or by its kind (1)."""
    bodies = [one for one in parts(said.get("bodies")) if _words(one)]
    if not bodies:
        value, kind = _first(said, "body_xhtml", "body_html"), "text/html"
        if not value:
            value, kind = _first(said, "body_text", "body"), "text/plain"
        return _text(value, kind, name) or Text()
    read = [(one, _text(_words(one), _kind(one) or _guess(_words(one)), name)) for one in bodies]
    found = [(one.get("role"), text) for one, text in read if text is not None]
    if not found:  # nobody here knows its kind; better as if it were HTML than not at all
        value = _words(bodies[0])
        return Text(value, Original(value, _kind(bodies[0])))
    main = next((text for role, text in found if role == "main"), found[0][1])
    least = _SHORTER * _count(main)
    same = (text for _role, text in found if _count(text) >= least)
    return next((text for text in (main, *same) if not _is_plain(text)), main)


def without_headline(html: str, headline: str) -> str:
    """The text without its headline, where that stands above it again."""
    top = _TOP.search(html)
    if top is None or line(unescape(_TAG.sub("", top[1]))) != headline:
        return html
    return html[: top.start()] + html[top.end() :]


def headline_of(said: Mapping[str, Any], role: str = "main") -> str:
    """The headline of that role. As the main one goes, failing that, one that has another's name
    or none."""
    found = parts(said.get("headlines"))
    named = [one for one in found if one.get("role", "main") == role]
    if role == "main":
        named += [one for one in found if one.get("role") not in _OTHER_HEADLINES]
        named.append({"value": said.get("headline")})
    return next((words for one in named if (words := line(one.get("value")))), "")


def summary_of(said: Mapping[str, Any], html: str) -> str:
    """What the story says in short. What was cut out of the text itself is no summary of it."""
    found = parts(said.get("descriptions"))
    for one in found:
        if one.get("role") == "summary":
            return line(one.get("value"))
    rest = [line(one.get("value")) for one in found if _is_of_story(one)]
    rest += [line(said.get("description")), line(said.get("description_text"))]
    words = next(filter(None, rest), "")
    start = _letters(words)[:_TEASER]
    cut = len(start) == _TEASER and start in _letters(_TAG.sub(" ", html))
    return "" if cut else words


def caption_of(said: Mapping[str, Any], role: str) -> str:
    """A picture's words of that role; its caption too where they have no role of ours."""
    found = [one for one in parts(said.get("descriptions")) if "html" not in _kind(one)]
    named = [one for one in found if one.get("role") == role]
    if role == "caption":
        named += [one for one in found if one.get("role") != "alt"]
        named.append({"value": said.get("description_text")})
    return next((words for one in named if (words := line(one.get("value")))), "")


def rights_of(said: Mapping[str, Any]) -> str:
    """Whose it is and how it may be used, in the words of whoever sent it."""
    return "; ".join(filter(None, (line(said.get(n)) for n in ("copyrightnotice", "usageterms"))))


def _text(value: str, kind: str, name: str) -> Text | None:
    """The text; None where it is of a kind that nobody here reads."""
    if not value:
        return None
    if is_nitf(value):
        try:
            nitf = parse_nitf(value, name)
        except BadInput:
            return None
        kept = Original(value, "application/nitf+xml")
        return Text(nitf.html, kept, nitf.headline, nitf.byline, nitf.abstract)
    if "html" in kind:
        return Text(value, Original(value, kind))
    if "xml" in kind:
        return None
    html = "".join(f"<p>{escape(part)}</p>" for part in value.split("\n") if part.strip())
    return Text(html, Original(value, kind))


def _is_plain(text: Text) -> bool:
    return text.original is None or "ml" not in text.original.kind  # html, xhtml+xml, nitf+xml


def _is_of_story(one: Mapping[str, Any]) -> bool:
    return one.get("role") not in ("caption", "alt") and "html" not in _kind(one)


def _guess(value: str) -> str:
    return "text/html" if _TAG.search(value) else "text/plain"


def _kind(one: Mapping[str, Any]) -> str:
    return str(one.get("contenttype") or "")


def _words(one: Mapping[str, Any]) -> str:
    value = one.get("value")
    return value if isinstance(value, str) else ""


def _first(said: Mapping[str, Any], *names: str) -> str:
    return next((said[name] for name in names if isinstance(said.get(name), str)), "")


def _count(text: Text) -> int:
    return len(_TAG.sub(" ", text.html).split())


def _letters(words: str) -> str:
    return "".join(sign for sign in unescape(words).casefold() if sign.isalnum())
