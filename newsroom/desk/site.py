"""What pages say about the newsroom: kept in the store's settings, shared by all who use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput
from newsroom.news.plain import plain
from newsroom.news.rights import Right
from newsroom.news.site import SITE_FIELDS, Site

SCOPE = "site"


def read_site(seat: Seat) -> Site:
    """The site as it is set; what was never set is as the house has it."""
    kept = seat.store.settings.get(SCOPE, "site")
    if not isinstance(kept, Mapping):
        return Site()
    return replace(Site(), **{name: kept[name] for name in SITE_FIELDS if name in kept})


def write_site(seat: Seat, fields: Mapping[str, object]) -> Changes:
    """Set some fields of the site.

    Raises BadInput where a limit is passed or a zone is unknown, Refused where I may not.
    """
    seat.hold(Right.MANAGE_RULES)
    kept = checked(fields, SITE_FIELDS)
    if "timezone" in kept:
        zone(str(kept["timezone"]))
    if "url" in kept and kept["url"] and not str(kept["url"]).startswith(("https://", "http://")):
        raise BadInput(_("The site address should begin with https://."))
    with seat.store.transaction():
        before = read_site(seat)
        after = replace(before, **kept)  # type: ignore[arg-type]
        if after == before:
            return NOTHING
        seat.store.settings.put(SCOPE, "site", plain(after))
    return Changes(lists=True, recent=True)


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises BadInput."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # ValueError and OSError: names such as "../x" or "", and folders of the zone data.
        raise BadInput(
            _("“{name}” is no time zone; write it like Europe/Paris or Asia/Tehran.").format(
                name=name[:60]
            )
        ) from None


def own_zone(seat: Seat) -> tzinfo:
    """The newsroom's own clock; UTC where this computer does not know its zone."""
    try:
        return zone(read_site(seat).timezone)
    except BadInput:
        return UTC
