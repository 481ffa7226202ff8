"""What a newsroom put into a WordPress beside what WordPress knows itself, taken out again.

Both ways there leave it: the export file, whose custom fields the importer keeps, and a push, which
marks the text. It is only taken where it stands as it was put; what somebody wrote there since is
theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape

from newsroom.intake.arrival import ArrivedByline, ArrivedCorrection
from newsroom.intake.tongue import language_of
from newsroom.news.article import BylineRole
from newsroom.news.correction import MOST_WHERE, MOST_WORDS, CorrectionKind

_GUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MARK = re.compile(rf"\s*<!-- newsroom ({_GUID.pattern}) \w+ -->\s*\Z")
_TURNED = re.compile(
    r' lang="([A-Za-z0-9-]+)" dir="(?:rtl|ltr)" class="has-text-align-(?:left|right)"(?=>)'
)

_CELL = re.compile(r'(<t[dh]\b[^<>]*?) class="[^"<>]*\bhas-text-align-(left|right|center)\b[^"]*"')
_PLAIN = re.compile(r"<p>([^<>]+)</p>\s*")

_CREDITED = re.compile(r'<small>[^<>]*<span dir="auto">([^<>]+)</span></small>(?=\s*</figcaption>)')

_NOTICE = re.compile(r"<aside(?: [^<>]*)?>\s*<p(?: [^<>]*)?>(.*?)</p>\s*</aside>\s*", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")

_A_LITTLE = timedelta(minutes=1)  # more stories of one title in one second there will not be


def name_of(guid: str, meta: Mapping[str, str], content: str) -> str:
    """The name for all time of a story that was ours, "" of any other's."""
    mark = _MARK.search(content)
    for said in (guid.strip(), meta.get("newsroom_guid", ""), mark[1] if mark else ""):
        if _GUID.fullmatch(said):
            return said
    return ""


def slug_of(there: str, meta: Mapping[str, str]) -> str:
    """The slug, whole again where it was too long for WordPress and nobody changed it there."""
    ours = meta.get("newsroom_slug", "")
    return ours if there and ours.startswith(there) else there


def bare(content: str, meta: Mapping[str, str]) -> tuple[str, str]:
    """The content without our mark, credit line and signs of direction; and the language that
    these say.

    Who made a picture is named there without the words that stand before a name on pages. Columns
    of tables are aligned by WordPress's classes, whoever wrote them.
    """
    html, language = _MARK.sub("", content).strip(), ""
    if turned := _TURNED.search(html):
        language, html = turned[1], _TURNED.sub("", html)
    first = _PLAIN.match(html)
    if first and unescape(first[1]) == meta.get("newsroom_credits", ""):
        html = html[first.end() :]
    told = _told(meta).get("notices")
    for said in told if isinstance(told, list) else ():
        html = _without_notice(html, str(said))
    html = _CREDITED.sub(r'<span class="credit">\1</span>', html)
    return _CELL.sub(r'\1 align="\2"', html), language


def _without_notice(html: str, said: str) -> str:
    """The text without a notice of ours, where it stands to the letter as it was put there."""
    for found in _NOTICE.finditer(html):
        if unescape(_MARKUP.sub("", found[1])) == said:
            return html[: found.start()] + html[found.end() :]
    return html


def corrections(meta: Mapping[str, str]) -> tuple[ArrivedCorrection, ...]:
    """What the newsroom had set right in the story, the first first."""
    made = _told(meta).get("made")
    found: list[ArrivedCorrection] = []
    for one in made if isinstance(made, list) else ():
        try:
            at = _moment(str(one["at"]))
            kind = CorrectionKind(one["kind"])
            words = {name: str(one[name]) for name in ("wrong", "right", "where")}
        except (KeyError, TypeError, ValueError):
            continue  # somebody else wrote it
        most = (len(words["where"]) <= MOST_WHERE, max(map(len, words.values())) <= MOST_WORDS)
        if at is not None and all(most):
            found.append(ArrivedCorrection(kind=kind, at=at, **words))
    return tuple(found)


def _told(meta: Mapping[str, str]) -> Mapping[str, object]:
    try:
        told = json.loads(meta.get("newsroom_corrections", "") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def without_dateline(body: str, dateline: str) -> str:
    """The Markdown without the place that its first paragraph begins with.

    Notices of what was set right may stand above that paragraph.
    """
    before, found, after = body.partition(f"{dateline} — ")
    whole = not before or before.endswith("\n\n")
    if found and whole and all(p.startswith("**") for p in before.split("\n\n") if p):
        return before + after
    return body


def spoken(meta: Mapping[str, str], turned: str) -> str | None:
    """The language that the newsroom said, None where it said none."""
    return language_of("", meta.get("newsroom_language", "")) or turned or None


def changed(meta: Mapping[str, str]) -> datetime | None:
    """When the newsroom had changed it last: WordPress takes the date of publishing for that."""
    return _moment(meta.get("newsroom_modified", ""))


def published(there: datetime | None, meta: Mapping[str, str]) -> datetime | None:
    """When it was published, to the second: of two that are called the same one was set earlier."""
    ours = _moment(meta.get("newsroom_published", ""))
    return ours if ours and there and there <= ours < there + _A_LITTLE else there


def _moment(said: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def bylines(meta: Mapping[str, str]) -> tuple[ArrivedByline, ...] | None:
    """The bylines as the newsroom wrote them; None where none did."""
    said = meta.get("newsroom_bylines", "")
    try:
        found = json.loads(said) if said else None
        return (
            None
            if found is None
            else tuple(ArrivedByline(str(o["name"]), BylineRole(o["role"])) for o in found)
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
