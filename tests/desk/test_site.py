from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfoNotFoundError

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.errors import BadInput
from newsroom.news.site import Site


def test_the_site_is_the_houses_until_it_is_set(desk: Desk) -> None:
    assert desk.site() == Site()
    changes = desk.set_site({"name": "The Harbour Post", "recent_count": 4})
    assert changes.recent
    assert not desk.set_site({"recent_count": 4})
    assert desk.site() == Site(name="The Harbour Post", recent_count=4)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"timezone": "Atlantis/Capital"}, "no time zone"),
        ({"timezone": "../../etc/passwd"}, "no time zone"),
        ({"timezone": ""}, "no time zone"),
        ({"url": "javascript:alert(1)"}, "begin with https"),
        ({"recent_count": 21}, "from 1 to 20"),
        ({"pictures": "avif"}, "it is one of jpeg, webp"),
        ({"language": "!"}, "no language code"),
    ],
)
def test_what_cannot_be_set_is_said(desk: Desk, fields: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.set_site(fields)
    assert desk.site() == Site()


def test_the_newsrooms_own_clock(desk: Desk) -> None:
    assert desk.zone().utcoffset(desk.clock()) == UTC.utcoffset(None)
    desk.set_site({"timezone": "Asia/Tehran"})
    offset = desk.zone().utcoffset(desk.clock())
    assert offset is not None
    assert offset.total_seconds() == 3.5 * 3600


def test_a_zone_that_this_computer_does_not_know_is_utc(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_site({"timezone": "Asia/Tehran"})

    def unknown(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr("newsroom.desk.site.ZoneInfo", unknown)
    assert desk.zone() is UTC
