"""What a page says about the newsroom that made it; kept in the store, shared by all who use it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.news.fields import Kind, Spec, specs, told
from newsroom.news.recent import RECENT_COUNT
from newsroom.values import dataclass

PICTURES_CHOICES: tuple[tuple[str, str], ...] = (
    ("jpeg", N_("JPEG")),
    ("webp", N_("WebP with JPEG beside it")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site that the pages stand on. ``timezone`` is an IANA name: the newsroom's own clock."""

    name: str = told(Spec(label=N_("Site name"), page=N_("Site"), most=200), "Newsroom")
    url: str = told(
        Spec(
            label=N_("Site address"),
            page=N_("Site"),
            most=400,
            hint=N_("Such as https://example.org"),
        ),
        "",
    )
    publisher: str = told(
        Spec(
            label=N_("Publisher"), page=N_("Site"), most=200, hint=N_("Empty means the site name")
        ),
        "",
    )
    language: str = told(Spec(label=N_("Language"), kind=Kind.LANGUAGE, page=N_("Site")), "en")
    timezone: str = told(Spec(label=N_("Newsroom time zone"), page=N_("Site"), most=64), "UTC")
    recent_count: int = told(
        Spec(
            label=N_("Recent posts shown"), kind=Kind.NUMBER, page=N_("Site"), lowest=1, highest=20
        ),
        RECENT_COUNT,
    )
    pictures: str = told(
        Spec(
            label=N_("Pictures on pages"),
            kind=Kind.CHOICE,
            page=N_("Site"),
            choices=PICTURES_CHOICES,
        ),
        "jpeg",
    )

    @property
    def webp(self) -> bool:
        """Whether readers whose browser knows it are given WebP."""
        return self.pictures == "webp"


SITE_FIELDS: Mapping[str, Spec] = MappingProxyType(specs(Site))
