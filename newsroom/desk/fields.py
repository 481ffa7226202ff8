"""The limits that fields declare, held before anything is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.news.fields import Kind, Spec
from newsroom.text.slug import is_safe, slugify

_LINES = frozenset(
    {Kind.LINE, Kind.SLUG, Kind.CHOICE, Kind.LANGUAGE, Kind.EMAIL, Kind.PHONE, Kind.MEDIA}
)
_WORDS = _LINES | {Kind.TEXT, Kind.MARKDOWN}

# No store and no page can hold these: NUL, and the halves of surrogate pairs.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

# BCP 47, as far as a story's language needs it: primary tag, then subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def checked(
    fields: Mapping[str, object], specs: Mapping[str, Spec], *, only: frozenset[str] | None = None
) -> dict[str, object]:
    """The fields as they may be kept: lines without line breaks, no character that can't be stored.

    ``only`` are the names that may come. Raises BadInput with the field's label where a limit is
    passed; a name that does not exist or a value of a wrong type is a mistake of ours (ValueError,
    TypeError).
    """
    kept: dict[str, object] = {}
    for name, value in fields.items():
        spec = specs.get(name)
        if spec is None or (only is not None and name not in only):
            raise ValueError(f"no such field: {name}")
        kept[name] = _checked(value, spec)
    return kept


def _checked(value: object, spec: Spec) -> object:
    if spec.kind in _WORDS:
        if not isinstance(value, str):
            raise TypeError(f"{spec.label}: {type(value).__name__} instead of words")
        return _words(value, spec)
    if spec.kind is Kind.TAGS:
        if not isinstance(value, (tuple, list)):
            raise TypeError(f"{spec.label}: {type(value).__name__} instead of a list")
        tags = (" ".join(_UNSTORABLE.sub("", str(tag)).split()) for tag in value)
        return tuple(dict.fromkeys(tag for tag in tags if tag))
    if spec.kind is Kind.NUMBER:
        return _number(value, spec)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError(f"{spec.label}: a moment needs a time zone")
    return value


def _words(value: str, spec: Spec) -> str:
    value = _UNSTORABLE.sub("", value)
    if spec.kind in _LINES:
        value = " ".join(value.split("\n")).strip()
    if spec.most is not None and len(value) > spec.most:
        raise BadInput(
            _("{label} has {n} characters; at most {most} fit. Shorten it.").format(
                label=_(spec.label), n=f"{len(value):,}", most=f"{spec.most:,}"
            )
        )
    if spec.choices and value not in {choice for choice, _label in spec.choices}:
        raise BadInput(
            _("{label} can't be “{value}”; it is one of {choices}.").format(
                label=_(spec.label),
                value=value[:60],
                choices=", ".join(choice for choice, _label in spec.choices),
            )
        )
    if spec.kind is Kind.SLUG and value and not is_safe(value):
        raise BadInput(_slug_sentence(value))
    if spec.kind is Kind.LANGUAGE and value and not _LANGUAGE.fullmatch(value):
        raise BadInput(
            _("“{value}” is no language code; write it like en, fa or pt-BR.").format(
                value=value[:60]
            )
        )
    if spec.kind is Kind.EMAIL and value and not _mail(value):
        raise BadInput(
            _("“{value}” is no e-mail address; write it like name@example.org.").format(
                value=value[:60]
            )
        )
    return value


def _slug_sentence(value: str) -> str:
    other = slugify(value)
    if not other:
        return _("“{value}” can't be a slug; it needs letters or digits.").format(value=value[:60])
    return _("“{value}” can't be a slug, which also names a file; “{other}” would do.").format(
        value=value[:60], other=other
    )


def _mail(value: str) -> bool:
    """Whether it can be an address at all; only a letter sent there knows more."""
    name, at, host = value.rpartition("@")
    return bool(name and at and host) and not any(unicodedata.category(c)[0] in "CZ" for c in value)


def _number(value: object, spec: Spec) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int):
        raise TypeError(f"{spec.label}: {type(value).__name__} instead of a number")
    if (spec.lowest is not None and value < spec.lowest) or (
        spec.highest is not None and value > spec.highest
    ):
        raise BadInput(
            _("{label} is {value}; it goes from {lowest} to {highest}.").format(
                label=_(spec.label), value=value, lowest=spec.lowest, highest=spec.highest
            )
        )
    return value
