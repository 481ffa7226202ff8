"""What cameras, agencies and photo desks write into a picture's file: EXIF, IPTC and XMP.

EXIF 2.32 (CIPA DC-008), the IPTC Photo Metadata Standard 2023.2 with its IIM 4.2 datasets of
record 2, and the PLUS licence data of the same standard. Where several say it, XMP counts before
IIM and IIM before EXIF, as the standard asks of programs that don't write. Nothing here raises:
what can't be read is not there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from newsroom.news.media import NO_WORDS, FileWords

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from PIL.ImageFile import ImageFile

MOST_XMP = 1_000_000
"""Bytes of XMP that are read; a file may hold a history of every brush stroke."""

_MOST_LINE, _MOST_TEXT = 400, 4000  # as the fields' own limits (news.media)

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# EXIF tags.
_DESCRIPTION, _ARTIST, _COPYRIGHT, _EXIF_IFD = 0x010E, 0x013B, 0x8298, 0x8769
_ORIGINAL, _OFFSET = 0x9003, 0x9011

# IIM: the datasets of record 2, and the one of record 1 that says UTF-8.
_CHARSET, _UTF8 = (1, 90), b"\x1b%G"
_BYLINE, _CITY, _STATE, _COUNTRY = 80, 90, 95, 101
_CREDIT, _SOURCE, _NOTICE, _CAPTION = 110, 115, 116, 120
_HEADLINE, _DATE, _TIME, _EXPIRES = 105, 55, 60, 37

_EXIF_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_EXIF_ZONE = re.compile(r"[+-]\d\d:\d\d")
_IIM_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_IIM_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
_NOTHING = frozenset(
    {"olympus digital camera", "default", "minolta digital camera", "untitled", "dcim"}
)
"""What cameras write where they have nothing to say."""

Words = Mapping[str, str]


def read_words(picture: ImageFile) -> FileWords:
    """What the opened and loaded picture's file says of it."""
    found: dict[str, str] = {}
    for look in (_xmp, _iim, _exif):
        for name, words in _held(look, picture).items():
            if words and not found.get(name):
                found[name] = words
    ends = found.pop("expires", "")
    if not found and not ends:
        return NO_WORDS
    return FileWords(**found, expires_on=_day(ends))


def _held(look: Callable[[ImageFile], Words], picture: ImageFile) -> Words:
    try:
        return look(picture)
    except Exception:  # whatever a reader makes of a broken block: then the block says nothing
        return {}


def _exif(picture: ImageFile) -> Words:
    exif = picture.getexif()
    inside = exif.get_ifd(_EXIF_IFD)
    caption = _line(_exif_text(exif.get(_DESCRIPTION)), _MOST_TEXT)
    moment = _EXIF_MOMENT.match(_exif_text(inside.get(_ORIGINAL)))
    taken = ""
    if moment is not None:
        year, month, day, hour, minute, second = moment.groups()
        zone = _exif_text(inside.get(_OFFSET)).strip()
        zone = zone if _EXIF_ZONE.fullmatch(zone) else ""
        taken = _moment(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
    return {
        "caption": "" if caption.casefold() in _NOTHING else caption,
        "credit": _line(_exif_text(exif.get(_ARTIST))),
        "holder": _line(_exif_text(exif.get(_COPYRIGHT)).replace("\0", " ")),
        "taken": taken,
    }


def _exif_text(value: object) -> str:
    """EXIF is ASCII; what is not was written as UTF-8 by most, and is handed over as Latin-1."""
    if isinstance(value, bytes):
        return _decoded(value, utf8=True)
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def _iim(picture: ImageFile) -> Words:
    from PIL.IptcImagePlugin import getiptcinfo

    block: Mapping[tuple[int, int], Any] = getiptcinfo(picture) or {}
    utf8 = _first(block.get(_CHARSET)) == _UTF8

    def told(number: int, most: int = _MOST_LINE) -> str:
        return _line(_decoded(_first(block.get((2, number))), utf8=utf8), most)

    taken = ""
    if day := _IIM_DATE.fullmatch(told(_DATE)):
        taken = "-".join(day.groups())
        if time := _IIM_TIME.fullmatch(told(_TIME)):
            hour, minute, second, east, west = time.groups()
            taken += f"T{hour}:{minute}:{second}" + (f"{east}:{west}" if east else "")
    ends = _IIM_DATE.fullmatch(told(_EXPIRES))
    return {
        "caption": told(_CAPTION, _MOST_TEXT) or told(_HEADLINE),
        "credit": _credit(told(_BYLINE), told(_CREDIT) or told(_SOURCE)),
        "holder": told(_NOTICE),
        "place": _place(told(_CITY), told(_STATE), told(_COUNTRY)),
        "taken": _moment(taken),
        "expires": "-".join(ends.groups()) if ends else "",
    }


def _first(value: object) -> bytes:
    if isinstance(value, list):
        value = value[0] if value else b""
    return value if isinstance(value, bytes) else b""


def _decoded(data: bytes, *, utf8: bool) -> str:
    """Words of an unmarked block are UTF-8 where they can be, else Windows' Latin."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8" if utf8 else "cp1252", "replace")


def _xmp(picture: ImageFile) -> Words:
    from defusedxml.ElementTree import fromstring

    raw = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    data = raw.encode() if isinstance(raw, str) else bytes(raw)
    if not data or len(data) > MOST_XMP:
        return {}
    props: dict[str, Element | str] = {}
    for node in fromstring(data.strip(b"\0 \r\n\t")).iter(f"{_RDF}Description"):
        for name, value in node.attrib.items():
            props.setdefault(name, value)
        for child in node:
            props.setdefault(child.tag, child)

    def told(name: str, most: int = _MOST_LINE) -> str:
        found = props.get(name, "")
        return _line(found if isinstance(found, str) else _xmp_text(found), most)

    holder = told(f"{_RIGHTS}Owner")
    for bag in (props.get(f"{_PLUS}CopyrightOwner"), props.get(f"{_PLUS}Licensor")):
        if bag is not None and not isinstance(bag, str) and not holder:
            names = ("CopyrightOwnerName", "LicensorName")
            holder = next(
                (
                    words
                    for name in names
                    for node in bag.iter()
                    if (words := _line(node.get(_PLUS + name) or _own(node, _PLUS + name)))
                ),
                "",
            )
    place = _place(
        told(f"{_CORE}Location"),
        told(f"{_PHOTOSHOP}City"),
        told(f"{_PHOTOSHOP}State"),
        told(f"{_PHOTOSHOP}Country"),
    )
    said = told(f"{_PHOTOSHOP}Credit") or told(f"{_PHOTOSHOP}Source")
    return {
        "caption": told(f"{_DC}description", _MOST_TEXT) or told(f"{_PHOTOSHOP}Headline"),
        "credit": _credit(told(f"{_DC}creator"), said),
        "alt": told(f"{_CORE}AltTextAccessibility", 2000),
        "terms": told(f"{_RIGHTS}UsageTerms", _MOST_TEXT),
        "holder": holder or told(f"{_DC}rights"),
        "place": place,
        "taken": _moment(told(f"{_PHOTOSHOP}DateCreated")),
        "expires": told(f"{_PLUS}LicenseEndDate")[:10],
    }


def _xmp_text(node: Element) -> str:
    """The words of a property: plain, of an alternative by language, or of a list."""
    items = list(node.iter(f"{_RDF}li"))
    if not items:
        return "".join(node.itertext())
    if node.find(f"{_RDF}Alt") is not None:
        plain = [item for item in items if item.get(_XML_LANG) == "x-default"]
        return "".join((plain or items)[0].itertext())
    return ", ".join(filter(None, (" ".join("".join(i.itertext()).split()) for i in items)))


def _own(node: Element, tag: str) -> str:
    return "".join(node.itertext()) if node.tag == tag else ""


def _credit(maker: str, through: str) -> str:
    """A credit line as papers print it: who made it, and through whom it came."""
    if not maker or not through or maker.casefold() in through.casefold():
        return through or maker
    return f"{maker}/{through}"[:_MOST_LINE]


def _place(*parts: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, parts)))[:_MOST_LINE]


def _moment(words: str) -> str:
    """A moment in ISO 8601 as it is written there, "" where it is none."""
    found = _ISO.match(words)
    if found is None or _day(found[1]) is None:
        return ""
    day, time, zone = found.groups()
    if not time or int(time[:2]) > 23 or int(time[3:5]) > 59:
        return day
    return f"{day}T{time if len(time) > 5 else time + ':00'}" + (
        "+00:00" if zone == "Z" else zone or ""
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _line(words: str, most: int = _MOST_LINE) -> str:
    """One line without signs that are none, no longer than the field that it goes into."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in words)
    return " ".join(kept.split())[:most].strip()
