"""What a web page says of itself for machines: JSON-LD, Open Graph, meta and link elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from newsroom.intake.credit import names_in

_ARTICLES = frozenset({
    "Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "OpinionNewsArticle",
    "AnalysisNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting",
})  # fmt: skip
_SITE = re.compile(r"\s+[|•·–—»-]\s+[^|•·–—»]{2,60}$")  # "Headline | The Paper"
_DEPTH = 8  # of JSON-LD; a page's graph has three
_HANDLE = re.compile(r"https?://|^@|\.(?:com|org|net)\b", re.IGNORECASE)
MOST_LETTERS = 400_000  # of one JSON-LD block


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page's own words about it; "" and () where it says nothing."""

    headline: str = ""
    dek: str = ""
    address: str = ""
    published: str = ""
    language: str = ""
    section: str = ""
    rights: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = field(default=())


def head_of(root: Any) -> Head:
    """What the page says of itself."""
    meta = _meta(root)
    said = _article(root)
    canonical = root.find(".//link[@rel='canonical']")
    title = root.find(".//title")
    named = meta.get("og:title") or _line("".join(title.itertext()) if title is not None else "")
    site = meta.get("og:site_name", "")
    if site and named.endswith(site):
        named = named.removesuffix(site).rstrip(" |•·–—»-")
    else:
        named = _SITE.sub("", named)
    address = (canonical.get("href") if canonical is not None else "") or meta.get("og:url", "")
    address = address or _text(said.get("url"))
    authors = _people(said.get("author")) or tuple(
        name for name in names_of(meta.get("author", "") or meta.get("byl", ""))
    )
    keywords = said.get("keywords")
    tags = [_text(k) for k in keywords] if isinstance(keywords, list) else []
    tags = tags or meta.get("article:tag", "").split("\n")
    return Head(
        headline=_text(said.get("headline")) or named,
        dek=_text(said.get("description")) or meta.get("og:description", ""),
        address=address if re.match(r"https?://", address or "") else "",
        published=_text(said.get("datePublished"))
        or meta.get("article:published_time", "")
        or meta.get("date", "")
        or meta.get("dc.date", ""),
        language=(root.get("lang") or "").strip(),
        section=_text(said.get("articleSection")) or meta.get("article:section", ""),
        rights=_line(meta.get("copyright", "") or meta.get("dc.rights", "")),
        authors=authors,
        tags=tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip())),
    )


def names_of(words: str) -> tuple[str, ...]:
    """The names in a credit line; addresses and handles are none."""
    return tuple(name for name in names_in(words) if not _HANDLE.search(name))


def when(words: str, zone: tzinfo) -> datetime | None:
    """A moment as pages write it: ISO 8601, RFC 822; None for anything else."""
    words = words.strip()
    if not words:
        return None
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        try:
            at = parsedate_to_datetime(words)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root.iter("meta"):
        name = (one.get("property") or one.get("name") or "").strip().lower()
        words = _line(one.get("content") or "")
        if name == "article:tag" and found.get(name):
            found[name] += f"\n{words}"
        elif name and words:
            found.setdefault(name, words)
    return found


def _article(root: Any) -> Mapping[str, Any]:
    for one in root.iter("script"):
        if (one.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = one.text or ""
        if len(text) > MOST_LETTERS:
            continue
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(said, 0):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in _ARTICLES for kind in kinds if isinstance(kind, str)):
                return thing
    return {}


def _things(said: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(said, list):
        for one in said:
            yield from _things(one, depth + 1)
    elif isinstance(said, dict):
        yield said
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if name in said:
                yield from _things(said[name], depth + 1)


def _people(said: object) -> tuple[str, ...]:
    people = said if isinstance(said, list) else [said]
    names = [
        _text(one.get("name")) if isinstance(one, dict) else _text(one)
        for one in people
        if one is not None
    ]
    return tuple(name for name in names if name and not _HANDLE.search(name))


def _text(said: object) -> str:
    if isinstance(said, list):
        said = said[0] if said else ""
    return _line(said) if isinstance(said, str) else ""


def _line(words: str) -> str:
    return " ".join(words.split())
