"""What people may do here: the rights, what each role brings, and how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_


class Right(StrEnum):
    """Something that a person may do, or may not."""

    READ = "read"
    COMMENT = "comment"
    SUGGEST = "suggest"
    EDIT = "edit"
    SEND = "send"
    APPROVE = "approve"
    PUBLISH = "publish"
    CORRECT = "correct"
    KILL = "kill"
    MANAGE_STAFF = "manage_staff"
    MANAGE_RULES = "manage_rules"


ALL_RIGHTS: tuple[Right, ...] = tuple(Right)

RIGHT_LABELS: Mapping[Right, str] = MappingProxyType(
    {
        Right.READ: N_("Read"),
        Right.COMMENT: N_("Comment"),
        Right.SUGGEST: N_("Suggest changes"),
        Right.EDIT: N_("Edit"),
        Right.SEND: N_("Send on"),
        Right.APPROVE: N_("Approve"),
        Right.PUBLISH: N_("Publish"),
        Right.CORRECT: N_("Correct what is published"),
        Right.KILL: N_("Withdraw for good"),
        Right.MANAGE_STAFF: N_("Manage staff and rights"),
        Right.MANAGE_RULES: N_("Manage lists, stages and house style"),
    }
)

RIGHT_ACTS: Mapping[Right, str] = MappingProxyType(
    {
        Right.READ: N_("read stories"),
        Right.COMMENT: N_("comment"),
        Right.SUGGEST: N_("suggest changes"),
        Right.EDIT: N_("edit stories"),
        Right.SEND: N_("send stories on"),
        Right.APPROVE: N_("approve stories"),
        Right.PUBLISH: N_("publish"),
        Right.CORRECT: N_("change what is published"),
        Right.KILL: N_("withdraw stories for good"),
        Right.MANAGE_STAFF: N_("change the staff directory"),
        Right.MANAGE_RULES: N_("change the newsroom's lists and rules"),
    }
)
"""What a right lets people do, as the middle of a sentence ("You may not ... here")."""

_READER = frozenset({Right.READ, Right.COMMENT})
_REVIEWER = _READER | {Right.SUGGEST}
_WRITER = _REVIEWER | {Right.EDIT, Right.SEND}
_EDITOR = _WRITER | {Right.APPROVE, Right.CORRECT}

ROLE_RIGHTS: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "reader": _READER,
        "reviewer": _REVIEWER,
        "writer": _WRITER,
        "editor": _EDITOR,
        "copy_chief": _EDITOR | {Right.MANAGE_RULES},
        "publisher": _EDITOR | {Right.PUBLISH, Right.KILL},
        "admin": frozenset(Right),
    }
)
"""What each role brings (``news.staff.Role``); a person may have more (``Person.rights``)."""


def rights_of(role: str, more: tuple[str, ...] = ()) -> frozenset[Right]:
    """All that somebody of this role, with these rights of their own, may do."""
    known = set(Right)
    return ROLE_RIGHTS.get(role, _READER) | {Right(name) for name in more if name in known}
