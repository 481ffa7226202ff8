"""The pictures that an entry names: enclosures, and Media RSS (rssboard.org/media-rss)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsroom.intake.feeditem import is_image, plain, whole
from newsroom.intake.feedtree import local, own, space, text
from newsroom.news.wire import ItemPicture

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MEDIA = ("{http://search.yahoo.com/mrss/}", "{http://search.yahoo.com/mrss}")


def enclosures(item: Element, base: str) -> Iterator[ItemPicture]:
    """RSS's own."""
    for child in own(item, "enclosure"):
        address, mime = whole(child.get("url", ""), base), child.get("type", "").lower()
        if address and (mime.startswith("image/") or (not mime and is_image(address))):
            yield ItemPicture(address=address, mime=mime)


def media(item: Element, base: str) -> Iterator[ItemPicture]:
    """media:content, also in media:group; media:thumbnail where there is nothing larger."""
    larger = False
    thumbnails: list[ItemPicture] = []
    for child in item.iter():
        name = local(child)
        if space(child) not in _MEDIA or name not in ("content", "thumbnail"):
            continue
        address = whole(child.get("url", ""), base)
        mime, medium = child.get("type", "").lower(), child.get("medium", "").lower()
        picture = ItemPicture(
            address=address,
            mime=mime,
            caption=plain(media_word(child, "description") or media_word(item, "description")),
            credit=plain(media_word(child, "credit") or media_word(item, "credit")),
            rights=plain(media_word(child, "copyright")),
        )
        if not address:
            continue
        if name == "thumbnail":
            thumbnails.append(picture)
        elif (
            medium == "image"
            or mime.startswith("image/")
            or (not medium and not mime and is_image(address))
        ):
            larger = True
            yield picture
    if not larger:
        yield from thumbnails[:1]


def media_word(parent: Element, name: str) -> str:
    """The words of media:NAME."""
    return next((text(child) for one in _MEDIA for child in parent.findall(one + name)), "")
