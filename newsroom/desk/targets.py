"""Where the newsroom sends to: shared by all who work in it, without any password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from newsroom.desk.seat import Seat
from newsroom.export.outbound.http import hold_address
from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.outward import Target, TargetKind
from newsroom.news.plain import plain
from newsroom.news.rights import Right

_SCOPE, _KEY = "outward", "targets"
MOST_WORDS = 400


def read_targets(seat: Seat) -> tuple[Target, ...]:
    """Every target, in the order of their names."""
    kept = seat.store.settings.get(_SCOPE, _KEY)
    found = [_target(one) for one in kept] if isinstance(kept, list) else []
    return tuple(sorted((t for t in found if t is not None), key=lambda t: t.name.casefold()))


def find_target(seat: Seat, name: str) -> Target:
    """The target of that name. Raises NotFound with a sentence that says which there are."""
    every = read_targets(seat)
    for target in every:
        if target.name == name:
            return target
    names = ", ".join(target.name for target in every)
    raise NotFound(
        _("There is no target “{name}”; there are: {names}.").format(name=name[:60], names=names)
        if names
        else _("No target has been set up yet.")
    )


def put_target(seat: Seat, target: Target, *, before: str = "") -> Changes:
    """Keep a target; ``before`` is its name until now, where that is another.

    Raises BadInput with a sentence, Refused.
    """
    seat.hold(Right.MANAGE_RULES)
    _hold(target)
    with seat.store.transaction():
        others = [t for t in read_targets(seat) if t.name not in (target.name, before)]
        seat.store.settings.put(_SCOPE, _KEY, [plain(one) for one in (*others, target)])
    return Changes(lists=True)


def remove_target(seat: Seat, name: str) -> Changes:
    """Send nothing there any more; what was sent stays where it is. Raises Refused."""
    seat.hold(Right.MANAGE_RULES)
    with seat.store.transaction():
        others = [t for t in read_targets(seat) if t.name != name]
        seat.store.settings.put(_SCOPE, _KEY, [plain(one) for one in others])
    return Changes(lists=True)


def _hold(target: Target) -> None:
    said = (target.name, target.address, target.user, *target.more.values())
    if any(len(words) > MOST_WORDS for words in said):
        raise BadInput(_("Names and addresses of targets have at most 400 characters."))
    if not target.name.strip():
        raise BadInput(_("A target needs a name."))
    if not target.address.strip():
        raise BadInput(_("Say where “{name}” is.").format(name=target.name))
    if target.kind is TargetKind.WORDPRESS:
        hold_address(target.address)
        if not target.user.strip():
            raise BadInput(_("Say under which name newsroom logs in there."))
    if target.kind is TargetKind.SFTP and not re.fullmatch(
        r"(\[[0-9a-fA-F:.]+\]|[^\s/@:]+)(:\d{1,5})?", target.address
    ):
        raise BadInput(_("“{address}” is no server; write it as host or host:port.").format(
            address=target.address[:80]
        ))  # fmt: skip
    endpoint = target.more.get("endpoint", "")
    if target.kind is TargetKind.S3 and endpoint:
        hold_address(endpoint)


def _target(kept: Any) -> Target | None:
    try:
        return Target(
            name=str(kept["name"]),
            kind=TargetKind(kept["kind"]),
            address=str(kept["address"]),
            user=str(kept.get("user", "")),
            more=_words(kept.get("more")),
            authors=_numbers(kept.get("authors")),
            sections=_numbers(kept.get("sections")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # of a newsroom to come, or damaged: the others still work


def _words(kept: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, Mapping) else {}


def _numbers(kept: object) -> dict[str, int]:
    found = kept.items() if isinstance(kept, Mapping) else ()
    return {str(k): v for k, v in found if isinstance(v, int)}
